#include "check.h"

#include "base/utf8.h"
#include "domain/calendar.h"
#include "domain/verdict.h"
#include "lang/text.h"

static instant at(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)
{
    struct date date = {year, month, day};
    return instant_of_day(day_of_date(date), hour * HOUR_S + minute * MINUTE_S);
}

static void test_every_message_is_there(void)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        for (int msg = 0; msg < MSG_COUNT; msg++) {
            const char *text = text_get((enum lang)lang, (enum msg)msg);
            CHECK(text[0] != '\0');
            CHECK(utf8_is_valid(text, strlen(text)));
        }
    }
}

static void test_every_reason_has_words(void)
{
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            const char *word = reason_word((enum reason)reason);
            if (text_word((enum lang)lang, "reason", word) == NULL)
                CHECK_STR(word, "a reason with a message");
        }
    }
    CHECK(text_word(LANG_ZH, "reason", "no_such_reason") == NULL);
    CHECK(text_word(LANG_ZH, "reaso", "full") == NULL);
}

static void test_holes_are_filled(struct arena *arena)
{
    CHECK_STR(text_fmt(arena, LANG_ZH, MSG_SESSION_LEFT, "6"), "还有 6 位");
    CHECK_STR(text_fmt(arena, LANG_EN, MSG_CONTACT_ADDRESS, "Wang", "Ms"), "Ms Wang");
    /* What is filled in is not looked at again. */
    CHECK_STR(text_fmt(arena, LANG_EN, MSG_EVENT_REASON, "{1}"), "Reason: {1}");
}

static void test_times(struct arena *arena)
{
    instant now = at(2026, 11, 24, 14, 32);
    CHECK_STR(text_day(arena, LANG_ZH, now), "11月24日 周二");
    CHECK_STR(text_day(arena, LANG_EN, now), "Tue 24 Nov");
    CHECK_STR(text_moment(arena, LANG_ZH, at(2026, 11, 24, 9, 0), now), "今天 9:00");
    CHECK_STR(text_moment(arena, LANG_ZH, at(2026, 11, 25, 0, 0), now), "明天 0:00");
    CHECK_STR(text_moment(arena, LANG_ZH, at(2026, 12, 7, 9, 5), now), "12月7日 周一 9:05");
    CHECK_STR(text_span(arena, now, now + HOUR_S), "14:32–15:32");
}

int main(void)
{
    struct arena arena = {0};
    test_every_message_is_there();
    test_every_reason_has_words();
    test_holes_are_filled(&arena);
    test_times(&arena);
    arena_fini(&arena);
    return check_done();
}
