#include "kiosk/scan.h"

#include <string.h>

#include "base/str.h"
#include "domain/code.h"
#include "kiosk/visit.h"
#include "trust/ticket.h"

static void tell(struct app *app, enum scan_news news, const char *ref)
{
    app->scan.news = news;
    str_copy(app->scan.ref, sizeof app->scan.ref, ref);
    app->is_stale = true;
}

static bool has_draft(const struct app *app)
{
    return app->draft.kind != DRAFT_NONE && app_place(app)->screen != SCREEN_RESULT;
}

static void go_to_riders(struct app *app)
{
    app->visit.visitor = VISITOR_RIDER;
    app_home(app);
    app_restyle(app);
}

static void take_card(struct app *app)
{
    if (!visit_has_menu(app, VISITOR_RIDER))
        tell(app, SCAN_NO_RIDERS, "");
    else if (has_draft(app))
        tell(app, SCAN_ASK_RIDER, "");
    else
        go_to_riders(app);
}

/* The amenity whose group the thing's code begins with; of several the longest group. */
static const struct amenity *amenity_of(const struct app *app, const char *body)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct amenity *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < catalogue->amenities_len; i++) {
        const struct amenity *amenity = &catalogue->amenities[i];
        size_t len = 0;
        while (amenity->things[len] != '\0' &&
               (amenity->things[len] == body[len] || amenity->things[len] - 'a' + 'A' == body[len]))
            len++;
        if (len > longest && amenity->things[len] == '\0' &&
            catalogue_is_for(amenity->station, app->setup.station)) {
            longest = len;
            found = amenity;
        }
    }
    return found;
}

const struct page *page_of_amenities(const struct app *app)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t i = 0; i < catalogue->pages_len; i++)
        if (catalogue->pages[i].lists == PAGE_LIST_AMENITIES &&
            catalogue_is_for(catalogue->pages[i].station, app->setup.station))
            return &catalogue->pages[i];
    return NULL;
}

static void take_thing(struct app *app, const char *body)
{
    const struct amenity *amenity = amenity_of(app, body);
    if (!amenity) {
        tell(app, SCAN_STRANGE_THING, "");
        return;
    }
    const struct page *page = page_of_amenities(app);
    bool is_there =
        page && app_place(app)->screen == SCREEN_PAGE && str_equal(app_place(app)->ref, page->id);
    if (page && !is_there)
        app_go(app, SCREEN_PAGE, page->id);
    tell(app, SCAN_THING, amenity->id);
}

/* Nobody is led away from an order that is on its way, nor from a terminal that is not set up. */
static bool is_free(const struct app *app)
{
    return app_place(app)->screen != SCREEN_ENROLL && app->deed.state != DEED_SENT &&
           app->setup.catalogue != NULL;
}

static void arrive(struct app *app)
{
    app->scan = (struct scan){SCAN_NOTHING, ""};
    if (app_place(app)->screen == SCREEN_ATTRACT)
        app_home(app);
}

bool scan_take(struct app *app, const char *text, struct effects *effects)
{
    char number[TICKET_SIZE], token[TOKEN_TEXT_SIZE];
    struct code code;
    if (helper_scan(app, text))
        return true;
    bool is_ticket = ticket_parse_scan(text, number, token);
    if (!is_ticket && !code_parse(text, &code))
        return false;
    if (!is_free(app))
        return true;
    arrive(app);
    if (is_ticket)
        lookup_scan(app, number, token, effects);
    else if (code.kind == CODE_CARD)
        take_card(app);
    else
        take_thing(app, code.body);
    return true;
}

bool scan_take_unknown(struct app *app)
{
    if (!is_free(app))
        return false;
    arrive(app);
    tell(app, SCAN_UNKNOWN, "");
    return true;
}

/* ---- the dialog ---- */

static const struct amenity *amenity_told(const struct app *app)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t i = 0; i < catalogue->amenities_len; i++)
        if (str_equal(catalogue->amenities[i].id, app->scan.ref) &&
            catalogue_is_for(catalogue->amenities[i].station, app->setup.station))
            return &catalogue->amenities[i];
    return NULL;
}

static void put_words(const struct app *app, const struct canvas *canvas,
                      struct page_dialog *dialog)
{
    const struct amenity *amenity = amenity_told(app);
    enum scan_news news = app->scan.news;
    /* Content may have changed meanwhile. */
    switch (news == SCAN_THING && !amenity ? SCAN_STRANGE_THING : news) {
    case SCAN_THING:
        dialog->title = canvas_text(canvas, amenity->name);
        dialog->line = canvas_text(canvas, amenity->line);
        break;
    case SCAN_STRANGE_THING:
        dialog->title = T(canvas, MSG_SCAN_STRANGE_TITLE);
        dialog->line = T(canvas, MSG_SCAN_STRANGE_LINE);
        break;
    case SCAN_NO_RIDERS:
        dialog->title = T(canvas, MSG_SCAN_NO_RIDERS_TITLE);
        dialog->line = T(canvas, MSG_SCAN_NO_RIDERS_LINE);
        break;
    case SCAN_ASK_RIDER:
        dialog->title = T(canvas, MSG_SCAN_LEAVE_TITLE);
        dialog->line = T(canvas, MSG_SCAN_LEAVE_LINE);
        dialog->go_on.label = T(canvas, MSG_SCAN_STAY);
        dialog->end =
            (struct button){.tap = {.id = "scan.leave", .action = {.kind = ACT_SCAN_LEAVE}},
                            .label = T(canvas, MSG_SCAN_LEAVE)};
        break;
    default:
        dialog->title = T(canvas, MSG_SCAN_UNKNOWN_TITLE);
        dialog->line = T(canvas, MSG_SCAN_UNKNOWN_LINE);
        break;
    }
}

void scan_view(const struct app *app, struct canvas *canvas)
{
    if (app->scan.news == SCAN_NOTHING || !app->setup.catalogue)
        return;
    struct page_dialog dialog = {
        .ring_permille = -1,
        .go_on = {.tap = {.id = "scan.close", .action = {.kind = ACT_SCAN_CLOSE}},
                  .label = T(canvas, MSG_SCAN_CLOSE),
                  .kind = BUTTON_FILLED},
    };
    put_words(app, canvas, &dialog);
    page_dialog(&canvas->ui, &dialog);
}

bool scan_act(struct app *app, const struct action *action)
{
    if (action->kind != ACT_SCAN_CLOSE && action->kind != ACT_SCAN_LEAVE)
        return false;
    app->scan = (struct scan){SCAN_NOTHING, ""};
    app->is_stale = true;
    if (action->kind == ACT_SCAN_LEAVE)
        go_to_riders(app);
    return true;
}
