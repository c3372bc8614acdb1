#include "monkey/monkey.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "kiosk/inspect.h"
#include "slip/slip.h"
#include "ui/focus.h"

enum {
    WAYS_OUT_ONE_IN = 40,
    RING_ONE_IN = 25,
    WIPE_ONE_IN = 120,
    SETTLES_MS = 2000,
    ACTS_HOME = 3,
    FILE_MOST = 64 << 20
};

static bool holds(const void *memory, size_t size, const char *text)
{
    const char *bytes = memory, *end = bytes + size;
    size_t len = strlen(text);
    while (bytes + len <= end) {
        bytes = memchr(bytes, text[0], (size_t)(end - bytes) - len + 1);
        if (!bytes)
            return false;
        if (memcmp(bytes, text, len) == 0)
            return true;
        bytes++;
    }
    return false;
}

/* ---- what is shown ---- */

static uint64_t frame_hash(const struct app *app, const struct draw_list *list)
{
    uint64_t hash = (uint64_t)list->window.w * 7919 + (uint64_t)list->window.h;
    hash = hash * 31 + (uint64_t)app->visit.type_scale;
    for (size_t i = 0; i < list->n; i++)
        hash = (hash ^ list->cmds[i].hash) * UINT64_C(1099511628211);
    return hash;
}

static void look(struct monkey *monkey)
{
    struct app *app = &monkey->world->app;
    uint64_t hash = frame_hash(app, app_frame(app));
    uint64_t *seen = &monkey->looked[hash % LOOKED_MAX];
    if (*seen == hash || monkey->is_blind)
        return;
    *seen = hash;
    monkey->looks++;
    int before = monkey->walk->problems;
    walk_look(monkey->walk);
    if (monkey->walk->problems > before && monkey->picture &&
        render_save_png(monkey->walk->render, app_frame(app), monkey->picture) != OK)
        monkey_fail(monkey, "%s cannot be written", monkey->picture);
    if (monkey->walk->problems > before && !monkey->goes_on)
        monkey_fail(monkey, "the screen is not as it should be (see above)");
}

static void check_ids(struct monkey *monkey)
{
    const struct draw_list *list = app_frame(&monkey->world->app);
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL) {
        if (cmd->node.action.kind == 0)
            continue;
        if (cmd->node.id[0] == '\0')
            monkey_fail(monkey, "“%s” has no id", cmd->node.name);
        if (draw_find_id(list, cmd->node.id) != cmd)
            monkey_fail(monkey, "two things are #%s", cmd->node.id);
    }
}

static void check_tree(struct monkey *monkey)
{
    struct app *app = &monkey->world->app;
    /* A stroke goes on while the finger is down, and is read some time after it left. */
    if (app->typing.is_drawing)
        world_event(monkey->world, (struct event){.kind = EVENT_TOUCH_LOST});
    if (!app_is_settled(app))
        world_wait(monkey->world, SETTLES_MS);
    struct buf out = {0};
    json_error_t why;
    inspect_put_tree(app, app_frame(app), app->frame_no, &out);
    json_t *json = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, &why);
    if (!json)
        monkey_fail(monkey, "the tree is no JSON: %s", why.text);
    bool is_settled = json_is_true(json_object_get(json, "settled"));
    json_decref(json);
    buf_fini(&out);
    if (!is_settled && !app->link.is_busy)
        monkey_fail(monkey, "it does not settle");
}

/* Tab comes by all that can be touched and is no key of an on-screen keyboard. */
static void check_ring(struct monkey *monkey)
{
    const struct draw_list *list = app_frame(&monkey->world->app);
    const struct draw_cmd *cmd = NULL;
    int stops = 0, steps = 0;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        stops += focus_can(cmd) && cmd->node.action.kind != ACT_KEY;
    const struct draw_cmd *first = focus_step(list, NULL, FOCUS_NEXT, ACT_KEY);
    for (cmd = first; cmd; steps++) {
        cmd = focus_step(list, cmd, FOCUS_NEXT, ACT_KEY);
        if (cmd == first || steps > stops)
            break;
    }
    if (first && steps + 1 != stops)
        monkey_fail(monkey, "Tab comes by %d things of %d", steps + 1, stops);
}

/* ---- ways out ---- */

static void check_ways_out(struct monkey *monkey)
{
    static const char *const ways[][2] = {
        {"nav.home", "nav.back"}, {"nav.back", "nav.home"}, {"nav.end", "nav.end"}};
    struct app *app = &monkey->world->app;
    const char *const *way = ways[rng_range(&monkey->rng, 0, 2)];
    /* Staff see to a terminal that belongs to no hub yet. */
    if (app_place(app)->screen == SCREEN_ENROLL)
        return;
    int most = str_equal(way[0], "nav.back") ? TRAIL_MAX : ACTS_HOME;
    for (int i = 0; i < most && !str_equal(app_screen_name(app), "home"); i++) {
        const char *const all[] = {"idle.continue", "scan.close", "attract.start", way[0], way[1]};
        size_t k = 0;
        while (k < sizeof all / sizeof all[0] && !monkey_tap_id(monkey, all[k]))
            k++;
        if (k == sizeof all / sizeof all[0])
            monkey_fail(monkey, "no way out of this");
        look(monkey);
    }
    if (!str_equal(app_screen_name(app), "home"))
        monkey_fail(monkey, "%s does not lead home", way[0]);
}

/* ---- what is forgotten ---- */

static void check_files(struct monkey *monkey)
{
    static const char *const names[] = {"yizhan.db", "yizhan.db-wal"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct arena arena = {0};
        char path[96], *text = NULL;
        size_t len = 0;
        (void)snprintf(path, sizeof path, "%s/%s", monkey->world->dir, names[i]);
        if (file_read(&arena, path, FILE_MOST, &text, &len) != OK)
            monkey_fail(monkey, "%s cannot be read", names[i]);
        for (size_t s = 0; s < SECRETS; s++)
            if (holds(text, len, monkey->secrets[s]))
                monkey_fail(monkey, "“%s” is in %s", monkey->secrets[s], names[i]);
        arena_fini(&arena);
    }
}

static void check_arena(struct monkey *monkey, const struct arena *arena, const char *what)
{
    const void *block = NULL;
    size_t len = 0;
    for (size_t i = 0; (block = arena_block(arena, i, &len)) != NULL; i++)
        for (size_t s = 0; s < SECRETS; s++)
            if (holds(block, len, monkey->secrets[s]))
                monkey_fail(monkey, "“%s” is still in the memory of %s", monkey->secrets[s], what);
}

static void check_wiped(struct monkey *monkey)
{
    const struct app *app = &monkey->world->app;
    check_arena(monkey, &app->frame_arenas[0], "a frame");
    check_arena(monkey, &app->frame_arenas[1], "a frame");
    check_arena(monkey, &app->model.arena, "the model");
    for (size_t s = 0; s < SECRETS; s++)
        if (holds(app, sizeof *app, monkey->secrets[s]))
            monkey_fail(monkey, "“%s” is still known", monkey->secrets[s]);
    const struct buf *heard = &monkey->world->all_heard;
    for (size_t s = 0; s < SECRETS; s++)
        if (heard->data && holds(heard->data, heard->len, monkey->secrets[s]))
            monkey_fail(monkey, "“%s” was said aloud", monkey->secrets[s]);
    monkey->wipes++;
}

/* Everybody leaves some time; then nothing of theirs is left, here or on the disk. */
static void let_it_wipe(struct monkey *monkey)
{
    struct app *app = &monkey->world->app;
    if (app_place(app)->screen == SCREEN_ENROLL)
        return;
    monkey_tell(monkey, "leave");
    for (int s = 0; s < 400 && app_place(app)->screen != SCREEN_ATTRACT; s++) {
        /* What is said comes to its end; then it may have to say what happened meanwhile. */
        if (app->is_speaking)
            world_end_speech(monkey->world);
        world_wait(monkey->world, 1000);
        if (str_equal(app_screen_name(app), "idle"))
            look(monkey);
    }
    /* An untouched home stays as it is. */
    if (app_place(app)->screen != SCREEN_ATTRACT && !str_equal(app_screen_name(app), "home"))
        monkey_fail(monkey, "it does not forget who left");
    look(monkey);
    check_wiped(monkey);
    check_files(monkey);
}

/* ---- slips ---- */

static void check_slip(struct monkey *monkey)
{
    struct world *world = monkey->world;
    struct arena arena = {0};
    struct slip_data data;
    struct draw_list list = {0};
    const struct deed *deed = &world->app.deed;
    if (deed->state == DEED_ANSWERED && deed->answer.qr[0] != '\0')
        memcpy(monkey->qr, deed->answer.qr, sizeof monkey->qr);
    if (world->slips == monkey->slips)
        return;
    monkey->slips = world->slips;
    if (app_slip(&world->app, &arena, &data)) {
        struct buf dump = {0};
        slip_layout(&data, SLIP_PAPER_58, render_measure(monkey->walk->render), &arena, &list);
        draw_dump(&list, &dump);
        for (size_t s = 0; s < SECRETS; s++)
            if (holds(dump.data, dump.len, monkey->secrets[s]))
                monkey_fail(monkey, "“%s” is on the slip", monkey->secrets[s]);
        buf_fini(&dump);
    }
    arena_fini(&arena);
}

static bool is_time_for(struct monkey *monkey, int one_in)
{
    return rng_range(&monkey->rng, 1, one_in) == 1;
}

void monkey_check(struct monkey *monkey)
{
    const struct app *app = &monkey->world->app;
    (void)snprintf(monkey->walk->way, sizeof monkey->walk->way,
                   "seed %llu step %lld, %dx%d on %lld%s%s%s%s", (unsigned long long)monkey->seed,
                   (long long)monkey->step, app->setup.width_px, app->setup.height_px,
                   (long long)monkey->walk->how.tenths,
                   app->visit.lang == LANG_EN ? ", English" : "",
                   app->visit.type_scale == SCALE_LARGE ? ", large" : "",
                   app->visit.theme == THEME_CONTRAST ? ", contrast" : "",
                   app->visit.reach == REACH_LOW ? ", low" : "");
    look(monkey);
    check_ids(monkey);
    check_tree(monkey);
    check_slip(monkey);
    if (is_time_for(monkey, RING_ONE_IN))
        check_ring(monkey);
    if (is_time_for(monkey, WAYS_OUT_ONE_IN))
        check_ways_out(monkey);
    if (is_time_for(monkey, WIPE_ONE_IN))
        let_it_wipe(monkey);
}
