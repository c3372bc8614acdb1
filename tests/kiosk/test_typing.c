/* Typed or scanned: told apart by time and meaning, whoever types and whatever is scanned. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/number.h"
#include "kiosk/keys.h"
#include "kiosk/ring.h"
#include "kiosk/screen.h"
#include "screens/world.h"

static const char content_dir[] = "tests/screens/content";

/* ---- chance ---- */

struct chance {
    uint64_t state;
};

static int between(struct chance *chance, int least, int most)
{
    chance->state = chance->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return least + (int)((chance->state >> 33) % (uint64_t)(most - least + 1));
}

/* ---- hands ---- */

static void key(struct world *world, uint32_t key)
{
    world_event(world, (struct event){.kind = EVENT_KEY, .key = key});
}

/* By hand: it counts after a moment, when it is clear that it is no part of a scan. */
static void press(struct world *world, uint32_t code)
{
    key(world, code);
    world_wait(world, BURST_HOLD_MS);
}

/* One key after another, with the timers that come due between them. */
static void send(struct world *world, struct chance *chance, const char *text, int least_ms,
                 int most_ms)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        size_t bytes = 0;
        uint32_t point = utf8_next(text + at, len - at, &bytes);
        at += bytes;
        world_wait(world, between(chance, least_ms, most_ms));
        key(world, point);
    }
}

static void ticket_number(struct chance *chance, char shown[NUMBER_SHOWN_SIZE])
{
    char number[TICKET_SIZE];
    number_make((uint32_t)between(chance, 0, 32767), (uint32_t)between(chance, 0, (1 << 30) - 1),
                number);
    number_show(number, shown);
}

static const char *screen(const struct world *world)
{
    return app_screen_name(&world->app);
}

static const char *phone(const struct world *world)
{
    return world->app.draft.contact.phone;
}

static void to_contact(struct world *world)
{
    (void)(world_tap(world, "#nav.end") && world_tap(world, "#menu.book") &&
           world_tap(world, "#day.1") && world_tap(world, "#session.photo-class.2026-11-25") &&
           world_tap(world, "#session.book"));
    CHECK_STR(screen(world), "contact");
}

/* ---- people ---- */

static const struct typist {
    const char *who;
    int least_ms, most_ms;
} typists[] = {{"an elder", 300, 2000}, {"most people", 80, 300}, {"a fast typist", 40, 90}};

/* Whatever people type, even a whole ticket number with Enter, is text. */
static void test_typing_is_never_a_scan(struct world *world)
{
    for (size_t who = 0; who < sizeof typists / sizeof typists[0]; who++) {
        const struct typist *typist = &typists[who];
        for (int seed = 1; seed <= 20; seed++) {
            struct chance chance = {(uint64_t)seed};
            char shown[NUMBER_SHOWN_SIZE], digits[NUMBER_SHOWN_SIZE];
            ticket_number(&chance, shown);
            size_t n = 0;
            for (const char *at = shown; *at; at++)
                if (*at >= '0' && *at <= '9')
                    digits[n++] = *at;
            digits[n] = '\0';
            to_contact(world);
            send(world, &chance, shown, typist->least_ms, typist->most_ms);
            send(world, &chance, "\n", typist->least_ms, typist->most_ms);
            world_wait(world, BURST_HOLD_MS);
            CHECK_STR(screen(world), "contact");
            CHECK_STR(phone(world), digits);
        }
    }
}

/* A key is in the input at the latest 50 ms after it was the last one. */
static void test_keys_are_in_time(struct world *world)
{
    for (int seed = 1; seed <= 60; seed++) {
        struct chance chance = {(uint64_t)seed};
        char expected[DRAFT_PHONE_DIGITS + 1] = "";
        to_contact(world);
        for (int i = 0; i < DRAFT_PHONE_DIGITS; i++) {
            int gap_ms = between(&chance, 1, 120);
            world_wait(world, gap_ms);
            if (gap_ms >= BURST_HOLD_MS)
                CHECK_STR(phone(world), expected);
            char digit = (char)('0' + between(&chance, 0, 9));
            key(world, (uint32_t)digit);
            expected[i] = digit;
            expected[i + 1] = '\0';
            CHECK(app_deadline_ms(&world->app) <= world->mono_ms + BURST_HOLD_MS);
        }
        world_wait(world, BURST_HOLD_MS);
        CHECK_STR(phone(world), expected);
        CHECK(app_is_settled(&world->app));
    }
}

/* ---- scanners ---- */

static const struct scanner {
    int least_ms, most_ms;
    const char *end;
} scanners[] = {{0, 1, "\n"}, {1, 20, "\n"}, {28, 32, "\n"}, {1, 5, "\n\n"}};

/* On a screen with an input and on one without: the ticket's page opens, nothing is typed. */
static void test_a_scan_is_never_typed(struct world *world)
{
    for (size_t s = 0; s < sizeof scanners / sizeof scanners[0]; s++) {
        const struct scanner *scanner = &scanners[s];
        for (int seed = 1; seed <= 20; seed++) {
            struct chance chance = {(uint64_t)seed};
            char shown[NUMBER_SHOWN_SIZE], text[64];
            ticket_number(&chance, shown);
            (void)snprintf(text, sizeof text, seed % 2 ? "%s" : "HTTPS://YIZHAN.INVALID/T/%s",
                           shown);
            to_contact(world);
            /* It begins while somebody is filling in a number. */
            send(world, &chance, "138", 80, 300);
            world_wait(world, 80);
            send(world, &chance, text, scanner->least_ms, scanner->most_ms);
            send(world, &chance, scanner->end, scanner->least_ms, scanner->most_ms);
            CHECK_STR(screen(world), "ticket");
            CHECK_STR(phone(world), "138");
            CHECK(world_tap(world, "#nav.back"));
            CHECK_STR(screen(world), "contact");
            CHECK_STR(phone(world), "138");
        }
    }
}

/* Cut in two by time it is typing, and nothing of it is lost to the input. */
static void test_a_scan_cut_in_half_is_typed(struct world *world)
{
    struct chance chance = {7};
    to_contact(world);
    send(world, &chance, "ABC13", 2, 5);
    world_wait(world, 60);
    send(world, &chance, "800-37", 2, 5);
    send(world, &chance, "\n", 2, 5);
    CHECK_STR(screen(world), "contact");
    CHECK_STR(phone(world), "1380037");
    /* Without Enter it is typing as well. */
    to_contact(world);
    char shown[NUMBER_SHOWN_SIZE];
    number_make(3, 123456789, shown);
    send(world, &chance, "135", 2, 5);
    send(world, &chance, shown, 2, 5);
    world_wait(world, BURST_HOLD_MS);
    CHECK_STR(screen(world), "contact");
    CHECK(str_starts(phone(world), "135"));
}

/* ---- hostile codes ---- */

static void test_controls_in_a_scan_do_nothing(struct world *world)
{
    struct chance chance = {11};
    char shown[NUMBER_SHOWN_SIZE], text[96];
    char number[TICKET_SIZE];
    number_make(3, 987654321, number);
    number_show(number, shown);
    /* Among a ticket's characters they are left out. */
    to_contact(world);
    (void)snprintf(text, sizeof text, "%.4s\033\t\x1d%s\x7f\n", shown, shown + 4);
    send(world, &chance, text, 1, 5);
    CHECK_STR(screen(world), "ticket");
    /* In something else they neither go back nor press, and Enter presses nothing either. */
    to_contact(world);
    press(world, EVENT_KEY_TAB);
    world_wait(world, 200);
    send(world, &chance, "1abc\033\t\033\t\tdef\n", 1, 5);
    world_wait(world, BURST_HOLD_MS);
    CHECK_STR(screen(world), "contact");
    CHECK_STR(phone(world), "1");
    CHECK_STR(world->app.ring.id, "field.phone");
}

/* A code of Tabs and Enters moves nothing and presses nothing, however long; a hand's keys do. */
static void test_a_code_of_commands_does_nothing(struct world *world)
{
    static const char *const codes[] = {"\n\n\n\n\n\n", "\t\t\t\t\t\n", "\033\t\n\t\n\033\n"};
    struct chance chance = {17};
    to_contact(world);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        send(world, &chance, codes[i], 1, 10);
        world_wait(world, BURST_HOLD_MS);
        CHECK(!world->app.ring.is_shown);
        CHECK_STR(screen(world), "contact");
    }
    for (int i = 0; i < BURST_MAX + 1; i++) {
        world_wait(world, 5);
        key(world, i % 2 == 0 ? EVENT_KEY_TAB : EVENT_KEY_ENTER);
    }
    world_wait(world, BURST_HOLD_MS);
    CHECK(!world->app.ring.is_shown);
    CHECK_STR(screen(world), "contact");
    send(world, &chance, "\t\t\t\t\t\t\t", 60, 90);
    world_wait(world, BURST_HOLD_MS);
    CHECK(world->app.ring.is_shown);
}

/* Whatever comes at the speed of a scanner: no assertion, nothing pressed, the number stays one. */
static void test_rubbish(struct world *world)
{
    static const uint32_t special[] = {EVENT_KEY_TAB,
                                       EVENT_KEY_ESCAPE,
                                       EVENT_KEY_LEFT,
                                       EVENT_KEY_HOME,
                                       EVENT_KEY_PAD_0,
                                       EVENT_KEY_SWITCH,
                                       0x202e,
                                       0x10ffff,
                                       0,
                                       1,
                                       0x7f,
                                       EVENT_KEY_ACT};
    for (int seed = 1; seed <= 200; seed++) {
        struct chance chance = {(uint64_t)seed};
        to_contact(world);
        int n = between(&chance, BURST_LEAST, 60);
        for (int i = 0; i < n; i++) {
            bool is_special = i >= BURST_LEAST && between(&chance, 0, 2) == 0;
            uint32_t any = is_special ? special[between(&chance, 0, 11)]
                                      : (uint32_t)between(&chance, ' ', '~');
            world_wait(world, between(&chance, 0, 9));
            key(world, any);
        }
        key(world, EVENT_KEY_ENTER);
        world_wait(world, BURST_HOLD_MS);
        CHECK_STR(screen(world), "contact");
        CHECK(strlen(phone(world)) <= DRAFT_PHONE_DIGITS);
        CHECK_INT(world->app.burst.len, 0);
    }
}

static void test_too_long_is_no_scan(struct world *world)
{
    struct chance chance = {5};
    char shown[NUMBER_SHOWN_SIZE];
    ticket_number(&chance, shown);
    to_contact(world);
    for (int i = 0; i < 3 * BURST_MAX; i++) {
        world_wait(world, 1);
        key(world, 'x');
    }
    /* Its end alone would read as a ticket. */
    send(world, &chance, shown, 1, 2);
    send(world, &chance, "\n", 1, 2);
    CHECK_STR(screen(world), "contact");
    CHECK_INT(world->app.burst.len, 0);
    world_wait(world, 100);
    send(world, &chance, shown, 1, 2);
    send(world, &chance, "\n", 1, 2);
    CHECK_STR(screen(world), "ticket");
}

/* Each letter asks for candidates; only the last question is asked. */
static void test_a_burst_of_letters_is_one_update(struct world *world)
{
    (void)world_tap(world, "#nav.end");
    app_go(&world->app, SCREEN_SEARCH, "");
    world_type(world, "nihaonihaonihaonihaonihaonihao", 2);
    CHECK_INT(world->app.burst.len, 30);
    world_wait(world, BURST_HOLD_MS);
    CHECK_INT(world->app.burst.len, 0);
    int asked = 0;
    for (int i = 0; i < world->effects.n; i++)
        asked += world->effects.items[i].kind == EFFECT_ENTRY;
    CHECK(asked <= 1);
    CHECK(app_is_settled(&world->app));
}

/* ---- the ring ---- */

static void test_the_ring_comes_and_goes(struct world *world)
{
    (void)world_tap(world, "#nav.end");
    CHECK(ring_find(&world->app, app_frame(&world->app)) == NULL);
    press(world, EVENT_KEY_ENTER);
    CHECK(ring_find(&world->app, app_frame(&world->app)) != NULL);
    CHECK_STR(screen(world), "home");
    /* Drawn anew, it is still there. */
    const char *id = ring_find(&world->app, app_frame(&world->app))->node.id;
    char before[CONTENT_ID_SIZE];
    (void)str_copy(before, sizeof before, id);
    world_event(world, (struct event){.kind = EVENT_RESIZED, .x = 1920, .y = 1080});
    CHECK_STR(ring_find(&world->app, app_frame(&world->app))->node.id, before);
    world_event(world, (struct event){.kind = EVENT_RESIZED, .x = 1080, .y = 1920});
    world_event(world, (struct event){.kind = EVENT_TOUCH_DOWN, .x = 3, .y = 3});
    CHECK(ring_find(&world->app, app_frame(&world->app)) == NULL);
    world_event(world, (struct event){.kind = EVENT_TOUCH_UP, .x = 3, .y = 3});
    /* With the visit it is forgotten. */
    press(world, EVENT_KEY_TAB);
    (void)world_tap(world, "#nav.end");
    CHECK_INT(world->app.ring.id[0], '\0');
}

/* Tab comes by everything but the keys of an on-screen keyboard, the switch by those as well. */
static void test_all_is_reached(struct world *world)
{
    const struct draw_cmd *cmd = NULL;
    int things = 0, keys = 0;
    to_contact(world);
    while ((cmd = draw_next_node(app_frame(&world->app), cmd)) != NULL)
        if (cmd->node.action.kind != 0 && cmd->node.enabled == NODE_ENABLED) {
            things++;
            keys += str_starts(cmd->node.id, "key.");
        }
    press(world, EVENT_KEY_TAB);
    for (int by_switch = 0; by_switch < 2; by_switch++) {
        const char *id = ring_find(&world->app, app_frame(&world->app))->node.id;
        char first[CONTENT_ID_SIZE];
        int steps = 0;
        (void)str_copy(first, sizeof first, id);
        do {
            world_wait(world, 100);
            press(world, by_switch ? EVENT_KEY_SWITCH : EVENT_KEY_TAB);
            if (by_switch)
                key(world, EVENT_KEY_SWITCH_UP);
            steps++;
            id = ring_find(&world->app, app_frame(&world->app))->node.id;
        } while (!str_equal(id, first) && steps < 200);
        CHECK_INT(steps, by_switch ? things : things - keys);
    }
    CHECK(keys > 10);
}

/* With speech on one hears where the ring is, but not which key of the screen's keyboard. */
static void test_the_ring_is_heard(struct world *world)
{
    bool is_round = false;
    to_contact(world);
    press(world, EVENT_KEY_TAB);
    CHECK_INT(world->heard.len, 0);
    (void)world_tap(world, "#nav.speak");
    world_end_speech(world);
    for (int i = 0; i < 60; i++) {
        buf_clear(&world->heard);
        key(world, EVENT_KEY_SWITCH);
        key(world, EVENT_KEY_SWITCH_UP);
        struct buf said = {0};
        buf_puts(&said, world->heard.data ? world->heard.data : "");
        /* While it is said, two tools for the volume stand in the place of others. */
        world_end_speech(world);
        const struct draw_cmd *cmd = ring_find(&world->app, app_frame(&world->app));
        CHECK_STR(world->app.ring.id, cmd->node.id);
        CHECK_INT(said.len == 0, cmd->node.role == ROLE_KEY);
        CHECK(said.len == 0 || strstr(said.data, cmd->node.name) != NULL);
        is_round = is_round || (i > 0 && str_equal(world->app.ring.id, "field.phone"));
        buf_fini(&said);
    }
    CHECK(is_round);
}

static void test_typing_goes_on_beside_the_ring(struct world *world)
{
    struct chance chance = {3};
    to_contact(world);
    press(world, EVENT_KEY_TAB);
    press(world, EVENT_KEY_TAB);
    CHECK(!ring_is_on_input(&world->app));
    send(world, &chance, "13", 100, 100);
    world_wait(world, BURST_HOLD_MS);
    CHECK_STR(phone(world), "13");
    key(world, EVENT_KEY_PAD_0 + 8);
    world_wait(world, BURST_HOLD_MS);
    CHECK_STR(phone(world), "138");
    key(world, EVENT_KEY_DELETE);
    CHECK_STR(phone(world), "13");
}

int main(void)
{
    struct world *world = xalloc(sizeof *world);
    text_init();
    world_open(world, content_dir, &world_measure, 1080, 1920);
    test_typing_is_never_a_scan(world);
    test_keys_are_in_time(world);
    test_a_scan_is_never_typed(world);
    test_a_scan_cut_in_half_is_typed(world);
    test_controls_in_a_scan_do_nothing(world);
    test_a_code_of_commands_does_nothing(world);
    test_rubbish(world);
    test_too_long_is_no_scan(world);
    test_a_burst_of_letters_is_one_update(world);
    test_the_ring_comes_and_goes(world);
    test_all_is_reached(world);
    test_the_ring_is_heard(world);
    test_typing_goes_on_beside_the_ring(world);
    world_close(world);
    free(world);
    return check_done();
}
