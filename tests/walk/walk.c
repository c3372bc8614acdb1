/* walk ROOT ICONS WIDTH HEIGHT TENTHS zh|en normal|large light|contrast high|low [PICTURES]:
 * through every screen of the demo station and of the second one. */
#include "walk/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/options.h"
#include "base/str.h"

enum { TAPS_MAX = 256, DEEPEST = 12 };

bool walk_is_new(struct walk *walk, const char *what)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *what; what++)
        hash = (hash ^ (unsigned char)*what) * UINT64_C(1099511628211);
    for (size_t i = 0; i < walk->n_seen; i++)
        if (walk->seen[i] == hash)
            return false;
    if (walk->n_seen < SEEN_MAX)
        walk->seen[walk->n_seen++] = hash;
    return true;
}

bool walk_tap(struct walk *walk, const char *what)
{
    (void)snprintf(walk->way, sizeof walk->way, "%s", what);
    return world_tap(walk->world, what);
}

void walk_look_through(struct walk *walk)
{
    for (int page = 0; page < 20; page++) {
        walk_visit(walk);
        const struct draw_cmd *next = draw_find_id(app_frame(&walk->world->app), "nav.next");
        if (!next || next->node.enabled == NODE_DISABLED || !walk_tap(walk, "#nav.next"))
            return;
    }
}

/* What makes a screen another one; sessions of a series in the same state are alike. */
static void put_key(const struct app *app, char *key, size_t size)
{
    const struct place *place = app_place(app);
    char ref[CONTENT_ID_SIZE];
    str_copy(ref, sizeof ref, place->ref);
    if (place->screen == SCREEN_SESSION)
        (void)snprintf(ref, sizeof ref, "%.40s/%d",
                       app->model.has_session ? app->model.session.series->id : "",
                       (int)app->model.session.mark);
    (void)snprintf(key, size, "%d %s %s %d %d %d %d", (int)place->screen, ref, place->filter,
                   place->arg, place->page,
                   place->screen == SCREEN_HOME ? (int)app->visit.visitor : 0,
                   (int)app->visit.shows_more);
}

static bool leads_on(const char *id)
{
    static const char *const not_here[] = {"nav.back",  "nav.home",     "nav.end",   "nav.lang",
                                           "nav.large", "nav.theme",    "nav.reach", "nav.speak",
                                           "nav.call",  "item.go",      "field.",    "key.",
                                           "place.",    "session.book", "tickets.go"};
    for (size_t i = 0; i < sizeof not_here / sizeof not_here[0]; i++)
        if (str_starts(id, not_here[i]))
            return false;
    return id[0] != '\0';
}

/* Whether a tap leads to where another one led before. Dates of a series count as one place for
 * each thing that can be done about them. */
static bool leads_to_known(struct walk *walk, const struct draw_node *node)
{
    char what[512];
    const char *ref = node->action.ref ? node->action.ref : "";
    size_t len = strlen(ref);
    if (node->action.kind != ACT_GO)
        return false;
    if (node->action.arg == SCREEN_SESSION)
        len = strcspn(ref, ".");
    (void)snprintf(what, sizeof what, "go %d %.*s %s", (int)node->action.arg, (int)len, ref,
                   node->action.arg == SCREEN_SESSION ? node->name : "");
    return !walk_is_new(walk, what);
}

struct id {
    char text[CONTENT_ID_SIZE + 16];
};

static size_t collect_ids(struct walk *walk, struct id *ids)
{
    const struct draw_list *list = app_frame(&walk->world->app);
    const struct draw_cmd *cmd = NULL;
    size_t n = 0;
    while ((cmd = draw_next_node(list, cmd)) != NULL && n < TAPS_MAX)
        if (cmd->node.action.kind != 0 && cmd->node.enabled == NODE_ENABLED &&
            leads_on(cmd->node.id) && !leads_to_known(walk, &cmd->node))
            (void)snprintf(ids[n++].text, sizeof ids[0].text, "#%s", cmd->node.id);
    return n;
}

static void explore(struct walk *walk, int depth)
{
    struct app *app = &walk->world->app;
    char key[256];
    put_key(app, key, sizeof key);
    if (depth > DEEPEST || !walk_is_new(walk, key))
        return;
    walk_visit(walk);
    struct id *ids = xalloc(TAPS_MAX * sizeof *ids);
    size_t n = collect_ids(walk, ids);
    for (size_t i = 0; i < n; i++) {
        int before = app->trail.n;
        struct place place = *app_place(app);
        if (!walk_tap(walk, ids[i].text))
            continue;
        explore(walk, depth + 1);
        if (app->trail.n > before)
            world_tap(walk->world, "#nav.back");
        /* What changed in place is put back. */
        if (memcmp(app_place(app), &place, sizeof place) != 0) {
            *app_place_mutable(app) = place;
            app_load(app);
        }
    }
    free(ids);
}

void walk_start(struct walk *walk)
{
    struct app *app = &walk->world->app;
    struct effects effects = {0};
    app_wipe(app, SCREEN_HOME, &effects);
    app->visit.type_scale = walk->how.type_scale;
    app->visit.theme = walk->how.theme;
    app->visit.reach = walk->how.reach;
    app_restyle(app);
}

static void walk_station(struct walk *walk, const char *station, const char *root)
{
    struct world *world = walk->world;
    char content[512];
    (void)snprintf(content, sizeof content, "%s/kiosk-config", root);
    world_open(world, content, render_measure(walk->render), (int)walk->how.width_px,
               (int)walk->how.height_px);
    world_set_screens(world, (int32_t)walk->how.tenths);
    world->app.setup.lang = walk->how.lang;
    world->app.setup.can_record = true;
    world->note_s = 23;
    world->app.setup.station = station;
    walk_start(walk);
    walk->n_seen = 0;
    explore(walk, 0);
    if (str_equal(station, "demo"))
        walk_flows(walk);
    world_close(world);
}

static bool either(const char *word, const char *first, const char *second, int *out)
{
    *out = str_equal(word, second);
    return *out || str_equal(word, first);
}

static bool take_way(const char **argv, struct walk_way *out)
{
    int lang = 0, large = 0, contrast = 0, low = 0;
    bool is_good =
        str_to_int(argv[0], 600, 8000, &out->width_px) &&
        str_to_int(argv[1], 600, 8000, &out->height_px) &&
        str_to_int(argv[2], 100, 980, &out->tenths) && either(argv[3], "zh", "en", &lang) &&
        either(argv[4], "normal", "large", &large) &&
        either(argv[5], "light", "contrast", &contrast) && either(argv[6], "high", "low", &low);
    out->lang = lang ? LANG_EN : LANG_ZH;
    out->type_scale = large ? SCALE_LARGE : SCALE_NORMAL;
    out->theme = contrast ? THEME_CONTRAST : THEME_LIGHT;
    out->reach = low ? REACH_LOW : REACH_NORMAL;
    return is_good;
}

enum { WAY_ARGUMENTS = 9 };

static const struct program program = {
    .name = "walk",
    .purpose = "Walks through the whole terminal and looks at every screen.",
    .arguments = "ROOT ICONS WIDTH HEIGHT TENTHS_OF_INCH zh|en normal|large light|contrast "
                 "high|low [PICTURES]",
    .arguments_min = WAY_ARGUMENTS,
    .arguments_max = WAY_ARGUMENTS + 1,
};

int main(int argc, char **argv)
{
    const char *arguments[WAY_ARGUMENTS + 2];
    enum options_result parsed = options_parse(&program, argc, argv, NULL, arguments);
    if (parsed != OPTIONS_OK)
        return parsed == OPTIONS_DONE ? 0 : EXIT_USAGE;
    struct walk *walk = xalloc(sizeof *walk);
    if (!take_way(arguments + 2, &walk->how)) {
        free(walk);
        return options_complain(&program, "the way to walk cannot be understood");
    }
    char faces[512];
    (void)snprintf(faces, sizeof faces, "%s/fonts/faces", arguments[0]);
    text_init();
    walk->world = xalloc(sizeof *walk->world);
    walk->pictures = arguments[WAY_ARGUMENTS];
    struct render_options options = {.faces_path = faces, .icons_path = arguments[1]};
    if (render_create(&options, &walk->render) != OK)
        return 2;
    walk_station(walk, "demo", arguments[0]);
    walk_station(walk, "riverside", arguments[0]);
    printf("%d screens, %d problems\n", walk->looks, walk->problems);
    int status = walk->problems > 0 || walk->looks < 150;
    render_destroy(walk->render);
    free(walk->world);
    free(walk);
    return status;
}
