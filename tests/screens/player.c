#include "screens/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "domain/code.h"
#include "domain/number.h"
#include "kiosk/ring.h"
#include "kiosk/screen.h"
#include "slip/slip.h"
#include "store/query.h"

enum { FILE_MAX = 1 << 20, FIND_PAGES = 20 };

static void fail(const struct player *player, const char *what, const char *word)
{
    fprintf(stderr, "%s:%d: %s %s\n", player->path, player->line, what, word);
    struct buf dump = {0};
    draw_dump(app_frame(&player->world->app), &dump);
    fprintf(stderr, "%s", dump.data);
    exit(1);
}

/* Places and sizes belong to the tests of ui; here it is what is said and what can be touched. */
static void put_without_boxes(const struct draw_list *list, struct buf *out)
{
    struct buf dump = {0};
    draw_dump(list, &dump);
    for (const char *at = dump.data; at && *at;) {
        const char *end = strchr(at, '\n');
        size_t len = end ? (size_t)(end - at) : strlen(at), kept = len;
        for (size_t i = len; i > 1; i--)
            if (at[i - 1] == '@' && at[i - 2] == ' ') {
                kept = i - 2;
                break;
            }
        buf_puts(out, "  ");
        buf_append(out, at, kept);
        buf_putc(out, '\n');
        at = end ? end + 1 : at + len;
    }
    buf_fini(&dump);
}

static void where(struct player *player)
{
    struct app *app = &player->world->app;
    const struct draw_list *list = app_frame(app);
    const struct draw_cmd *focused = ring_find(app, list);
    buf_printf(&player->out, "== %s%s", app_screen_name(app),
               app_is_settled(app) ? "" : " (not settled)");
    if (focused)
        buf_printf(&player->out, " (focus on #%s)", focused->node.id);
    buf_putc(&player->out, '\n');
}

static void shoot(struct player *player, const struct draw_list *list, const char *name)
{
    if (player->shot && *name)
        player->shot(player->shot_ctx, list, name);
}

static void show(struct player *player, const char *name)
{
    const struct draw_list *list = app_frame(&player->world->app);
    if (*name)
        buf_printf(&player->out, "# %s\n", name);
    where(player);
    put_without_boxes(list, &player->out);
    shoot(player, list, name);
}

/* A new visitor who likes it this way. */
static void take_look(struct player *player)
{
    struct visit *visit = &player->world->app.visit;
    visit->lang = player->look.lang;
    visit->type_scale = player->look.type_scale;
    visit->theme = player->look.theme;
    visit->reach = player->look.reach;
    app_restyle(&player->world->app);
}

/* What is not on this page is looked for on the next ones, and behind “more”. */
static void find(struct player *player, const char *what)
{
    for (int page = 0; page < FIND_PAGES; page++) {
        if (world_tap(player->world, what))
            return;
        if (!world_tap(player->world, "#nav.next") && !world_tap(player->world, "#home.more"))
            break;
    }
    fail(player, "on no page there is", what);
}

/* Not every size of type needs a second page. */
static void show_more(struct player *player, const char *name)
{
    if (world_tap(player->world, "#home.more"))
        show(player, name);
}

static void show_slip(struct player *player, const char *name)
{
    struct arena arena = {0};
    struct slip_data data;
    struct draw_list list = {0};
    if (!app_slip(&player->world->app, &arena, &data))
        fail(player, "there is no", "slip");
    slip_layout(&data, SLIP_PAPER_58, player->measure, &arena, &list);
    buf_printf(&player->out, "-- slip %lld\n", (long long)player->world->slips);
    put_without_boxes(&list, &player->out);
    shoot(player, &list, name);
    arena_fini(&arena);
}

static void remember(struct player *player)
{
    const struct deed *deed = &player->world->app.deed;
    if (deed->state != DEED_ANSWERED || deed->answer.qr[0] == '\0')
        return;
    memcpy(player->number, deed->answer.ticket, sizeof player->number);
    memcpy(player->qr, deed->answer.qr, sizeof player->qr);
    /* A digit in the middle of the signature is another one. */
    memcpy(player->forged, player->qr, sizeof player->forged);
    char *digit = player->forged + strlen(player->forged) - 20;
    *digit = *digit == '7' ? '8' : '7';
    /* Another terminal's number, one nobody here has heard of. */
    char number[TICKET_SIZE];
    number_make(32767, 12345, number);
    (void)snprintf(player->foreign, sizeof player->foreign, "%s.%s", number, deed->answer.token);
}

/* "$card BODY" or "$thing BODY" with its check character. */
static const char *make_code(const char *text, char out[CODE_SHOWN_SIZE])
{
    struct code code = {.kind = text[1] == 'c' ? CODE_CARD : CODE_THING};
    str_copy(code.body, sizeof code.body, strchr(text, ' ') + 1);
    code_show(&code, out);
    return out;
}

static void scan(struct player *player, const char *text)
{
    char code[CODE_SHOWN_SIZE];
    if (str_equal(text, "$number"))
        text = player->number;
    else if (str_equal(text, "$qr"))
        text = player->qr;
    else if (str_equal(text, "$forged"))
        text = player->forged;
    else if (str_equal(text, "$foreign"))
        text = player->foreign;
    else if (str_starts(text, "$card ") || str_starts(text, "$thing "))
        text = make_code(text, code);
    world_type(player->world, text, 3);
    world_event(player->world, (struct event){.kind = EVENT_KEY, .key = EVENT_KEY_ENTER});
}

static void key(struct player *player, uint32_t key)
{
    /* As far apart as a person's, and over the time it takes to see that it is no scan. */
    world_wait(player->world, 120 - BURST_HOLD_MS);
    world_event(player->world, (struct event){.kind = EVENT_KEY, .key = key});
    world_wait(player->world, BURST_HOLD_MS);
}

static void press_one(struct player *player, const char *word, size_t len)
{
    static const struct {
        const char *word;
        uint32_t key;
    } all[] = {{"Tab", EVENT_KEY_TAB},        {"Backtab", EVENT_KEY_BACKTAB},
               {"Up", EVENT_KEY_UP},          {"Down", EVENT_KEY_DOWN},
               {"Left", EVENT_KEY_LEFT},      {"Right", EVENT_KEY_RIGHT},
               {"Enter", EVENT_KEY_ENTER},    {"Space", ' '},
               {"Escape", EVENT_KEY_ESCAPE},  {"Home", EVENT_KEY_HOME},
               {"PageUp", EVENT_KEY_PAGE_UP}, {"PageDown", EVENT_KEY_PAGE_DOWN},
               {"Act", EVENT_KEY_ACT},        {"Delete", EVENT_KEY_DELETE},
               {"Switch", EVENT_KEY_SWITCH},  {"SwitchHeld", EVENT_KEY_SWITCH}};
    if (len == 4 && strncmp(word, "Pad", 3) == 0) {
        key(player, EVENT_KEY_PAD_0 + (uint32_t)(word[3] - '0'));
        return;
    }
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strlen(all[i].word) != len || strncmp(all[i].word, word, len) != 0)
            continue;
        key(player, all[i].key);
        if (all[i].key == EVENT_KEY_SWITCH) {
            world_wait(player->world, str_equal(all[i].word, "SwitchHeld") ? 900 : 150);
            key(player, EVENT_KEY_SWITCH_UP);
        }
        return;
    }
    fail(player, "no such key:", word);
}

static void press(struct player *player, const char *words)
{
    while (*words) {
        size_t len = strcspn(words, " *");
        int64_t times = 1;
        const char *rest = words + len;
        if (*rest == '*')
            times = strtol(rest + 1, NULL, 10);
        for (int64_t i = 0; i < times; i++)
            press_one(player, words, len);
        words += strcspn(words, " ");
        words += strspn(words, " ");
    }
}

/* Tab goes round: each thing comes by. */
static void tab_to(struct player *player, const char *id)
{
    for (int i = 0; i < 200; i++) {
        const struct draw_cmd *focused =
            ring_find(&player->world->app, app_frame(&player->world->app));
        if (focused && str_equal(focused->node.id, id))
            return;
        key(player, EVENT_KEY_TAB);
    }
    fail(player, "Tab does not come to", id);
}

static void set_clock(struct player *player, const char *text)
{
    struct date date;
    char day[11] = "";
    int hour = 0, minute = 0;
    if (strlen(text) < 16)
        fail(player, "expected YYYY-MM-DD HH:MM, got", text);
    memcpy(day, text, 10);
    hour = (text[11] - '0') * 10 + text[12] - '0';
    minute = (text[14] - '0') * 10 + text[15] - '0';
    if (!date_parse(day, &date))
        fail(player, "no such day:", text);
    player->world->now = instant_of_day(day_of_date(date), hour * HOUR_S + minute * MINUTE_S);
    world_event(player->world, (struct event){.kind = EVENT_TIME});
}

static void set_printer(struct player *player, const char *word)
{
    static const struct {
        const char *word;
        enum printer_state state;
        enum printer_job_state job;
    } all[] = {{"ok", PRINTER_OK, PRINTER_JOB_CONFIRMED},
               {"out", PRINTER_OUT, PRINTER_JOB_WAITING},
               {"unknown", PRINTER_UNKNOWN, PRINTER_JOB_UNCONFIRMED},
               {"none", PRINTER_NONE, PRINTER_JOB_FAILED}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (!str_equal(all[i].word, word))
            continue;
        player->world->prints = all[i].job;
        world_event(player->world,
                    (struct event){.kind = EVENT_PRINTER, .printer = (int)all[i].state});
        return;
    }
    fail(player, "no such state of a printer:", word);
}

static void set_link(struct player *player, const char *word)
{
    struct link_news news = {.state = str_equal(word, "online")    ? LINK_ONLINE
                                      : str_equal(word, "offline") ? LINK_OFFLINE
                                                                   : LINK_NONE,
                             .is_enrolled = !str_equal(word, "enrolling"),
                             .has_content = true,
                             .pending = str_equal(word, "offline") ? 3 : 0};
    if (!news.is_enrolled)
        news.state = LINK_OFFLINE;
    world_event(player->world, (struct event){.kind = EVENT_LINK, .link = news});
}

static void set_desk(struct player *player, const char *word)
{
    struct world *world = player->world;
    struct call_row call;
    struct verdict verdict;
    char kiosk[META_VALUE_MAX], hex[2 * OP_ID_SIZE + 1], body[128];
    struct apply_context context = {.arrived_at = world->now, .by_staff = true};
    enum op_kind kind = str_equal(word, "answer") ? OP_CALL_ANSWER : OP_CALL_CLOSE;
    if (!store_meta_get(world->store, "kiosk", kiosk, sizeof kiosk) ||
        !query_last_call(world->store, kiosk, &call))
        fail(player, "nobody calls the", "desk");
    hex_encode(call.id.bytes, sizeof call.id.bytes, hex);
    (void)snprintf(body, sizeof body, "{\"op\":\"%s\",\"by\":\"wang\"}", hex);
    if (store_submit(world->store, kind, body, NULL, &context, NULL, &verdict) != OK ||
        verdict.code != VERDICT_ACCEPTED)
        fail(player, "the desk cannot", word);
    world_event(world, (struct event){.kind = EVENT_DATA});
}

static void play_size(struct player *player, const char *text)
{
    int w = 0, h = 0;
    if (sscanf(text, "%d %d", &w, &h) != 2)
        fail(player, "expected W H, got", text);
    world_event(player->world, (struct event){.kind = EVENT_RESIZED, .x = w, .y = h});
}

static void hear(struct player *player)
{
    const struct buf *heard = &player->world->heard;
    buf_printf(&player->out, "== heard ==\n%s", heard->len > 0 ? heard->data : "(silence)\n");
}

static void play(struct player *player, const char *command, const char *text)
{
    int64_t seconds = 0;
    if (str_equal(command, "tap")) {
        if (!world_tap(player->world, text))
            fail(player, "nothing on the screen is called", text);
    } else if (str_equal(command, "find")) {
        find(player, text);
    } else if (str_equal(command, "more")) {
        show_more(player, text);
    } else if (str_equal(command, "look")) {
        take_look(player);
    } else if (str_equal(command, "type")) {
        world_type(player->world, text, 120);
        world_wait(player->world, 60);
    } else if (str_equal(command, "draw")) {
        if (!world_draw(player->world, text))
            fail(player, "no pad, or no strokes:", text);
        world_wait(player->world, INK_WAIT_MS);
    } else if (str_equal(command, "scan")) {
        scan(player, text);
    } else if (str_equal(command, "press")) {
        press(player, text);
    } else if (str_equal(command, "to")) {
        tab_to(player, text);
    } else if (str_equal(command, "enter")) {
        world_event(player->world, (struct event){.kind = EVENT_KEY, .key = EVENT_KEY_ENTER});
    } else if (str_equal(command, "wait") && str_to_int(text, 0, 100000, &seconds)) {
        world_wait(player->world, seconds * 1000);
    } else if (str_equal(command, "at")) {
        set_clock(player, text);
    } else if (str_equal(command, "desk")) {
        set_desk(player, text);
    } else if (str_equal(command, "size")) {
        play_size(player, text);
    } else if (str_equal(command, "printer")) {
        set_printer(player, text);
    } else if (str_equal(command, "link")) {
        set_link(player, text);
    } else if (str_equal(command, "microphone") && str_to_int(text, 1, NOTE_MOST_S, &seconds)) {
        player->world->note_s = (int)seconds;
        player->world->app.setup.can_record = true;
        player->world->app.is_stale = true;
    } else if (str_equal(command, "slip")) {
        show_slip(player, text);
    } else if (str_equal(command, "say")) {
        buf_printf(&player->out, "# %s\n", text);
    } else if (str_equal(command, "where")) {
        where(player);
    } else if (str_equal(command, "hear")) {
        hear(player);
    } else if (str_equal(command, "over")) {
        world_end_speech(player->world);
    } else if (str_equal(command, "show")) {
        show(player, text);
    } else {
        fail(player, "no such command:", command);
    }
    remember(player);
}

static void play_file(struct player *player, struct arena *arena)
{
    char *text = NULL;
    size_t len = 0;
    if (file_read(arena, player->path, FILE_MAX, &text, &len) != OK) {
        fprintf(stderr, "%s cannot be read\n", player->path);
        exit(2);
    }
    for (char *at = text; *at;) {
        char *end = strchr(at, '\n');
        if (end)
            *end = '\0';
        player->line++;
        if (*at && *at != '#') {
            char *space = strchr(at, ' ');
            if (space)
                *space = '\0';
            play(player, at, space ? space + 1 : "");
        }
        if (!end)
            break;
        at = end + 1;
    }
}

void player_run(struct player *player, const char *content_dir)
{
    struct arena arena = {0};
    static const struct panel glasses[] = {[GLASS_UPRIGHT] = {1080, 1920, 0},
                                           [GLASS_WIDE] = {1920, 1080, 0},
                                           [GLASS_SMALL] = {1366, 768, 156}};
    const struct panel *panel = &glasses[player->look.glass];
    world_open(player->world, content_dir, player->measure, panel->width_px, panel->height_px);
    if (panel->diagonal_tenths > 0)
        world_set_screens(player->world, panel->diagonal_tenths);
    take_look(player);
    play_file(player, &arena);
    world_close(player->world);
    arena_fini(&arena);
}

bool look_parse(const char *word, struct look *out)
{
    struct look look = {0};
    if (!str_starts(word, "zh-") && !str_starts(word, "en-"))
        return false;
    look.lang = str_starts(word, "zh-") ? LANG_ZH : LANG_EN;
    if (!str_equal(word + 3, "normal") && !str_equal(word + 3, "large"))
        return false;
    look.type_scale = str_equal(word + 3, "large") ? SCALE_LARGE : SCALE_NORMAL;
    *out = look;
    return true;
}
