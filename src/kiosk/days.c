#include "kiosk/days.h"

#include "domain/calendar.h"

int days_shown(const struct app *app, const int counts[DAYS_SHOWN])
{
    int day = app_place(app)->arg - 1;
    if (day >= 0 && day < DAYS_SHOWN)
        return day;
    for (day = 0; day < DAYS_SHOWN; day++)
        if (counts[day] > 0)
            return day;
    return 0;
}

/* “Tomorrow” where the tab is wide enough for the word. */
static const char *day_word(const struct canvas *canvas, int d, int width_px)
{
    const char *word = T(canvas, d == 0 ? MSG_DAY_TODAY : MSG_DAY_TOMORROW);
    struct text_block text = {.utf8 = word, .type = TYPE_TAG, .px = 28};
    if (d < 2 && widget_text_width(&canvas->ui, &text) <= width_px)
        return word;
    return text_weekday(canvas->lang,
                        instant_of_day(day_of_instant(canvas->app->setup.now) + d, 0));
}

/* How much there is: in words where they fit, else the number alone. */
static const char *count_words(const struct canvas *canvas, int count, enum msg some, int width_px)
{
    const char *words =
        count == 0 ? T(canvas, MSG_ACTIVITIES_COUNT_NONE) : TF(canvas, some, TN(canvas, count));
    struct text_block text = {.utf8 = words, .type = TYPE_TAG};
    return widget_text_width(&canvas->ui, &text) <= width_px ? words : TN(canvas, count);
}

static int tab_room(const struct canvas *canvas, const struct column *column, int across)
{
    return column->box.w / across - style_px(&canvas->app->style, 16);
}

/* All days beside each other, unless that leaves no room for their shortest words. */
static int days_across(const struct canvas *canvas, const struct column *column)
{
    instant today = canvas->app->setup.now;
    int room = tab_room(canvas, column, DAYS_SHOWN);
    for (int d = 0; d <= DAYS_SHOWN; d++) {
        const char *word = d < DAYS_SHOWN ? text_weekday(canvas->lang, today + d * DAY_S)
                                          : T(canvas, MSG_ACTIVITIES_COUNT_NONE);
        struct text_block text = {.utf8 = word, .type = TYPE_TAG, .px = 28};
        if (widget_text_width(&canvas->ui, &text) > room)
            return (DAYS_SHOWN + 1) / 2;
    }
    return DAYS_SHOWN;
}

/* The last line's tabs are as wide as the others. */
static void put_tabs(const struct canvas *canvas, struct column *column, const struct day_tab *tabs,
                     int across)
{
    const struct style *style = &canvas->app->style;
    struct ui quiet = widget_dry(&canvas->ui);
    for (int d = 0; d < DAYS_SHOWN; d += across) {
        int n = DAYS_SHOWN - d < across ? DAYS_SHOWN - d : across;
        column_gap(column, d == 0 ? style->gap_px : style->key_gap_px);
        struct box at = column_natural(column);
        struct box box = column_take(column, widget_day_tabs(&quiet, at, tabs + d, (size_t)n));
        box.w = (box.w + style->key_gap_px) * n / across - style->key_gap_px;
        widget_day_tabs(&column->ui, box, tabs + d, (size_t)n);
    }
}

void days_put(const struct canvas *canvas, struct column *column, const int counts[DAYS_SHOWN],
              enum msg some)
{
    const struct app *app = canvas->app;
    day_number today = day_of_instant(app->setup.now);
    int shown = days_shown(app, counts);
    int across = days_across(canvas, column), width = tab_room(canvas, column, across);
    struct day_tab tabs[DAYS_SHOWN];
    for (int d = 0; d < DAYS_SHOWN; d++)
        tabs[d] = (struct day_tab){
            .tap = {.id = arena_printf(canvas->arena, "day.%d", d),
                    .action = {ACT_DAY, d, NULL},
                    .state = d == shown ? TAP_CHOSEN : TAP_NORMAL},
            .over = day_word(canvas, d, width),
            .number = TN(canvas, date_of_day(today + d).day),
            .under = count_words(canvas, counts[d], some, width),
        };
    put_tabs(canvas, column, tabs, across);
}

void days_choose(struct app *app, const struct action *action)
{
    struct place *place = app_place_mutable(app);
    place->arg = (int)action->arg + 1;
    place->page = 0;
}
