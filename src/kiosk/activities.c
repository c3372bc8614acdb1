#include "kiosk/days.h"

#include "base/str.h"
#include "domain/calendar.h"

/* Activities by day and by kind, and the dates of one series. */

enum { KIND_DAYS = 45, KINDS_MAX = 24, ROWS_MAX = 128, SERIES_DATES = 12 };

/* place.arg as in days.h; place.filter: a category, then by kind instead of by day. */
static bool is_by_kind(const struct place *place)
{
    return place->filter[0] != '\0';
}

static const char *category_shown(const struct place *place)
{
    return str_equal(place->filter, "*") ? "" : place->filter;
}

static void load(struct app *app)
{
    struct place *place = app_place_mutable(app);
    if (place->ref[0] != '\0') {
        /* The menu may lead straight to a kind. */
        str_copy(place->filter, sizeof place->filter, place->ref);
        place->ref[0] = '\0';
    }
    struct agenda_source source = app_agenda_source(app);
    struct agenda_range range = {
        .of = AGENDA_ACTIVITIES,
        .from = day_of_instant(app->setup.now),
        .days = is_by_kind(place) ? KIND_DAYS : DAYS_SHOWN,
        .category = is_by_kind(place) ? category_shown(place) : "",
    };
    app->model.agenda = agenda_load(&source, &range, &app->model.arena);
}

/* What leads a row: the clock under a day's heading, else the day. */
enum row_lead { LEAD_CLOCK, LEAD_DAY, LEAD_DAY_ONLY };

static const char *row_line(const struct canvas *canvas, const struct session_info *info,
                            enum row_lead lead)
{
    const char *where = canvas_text(canvas, info->series->facts.where);
    if (lead == LEAD_CLOCK)
        return where;
    const char *parts[] = {arena_printf(canvas->arena, "%s %s",
                                        text_date(canvas->arena, canvas->lang, info->starts_at),
                                        text_clock(canvas->arena, info->starts_at)),
                           where};
    return text_join(canvas->arena, canvas->lang, parts, 2);
}

/* For whom it is above all, in their colour; none when it is for everybody. */
static struct tag whom_tag(const struct canvas *canvas, const struct series *series)
{
    static const struct {
        enum visitor visitor;
        enum msg words;
    } of[] = {{VISITOR_ELDER, MSG_ACTIVITIES_FOR_ELDER},
              {VISITOR_FAMILY, MSG_ACTIVITIES_FOR_FAMILY},
              {VISITOR_RIDER, MSG_ACTIVITIES_FOR_RIDER}};
    uint32_t visitors = series->visitors & ~(1u << VISITOR_RESIDENT);
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        if (visitors != 1u << of[i].visitor)
            continue;
        struct accent *accent = arena_alloc(canvas->arena, sizeof *accent);
        *accent = style_accent(&canvas->app->style, visitor_audience(of[i].visitor));
        return (struct tag){.label = T(canvas, of[i].words), .accent = accent};
    }
    return (struct tag){0};
}

static struct row session_row(const struct canvas *canvas, const struct session_info *info,
                              enum row_lead lead, struct button *button)
{
    bool can_book = info->mark == SESSION_OPEN;
    bool can_wait = info->mark == SESSION_WAITING;
    *button = (struct button){
        .tap = {.id = arena_printf(canvas->arena, "session.%s", info->id),
                .action = {ACT_GO, SCREEN_SESSION, info->id}},
        .label = T(canvas, can_book   ? MSG_SESSION_BOOK
                           : can_wait ? MSG_SESSION_WAIT
                                      : MSG_SESSION_LOOK),
        .kind = can_book ? BUTTON_FILLED : BUTTON_OUTLINE,
        .size = BUTTON_INLINE,
    };
    struct row row = {
        .lead = lead == LEAD_CLOCK ? text_clock(canvas->arena, info->starts_at)
                                   : text_weekday(canvas->lang, info->starts_at),
        .title = canvas_text(canvas, info->series->shown),
        .line = row_line(canvas, info, lead),
        .line2 = session_words(canvas, info),
        .whom = whom_tag(canvas, info->series),
        .button = button,
    };
    if (lead == LEAD_DAY_ONLY) {
        /* The page is about one series: its name stands above, the date is what differs. */
        row.title = arena_printf(canvas->arena, "%s %s",
                                 text_date(canvas->arena, canvas->lang, info->starts_at),
                                 text_span(canvas->arena, info->starts_at, info->ends_at));
        row.line = row.line2;
        row.line2 = NULL;
        row.whom = (struct tag){0};
    }
    return row;
}

struct listing {
    struct row *rows;
    struct button *buttons;
    size_t n;
};

static struct listing listing_make(const struct canvas *canvas)
{
    return (struct listing){
        .rows = arena_array(canvas->arena, ROWS_MAX, sizeof(struct row)),
        .buttons = arena_array(canvas->arena, ROWS_MAX, sizeof(struct button)),
    };
}

static void listing_add(const struct canvas *canvas, struct listing *listing,
                        const struct session_info *info, enum row_lead lead)
{
    if (listing->n == ROWS_MAX)
        return;
    listing->rows[listing->n] = session_row(canvas, info, lead, &listing->buttons[listing->n]);
    listing->n++;
}

/* ---- by day ---- */

/* What is over is of no use to anybody. */
static bool is_on(const struct session_info *info, day_number day)
{
    return info->mark != SESSION_OVER && day_of_instant(info->starts_at) == day;
}

static int count_on(const struct app *app, day_number day)
{
    int n = 0;
    for (size_t i = 0; i < app->model.agenda.n; i++)
        n += is_on(&app->model.agenda.items[i], day);
    return n;
}

static void count_days(const struct app *app, int counts[DAYS_SHOWN])
{
    day_number today = day_of_instant(app->setup.now);
    for (int d = 0; d < DAYS_SHOWN; d++)
        counts[d] = count_on(app, today + d);
}

struct part_of_day {
    int from_hour, until_hour;
    enum msg dated, alone; /* how its heading says it */
};

/* The first heading of a day says its date, too. Returns how many rows there are. */
static size_t put_part_of_day(const struct canvas *canvas, struct column *column, day_number day,
                              const struct part_of_day *part, bool is_first)
{
    const struct agenda *agenda = &canvas->app->model.agenda;
    struct listing listing = listing_make(canvas);
    for (size_t i = 0; i < agenda->n; i++) {
        const struct session_info *info = &agenda->items[i];
        int hour = second_of_instant(info->starts_at) / HOUR_S;
        if (is_on(info, day) && hour >= part->from_hour && hour < part->until_hour)
            listing_add(canvas, &listing, info, LEAD_CLOCK);
    }
    if (listing.n == 0)
        return 0;
    const char *date = text_date(canvas->arena, canvas->lang, instant_of_day(day, 0));
    const char *heading =
        is_first ? TF(canvas, MSG_DAY_HALF, date, T(canvas, part->dated)) : T(canvas, part->alone);
    column_section(column, heading, NULL);
    column_rows(column, listing.rows, listing.n);
    return listing.n;
}

/* Why something on this day falls out. */
static void put_notices(const struct canvas *canvas, struct column *column, day_number day)
{
    const struct agenda *agenda = &canvas->app->model.agenda;
    const struct notice *last = NULL;
    for (size_t i = 0; i < agenda->n; i++) {
        const struct session_info *info = &agenda->items[i];
        const struct notice *notice =
            is_on(info, day) ? notice_of_session(canvas->app, info->id) : NULL;
        if (!notice || notice == last)
            continue;
        struct banner banner = notice_banner(canvas, notice);
        column_banner(column, &banner);
        last = notice;
    }
}

static void put_by_day(const struct canvas *canvas, struct column *column)
{
    int counts[DAYS_SHOWN];
    count_days(canvas->app, counts);
    day_number day = day_of_instant(canvas->app->setup.now) + days_shown(canvas->app, counts);
    days_put(canvas, column, counts, MSG_ACTIVITIES_COUNT);
    column_content(column);
    put_notices(canvas, column, day);
    static const struct part_of_day parts[] = {
        {0, 12, MSG_DAY_MORNING, MSG_ACTIVITIES_MORNING},
        {12, 18, MSG_DAY_AFTERNOON, MSG_ACTIVITIES_AFTERNOON},
        {18, 24, MSG_DAY_EVENING, MSG_ACTIVITIES_EVENING},
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        n += put_part_of_day(canvas, column, day, &parts[i], n == 0);
    if (n == 0)
        column_banner(column,
                      &(struct banner){TONE_BLUE, "info", T(canvas, MSG_ACTIVITIES_NONE), NULL});
}

/* ---- by kind ---- */

/* Whether the station has activities of this kind at all. */
static bool has_any(const struct app *app, const char *category)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t i = 0; i < catalogue->series_len; i++)
        if (str_equal(catalogue->series[i].category, category) &&
            catalogue_is_for(catalogue->series[i].station, app->setup.station))
            return true;
    return false;
}

static void put_kinds(const struct canvas *canvas, struct column *column)
{
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    const char *shown = app_place(canvas->app)->filter;
    struct chip chips[KINDS_MAX];
    size_t n = 0;
    chips[n++] = (struct chip){
        .tap = {.id = "kind.all",
                .action = {ACT_FILTER, 0, "*"},
                .state = str_equal(shown, "*") ? TAP_CHOSEN : TAP_NORMAL},
        .label = T(canvas, MSG_CATALOGUE_ALL),
    };
    for (size_t i = 0; i < catalogue->categories_len && n < KINDS_MAX; i++) {
        const struct category *category = &catalogue->categories[i];
        if (category->of != CATEGORY_OF_ACTIVITIES || !has_any(canvas->app, category->id))
            continue;
        chips[n++] = (struct chip){
            .tap = {.id = arena_printf(canvas->arena, "kind.%s", category->id),
                    .action = {ACT_FILTER, 0, category->id},
                    .state = str_equal(shown, category->id) ? TAP_CHOSEN : TAP_NORMAL},
            .label = canvas_text(canvas, category->name),
        };
    }
    column_chips(column, chips, n);
}

/* One row a series: its next date that is not over. */
static void put_by_kind(const struct canvas *canvas, struct column *column)
{
    const struct agenda *agenda = &canvas->app->model.agenda;
    put_kinds(canvas, column);
    column_content(column);
    struct listing listing = listing_make(canvas);
    for (size_t i = 0; i < agenda->n; i++) {
        const struct session_info *info = &agenda->items[i];
        bool is_first = info->mark != SESSION_OVER;
        for (size_t j = 0; j < i && is_first; j++)
            is_first =
                agenda->items[j].series != info->series || agenda->items[j].mark == SESSION_OVER;
        if (is_first)
            listing_add(canvas, &listing, info, LEAD_DAY);
    }
    if (listing.n == 0)
        column_banner(
            column, &(struct banner){TONE_BLUE, "info", T(canvas, MSG_ACTIVITIES_NONE_KIND), NULL});
    else
        column_rows(column, listing.rows, listing.n);
}

static void body(const struct canvas *canvas, struct column *column)
{
    bool by_kind = is_by_kind(app_place(canvas->app));
    struct chip chips[2] = {
        {.tap = {.id = "by.day",
                 .action = {ACT_FILTER, 0, ""},
                 .state = by_kind ? TAP_NORMAL : TAP_CHOSEN},
         .label = T(canvas, MSG_ACTIVITIES_BY_DAY)},
        {.tap = {.id = "by.kind",
                 .action = {ACT_FILTER, 0, "*"},
                 .state = by_kind ? TAP_CHOSEN : TAP_NORMAL},
         .label = T(canvas, MSG_ACTIVITIES_BY_KIND)},
    };
    column_title_chips(column, T(canvas, MSG_ACTIVITIES_TITLE), chips, 2);
    if (by_kind)
        put_by_kind(canvas, column);
    else
        put_by_day(canvas, column);
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    struct button mine = {
        .tap = {.id = "activities.mine", .action = {ACT_GO, SCREEN_TICKETS, ""}},
        .label = T(canvas, MSG_ACTIVITIES_MINE),
        .icon = "ticket",
    };
    chrome_bottom(canvas, &rest, &mine, 1);
    (void)app;
    chrome_column(canvas, rest, "list.activities", T(canvas, MSG_ACTIVITIES_TITLE), body);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    struct place *place = app_place_mutable(app);
    switch ((enum action_kind)action->kind) {
    case ACT_DAY:
        days_choose(app, action);
        return true;
    case ACT_FILTER:
        str_copy(place->filter, sizeof place->filter, action->ref);
        place->page = 0;
        app_load(app);
        return true;
    default:
        return false;
    }
}

const struct screen screen_activities = {
    .name = "activities", .load = load, .view = view, .act = act};

/* ---- the dates of one series ---- */

static void load_series(struct app *app)
{
    struct agenda_source source = app_agenda_source(app);
    app->model.agenda = agenda_next(&source, app_place(app)->ref, SERIES_DATES, &app->model.arena);
}

static void body_series(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct series *series =
        catalogue_find_bookable(app->setup.catalogue, app_place(app)->ref);
    column_title(column, canvas_text(canvas, series->shown), canvas_text(canvas, series->line));
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &series->facts, facts);
    column_facts(column, FACTS_BESIDE, facts, n);
    column_content(column);
    struct listing listing = listing_make(canvas);
    for (size_t i = 0; i < app->model.agenda.n; i++)
        listing_add(canvas, &listing, &app->model.agenda.items[i], LEAD_DAY_ONLY);
    if (listing.n == 0) {
        column_banner(
            column, &(struct banner){TONE_BLUE, "info", T(canvas, MSG_ACTIVITIES_NONE_KIND), NULL});
        return;
    }
    column_section(column, T(canvas, MSG_ITEM_NEXT_TIMES), NULL);
    column_rows(column, listing.rows, listing.n);
}

static void view_series(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    if (!catalogue_find_bookable(app->setup.catalogue, app_place(app)->ref)) {
        chrome_gone(canvas, rest);
        return;
    }
    chrome_bottom(canvas, &rest, NULL, 0);
    chrome_column(canvas, rest, "list.dates", T(canvas, MSG_ITEM_NEXT_TIMES), body_series);
}

const struct screen screen_series = {.name = "series", .load = load_series, .view = view_series};
