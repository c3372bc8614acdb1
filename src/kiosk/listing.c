#include "kiosk/chrome.h"

#include "base/str.h"

/* What can be had and asked for: services and kinds of requests, by category and for whom. Both are
 * the same list over different parts of the catalogue. */

enum { ENTRIES_MAX = 128, KINDS_MAX = 24 };

struct entry {
    const char *id, *category, *icon;
    uint32_t visitors;
    struct text name, line;
    struct text side; /* cost, or the promise */
};

struct listing {
    struct entry entries[ENTRIES_MAX];
    size_t n;
    enum category_of of;
    enum screen_id leads_to;
    enum msg title;
};

static void list_services(const struct app *app, struct listing *listing)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    listing->of = CATEGORY_OF_SERVICES;
    listing->leads_to = SCREEN_SERVICE;
    listing->title = MSG_CATALOGUE_TITLE;
    for (size_t i = 0; i < catalogue->services_len && listing->n < ENTRIES_MAX; i++) {
        const struct service *service = &catalogue->services[i];
        if (!catalogue_is_for(service->station, app->setup.station))
            continue;
        listing->entries[listing->n++] = (struct entry){
            .id = service->id,
            .category = service->category,
            .icon = service->icon,
            .visitors = service->visitors,
            .name = service->name,
            .line = service->line,
            .side = service->facts.cost,
        };
    }
}

static void list_requests(const struct app *app, struct listing *listing)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    listing->of = CATEGORY_OF_REQUESTS;
    listing->leads_to = SCREEN_REQUEST;
    listing->title = MSG_REQUESTS_TITLE;
    for (size_t i = 0; i < catalogue->requests_len && listing->n < ENTRIES_MAX; i++) {
        const struct request_kind *kind = &catalogue->requests[i];
        if (!catalogue_is_for(kind->station, app->setup.station))
            continue;
        listing->entries[listing->n++] = (struct entry){
            .id = kind->id,
            .category = kind->category,
            .icon = kind->icon,
            .visitors = kind->visitors,
            .name = kind->name,
            .line = kind->line,
            .side = kind->facts.cost,
        };
    }
}

static struct listing *listing_of(const struct canvas *canvas)
{
    struct listing *listing = arena_alloc(canvas->arena, sizeof *listing);
    if (app_place(canvas->app)->screen == SCREEN_SERVICES)
        list_services(canvas->app, listing);
    else
        list_requests(canvas->app, listing);
    return listing;
}

static int64_t count_in(const struct listing *listing, const char *category)
{
    int64_t n = 0;
    for (size_t i = 0; i < listing->n; i++)
        n += category[0] == '\0' || str_equal(listing->entries[i].category, category);
    return n;
}

/* Beside the list there is room for the names alone. */
static struct chip kind_chip(const struct canvas *canvas, const struct column *column,
                             const struct listing *listing, const char *id, const char *name)
{
    bool is_shown = str_equal(app_place(canvas->app)->filter, id);
    return (struct chip){
        .tap = {.id = arena_printf(canvas->arena, "kind.%s", id[0] ? id : "all"),
                .action = {ACT_FILTER, 0, id},
                .state = is_shown ? TAP_CHOSEN : TAP_NORMAL},
        .label = column_is_aside(column) ? name
                                         : arena_printf(canvas->arena, "%s %s", name,
                                                        TN(canvas, count_in(listing, id))),
    };
}

static void put_kinds(const struct canvas *canvas, const struct listing *listing,
                      struct column *column)
{
    const struct catalogue *catalogue = canvas->app->setup.catalogue;
    struct chip chips[KINDS_MAX];
    size_t n = 0;
    chips[n++] = kind_chip(canvas, column, listing, "", T(canvas, MSG_CATALOGUE_ALL));
    for (size_t i = 0; i < catalogue->categories_len && n < KINDS_MAX; i++) {
        const struct category *category = &catalogue->categories[i];
        if (category->of == listing->of && count_in(listing, category->id) > 0)
            chips[n++] = kind_chip(canvas, column, listing, category->id,
                                   canvas_text(canvas, category->name));
    }
    column_chips(column, chips, n);
}

static struct row entry_row(const struct canvas *canvas, const struct listing *listing,
                            const struct entry *entry)
{
    struct row row = {
        .tap = {.id = arena_printf(canvas->arena, "item.%s", entry->id),
                .action = {ACT_GO, (int64_t)listing->leads_to, entry->id}},
        .icon = entry->icon,
        .title = canvas_text(canvas, entry->name),
        .line = canvas_text(canvas, entry->line),
        .end = ROW_CHEVRON,
    };
    if (!text_is_empty(entry->side) &&
        str_equal(canvas_text(canvas, entry->side), T(canvas, MSG_COST_FREE)))
        row.tag = (struct tag){.label = T(canvas, MSG_COST_FREE), .tone = TONE_GOOD};
    return row;
}

/* Those made for whoever stands there come first, then those for everybody. */
static void put_entries(const struct canvas *canvas, const struct listing *listing,
                        struct column *column)
{
    const char *filter = app_place(canvas->app)->filter;
    uint32_t visitor = 1u << canvas->app->visit.visitor, everybody = (1u << VISITOR_COUNT) - 1;
    struct row *rows = arena_array(canvas->arena, ENTRIES_MAX, sizeof *rows);
    size_t n = 0;
    for (int turn = 0; turn < 3; turn++) {
        for (size_t i = 0; i < listing->n; i++) {
            const struct entry *entry = &listing->entries[i];
            bool is_all = (entry->visitors & everybody) == everybody;
            bool is_mine = !is_all && (entry->visitors & visitor);
            int rank = is_mine ? 0 : is_all ? 1 : 2;
            if (rank == turn && (filter[0] == '\0' || str_equal(entry->category, filter)))
                rows[n++] = entry_row(canvas, listing, entry);
        }
    }
    if (n == 0)
        column_banner(column,
                      &(struct banner){TONE_BLUE, "info", T(canvas, MSG_CATALOGUE_NONE), NULL});
    else
        column_rows(column, rows, n);
}

static void body(const struct canvas *canvas, struct column *column)
{
    struct listing *listing = listing_of(canvas);
    column_title_search(column, T(canvas, listing->title));
    put_kinds(canvas, listing, column);
    column_content(column);
    put_entries(canvas, listing, column);
}

static void load(struct app *app)
{
    struct place *place = app_place_mutable(app);
    if (place->ref[0] != '\0') {
        str_copy(place->filter, sizeof place->filter, place->ref);
        place->ref[0] = '\0';
    }
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    struct button mine = {
        .tap = {.id = "listing.mine", .action = {ACT_GO, SCREEN_TICKETS, ""}},
        .label = T(canvas, MSG_NAV_MINE),
        .icon = "ticket",
    };
    chrome_bottom(canvas, &rest, &mine, 1);
    bool is_services = app_place(app)->screen == SCREEN_SERVICES;
    chrome_column(canvas, rest, is_services ? "list.services" : "list.requests",
                  T(canvas, is_services ? MSG_CATALOGUE_TITLE : MSG_REQUESTS_TITLE), body);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    if (action->kind != ACT_FILTER)
        return false;
    struct place *place = app_place_mutable(app);
    str_copy(place->filter, sizeof place->filter, action->ref);
    place->page = 0;
    return true;
}

const struct screen screen_services = {.name = "services", .load = load, .view = view, .act = act};
const struct screen screen_requests = {.name = "requests", .load = load, .view = view, .act = act};
