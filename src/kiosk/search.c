#include "kiosk/chrome.h"
#include "kiosk/flow.h"

#include <string.h>

#include "base/str.h"

/* Looking for something: the field, what was found while it is typed, and the keyboard. */

enum { CHIPS_MAX = 12, PLACE_OPENED = 1 };
/* Of a panel 1080 wide: the field and two of what was found. */
enum { FOUND_LEAST_PX = 480, FOUND_LEAST_LARGE_PX = 640 };

/* ---- what was found ---- */

static enum screen_id screen_of(enum content_kind kind)
{
    switch (kind) {
    case CONTENT_SERVICE:
        return SCREEN_SERVICE;
    case CONTENT_SERIES:
        return SCREEN_SERIES;
    case CONTENT_ROOM:
        return SCREEN_ROOM;
    case CONTENT_REQUEST:
        return SCREEN_REQUEST;
    default:
        return SCREEN_PAGE;
    }
}

static struct tag kind_tag(const struct canvas *canvas, enum content_kind kind)
{
    enum msg msg = kind == CONTENT_SERVICE   ? MSG_SEARCH_KIND_SERVICE
                   : kind == CONTENT_SERIES  ? MSG_SEARCH_KIND_SERIES
                   : kind == CONTENT_ROOM    ? MSG_SEARCH_KIND_ROOM
                   : kind == CONTENT_REQUEST ? MSG_SEARCH_KIND_REQUEST
                                             : MSG_SEARCH_KIND_PAGE;
    return (struct tag){.label = T(canvas, msg), .tone = TONE_ACCENT};
}

/* The texts of a hit; false: the content has no such thing any more. */
static bool hit_texts(const struct catalogue *catalogue, const struct search_hit *hit,
                      const char **icon, struct text *title, struct text *line)
{
    const struct service *service = NULL;
    const struct series *bookable = NULL;
    const struct request_kind *request = NULL;
    const struct page *page = NULL;
    if (hit->kind == CONTENT_SERVICE &&
        (service = catalogue_find_service(catalogue, hit->id)) != NULL)
        *icon = service->icon, *title = service->name, *line = service->line;
    else if ((hit->kind == CONTENT_SERIES || hit->kind == CONTENT_ROOM) &&
             (bookable = catalogue_find_bookable(catalogue, hit->id)) != NULL)
        *icon = bookable->icon, *title = bookable->name, *line = bookable->line;
    else if (hit->kind == CONTENT_REQUEST &&
             (request = catalogue_find_request(catalogue, hit->id)) != NULL)
        *icon = request->icon, *title = request->name, *line = request->line;
    else if (hit->kind == CONTENT_PAGE && (page = catalogue_find_page(catalogue, hit->id)) != NULL)
        *icon = page->icon, *title = page->name, *line = page->line;
    else
        return false;
    return true;
}

static int rows_px(const struct canvas *canvas, const struct column *column, const struct row *rows,
                   size_t n)
{
    struct ui quiet = widget_dry(&canvas->ui);
    return widget_rows(&quiet, (struct box){0, 0, column->box.w, 0}, ROWS_CARD, rows, n);
}

/* In large type there is little room above the pad: several names at once serve better than one
 * with its line. The lines stand there where they take no further page, or where two results share
 * one all the same. */
static bool has_room_for_lines(const struct canvas *canvas, const struct column *column,
                               const struct row *rows, size_t n)
{
    int room = column->box.h, brief = 0;
    int whole = rows_px(canvas, column, rows, n);
    for (size_t i = 0; i < n; i++) {
        struct row name = rows[i];
        name.line = NULL;
        brief += rows_px(canvas, column, &name, 1);
    }
    return whole <= room || (brief > room && 2 * whole <= (int)n * room);
}

static void put_found(const struct canvas *canvas, struct column *column)
{
    const struct finder *finder = &canvas->app->finder;
    struct row *rows = arena_array(canvas->arena, finder->n, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < finder->n; i++) {
        const struct search_hit *hit = &finder->hits[i];
        const char *icon = "";
        struct text title, line;
        if (!hit_texts(canvas->app->setup.catalogue, hit, &icon, &title, &line))
            continue;
        rows[n++] = (struct row){
            .tap = {.id = arena_printf(canvas->arena, "found.%s.%s", content_kind_word(hit->kind),
                                       hit->id),
                    .action = {ACT_GO, (int64_t)screen_of(hit->kind), hit->id}},
            .icon = icon,
            .title = canvas_text(canvas, title),
            .line = canvas_text(canvas, line),
            .tag = kind_tag(canvas, hit->kind),
            .end = ROW_CHEVRON,
        };
    }
    bool is_large = canvas->app->visit.type_scale == SCALE_LARGE;
    bool is_brief = is_large && !has_room_for_lines(canvas, column, rows, n);
    for (size_t i = 0; is_brief && i < n; i++)
        rows[i].line = NULL;
    column_rows(column, rows, n);
}

/* ---- before and instead ---- */

/* Common words, to be tapped instead of typed: a text of the content, one in each line. The i-th,
 * cut where it is too long to be looked for; false: there are not that many. */
static bool common_word(const struct app *app, size_t i, char word[FINDER_TYPED_SIZE])
{
    const char *at = text_in(catalogue_text(app->setup.catalogue, "search"), app->visit.lang);
    for (; i > 0 && *at != '\0'; i--) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    size_t len = strcspn(at, "\n");
    if (len == 0 || len >= FINDER_TYPED_SIZE)
        return false;
    memcpy(word, at, len);
    word[len] = '\0';
    return true;
}

static void put_words(const struct canvas *canvas, struct column *column)
{
    struct chip chips[CHIPS_MAX];
    char word[FINDER_TYPED_SIZE];
    size_t n = 0;
    for (; n < CHIPS_MAX && common_word(canvas->app, n, word); n++)
        chips[n] = (struct chip){
            .tap = {.id = arena_printf(canvas->arena, "word.%zu", n + 1),
                    .action = {ACT_CHOOSE, (int64_t)n, NULL}},
            .label = arena_strdup(canvas->arena, word),
        };
    if (n > 0)
        column_chips(column, chips, n);
}

/* In large type the words to tap say what may be searched; there is no room above the pad for more.
 */
static void put_empty(const struct canvas *canvas, struct column *column)
{
    char word[FINDER_TYPED_SIZE];
    bool is_large = canvas->app->visit.type_scale == SCALE_LARGE;
    if (!is_large || !common_word(canvas->app, 0, word))
        column_text(column, &(struct text_block){.utf8 = T(canvas, MSG_SEARCH_WHAT),
                                                 .type = TYPE_BODY,
                                                 .role = ROLE_TEXT,
                                                 .back = canvas->app->style.bg});
    put_words(canvas, column);
}

static void put_ways_on(const struct canvas *canvas, struct column *column)
{
    struct row *rows = arena_array(canvas->arena, 3, sizeof *rows);
    rows[0] = (struct row){
        .tap = {.id = "search.services", .action = {ACT_GO, SCREEN_SERVICES, ""}},
        .icon = "list",
        .title = T(canvas, MSG_CATALOGUE_TITLE),
        .end = ROW_CHEVRON,
    };
    rows[1] = (struct row){
        .tap = {.id = "search.activities", .action = {ACT_GO, SCREEN_ACTIVITIES, ""}},
        .icon = "calendar",
        .title = T(canvas, MSG_ACTIVITIES_TITLE),
        .end = ROW_CHEVRON,
    };
    rows[2] = (struct row){
        .tap = {.id = "search.requests", .action = {ACT_GO, SCREEN_REQUESTS, ""}},
        .icon = "doc",
        .title = T(canvas, MSG_REQUESTS_TITLE),
        .end = ROW_CHEVRON,
    };
    column_rows(column, rows, 3);
}

static void put_nothing(const struct canvas *canvas, struct column *column)
{
    bool is_ready = canvas->app->finder.state == FINDER_NOTHING;
    /* In large type there is room above the pad for what it is, and for the ways on. */
    bool is_brief = canvas->app->visit.type_scale == SCALE_LARGE;
    const char *line = T(canvas, is_ready ? MSG_SEARCH_NONE_LINE : MSG_SEARCH_NOT_READY_LINE);
    column_banner(column, &(struct banner){
                              .tone = is_ready ? TONE_BLUE : TONE_YELLOW,
                              .icon = is_ready ? "search" : "clock",
                              .title = T(canvas, is_ready ? MSG_SEARCH_NONE : MSG_SEARCH_NOT_READY),
                              .line = is_brief ? NULL : line});
    put_ways_on(canvas, column);
}

static void body(const struct canvas *canvas, struct column *column)
{
    switch (canvas->app->finder.state) {
    case FINDER_EMPTY:
        put_empty(canvas, column);
        break;
    case FINDER_FOUND:
        put_found(canvas, column);
        break;
    case FINDER_NOTHING:
    case FINDER_NOT_READY:
        put_nothing(canvas, column);
        break;
    }
}

/* ---- the screen ---- */

static void put_field(const struct canvas *canvas, struct box *rest)
{
    const struct style *style = &canvas->app->style;
    struct area area = typing_area(canvas, &(struct writing){.id = "field.search",
                                                             .name = T(canvas, MSG_SEARCH_TITLE),
                                                             .text = canvas->app->finder.typed,
                                                             .hint = T(canvas, MSG_SEARCH_HINT),
                                                             .lines_least = 1});
    struct box box = {rest->x + style->margin_px, rest->y + style->gap_px,
                      rest->w - 2 * style->margin_px, 0};
    box_cut_top(rest, area_put(&canvas->ui, box, &area) + style->gap_px);
}

static void view(const struct app *app, struct canvas *canvas)
{
    canvas->has_keys = true;
    struct box rest = chrome_begin(canvas);
    bool is_large = app->visit.type_scale == SCALE_LARGE;
    int least = is_large ? FOUND_LEAST_LARGE_PX : FOUND_LEAST_PX;
    struct button all = {
        .tap = {.id = "search.all", .action = {ACT_GO, SCREEN_SERVICES, ""}},
        .label = T(canvas, MSG_SEARCH_ALL),
        .icon = "list",
    };
    chrome_bottom(canvas, &rest, &all, 1);
    typing_put(canvas, &rest, style_px(&app->style, least), TYPING_WITHOUT_DONE, NULL);
    put_field(canvas, &rest);
    chrome_column(canvas, rest, "list.found", T(canvas, MSG_SEARCH_TITLE), body);
}

/* Opened from elsewhere it begins anew; coming back shows what was found. */
static void load(struct app *app)
{
    struct place *place = app_place_mutable(app);
    if (place->arg != PLACE_OPENED) {
        place->arg = PLACE_OPENED;
        finder_set(app, "");
    } else {
        finder_refresh(app);
    }
}

static void key(struct app *app, uint32_t code, struct effects *effects)
{
    (void)effects;
    text_type(app->finder.typed, sizeof app->finder.typed, SEARCH_TYPED_MAX, code);
    app_place_mutable(app)->page = 0;
}

static void choose(struct app *app, size_t i)
{
    char word[FINDER_TYPED_SIZE];
    if (!common_word(app, i, word))
        return;
    app_place_mutable(app)->page = 0;
    finder_set(app, word);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    switch ((enum action_kind)action->kind) {
    case ACT_KEY:
        key(app, (uint32_t)action->arg, effects);
        return true;
    case ACT_CHOOSE:
        choose(app, (size_t)action->arg);
        return true;
    default:
        return false;
    }
}

static bool types(const struct app *app)
{
    (void)app;
    return true;
}

const struct screen screen_search = {
    .name = "search", .load = load, .view = view, .act = act, .key = key, .types = types};
