#include "screens/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/utf8.h"
#include "content/content.h"
#include "kiosk/index.h"
#include "kiosk/screen.h"
#include "store/fleet.h"
#include "store/revision.h"
#include "trust/env_real.h"

static void must(enum status status, const char *what)
{
    if (status == OK)
        return;
    fprintf(stderr, "%s: %s\n", what, status_text(status));
    exit(2);
}

static instant wall(void *ctx)
{
    return ((struct world *)ctx)->now;
}

static int64_t mono(void *ctx)
{
    return ((struct world *)ctx)->mono_ms;
}

/* The same in every run, so that numbers and codes can be expected. */
static void randomness(void *ctx, void *out, size_t len)
{
    struct world *world = ctx;
    for (size_t i = 0; i < len; i++) {
        world->random = world->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        ((unsigned char *)out)[i] = (unsigned char)(world->random >> 56);
    }
}

static int width_em(void *ctx, struct font font, const char *utf8, size_t len)
{
    (void)ctx;
    int halves = 0;
    for (size_t at = 0; at < len;) {
        size_t bytes = 0;
        halves += utf8_next(utf8 + at, len - at, &bytes) >= 0x2E80 ? 2 : 1;
        at += bytes;
    }
    return halves * font.px / 2;
}

const struct text_measure world_measure = {.ctx = NULL, .width_px = width_em};

static void open_store(struct world *world, enum store_access access, struct store **out)
{
    char path[96], why[256] = "";
    (void)snprintf(path, sizeof path, "%s/yizhan.db", world->dir);
    struct store_options options = {
        .path = path, .role = STORE_HUB, .access = access, .env = &world->env};
    enum status status = store_open(&options, out, why, sizeof why);
    if (status != OK)
        fprintf(stderr, "%s\n", why);
    must(status, "opening the store");
}

static void publish(struct world *world, const char *dir)
{
    struct arena arena = {0};
    struct content_report report = {0};
    const struct content_row *rows = NULL;
    size_t n = 0;
    int64_t revision = 0;
    enum status status = content_read(dir, day_of_instant(world->now), &arena, &report, &rows, &n);
    for (size_t i = 0; status != OK && i < report.notes_len; i++)
        fprintf(stderr, "%s\n", content_note_line(&arena, &report.notes[i]));
    must(status, "reading the content");
    must(revision_publish(world->store, rows, n, &revision), "publishing the content");
    arena_fini(&arena);
}

static void enroll(struct world *world)
{
    char kiosk[KIOSK_ID_SIZE], why[256] = "";
    must(hub_open(world->store, &world->hub_keys, &world->env, "HTTPS://YIZHAN.INVALID",
                  &world->hub, why, sizeof why),
         "opening the hub");
    must(fleet_enroll_key(world->store, "demo", world->kiosk_keys.sign_public, world->now, kiosk),
         "enrolling");
    must(store_meta_set(world->store, "kiosk", kiosk), "enrolling");
}

/* The index is made at once, where a terminal leaves that to a thread. */
static void open_search(struct world *world)
{
    char path[96], why[256] = "";
    enum index_outcome outcome;
    (void)snprintf(path, sizeof path, "%s/search.db", world->dir);
    must(index_make(path, store_catalogue(world->reader), "demo", &outcome, why, sizeof why),
         "making the search index");
    search_create(path, &world->search);
}

void world_open(struct world *world, const char *content_dir, const struct text_measure *measure,
                int width_px, int height_px)
{
    memset(world, 0, sizeof *world);
    world->now = WORLD_NOW;
    world->mono_ms = 1000;
    struct env real;
    must(env_real_init(&real), "the crypto library");
    world->env = (struct env){world, wall, mono, randomness, env_hash_blake2b};
    (void)str_copy(world->dir, sizeof world->dir, "/tmp/yizhan-screens-XXXXXX");
    if (!mkdtemp(world->dir))
        must(ERR_IO, "a temporary folder");
    hub_keys_make(&world->env, &world->hub_keys);
    kiosk_keys_make(&world->env, &world->kiosk_keys);
    open_store(world, STORE_READ_WRITE, &world->store);
    publish(world, content_dir);
    enroll(world);
    open_store(world, STORE_READ_ONLY, &world->reader);
    world->core = (struct core){.store = world->store,
                                .env = &world->env,
                                .keys = &world->kiosk_keys,
                                .cost = &contact_cost_least};
    world->prints = PRINTER_JOB_CONFIRMED;
    open_search(world);
    struct app_setup setup = {
        .station = "demo",
        .lang = LANG_ZH,
        .catalogue = store_catalogue(world->reader),
        .store = world->reader,
        .search = world->search,
        .measure = measure,
        .width_px = width_px,
        .height_px = height_px,
        .is_alone = true,
        .can_speak = true,
        .at_ms = world->mono_ms,
        .now = world->now,
    };
    app_init(&world->app, &setup);
    world->app.printer = PRINTER_OK;
    world->app.link.has_content = true;
}

void world_set_screens(struct world *world, int32_t tenths)
{
    struct app *app = &world->app;
    const size_t most = sizeof world->stations / sizeof world->stations[0];
    world->catalogue = *app->setup.catalogue;
    for (size_t i = 0; i < world->catalogue.stations_len && i < most; i++) {
        world->stations[i] = app->setup.catalogue->stations[i];
        world->stations[i].screen_tenths = tenths;
    }
    world->catalogue.stations = world->stations;
    app->setup.catalogue = &world->catalogue;
    app_restyle(app);
}

void world_close(struct world *world)
{
    static const char *const files[] = {"yizhan.db", "yizhan.db-wal", "yizhan.db-shm",
                                        "search.db", "search.db-wal", "search.db-shm"};
    app_destroy(&world->app);
    entry_destroy(world->entry);
    buf_fini(&world->heard);
    buf_fini(&world->all_heard);
    search_destroy(world->search);
    hub_close(world->hub);
    store_close(world->reader);
    store_close(world->store);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[96];
        (void)snprintf(path, sizeof path, "%s/%s", world->dir, files[i]);
        unlink(path);
    }
    rmdir(world->dir);
}

void world_publish(struct world *world, const char *content_dir)
{
    publish(world, content_dir);
    const struct catalogue *catalogue = store_catalogue(world->reader);
    world_event(world, (struct event){.kind = EVENT_CONTENT, .catalogue = catalogue});
}

/* ---- effects ---- */

static void submit(struct world *world, const struct core_order *order)
{
    struct core_answer answer;
    core_submit(&world->core, order, &answer);
    while (!core_check(&world->core, &answer))
        world->mono_ms += 50;
    /* The database is a hub's, so that every answer in it is the hub's; without a network the
     * terminal does not hear it. */
    if (order->link == CORE_LINK_OFFLINE)
        answer.hub_answered = false;
    world_event(world, (struct event){.kind = EVENT_ANSWERED, .answer = &answer});
}

/* The real engines, without their thread. */
static void look_up(struct world *world, const struct entry_query *asked)
{
    struct entry_query query = *asked;
    struct entry_news news = {.serial = query.serial};
    if (!world->entry)
        entry_create(NULL, &world->entry);
    if (query.ask == ENTRY_ASK_CLOSE) {
        entry_close_models(world->entry);
        return;
    }
    entry_set_fuzzy(world->entry, query.fuzzy);
    news.status = query.ask == ENTRY_ASK_INK
                      ? entry_ink(world->entry, &query.ink, &news.answer)
                      : entry_pinyin(world->entry, query.letters, &news.answer);
    world_event(world, (struct event){.kind = EVENT_ENTRY, .entry = &news});
}

static void tell_of_note(struct world *world, int64_t id, enum note_news_kind kind, int seconds)
{
    static const char ogg[] = "OggS as it were";
    struct note_news news = {id, kind, seconds, ogg, sizeof ogg};
    world_event(world, (struct event){.kind = EVENT_NOTE, .note = &news});
}

/* Somebody speaks, and is half through when one looks. */
static void listen(struct world *world, enum note_deed deed, int64_t id)
{
    if (deed == NOTE_RECORD) {
        tell_of_note(world, id, NOTE_RECORDING, 0);
        tell_of_note(world, id, NOTE_RECORDING, (world->note_s + 1) / 2);
    } else if (deed == NOTE_STOP) {
        tell_of_note(world, id, NOTE_READY, world->note_s);
    }
}

static void carry_out(struct world *world, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_SUBMIT: {
        struct core_order order = *effect->order;
        submit(world, &order);
        break;
    }
    case EFFECT_PRINT:
        world->slips++;
        world_event(world, (struct event){.kind = EVENT_PRINT_JOB,
                                          .printer = world->app.printer,
                                          .job = effect->arg,
                                          .job_state = (int)world->prints});
        break;
    case EFFECT_ENTRY:
        look_up(world, effect->entry);
        break;
    case EFFECT_ASK:
    case EFFECT_ASK_PHONE:
        if (world->asked)
            world_event(world, (struct event){.kind = EVENT_ASKED, .text = world->asked});
        break;
    case EFFECT_SPEAK:
        world->speech = effect->arg;
        buf_clear(&world->heard);
        buf_puts(&world->heard, effect->text);
        buf_puts(&world->all_heard, effect->text);
        break;
    case EFFECT_HUSH:
        buf_clear(&world->heard);
        break;
    case EFFECT_NOTE:
        if (world->note_s > 0)
            listen(world, effect->note, effect->arg);
        break;
    default:
        break;
    }
}

void world_event(struct world *world, struct event event)
{
    event.at_ms = world->mono_ms;
    event.now = world->now;
    app_update(&world->app, &event, &world->effects);
    struct effects effects = world->effects;
    for (int i = 0; i < effects.n; i++)
        carry_out(world, &effects.items[i]);
}

void world_end_speech(struct world *world)
{
    buf_clear(&world->heard);
    world_event(
        world,
        (struct event){.kind = EVENT_SPEECH, .speech = SPEECH_OVER, .speech_id = world->speech});
}

void world_wait(struct world *world, int64_t ms)
{
    int64_t until = world->mono_ms + ms;
    while (world->mono_ms < until) {
        int64_t next = app_deadline_ms(&world->app);
        next = next > until ? until : next;
        int64_t step = next > world->mono_ms ? next - world->mono_ms : 1;
        world->now += (world->mono_ms + step) / 1000 - world->mono_ms / 1000;
        world->mono_ms += step;
        world_event(world, (struct event){.kind = EVENT_TIME});
    }
}

/* ---- fingers and keys ---- */

static bool is_meant(const struct draw_cmd *cmd, const char *what)
{
    return what[0] == '#' ? str_equal(cmd->node.id, what + 1) : str_equal(cmd->node.name, what);
}

bool world_tap(struct world *world, const char *what)
{
    const struct draw_list *list = app_frame(&world->app);
    const struct draw_cmd *cmd = NULL, *found = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if (is_meant(cmd, what) && (!found || cmd->node.action.kind != 0))
            found = cmd;
    if (!found)
        return false;
    int x = found->seen.x + found->seen.w / 2, y = found->seen.y + found->seen.h / 2;
    world_event(world, (struct event){.kind = EVENT_TOUCH_DOWN, .x = x, .y = y});
    world->mono_ms += 80;
    world_event(world, (struct event){.kind = EVENT_TOUCH_UP, .x = x, .y = y});
    return true;
}

static void draw_at(struct world *world, enum event_kind kind, const struct box *pad, long x,
                    long y)
{
    world->mono_ms += 8;
    world_event(world, (struct event){.kind = kind,
                                      .x = pad->x + (int)(x * (pad->w - 1) / 1000),
                                      .y = pad->y + (int)(y * (pad->h - 1) / 1000)});
}

bool world_draw(struct world *world, const char *strokes)
{
    enum { STEPS = 6 };
    long x = 0, y = 0;
    bool is_down = false;
    const struct draw_cmd *found = draw_find_id(app_frame(&world->app), "ink.pad");
    if (!found)
        return false;
    struct box pad = found->box;
    for (const char *at = strokes; *at;) {
        char *end = NULL;
        if (*at == ' ' || *at == '/') {
            if (*at++ == '/') {
                draw_at(world, EVENT_TOUCH_UP, &pad, x, y);
                is_down = false;
            }
            continue;
        }
        long to_x = strtol(at, &end, 10);
        if (end == at || *end != ',')
            return false;
        at = end + 1;
        long to_y = strtol(at, &end, 10);
        if (end == at)
            return false;
        at = end;
        if (!is_down)
            draw_at(world, EVENT_TOUCH_DOWN, &pad, to_x, to_y);
        for (int i = 1; is_down && i <= STEPS; i++)
            draw_at(world, EVENT_TOUCH_MOVE, &pad, x + (to_x - x) * i / STEPS,
                    y + (to_y - y) * i / STEPS);
        is_down = true;
        x = to_x;
        y = to_y;
    }
    if (is_down)
        draw_at(world, EVENT_TOUCH_UP, &pad, x, y);
    return true;
}

void world_type(struct world *world, const char *text, int64_t gap_ms)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        size_t bytes = 0;
        uint32_t key = utf8_next(text + at, len - at, &bytes);
        at += bytes;
        world->mono_ms += gap_ms;
        world_event(world, (struct event){.kind = EVENT_KEY, .key = key});
    }
}
