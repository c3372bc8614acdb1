#include "kiosk/chrome.h"

#include <string.h>

#include "base/str.h"

/* One thing of the catalogue, with everything a visitor wants to know before starting: a service, a
 * kind of request, or a page of information. */

enum { NEXT_SHOWN = 3 };

/* What a visitor will do, said before any form opens; left out where it would need a page of its
 * own. */
static void put_steps(const struct canvas *canvas, struct column *column,
                      const struct request_kind *kind)
{
    const char *points[3];
    size_t n = 0;
    points[n++] = TF(canvas, MSG_ITEM_STEP_ANSWER, TN(canvas, (int64_t)kind->fields_len));
    if (contact_is_asked(&kind->contact))
        points[n++] = T(canvas, kind->contact.phone == PHONE_REQUIRED ? MSG_ITEM_STEP_CONTACT
                                                                      : MSG_ITEM_STEP_OPTIONAL);
    points[n++] = T(canvas, MSG_ITEM_STEP_NUMBER);
    column_points_if_room(column, &(struct points){T(canvas, MSG_ITEM_STEPS), points, n, 0});
}

/* ---- service ---- */

static const struct service *service_of(const struct app *app)
{
    return catalogue_find_service(app->setup.catalogue, app_place(app)->ref);
}

static void load_service(struct app *app)
{
    const struct service *service = service_of(app);
    if (!service || service->action != SERVICE_ACTION_SERIES)
        return;
    struct agenda_source source = app_agenda_source(app);
    app->model.agenda = agenda_next(&source, service->action_ref, NEXT_SHOWN, &app->model.arena);
}

static void put_next_sessions(const struct canvas *canvas, struct column *column)
{
    const struct agenda *agenda = &canvas->app->model.agenda;
    struct row rows[NEXT_SHOWN];
    size_t n = 0;
    for (size_t i = 0; i < agenda->n && n < NEXT_SHOWN; i++) {
        const struct session_info *info = &agenda->items[i];
        rows[n++] = (struct row){
            .tap = {.id = arena_printf(canvas->arena, "session.%s", info->id),
                    .action = {ACT_GO, SCREEN_SESSION, info->id}},
            .lead = text_date(canvas->arena, canvas->lang, info->starts_at),
            .title = text_span(canvas->arena, info->starts_at, info->ends_at),
            .line = canvas_text(canvas, info->series->facts.where),
            .tag = session_tag(canvas, info),
            .end = ROW_CHEVRON,
        };
    }
    if (n == 0)
        return;
    column_section(column, T(canvas, MSG_ITEM_NEXT_TIMES), NULL);
    column_rows(column, rows, n);
}

static void put_desk(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct station *station =
        catalogue_find_station(app->setup.catalogue, app->setup.station);
    if (station && station->phone[0])
        column_banner(column,
                      &(struct banner){TONE_BLUE, "phone",
                                       TF(canvas, MSG_ITEM_ASK_DESK, station->phone), NULL});
}

static void body_service(const struct canvas *canvas, struct column *column)
{
    const struct service *service = service_of(canvas->app);
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &service->facts, facts);
    column_facts(column, FACTS_BESIDE, facts, n);
    put_next_sessions(canvas, column);
    const struct request_kind *kind =
        service->action == SERVICE_ACTION_REQUEST
            ? catalogue_find_request(canvas->app->setup.catalogue, service->action_ref)
            : NULL;
    if (kind)
        put_steps(canvas, column, kind);
    if (service->action == SERVICE_ACTION_NONE)
        put_desk(canvas, column);
}

static struct button service_button(const struct canvas *canvas, const struct service *service)
{
    static const struct {
        enum screen_id screen;
        enum msg label;
        const char *icon;
    } of[SERVICE_ACTION_COUNT] = {
        [SERVICE_ACTION_REQUEST] = {SCREEN_FORM, MSG_ITEM_APPLY, "pen"},
        [SERVICE_ACTION_SERIES] = {SCREEN_SERIES, MSG_ITEM_BOOK, "calendar"},
        [SERVICE_ACTION_ROOMS] = {SCREEN_ROOMS, MSG_ITEM_BOOK, "room"},
        [SERVICE_ACTION_PAGE] = {SCREEN_PAGE, MSG_SESSION_LOOK, "doc"},
    };
    const char *label =
        service->action == SERVICE_ACTION_REQUEST
            ? button_words(canvas, TF(canvas, MSG_ITEM_APPLY, canvas_text(canvas, service->name)),
                           T(canvas, MSG_ITEM_APPLY_BRIEF))
            : T(canvas, of[service->action].label);
    return (struct button){
        .tap = {.id = "item.go",
                .action = {ACT_GO, (int64_t)of[service->action].screen, service->action_ref}},
        .label = label,
        .icon = of[service->action].icon,
        .kind = BUTTON_FILLED,
    };
}

static void view_service(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    const struct service *service = service_of(app);
    if (!service) {
        chrome_gone(canvas, rest);
        return;
    }
    struct button go = service_button(canvas, service);
    chrome_bottom(canvas, &rest, &go, service->action == SERVICE_ACTION_NONE ? 0 : 1);
    const char *name = canvas_text(canvas, service->name);
    chrome_hero(canvas, &rest,
                &(struct page_hero){.title = name,
                                    .line = canvas_text(canvas, service->line),
                                    .icon = service->icon});
    chrome_column(canvas, rest, "list.service", name, body_service);
}

const struct screen screen_service = {
    .name = "service", .load = load_service, .view = view_service};

/* ---- a kind of request ---- */

static const struct request_kind *kind_of(const struct app *app)
{
    return catalogue_find_request(app->setup.catalogue, app_place(app)->ref);
}

static void put_promises(const struct canvas *canvas, const struct request_kind *kind,
                         struct column *column)
{
    struct fact *facts = arena_array(canvas->arena, kind->urgencies_len, sizeof *facts);
    size_t n = 0;
    for (size_t i = 0; i < kind->urgencies_len; i++) {
        if (text_is_empty(kind->urgencies[i].promise))
            continue;
        facts[n++] = (struct fact){.icon = "clock",
                                   .label = canvas_text(canvas, kind->urgencies[i].name),
                                   .value = canvas_text(canvas, kind->urgencies[i].promise)};
    }
    if (n == 0)
        return;
    column_section(column, T(canvas, MSG_REQUESTS_PROMISE), NULL);
    column_facts(column, FACTS_BESIDE, facts, n);
}

static void body_request(const struct canvas *canvas, struct column *column)
{
    const struct request_kind *kind = kind_of(canvas->app);
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(canvas, &kind->facts, facts);
    column_facts(column, FACTS_BESIDE, facts, n);
    put_promises(canvas, kind, column);
    put_steps(canvas, column, kind);
}

static void view_request(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    const struct request_kind *kind = kind_of(app);
    if (!kind) {
        chrome_gone(canvas, rest);
        return;
    }
    const char *name = canvas_text(canvas, kind->shown);
    struct button go = {
        .tap = {.id = "item.go", .action = {ACT_GO, SCREEN_FORM, kind->id}},
        .label = T(canvas, MSG_REQUESTS_START),
        .icon = "pen",
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &go, 1);
    chrome_hero(canvas, &rest,
                &(struct page_hero){
                    .title = name, .line = canvas_text(canvas, kind->line), .icon = kind->icon});
    chrome_column(canvas, rest, "list.request", name, body_request);
}

const struct screen screen_request = {.name = "request", .view = view_request};

/* ---- a page of information ---- */

static const struct page *page_of(const struct app *app)
{
    return catalogue_find_page(app->setup.catalogue, app_place(app)->ref);
}

static void put_amenities(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    struct row *rows = arena_array(canvas->arena, catalogue->amenities_len, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < catalogue->amenities_len; i++) {
        const struct amenity *amenity = &catalogue->amenities[i];
        if (catalogue_is_for(amenity->station, app->setup.station))
            rows[n++] = (struct row){.icon = amenity->icon,
                                     .title = canvas_text(canvas, amenity->name),
                                     .line = canvas_text(canvas, amenity->line)};
    }
    column_rows(column, rows, n);
}

/* A heading and what belongs to it, on a card of its own. */
static int put_section(const struct ui *ui, struct box box, const char *heading, const char *text)
{
    const struct style *style = ui->style;
    int pad = style_px(style, 24);
    box.h = 0;
    size_t card = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    in.y += widget_text(ui, in,
                        &(struct text_block){.utf8 = heading,
                                             .type = TYPE_LEAD,
                                             .face = FACE_BOLD,
                                             .line_height = LINES_TITLE,
                                             .role = ROLE_TEXT,
                                             .ink = style->accent.deep,
                                             .back = style->surface});
    in.y += style_px(style, 8);
    in.y += widget_text(
        ui, in,
        &(struct text_block){
            .utf8 = text, .type = TYPE_BODY, .role = ROLE_TEXT, .back = style->surface});
    in.y += pad;
    widget_card_end(ui, card, in.y);
    return in.y - box.y;
}

/* As many paragraphs as stand on one page, at least one; *rest is what is left, NULL if nothing. */
static const char *paragraphs_fitting(const struct canvas *canvas, struct column *column,
                                      const char *heading, const char *text, const char **rest)
{
    struct ui quiet = column_measuring(column);
    char *part = arena_printf(canvas->arena, "%s", text);
    char *cut = NULL;
    *rest = NULL;
    while (put_section(&quiet, column_natural(column), heading, part) > column->box.h &&
           (cut = strrchr(part, '\n')) != NULL) {
        *cut = '\0';
        *rest = text + (cut - part) + 1;
    }
    return part;
}

static void column_card(const struct canvas *canvas, struct column *column, const char *heading,
                        const char *text)
{
    while (text) {
        const char *rest = NULL;
        const char *part = paragraphs_fitting(canvas, column, heading, text, &rest);
        struct ui quiet = column_measuring(column);
        column_space(column);
        struct box at = column_natural(column);
        struct box box = column_take(column, put_section(&quiet, at, heading, part));
        put_section(&column->ui, box, heading, part);
        text = rest;
    }
}

static void put_grids(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t i = 0; i < catalogue->grids_len; i++) {
        const struct grid *grid = &catalogue->grids[i];
        if (!catalogue_is_for(grid->station, app->setup.station))
            continue;
        const char *reach[] = {canvas_text(canvas, grid->steward),
                               canvas_text(canvas, grid->steward_hours), grid->steward_phone};
        column_card(canvas, column, canvas_text(canvas, grid->name),
                    arena_printf(canvas->arena, "%s\n%s\n%s", canvas_text(canvas, grid->portrait),
                                 canvas_text(canvas, grid->plan),
                                 text_join(canvas->arena, canvas->lang, reach, 3)));
    }
}

static void body_page(const struct canvas *canvas, struct column *column)
{
    const struct page *page = page_of(canvas->app);
    if (page->lists == PAGE_LIST_AMENITIES)
        put_amenities(canvas, column);
    else if (page->lists == PAGE_LIST_GRIDS)
        put_grids(canvas, column);
    for (size_t i = 0; i < page->sections_len; i++)
        column_card(canvas, column, canvas_text(canvas, page->sections[i].heading),
                    canvas_text(canvas, page->sections[i].body));
}

static void view_page(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    const struct page *page = page_of(app);
    if (!page) {
        chrome_gone(canvas, rest);
        return;
    }
    chrome_bottom(canvas, &rest, NULL, 0);
    const char *name = canvas_text(canvas, page->name);
    chrome_hero(canvas, &rest,
                &(struct page_hero){
                    .title = name, .line = canvas_text(canvas, page->line), .icon = page->icon});
    chrome_column(canvas, rest, "list.page", name, body_page);
}

const struct screen screen_page = {.name = "page", .view = view_page};
