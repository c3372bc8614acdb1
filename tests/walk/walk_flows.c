#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "kiosk/visit.h"
#include "sync/client.h"

enum { STEPS_MAX = 40 };

static bool is_shown(const struct walk *walk, enum screen_id screen)
{
    return app_place(&walk->world->app)->screen == screen;
}

/* The last key is held back for a moment: it could be a scan. */
static void type(struct walk *walk, const char *text)
{
    world_type(walk->world, text, 100);
    world_wait(walk->world, 100);
}

static bool can_tap(const struct walk *walk, const char *id)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&walk->world->app), id);
    return cmd && cmd->node.enabled == NODE_ENABLED;
}

/* Whether a choice of the same field is on already. */
static bool is_answered(const struct draw_list *list, const char *id)
{
    const char *dot = strrchr(id, '.');
    const struct draw_cmd *cmd = NULL;
    while (dot && (cmd = draw_next_node(list, cmd)) != NULL) {
        const char *end = strrchr(cmd->node.id, '.');
        if (cmd->node.role == ROLE_CHECK && str_equal(cmd->node.value, "on") && end &&
            end - cmd->node.id == dot - id && str_starts(id, "field.") &&
            strncmp(cmd->node.id, id, (size_t)(dot - id)) == 0)
            return true;
    }
    return false;
}

/* The id of the first unanswered thing on a form's page: a choice of a field nothing is chosen of,
 * or a part of a place. */
static bool find_open(const struct walk *walk, char *out, size_t size)
{
    const struct draw_list *list = app_frame(&walk->world->app);
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL) {
        const char *id = cmd->node.id;
        bool is_choice = cmd->node.role == ROLE_CHECK && str_equal(cmd->node.value, "off") &&
                         !is_answered(list, id);
        bool is_part = str_starts(id, "place.") && !str_equal(id, "place.again");
        if (cmd->node.enabled == NODE_ENABLED && (is_choice || is_part)) {
            (void)snprintf(out, size, "#%s", id);
            return true;
        }
    }
    return false;
}

/* The screen while it is read out, with the volume on it. */
static void look_while_it_speaks(struct walk *walk)
{
    if (!walk_tap(walk, "#nav.speak"))
        return;
    walk_look(walk);
    walk_tap(walk, "#nav.speak");
}

/* Every way to write, with and without something written; looked at once on each kind of page. */
static void look_at_pads(struct walk *walk, const char *page)
{
    static const char *const steps[] = {
        "#pad.signs", "#pad.letters", "#pad.to-latin", "#pad.shift", "#pad.to-pinyin",
        "#key.s",     "#key.h",       "#key.i",        "#pad.open",  "#pad.on",
        "#pad.close", "#key.clear",   "#pad.ink",      "draw",       "#pad.open",
        "#pad.on",    "#pad.close",   "#nav.reach",    "#pad.again", "#pad.pinyin",
        "#nav.reach", "#pad.to-latin"};
    if (!walk_is_new(walk, page))
        return;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (str_equal(steps[i], "draw"))
            (void)world_draw(walk->world, "100,300 900,300 / 500,100 500,900");
        else if (!walk_tap(walk, steps[i]))
            continue;
        world_wait(walk->world, INK_WAIT_MS);
        walk_look(walk);
    }
}

/* What may be said instead of written: said, heard, kept, and taken back. */
static void look_at_note(struct walk *walk)
{
    static const char *const steps[] = {"#note.open", "#note.start", "#note.stop",  "#note.play",
                                        "#note.hush", "#note.drop",  "#note.start", "#note.stop",
                                        "#note.keep", "#note.forget"};
    if (!can_tap(walk, "note.open") || !walk_is_new(walk, "a spoken note"))
        return;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (!walk_tap(walk, steps[i]))
            walk_tell(walk, "no way", steps[i], app_frame(&walk->world->app)->window);
        walk_look_through(walk);
    }
}

/* One step's questions, each answered, on as many pages as they take. */
static void fill_page(struct walk *walk)
{
    char id[128];
    for (int page = 0; page < 12; page++) {
        walk_visit(walk);
        for (int i = 0; i < 8 && find_open(walk, id, sizeof id); i++) {
            walk_tap(walk, id);
            walk_visit(walk);
        }
        if (!can_tap(walk, "nav.next"))
            break;
        walk_tap(walk, "#nav.next");
    }
    if (can_tap(walk, "key.a")) {
        look_at_note(walk);
        look_at_pads(walk, "pads of a form");
        type(walk, "20 lamps near the north gate");
        walk_visit(walk);
    }
    look_while_it_speaks(walk);
}

/* Surname: the first key there is; in full: letters. */
static void choose_name(struct walk *walk)
{
    char id[64] = "";
    if (!can_tap(walk, "key.a") && walk_is_new(walk, "a surname that is written"))
        walk_tap(walk, "#name.write");
    if (can_tap(walk, "key.a")) {
        walk_look(walk);
        look_at_pads(walk, "pads of a name");
        type(walk, "Wang");
        walk_look(walk);
        return;
    }
    for (int page = 0; page < 6 && !id[0]; page++) {
        const struct draw_list *list = app_frame(&walk->world->app);
        const struct draw_cmd *cmd = NULL;
        walk_visit(walk);
        while ((cmd = draw_next_node(list, cmd)) != NULL && !id[0])
            if (str_starts(cmd->node.id, "key.") && cmd->node.action.kind == ACT_NAME)
                (void)snprintf(id, sizeof id, "#%s", cmd->node.id);
        if (!id[0])
            walk_tap(walk, "#nav.next");
    }
    walk_tap(walk, id);
    walk_look_through(walk);
}

static void give_contact(struct walk *walk, bool leaves_phone)
{
    walk_visit(walk);
    if (!leaves_phone && can_tap(walk, "contact.none")) {
        walk_tap(walk, "#contact.none");
        if (is_shown(walk, SCREEN_REVIEW))
            return;
    }
    if (can_tap(walk, "field.name")) {
        walk_tap(walk, "#field.name");
        choose_name(walk);
        walk_tap(walk, "#name.done");
    }
    type(walk, "12345678901");
    walk_visit(walk);
    look_while_it_speaks(walk);
    for (int i = 0; i < 11; i++)
        world_event(walk->world, (struct event){.kind = EVENT_KEY, .key = EVENT_KEY_DELETE});
    type(walk, "13800376021");
    if (!can_tap(walk, "field.agree") && can_tap(walk, "nav.next"))
        walk_tap(walk, "#nav.next");
    if (!walk->world->app.draft.contact.has_agreed) {
        /* With a notice above it the consent stands on another page. */
        if (!can_tap(walk, "field.agree") && can_tap(walk, "nav.next"))
            walk_tap(walk, "#nav.next");
        walk_tap(walk, "#field.agree");
    }
    walk_visit(walk);
    walk_tap(walk, "#contact.next");
}

/* From a form's or a session's first step to what became of it. */
static void go_through(struct walk *walk, bool leaves_phone)
{
    for (int i = 0; i < STEPS_MAX && !is_shown(walk, SCREEN_RESULT); i++) {
        if (is_shown(walk, SCREEN_FORM)) {
            fill_page(walk);
            if (!walk_tap(walk, "#form.next"))
                break;
        } else if (is_shown(walk, SCREEN_CONTACT)) {
            give_contact(walk, leaves_phone);
        } else {
            walk_look_through(walk);
            walk_tap(walk, "#submit");
        }
    }
    if (!is_shown(walk, SCREEN_RESULT)) {
        walk->problems++;
        printf("no result: %s, at %s %s\n", walk->way, app_screen_name(&walk->world->app),
               app_place(&walk->world->app)->ref);
    }
    walk_look_through(walk);
    look_while_it_speaks(walk);
}

static void look_at_printers(struct walk *walk)
{
    static const struct {
        enum printer_state state;
        enum printer_job_state job;
    } all[] = {{PRINTER_OK, PRINTER_JOB_SENDING},          {PRINTER_OK, PRINTER_JOB_CONFIRMED},
               {PRINTER_OUT, PRINTER_JOB_WAITING},         {PRINTER_COVER, PRINTER_JOB_WAITING},
               {PRINTER_ERROR, PRINTER_JOB_FAILED},        {PRINTER_GONE, PRINTER_JOB_WAITING},
               {PRINTER_UNKNOWN, PRINTER_JOB_UNCONFIRMED}, {PRINTER_NONE, PRINTER_JOB_FAILED}};
    struct app *app = &walk->world->app;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        app->printer = (int)all[i].state;
        app->deed.job_state = all[i].job;
        app_place_mutable(app)->page = 0;
        app->is_stale = true;
        (void)snprintf(walk->way, sizeof walk->way, "printer %d", (int)all[i].state);
        walk_look_through(walk);
    }
    app->printer = PRINTER_OK;
}

/* The ticket of the last result: its page, its ways on, what becomes of it. */
static void look_at_ticket(struct walk *walk, const char *first, const char *then)
{
    char qr[QR_TEXT_MAX + 1];
    memcpy(qr, walk->world->app.deed.answer.qr, sizeof qr);
    if (qr[0] == '\0')
        return;
    walk_start(walk);
    world_type(walk->world, qr, 3);
    world_event(walk->world, (struct event){.kind = EVENT_KEY, .key = EVENT_KEY_ENTER});
    walk_look_through(walk);
    if (!first || !walk_tap(walk, first))
        return;
    walk_look_through(walk);
    walk_tap(walk, then);
    walk_look_through(walk);
}

static void file_all(struct walk *walk)
{
    const struct catalogue *catalogue = walk->world->app.setup.catalogue;
    for (size_t i = 0; i < catalogue->requests_len; i++) {
        const struct request_kind *kind = &catalogue->requests[i];
        if (!catalogue_is_for(kind->station, "demo"))
            continue;
        walk_start(walk);
        app_go(&walk->world->app, SCREEN_REQUEST, kind->id);
        walk_tap(walk, "#item.go");
        go_through(walk, i % 2 == 0);
        if (i == 0)
            look_at_printers(walk);
        if (i < 2)
            look_at_ticket(walk, "#ticket.withdraw", "#submit");
    }
}

/* One booking of each series, with an hour between them: the terminal has a limit. */
static void book_all(struct walk *walk)
{
    struct app *app = &walk->world->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t i = 0; i < catalogue->series_len + catalogue->rooms_len; i++) {
        const struct series *series = i < catalogue->series_len
                                          ? &catalogue->series[i]
                                          : &catalogue->rooms[i - catalogue->series_len];
        walk_start(walk);
        walk->world->now += HOUR_S / 4;
        world_event(walk->world, (struct event){.kind = EVENT_TIME});
        struct agenda_source source = app_agenda_source(app);
        struct arena arena = {0};
        struct agenda next = agenda_next(&source, series->id, 40, &arena);
        size_t k = 0;
        while (k < next.n && next.items[k].mark != SESSION_OPEN)
            k++;
        if (catalogue_is_for(series->station, "demo") && k < next.n) {
            app_go(app, SCREEN_SESSION, next.items[k].id);
            walk_look_through(walk);
            walk_tap(walk, "#session.book");
            go_through(walk, i % 2 == 1);
            if (i < 3)
                look_at_ticket(walk, "#ticket.cancel", "#submit");
        }
        arena_fini(&arena);
    }
}

/* Everything that can be touched here with a finger on it. */
static void look_at_presses(struct walk *walk, enum screen_id screen, const char *ref)
{
    struct world *world = walk->world;
    walk_start(walk);
    app_go(&world->app, screen, ref);
    world_event(world, (struct event){.kind = EVENT_TIME});
    const struct draw_list *list = app_frame(&world->app);
    struct box spots[64];
    size_t n = 0;
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL && n < sizeof spots / sizeof spots[0])
        if (cmd->node.action.kind != 0 && cmd->node.enabled == NODE_ENABLED)
            spots[n++] = cmd->seen;
    (void)snprintf(walk->way, sizeof walk->way, "a finger on something");
    for (size_t i = 0; i < n; i++) {
        world_event(world, (struct event){.kind = EVENT_TOUCH_DOWN,
                                          .x = spots[i].x + spots[i].w / 2,
                                          .y = spots[i].y + spots[i].h / 2});
        walk_look(walk);
        world_event(world, (struct event){.kind = EVENT_TOUCH_LOST});
    }
}

/* What is found for each of the words that are offered to be tapped. */
static void look_at_search(struct walk *walk)
{
    struct app *app = &walk->world->app;
    for (int i = 1;; i++) {
        char word[24];
        (void)snprintf(word, sizeof word, "#word.%d", i);
        walk_start(walk);
        app_go(app, SCREEN_SEARCH, "");
        if (!walk_tap(walk, word))
            return;
        walk_look_through(walk);
    }
}

static void go_offline(struct world *world)
{
    struct link_news offline = {
        .state = LINK_OFFLINE, .is_enrolled = true, .has_content = true, .pending = 3};
    world_event(world, (struct event){.kind = EVENT_LINK, .link = offline});
    world_wait(world, 50000);
}

static void go_alone(struct world *world)
{
    struct link_news alone = {.state = LINK_NONE, .is_enrolled = true, .has_content = true};
    world_event(world, (struct event){.kind = EVENT_LINK, .link = alone});
}

static void look_at_links(struct walk *walk)
{
    struct world *world = walk->world;
    walk_start(walk);
    go_offline(world);
    (void)snprintf(walk->way, sizeof walk->way, "offline");
    walk_visit(walk);
    look_at_search(walk);
    walk_start(walk);
    app_go(&world->app, SCREEN_REQUEST, world->app.setup.catalogue->requests[0].id);
    walk_tap(walk, "#item.go");
    go_through(walk, true);
    for (int problem = SYNC_OK; problem <= SYNC_VERSION; problem++) {
        struct link_news none = {.state = LINK_OFFLINE, .has_token = true, .problem = problem};
        world_event(world, (struct event){.kind = EVENT_LINK, .link = none});
        (void)snprintf(walk->way, sizeof walk->way, "enrolment problem %d", problem);
        walk_visit(walk);
    }
    go_alone(world);
}

/* The bar that says who helps, or what is wrong with a badge, takes its room on every screen; and
 * the bar of a broken network stands above it. */
static void look_at_help(struct walk *walk)
{
    static const enum badge_notice notices[] = {BADGE_QUIET, BADGE_UNKNOWN, BADGE_LOCKED};
    static const enum screen_id shown[] = {SCREEN_HOME,         SCREEN_ACTIVITIES, SCREEN_TICKETS,
                                           SCREEN_TICKET_PHONE, SCREEN_SEARCH,     SCREEN_CALL};
    struct app *app = &walk->world->app;
    go_offline(walk->world);
    for (size_t i = 0; i < sizeof notices / sizeof notices[0]; i++) {
        walk_start(walk);
        str_copy(app->visit.helper, sizeof app->visit.helper, "wang");
        app->badge.notice = notices[i];
        /* Riders' targets are larger, and a badge can be wrong in front of them, too. */
        app->visit.visitor = notices[i] == BADGE_UNKNOWN ? VISITOR_RIDER : VISITOR_RESIDENT;
        app_restyle(app);
        (void)snprintf(walk->way, sizeof walk->way, "badge notice %d", (int)notices[i]);
        for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++) {
            app_go(app, shown[k], "");
            walk_look_through(walk);
        }
        app_go(app, SCREEN_REQUEST, app->setup.catalogue->requests[i].id);
        walk_look_through(walk);
        walk_tap(walk, "#item.go");
        go_through(walk, true);
    }
    walk_start(walk);
    go_alone(walk->world);
}

/* Everything screen “call” may have to say, online and alone, by day and at night. */
static void look_at_call(struct walk *walk)
{
    struct world *world = walk->world;
    struct app *app = &world->app;
    instant now = app->setup.now;
    struct call_row rows[] = {{.called_at = now, .is_heard = true},
                              {.called_at = now, .is_heard = true, .answered_at = now},
                              {.called_at = now, .is_heard = true, .closed_at = now},
                              {.called_at = now - HOUR_S}};
    enum link_state links[] = {LINK_ONLINE, LINK_NONE};
    walk_start(walk);
    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
        app_go(app, SCREEN_CALL, "");
        app->call.has_last = true;
        app->call.last = rows[i / 2];
        app->link.state = links[i % 2];
        app->is_stale = true;
        (void)snprintf(walk->way, sizeof walk->way, "call %d", (int)i);
        walk_look_through(walk);
        app->call.is_sending = i == 0;
        app->is_stale = true;
        walk_look_through(walk);
        app->call.is_sending = false;
    }
    app->link.state = LINK_NONE;
    walk_start(walk);
}

static void look_at_idle(struct walk *walk)
{
    walk_start(walk);
    walk_tap(walk, "#menu.tickets");
    world_wait(walk->world, visit_idle_ms(&walk->world->app) + 1000);
    (void)snprintf(walk->way, sizeof walk->way, "idle");
    walk_visit(walk);
    world_wait(walk->world, 31000);
    (void)snprintf(walk->way, sizeof walk->way, "attract");
    walk_visit(walk);
    /* It comes up as the next visitor finds it; its layout holds in every size and theme. */
    walk->world->app.visit.type_scale = walk->how.type_scale;
    walk->world->app.visit.theme = walk->how.theme;
    app_restyle(&walk->world->app);
    (void)snprintf(walk->way, sizeof walk->way, "attract as asked for");
    walk_visit(walk);
}

void walk_flows(struct walk *walk)
{
    file_all(walk);
    book_all(walk);
    look_at_links(walk);
    look_at_call(walk);
    look_at_help(walk);
    look_at_presses(walk, SCREEN_HOME, "");
    look_at_presses(walk, SCREEN_ACTIVITIES, "");
    look_at_presses(walk, SCREEN_SEARCH, "");
    look_at_idle(walk);
}
