#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "domain/number.h"

static void tell(struct walk *walk, const char *what)
{
    walk->problems++;
    printf("%s %s: %s\n", app_screen_name(&walk->world->app), walk->way, what);
}

/* Who calls somebody comes back to exactly what was there, with everything entered. */
static void look_at_call_and_back(struct walk *walk)
{
    struct app *app = &walk->world->app;
    struct buf before = {0}, after = {0};
    char which[CONTENT_ID_SIZE + 32];
    (void)snprintf(which, sizeof which, "call from %d %s %d", (int)app_place(app)->screen,
                   app_place(app)->ref, app_place(app)->arg);
    if (app->idle.state == IDLE_WARNING || app->scan.news != SCAN_NOTHING ||
        app_place(app)->screen == SCREEN_CALL || !call_is_offered(app) ||
        app_place(app)->screen == SCREEN_ATTRACT || !walk_is_new(walk, which))
        return;
    draw_dump(app_frame(app), &before);
    int n = app->trail.n;
    int64_t mono_ms = walk->world->mono_ms;
    if (!world_tap(walk->world, "#nav.call") || app_place(app)->screen != SCREEN_CALL)
        tell(walk, "nobody can be called");
    else if (n < TRAIL_MAX && !world_tap(walk->world, "#nav.back"))
        tell(walk, "there is no way back from calling somebody");
    /* What only the clock changes is not meant. */
    walk->world->mono_ms = mono_ms;
    world_event(walk->world, (struct event){.kind = EVENT_TIME});
    draw_dump(app_frame(app), &after);
    if (n < TRAIL_MAX && !str_equal(before.data, after.data))
        tell(walk, "calling somebody changed the screen");
    buf_fini(&before);
    buf_fini(&after);
}

enum where { TITLES, ANYWHERE };

static bool says(const struct draw_list *list, const char *words, enum where where)
{
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if ((where == ANYWHERE || cmd->node.role == ROLE_TITLE) &&
            (strstr(cmd->node.name, words) || strstr(cmd->node.value, words)))
            return true;
    return false;
}

/* Not on the screen on which it is filled in, nor on the slip. */
static void look_for_name(struct walk *walk, struct text name)
{
    struct app *app = &walk->world->app;
    struct arena arena = {0};
    struct slip_data data;
    struct draw_list slip = {0};
    const char *words = text_in(name, app->visit.lang);
    /* What there is to read about it says what it is; its heading does not. */
    enum screen_id screen = app_place(app)->screen;
    bool is_read = screen == SCREEN_REQUEST || screen == SCREEN_SESSION;
    if (says(app_frame(app), words, is_read ? TITLES : ANYWHERE))
        tell(walk, words);
    if (screen == SCREEN_RESULT && app_slip(app, &arena, &data)) {
        slip_layout(&data, SLIP_PAPER_58, &world_measure, &arena, &slip);
        if (says(&slip, words, ANYWHERE))
            tell(walk, words);
    }
    arena_fini(&arena);
}

/* What is confidential goes by its neutral title from its page to its slip. */
static void look_for_confidential(struct walk *walk)
{
    const struct app *app = &walk->world->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    enum screen_id screen = app_place(app)->screen;
    if (screen != SCREEN_REQUEST && screen != SCREEN_FORM && screen != SCREEN_CONTACT &&
        screen != SCREEN_NAME && screen != SCREEN_REVIEW && screen != SCREEN_RESULT &&
        screen != SCREEN_TICKET && screen != SCREEN_SESSION)
        return;
    for (size_t i = 0; catalogue && i < catalogue->requests_len; i++)
        if (catalogue->requests[i].is_confidential)
            look_for_name(walk, catalogue->requests[i].name);
    for (size_t i = 0; catalogue && i < catalogue->series_len; i++)
        if (catalogue->series[i].is_confidential)
            look_for_name(walk, catalogue->series[i].name);
}

/* Tenths of a millimetre: what a telephone needs of a code. */
enum { CODE_LEAST = 450 };

/* A slip may fail to come: code and number stand on the result's first page, whatever else does. */
static void look_for_number(struct walk *walk)
{
    struct app *app = &walk->world->app;
    const struct core_answer *answer = &app->deed.answer;
    const struct draw_list *list = app_frame(app);
    const struct draw_cmd *cmd = NULL, *code = NULL;
    char number[NUMBER_SHOWN_SIZE];
    if (app_place(app)->screen != SCREEN_RESULT || app_place(app)->page != 0 ||
        answer->status != OK || answer->qr[0] == '\0' || answer->verdict.code > VERDICT_PROVISIONAL)
        return;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if (cmd->node.role == ROLE_QR && str_equal(cmd->node.value, answer->qr))
            code = cmd;
    int least = style_mm(&app->style, CODE_LEAST);
    if (!code || code->seen.w < least || code->seen.h < least)
        tell(walk, "the first page has no code that a telephone can read");
    number_show(answer->ticket, number);
    if (!says(list, number, ANYWHERE))
        tell(walk, "the first page does not show the number");
}

void walk_visit(struct walk *walk)
{
    walk_look(walk);
    look_for_confidential(walk);
    look_for_number(walk);
    look_at_call_and_back(walk);
}
