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
    if (count == 0)
        return T(canvas, MSG_ACTIVITIES_COUNT_NONE);
    const char *words = TF(canvas, some, TN(canvas, count));
    struct text_block text = {.utf8 = words, .type = TYPE_TAG};
    return widget_text_width(&canvas->ui, &text) <= width_px ? words : TN(canvas, count);
}

void days_put(const struct canvas *canvas, struct column *column, const int counts[DAYS_SHOWN],
              enum msg some)
{
    const struct app *app = canvas->app;
    day_number today = day_of_instant(app->setup.now);
    int shown = days_shown(app, counts);
    int width = column->box.w / DAYS_SHOWN - style_px(&app->style, 16);
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
    struct ui quiet = widget_dry(&canvas->ui);
    column_gap(column, app->style.gap_px);
    struct box at = column_natural(column);
    struct box box = column_take(column, widget_day_tabs(&quiet, at, tabs, DAYS_SHOWN));
    widget_day_tabs(&column->ui, box, tabs, DAYS_SHOWN);
}

void days_choose(struct app *app, const struct action *action)
{
    struct place *place = app_place_mutable(app);
    place->arg = (int)action->arg + 1;
    place->page = 0;
}
