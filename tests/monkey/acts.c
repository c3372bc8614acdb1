#include "monkey/monkey.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/number.h"
#include "sync/client.h"

enum { TARGETS_MAX = 512 };

static int64_t any(struct monkey *monkey, int64_t min, int64_t max)
{
    return rng_range(&monkey->rng, min, max);
}

/* ---- fingers ---- */

static void finger(struct monkey *monkey, enum event_kind kind, int x, int y, int which)
{
    bool is_mouse = which < 0;
    world_event(monkey->world, (struct event){.kind = kind,
                                              .x = x,
                                              .y = y,
                                              .pointer = is_mouse ? POINTER_MOUSE : POINTER_FINGER,
                                              .finger = is_mouse ? 0 : which});
}

static void tap_at(struct monkey *monkey, int x, int y)
{
    int which = (int)any(monkey, -1, 2);
    finger(monkey, EVENT_TOUCH_DOWN, x, y, which);
    /* As the shell does it while the finger is down. */
    if (any(monkey, 0, 3) == 0)
        (void)foresight_list(monkey->foresight, &monkey->world->app);
    world_wait(monkey->world, any(monkey, which < 0 ? 0 : 20, 200));
    finger(monkey, EVENT_TOUCH_UP, x, y, which);
}

static bool is_target(const struct draw_cmd *cmd)
{
    return cmd->node.action.kind != 0 && cmd->node.enabled == NODE_ENABLED;
}

bool monkey_tap_id(struct monkey *monkey, const char *id)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&monkey->world->app), id);
    if (!cmd || !is_target(cmd))
        return false;
    monkey_tell(monkey, "tap #%s, to see whether it helps", id);
    int x = cmd->seen.x + cmd->seen.w / 2, y = cmd->seen.y + cmd->seen.h / 2;
    finger(monkey, EVENT_TOUCH_DOWN, x, y, -1);
    finger(monkey, EVENT_TOUCH_UP, x, y, -1);
    return true;
}

/* Ways out less often than ways on, or it would never get far. */
static void tap_something(struct monkey *monkey)
{
    const struct draw_cmd *targets[TARGETS_MAX];
    const struct draw_cmd *cmd = NULL;
    size_t n = 0;
    bool leaves = any(monkey, 0, 4) == 0;
    while ((cmd = draw_next_node(app_frame(&monkey->world->app), cmd)) != NULL && n < TARGETS_MAX)
        if (is_target(cmd) &&
            (leaves || !str_starts(cmd->node.id, "nav.") || str_equal(cmd->node.id, "nav.next")))
            targets[n++] = cmd;
    if (n == 0)
        return;
    cmd = targets[any(monkey, 0, (int64_t)n - 1)];
    monkey_tell(monkey, "tap #%s", cmd->node.id);
    tap_at(monkey, cmd->seen.x + (int)any(monkey, 0, cmd->seen.w - 1),
           cmd->seen.y + (int)any(monkey, 0, cmd->seen.h - 1));
}

static void random_point(struct monkey *monkey, int *x, int *y)
{
    *x = (int)any(monkey, 0, monkey->world->app.setup.width_px - 1);
    *y = (int)any(monkey, 0, monkey->world->app.setup.height_px - 1);
}

static void tap_somewhere(struct monkey *monkey)
{
    int x = 0, y = 0;
    random_point(monkey, &x, &y);
    monkey_tell(monkey, "tap at %d,%d", x, y);
    tap_at(monkey, x, y);
}

static void swipe(struct monkey *monkey)
{
    int x = 0, y = 0, to_x = 0, to_y = 0;
    random_point(monkey, &x, &y);
    random_point(monkey, &to_x, &to_y);
    monkey_tell(monkey, "swipe from %d,%d to %d,%d", x, y, to_x, to_y);
    finger(monkey, EVENT_TOUCH_DOWN, x, y, 1);
    for (int i = 1; i <= 4; i++) {
        world_wait(monkey->world, any(monkey, 5, 60));
        finger(monkey, EVENT_TOUCH_MOVE, x + (to_x - x) * i / 4, y + (to_y - y) * i / 4, 1);
    }
    finger(monkey, EVENT_TOUCH_UP, to_x, to_y, 1);
}

/* Any contacts in any order, some of which never end. */
static void palm(struct monkey *monkey)
{
    static const enum event_kind kinds[] = {EVENT_TOUCH_DOWN, EVENT_TOUCH_DOWN, EVENT_TOUCH_MOVE,
                                            EVENT_TOUCH_UP, EVENT_TOUCH_UP};
    int n = (int)any(monkey, 2, 30);
    monkey_tell(monkey, "%d contacts of a palm", n);
    for (int i = 0; i < n; i++) {
        int x = 0, y = 0;
        random_point(monkey, &x, &y);
        finger(monkey, kinds[any(monkey, 0, 4)], x, y, (int)any(monkey, 0, 13));
        world_wait(monkey->world, any(monkey, 0, 40));
    }
    if (any(monkey, 0, 1))
        world_event(monkey->world, (struct event){.kind = EVENT_TOUCH_LOST});
}

/* ---- keys and scans ---- */

static void key(struct monkey *monkey, uint32_t key)
{
    world_event(monkey->world, (struct event){.kind = EVENT_KEY, .key = key});
}

static void type(struct monkey *monkey, const char *text, int64_t least_ms, int64_t most_ms)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        size_t bytes = 0;
        uint32_t point = utf8_next(text + at, len - at, &bytes);
        at += bytes;
        world_wait(monkey->world, any(monkey, least_ms, most_ms));
        key(monkey, point);
    }
}

/* Whether what is typed here now must never be found anywhere afterwards. */
static bool is_personal(const struct app *app)
{
    const struct request_kind *kind =
        app_place(app)->screen == SCREEN_FORM
            ? catalogue_find_request(app->setup.catalogue, app->draft.ref)
            : NULL;
    const struct field *field = kind ? request_find_field(kind, app->focus) : NULL;
    return !field || field->class == FIELD_CLASS_PERSONAL;
}

static void type_something(struct monkey *monkey)
{
    const struct app *app = &monkey->world->app;
    const char *text = "0123456789 abc";
    if (any(monkey, 0, 3) != 0) {
        bool is_name = app_place(app)->screen == SCREEN_NAME;
        text = draw_find_id(app_frame(&monkey->world->app), "key.a") == NULL
                   ? monkey->secrets[SECRET_PHONE]
               : is_name          ? monkey->secrets[SECRET_NAME]
               : is_personal(app) ? monkey->secrets[SECRET_WORDS]
                                  : "as everybody may know";
    }
    bool is_fast = any(monkey, 0, 3) == 0;
    monkey_tell(monkey, "type “%s”%s", text, is_fast ? ", fast" : "");
    type(monkey, text, is_fast ? 1 : 60, is_fast ? 20 : 250);
}

static void press_something(struct monkey *monkey)
{
    static const uint32_t keys[] = {
        EVENT_KEY_TAB,    EVENT_KEY_TAB,     EVENT_KEY_TAB,       EVENT_KEY_BACKTAB,
        EVENT_KEY_UP,     EVENT_KEY_DOWN,    EVENT_KEY_LEFT,      EVENT_KEY_RIGHT,
        EVENT_KEY_ENTER,  EVENT_KEY_ENTER,   EVENT_KEY_ENTER,     ' ',
        EVENT_KEY_ESCAPE, EVENT_KEY_PAGE_UP, EVENT_KEY_PAGE_DOWN, EVENT_KEY_DELETE,
        EVENT_KEY_ACT,    EVENT_KEY_SWITCH,  EVENT_KEY_SWITCH_UP, EVENT_KEY_PAD_0 + 5,
        EVENT_KEY_PAD_9,  EVENT_KEY_PAD_0,   EVENT_KEY_HOME};
    int n = (int)any(monkey, 1, 12);
    monkey_tell(monkey, "%d keys that move and press", n);
    for (int i = 0; i < n; i++) {
        key(monkey, keys[any(monkey, 0, (int64_t)(sizeof keys / sizeof keys[0]) - 1)]);
        world_wait(monkey->world, any(monkey, 0, 900));
    }
}

static void make_scan(struct monkey *monkey, char *out, size_t size)
{
    static const char *const others[] = {
        "6901234567892",        "https://example.invalid/T/",
        "WIFI:T:WPA;S:x;P:y;;", "HTTPS://YIZHAN.INVALID/T/0000000000.0000",
        "YZC-7K2M-9QXD-5",      "YZT-UMB-0012",
        "YZB-0000-0000-0000",   "\t\t\t\033\033abcdefgh",
        "'; DROP TABLE ops; --"};
    char number[TICKET_SIZE];
    int64_t which = any(monkey, 0, 12);
    number_make((uint32_t)any(monkey, 0, 32767), (uint32_t)any(monkey, 0, (1 << 30) - 1), number);
    if (which < 4 && monkey->qr[0] != '\0')
        (void)snprintf(out, size, "%s", monkey->qr);
    else if (which < 6)
        (void)snprintf(out, size, "%s", number);
    else if (which == 6 && monkey->qr[0] != '\0')
        (void)snprintf(out, size, "%.*s%s", (int)any(monkey, 1, 60), monkey->qr, number);
    else
        (void)snprintf(out, size, "%s",
                       others[any(monkey, 0, (int64_t)(sizeof others / sizeof others[0]) - 1)]);
}

static void scan(struct monkey *monkey)
{
    char text[QR_TEXT_MAX + TICKET_SIZE + 1];
    make_scan(monkey, text, sizeof text);
    monkey_tell(monkey, "scan “%s”", text);
    type(monkey, text, 0, any(monkey, 1, 34));
    if (any(monkey, 0, 5) != 0)
        key(monkey, EVENT_KEY_ENTER);
}

static void scan_rubbish(struct monkey *monkey)
{
    int n = (int)any(monkey, 1, 600);
    monkey_tell(monkey, "scan %d characters of rubbish", n);
    for (int i = 0; i < n; i++) {
        int64_t kind = any(monkey, 0, 9);
        key(monkey, (uint32_t)(kind == 0   ? any(monkey, 0, 0x9f)
                               : kind == 1 ? any(monkey, 0, 0x10ffff)
                                           : any(monkey, ' ', '~')));
        world_wait(monkey->world, any(monkey, 0, 8));
    }
    key(monkey, EVENT_KEY_ENTER);
}

/* ---- the world around ---- */

static void wait_some(struct monkey *monkey)
{
    static const int64_t spans_ms[] = {1, 49, 51, 900, 5000, 61000, 95000, 130000, 3600000};
    int64_t ms = spans_ms[any(monkey, 0, (int64_t)(sizeof spans_ms / sizeof spans_ms[0]) - 1)];
    monkey_tell(monkey, "wait %lld ms", (long long)ms);
    world_wait(monkey->world, ms);
}

static void change_link(struct monkey *monkey)
{
    struct link_news news = {.state = (enum link_state)any(monkey, LINK_NONE, LINK_ONLINE),
                             .is_enrolled = any(monkey, 0, 9) != 0,
                             .has_content = any(monkey, 0, 9) != 0,
                             .has_token = any(monkey, 0, 1) != 0,
                             .problem = (int)any(monkey, SYNC_OK, SYNC_VERSION),
                             .pending = any(monkey, 0, 3) * any(monkey, 0, 500)};
    if (!news.is_enrolled || !news.has_content)
        news.state = LINK_OFFLINE;
    monkey_tell(monkey, "link %d, enrolled %d, content %d, %lld pending", (int)news.state,
                news.is_enrolled, news.has_content, (long long)news.pending);
    static const char *const answers[] = {
        "",
        "{}",
        "{\"ticket\":{}}",
        "{\"forged\":true}",
        "{\"tickets\":[]}",
        ("{\"tickets\":[{\"kind\":\"request\",\"programme\":\"x\","
         "\"at\":1795501920},{\"kind\":7}]}"),
        "[1,",
        "{\"tickets\":\"none\"}"};
    monkey->world->asked =
        answers[any(monkey, 0, (int64_t)(sizeof answers / sizeof answers[0]) - 1)];
    world_event(monkey->world, (struct event){.kind = EVENT_LINK, .link = news});
    /* Staff put it right sooner or later. */
    if (app_place(&monkey->world->app)->screen == SCREEN_ENROLL && any(monkey, 0, 1)) {
        news = (struct link_news){.is_enrolled = true, .has_content = true};
        world_event(monkey->world, (struct event){.kind = EVENT_LINK, .link = news});
    }
}

static void change_printer(struct monkey *monkey)
{
    static const struct {
        enum printer_state state;
        enum printer_job_state job;
    } all[] = {{PRINTER_OK, PRINTER_JOB_CONFIRMED}, {PRINTER_NEAR_END, PRINTER_JOB_CONFIRMED},
               {PRINTER_OUT, PRINTER_JOB_WAITING},  {PRINTER_COVER, PRINTER_JOB_WAITING},
               {PRINTER_ERROR, PRINTER_JOB_FAILED}, {PRINTER_GONE, PRINTER_JOB_WAITING},
               {PRINTER_NONE, PRINTER_JOB_FAILED},  {PRINTER_UNKNOWN, PRINTER_JOB_UNCONFIRMED}};
    size_t i = (size_t)any(monkey, 0, (int64_t)(sizeof all / sizeof all[0]) - 1);
    monkey_tell(monkey, "printer %d", (int)all[i].state);
    monkey->world->prints = all[i].job;
    world_event(monkey->world, (struct event){.kind = EVENT_PRINTER, .printer = (int)all[i].state});
    struct deed *deed = &monkey->world->app.deed;
    if (deed->job != 0)
        world_event(monkey->world, (struct event){.kind = EVENT_PRINT_JOB,
                                                  .printer = (int)all[i].state,
                                                  .job = deed->job,
                                                  .job_state = (int)all[i].job});
}

/* Other content, in which most of what is shown does not exist; and back. */
static void change_content(struct monkey *monkey)
{
    static const char *const folders[] = {"kiosk-config", "tests/screens/content"};
    char path[512];
    const char *folder = folders[any(monkey, 0, 1)];
    (void)snprintf(path, sizeof path, "%s/%s", monkey->root, folder);
    monkey_tell(monkey, "content of %s", folder);
    world_publish(monkey->world, path);
    world_set_screens(monkey->world, (int32_t)monkey->walk->how.tenths);
    world_event(monkey->world, (struct event){.kind = EVENT_TIME});
}

static void resize(struct monkey *monkey)
{
    static const struct walk_way panels[] = {{.width_px = 1080, .height_px = 1920, .tenths = 215},
                                             {.width_px = 1080, .height_px = 1920, .tenths = 320},
                                             {.width_px = 1920, .height_px = 1080, .tenths = 215},
                                             {.width_px = 1920, .height_px = 1080, .tenths = 320},
                                             {.width_px = 1366, .height_px = 768, .tenths = 156}};
    struct walk_way *how = &monkey->walk->how;
    *how = panels[any(monkey, 0, (int64_t)(sizeof panels / sizeof panels[0]) - 1)];
    monkey_tell(monkey, "a panel of %lldx%lld, %lld tenths of an inch", (long long)how->width_px,
                (long long)how->height_px, (long long)how->tenths);
    world_set_screens(monkey->world, (int32_t)how->tenths);
    world_event(
        monkey->world,
        (struct event){.kind = EVENT_RESIZED, .x = (int)how->width_px, .y = (int)how->height_px});
}

/* The terminal as it is set up: its glass, its first language, and whether it hears. */
void monkey_begin(struct monkey *monkey)
{
    struct world *world = monkey->world;
    world->app.setup.lang = any(monkey, 0, 1) ? LANG_EN : LANG_ZH;
    world->app.setup.can_record = any(monkey, 0, 1);
    world->note_s = (int)any(monkey, 1, NOTE_MOST_S);
    resize(monkey);
    struct effects effects = {0};
    app_wipe(&world->app, SCREEN_HOME, &effects);
    world_event(world, (struct event){.kind = EVENT_TIME});
}

/* A visitor who likes it in a way that is seldom tapped together by chance. */
static void change_look(struct monkey *monkey)
{
    struct visit *visit = &monkey->world->app.visit;
    visit->lang = any(monkey, 0, 1) ? LANG_EN : LANG_ZH;
    visit->type_scale = any(monkey, 0, 1) ? SCALE_LARGE : SCALE_NORMAL;
    visit->theme = any(monkey, 0, 1) ? THEME_CONTRAST : THEME_LIGHT;
    visit->reach = any(monkey, 0, 1) ? REACH_LOW : REACH_NORMAL;
    monkey_tell(monkey, "language %d, size %d, theme %d, reach %d", (int)visit->lang,
                (int)visit->type_scale, (int)visit->theme, (int)visit->reach);
    app_restyle(&monkey->world->app);
    world_event(monkey->world, (struct event){.kind = EVENT_TIME});
}

void monkey_act(struct monkey *monkey)
{
    static const struct {
        int weight;
        void (*act)(struct monkey *monkey);
    } acts[] = {{600, tap_something}, {40, tap_somewhere},   {30, swipe},
                {30, palm},           {110, type_something}, {60, press_something},
                {40, scan},           {8, scan_rubbish},     {40, wait_some},
                {20, change_link},    {15, change_printer},  {5, change_content},
                {8, resize},          {10, change_look}};
    int64_t sum = 0;
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        sum += acts[i].weight;
    int64_t pick = any(monkey, 0, sum - 1);
    size_t i = 0;
    while (pick >= acts[i].weight)
        pick -= acts[i++].weight;
    acts[i].act(monkey);
    /* What is said comes to an end some time. */
    if (any(monkey, 0, 3) == 0)
        world_end_speech(monkey->world);
    /* Long enough for keys that were held back. */
    world_wait(monkey->world, any(monkey, BURST_HOLD_MS + 1, 400));
}
