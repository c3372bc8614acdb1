/* What stands between keys, a finger and a text: answers that come late or not at all, strokes that
 * are none, keys that are held. Answers are written down here; the real engines have their own
 * tests. */
#include "check.h"

#include <stdlib.h>

#include "base/str.h"
#include "kiosk/screen.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";

struct desk {
    struct world world;
    struct effects effects;
    struct entry_query asked; /* the newest question */
    int asks, closes;
};

/* Effects are only counted: nobody answers unless the test does. */
static void send(struct desk *desk, struct event event)
{
    event.at_ms = desk->world.mono_ms;
    event.now = desk->world.now;
    app_update(&desk->world.app, &event, &desk->effects);
    for (int i = 0; i < desk->effects.n; i++) {
        if (desk->effects.items[i].kind != EFFECT_ENTRY)
            continue;
        desk->asked = *desk->effects.items[i].entry;
        desk->asks += desk->asked.ask != ENTRY_ASK_CLOSE;
        desk->closes += desk->asked.ask == ENTRY_ASK_CLOSE;
    }
}

static void pass(struct desk *desk, int64_t ms)
{
    desk->world.mono_ms += ms;
    send(desk, (struct event){.kind = EVENT_TIME});
}

static const char *const way[] = {
    "#menu.report",     "#item.fire-risk", "#item.go",   "#place.street",
    "#place.main-road", "#place.gate",     "#form.next", "#field.what.charging",
    "#form.next",       "#field.agree",    "#form.next"};

static struct desk *desk_open(void)
{
    struct desk *desk = xalloc(sizeof *desk);
    memset(desk, 0, sizeof *desk);
    world_open(&desk->world, content_dir, &world_measure, 1080, 1920);
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++)
        CHECK(world_tap(&desk->world, way[i]));
    CHECK(typing_is_on(&desk->world.app));
    return desk;
}

static void desk_close(struct desk *desk)
{
    world_close(&desk->world);
    free(desk);
}

static void tap(struct desk *desk, const char *id)
{
    const struct draw_cmd *cmd = draw_find_id(app_frame(&desk->world.app), id);
    CHECK(cmd != NULL);
    if (!cmd)
        return;
    int x = cmd->seen.x + cmd->seen.w / 2, y = cmd->seen.y + cmd->seen.h / 2;
    send(desk, (struct event){.kind = EVENT_TOUCH_DOWN, .x = x, .y = y});
    desk->world.mono_ms += 60;
    send(desk, (struct event){.kind = EVENT_TOUCH_UP, .x = x, .y = y});
}

static void letters(struct desk *desk, const char *text)
{
    char id[] = "key.?";
    for (; *text != '\0'; text++) {
        id[4] = *text;
        tap(desk, id);
    }
}

/* Two candidates: one for all letters, one for the first n of them. */
static void answer(struct desk *desk, int64_t serial, const char *whole, const char *part, int n)
{
    struct entry_news news = {.serial = serial, .answer.n = part ? 2 : 1};
    CHECK(str_copy(news.answer.items[0].text, ENTRY_CANDIDATE_SIZE, whole));
    news.answer.items[0].letters = (int)strlen(desk->asked.letters);
    if (part)
        CHECK(str_copy(news.answer.items[1].text, ENTRY_CANDIDATE_SIZE, part));
    news.answer.items[1].letters = n;
    send(desk, (struct event){.kind = EVENT_ENTRY, .entry = &news});
}

static const char *shown(struct desk *desk)
{
    const struct draw_cmd *field = draw_find_id(app_frame(&desk->world.app), "field.more");
    return field ? field->node.value : "(no field)";
}

static bool has(struct desk *desk, const char *id)
{
    return draw_find_id(app_frame(&desk->world.app), id) != NULL;
}

/* ---- letters ---- */

static void test_only_the_newest_answer_counts(void)
{
    struct desk *desk = desk_open();
    letters(desk, "w");
    int64_t first = desk->asked.serial;
    letters(desk, "a");
    CHECK_INT(desk->asks, 2);
    CHECK(desk->asked.serial > first);
    CHECK_STR(desk->asked.letters, "wa");
    CHECK(!app_is_settled(&desk->world.app));
    answer(desk, first, "我", NULL, 0);
    CHECK(!has(desk, "candidate.0"));
    answer(desk, desk->asked.serial, "哇", NULL, 0);
    CHECK(has(desk, "candidate.0") && app_is_settled(&desk->world.app));
    /* An answer to what was deleted since is none. */
    int64_t old = desk->asked.serial;
    tap(desk, "key.delete");
    tap(desk, "key.delete");
    answer(desk, old, "哇", NULL, 0);
    CHECK(!has(desk, "candidate.0") && typing_is_empty(&desk->world.app));
    CHECK_STR(shown(desk), "");
    desk_close(desk);
}

static void test_a_candidate_for_the_beginning(void)
{
    struct desk *desk = desk_open();
    letters(desk, "wanshang");
    answer(desk, desk->asked.serial, "晚上", "万", 3);
    tap(desk, "candidate.1");
    CHECK_STR(desk->asked.letters, "shang");
    CHECK_STR(shown(desk), "万shang");
    /* The old candidates can still be tapped, and take no more letters than there are. */
    tap(desk, "candidate.0");
    CHECK_STR(shown(desk), "万晚上");
    CHECK(typing_is_empty(&desk->world.app));
    desk_close(desk);
}

static void test_space_is_quicker_than_the_engine(void)
{
    struct desk *desk = desk_open();
    letters(desk, "lou");
    tap(desk, "key.space");
    CHECK_STR(shown(desk), "lou");
    answer(desk, desk->asked.serial, "楼", NULL, 0);
    CHECK_STR(shown(desk), "楼");
    /* Nothing fits: space keeps the letters. */
    letters(desk, "vvv");
    struct entry_news none = {.serial = desk->asked.serial};
    send(desk, (struct event){.kind = EVENT_ENTRY, .entry = &none});
    tap(desk, "key.space");
    CHECK_STR(shown(desk), "楼vvv");
    desk_close(desk);
}

static void test_without_an_engine(void)
{
    struct desk *desk = desk_open();
    letters(desk, "lou");
    struct entry_news failed = {.serial = desk->asked.serial, .status = ERR_NOT_FOUND};
    send(desk, (struct event){.kind = EVENT_ENTRY, .entry = &failed});
    CHECK(app_is_settled(&desk->world.app));
    const struct draw_cmd *cmd = NULL;
    bool is_said = false;
    while ((cmd = draw_next_node(app_frame(&desk->world.app), cmd)) != NULL)
        is_said = is_said || str_equal(cmd->node.name, text_get(LANG_ZH, MSG_PAD_NO_PINYIN));
    CHECK(is_said);
    tap(desk, "form.next");
    CHECK_STR(desk->world.app.draft.answers[2].text, "lou");
    desk_close(desk);
}

static void test_what_goes_with_whom(void)
{
    struct desk *desk = desk_open();
    letters(desk, "lou");
    answer(desk, desk->asked.serial, "楼", NULL, 0);
    tap(desk, "pad.ink");
    CHECK_STR(shown(desk), "楼");
    tap(desk, "nav.back");
    CHECK(typing_is_empty(&desk->world.app));
    CHECK_INT(desk->closes, 0);
    /* The way to write stays for the visit, and ends with it. */
    tap(desk, "form.next");
    CHECK(has(desk, "ink.pad"));
    tap(desk, "nav.end");
    CHECK_INT(desk->closes, 1);
    struct typing *typing = &desk->world.app.typing;
    struct typing none = {.now = {.ask = ENTRY_ASK_CLOSE, .serial = typing->now.serial}};
    CHECK(memcmp(typing, &none, sizeof none) == 0);
    desk_close(desk);
}

static void test_too_much(void)
{
    struct desk *desk = desk_open();
    for (int i = 0; i < ENTRY_LETTERS_MAX + 9; i++)
        letters(desk, "a");
    CHECK_INT(strlen(desk->asked.letters), ENTRY_LETTERS_MAX);
    answer(desk, desk->asked.serial, "啊", NULL, 0);
    tap(desk, "candidate.0");
    CHECK_STR(shown(desk), "啊");
    /* A list may be asked for beyond its last page. */
    letters(desk, "a");
    answer(desk, desk->asked.serial, "啊", NULL, 0);
    tap(desk, "pad.open");
    desk->world.app.typing.page = 1000;
    desk->world.app.is_stale = true;
    CHECK(has(desk, "candidate.0"));
    desk_close(desk);
}

static void test_a_held_delete(void)
{
    struct desk *desk = desk_open();
    world_type(&desk->world, "ABCDEF", 100);
    world_wait(&desk->world, 100);
    CHECK_STR(shown(desk), "ABCDEF");
    const struct draw_cmd *key = draw_find_id(app_frame(&desk->world.app), "key.delete");
    struct event at = {.kind = EVENT_TOUCH_DOWN,
                       .x = key->seen.x + key->seen.w / 2,
                       .y = key->seen.y + key->seen.h / 2};
    send(desk, at);
    pass(desk, REPEAT_FIRST_MS - 1);
    CHECK_STR(shown(desk), "ABCDEF");
    pass(desk, 1);
    CHECK_STR(shown(desk), "ABCDE");
    CHECK_INT(app_deadline_ms(&desk->world.app), desk->world.mono_ms + REPEAT_MS);
    pass(desk, REPEAT_MS);
    CHECK_STR(shown(desk), "ABCD");
    at.kind = EVENT_TOUCH_UP;
    send(desk, at);
    CHECK_STR(shown(desk), "ABCD");
    pass(desk, 1000);
    CHECK_STR(shown(desk), "ABCD");
    tap(desk, "key.delete");
    CHECK_STR(shown(desk), "ABC");
    desk_close(desk);
}

/* ---- ink ---- */

static struct event pen(struct desk *desk, enum event_kind kind, int64_t finger, int x, int y)
{
    struct box pad = draw_find_id(app_frame(&desk->world.app), "ink.pad")->box;
    return (struct event){.kind = kind,
                          .pointer = POINTER_FINGER,
                          .finger = finger,
                          .x = pad.x + x * pad.w / 1000,
                          .y = pad.y + y * pad.h / 1000};
}

static void stroke(struct desk *desk, int64_t finger, int from_x, int from_y, int to_x, int to_y)
{
    send(desk, pen(desk, EVENT_TOUCH_DOWN, finger, from_x, from_y));
    for (int i = 1; i <= 10; i++) {
        desk->world.mono_ms += 10;
        send(desk, pen(desk, EVENT_TOUCH_MOVE, finger, from_x + (to_x - from_x) * i / 10,
                       from_y + (to_y - from_y) * i / 10));
    }
    send(desk, pen(desk, EVENT_TOUCH_UP, finger, to_x, to_y));
    desk->world.mono_ms += 100;
}

static const struct ink *ink_of(const struct desk *desk)
{
    return &desk->world.app.typing.now.ink;
}

static void test_strokes(void)
{
    struct desk *desk = desk_open();
    tap(desk, "pad.ink");
    int page = app_place(&desk->world.app)->page;
    stroke(desk, 1, 500, 900, 500, 100);
    CHECK_INT(ink_of(desk)->n_strokes, 1);
    CHECK(ink_of(desk)->n_points >= 10);
    CHECK_INT(app_place(&desk->world.app)->page, page);
    CHECK_INT(app_deadline_ms(&desk->world.app), desk->world.mono_ms - 100 + INK_WAIT_MS);
    /* The next stroke comes before the time is over: one question for both. */
    stroke(desk, 1, 100, 500, 900, 500);
    CHECK_INT(desk->asks, 0);
    pass(desk, INK_WAIT_MS);
    CHECK_INT(desk->asks, 1);
    CHECK_INT(desk->asked.ask, ENTRY_ASK_INK);
    CHECK_INT(desk->asked.ink.n_strokes, 2);
    CHECK(desk->asked.ink.x[0] >= 498 && desk->asked.ink.x[0] <= 502);
    CHECK(desk->asked.ink.y[0] >= 898 && desk->asked.ink.y[0] <= 902);
    answer(desk, desk->asked.serial, "十", "土", 0);
    tap(desk, "candidate.0");
    CHECK_STR(shown(desk), "十");
    CHECK(typing_is_empty(&desk->world.app));
    desk_close(desk);
}

static void test_what_is_no_stroke(void)
{
    struct desk *desk = desk_open();
    tap(desk, "pad.ink");
    /* A drop. */
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 1, 300, 300));
    desk->world.mono_ms += 8;
    send(desk, pen(desk, EVENT_TOUCH_UP, 1, 300, 300));
    CHECK_INT(ink_of(desk)->n_strokes, 0);
    desk->world.mono_ms += 500;
    /* A palm. */
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 1, 300, 300));
    desk->world.mono_ms += 30;
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 2, 500, 300));
    desk->world.mono_ms += 300;
    send(desk, pen(desk, EVENT_TOUCH_UP, 1, 300, 300));
    send(desk, pen(desk, EVENT_TOUCH_UP, 2, 500, 300));
    CHECK_INT(ink_of(desk)->n_strokes, 0);
    CHECK_INT(ink_of(desk)->n_points, 0);
    desk->world.mono_ms += 500;
    /* A palm that came before the finger does not hold the pen, and leaves no mark. */
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 1, 800, 900));
    desk->world.mono_ms += 200;
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, 802, 901));
    stroke(desk, 2, 100, 200, 900, 200);
    CHECK_INT(ink_of(desk)->n_strokes, 1);
    stroke(desk, 2, 500, 100, 500, 700);
    send(desk, pen(desk, EVENT_TOUCH_UP, 1, 805, 905));
    CHECK_INT(ink_of(desk)->n_strokes, 2);
    for (int i = 0; i < ink_of(desk)->n_points; i++)
        CHECK(ink_of(desk)->y[i] <= 702);
    tap(desk, "pad.again");
    /* Somebody writes slowly, and another finger comes to rest on the pad. */
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 1, 100, 500));
    desk->world.mono_ms += 2000;
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, 300, 500));
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 2, 900, 900));
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 2, 910, 950));
    desk->world.mono_ms += 2000;
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, 600, 500));
    send(desk, pen(desk, EVENT_TOUCH_UP, 1, 900, 500));
    CHECK_INT(ink_of(desk)->n_strokes, 1);
    for (int i = 0; i < ink_of(desk)->n_points; i++)
        CHECK(ink_of(desk)->y[i] >= 498 && ink_of(desk)->y[i] <= 502);
    CHECK_INT(ink_of(desk)->x[ink_of(desk)->n_points - 1] / 10, 90);
    desk_close(desk);
}

static void test_too_much_ink(void)
{
    struct desk *desk = desk_open();
    tap(desk, "pad.ink");
    for (int i = 0; i < INK_STROKES_MAX + 5; i++)
        stroke(desk, 1, 100 + i, 100, 900, 100 + 20 * i);
    CHECK_INT(ink_of(desk)->n_strokes, INK_STROKES_MAX);
    tap(desk, "pad.again");
    CHECK(typing_is_empty(&desk->world.app));
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 1, 0, 0));
    for (int i = 0; i < 2 * INK_POINTS_MAX; i++)
        send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, i * 37 % 1000, i * 61 % 1000));
    desk->world.mono_ms += 2000;
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, -9000, 9000));
    send(desk, pen(desk, EVENT_TOUCH_UP, 1, 90000, -9000));
    CHECK_INT(ink_of(desk)->n_points, INK_POINTS_MAX);
    CHECK_INT(ink_of(desk)->ends[0], INK_POINTS_MAX);
    for (int i = 0; i < INK_POINTS_MAX; i++)
        CHECK(ink_of(desk)->x[i] >= 0 && ink_of(desk)->x[i] <= PAD_INK_SPAN &&
              ink_of(desk)->y[i] >= 0 && ink_of(desk)->y[i] <= PAD_INK_SPAN);
    /* The window system takes the finger away: what is there stays. */
    tap(desk, "pad.again");
    send(desk, pen(desk, EVENT_TOUCH_DOWN, 1, 100, 100));
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, 500, 100));
    send(desk, (struct event){.kind = EVENT_TOUCH_LOST});
    CHECK_INT(ink_of(desk)->n_strokes, 1);
    send(desk, pen(desk, EVENT_TOUCH_MOVE, 1, 900, 900));
    CHECK_INT(ink_of(desk)->n_points, 2);
    desk_close(desk);
}

int main(void)
{
    text_init();
    test_only_the_newest_answer_counts();
    test_a_candidate_for_the_beginning();
    test_space_is_quicker_than_the_engine();
    test_without_an_engine();
    test_what_goes_with_whom();
    test_too_much();
    test_a_held_delete();
    test_strokes();
    test_what_is_no_stroke();
    test_too_much_ink();
    return check_done();
}
