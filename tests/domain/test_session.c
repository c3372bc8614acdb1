#include "domain/session.h"

#include "check.h"
#include "sample.h"

static void test_make_and_parse(void)
{
    char id[CONTENT_ID_SIZE];
    session_id_make("fair", day("2026-05-25"), -1, id);
    CHECK_STR(id, "fair.2026-05-25");
    session_id_make("room-2", day("2026-01-02"), 9 * HOUR_S + 5 * MINUTE_S, id);
    CHECK_STR(id, "room-2.2026-01-02.0905");
    session_id_make("room", day("2026-01-02"), 0, id);
    CHECK_STR(id, "room.2026-01-02.0000");

    /* The longest id of all still fits, and comes back. */
    char longest[BOOKABLE_ID_MAX + 1];
    memset(longest, 'z', BOOKABLE_ID_MAX);
    longest[BOOKABLE_ID_MAX] = '\0';
    session_id_make(longest, day("9999-12-31"), 23 * HOUR_S + 59 * MINUTE_S, id);
    CHECK_INT(strlen(id), CONTENT_ID_SIZE - 1);
    struct session_ref ref;
    CHECK(session_id_parse(id, &ref));
    CHECK_STR(ref.bookable, longest);
    CHECK_INT(ref.start_s, 23 * HOUR_S + 59 * MINUTE_S);
}

static void test_round_trip(void)
{
    for (day_number d = day("2024-01-01"); d <= day("2028-12-31"); d++) {
        int32_t start_s = d % 3 == 0 ? -1 : d % 1440 * MINUTE_S;
        char id[CONTENT_ID_SIZE], again[CONTENT_ID_SIZE];
        session_id_make("a-1", d, start_s, id);
        struct session_ref ref;
        CHECK(session_id_parse(id, &ref));
        CHECK_STR(ref.bookable, "a-1");
        CHECK_INT(ref.day, d);
        CHECK_INT(ref.start_s, start_s);
        session_id_make(ref.bookable, ref.day, ref.start_s, again);
        CHECK_STR(again, id);
    }
}

static void test_hostile_ids(void)
{
    static const char *const bad[] = {
        "",
        ".",
        "fair",
        "fair.",
        ".2026-05-25",
        "fair.2026-05-2",
        "fair.2026-05-255",
        "fair.2026-05-32",
        "fair.2026-02-29",
        "fair.2026-5-25",
        "fair.2026-05-25.",
        "fair.2026-05-25.9",
        "fair.2026-05-25.905",
        "fair.2026-05-25.09055",
        "fair.2026-05-25.2400",
        "fair.2026-05-25.0960",
        "fair.2026-05-25.-100",
        "fair.2026-05-25.09:5",
        "fair.2026-05-25.0905.1",
        "fair.2026-05-25 ",
        " fair.2026-05-25",
        "Fair.2026-05-25",
        "fa_ir.2026-05-25",
        "fa ir.2026-05-25",
        "fa.ir.2026-05-25",
        "fair/2026-05-25",
        "fair.0000-01-01",
        "大集.2026-05-25",
        "fair.2026-05-25\n",
        "fair'--.2026-05-25",
        "\xff\xfe.2026-05-25",
        "%s%n.2026-05-25",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.2026-05-25",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct session_ref ref = {.bookable = "kept", .day = 7, .start_s = 8};
        if (session_id_parse(bad[i], &ref)) {
            CHECK_STR(bad[i], "a refusal");
        }
        CHECK_STR(ref.bookable, "kept");
        CHECK_INT(ref.day, 7);
    }
}

static void check_times(const struct bookable *bookable, const char *id, const char *starts_at,
                        const char *ends_at)
{
    struct sample sample;
    sample_init(&sample);
    struct session_ref ref;
    CHECK(session_id_parse(id, &ref));
    instant got_starts = 1, got_ends = 2;
    bool takes_place = session_times(bookable, &sample.calendar, &ref, &got_starts, &got_ends);
    if (takes_place != (starts_at != NULL)) {
        CHECK_STR(id, starts_at == NULL ? "does not take place" : starts_at);
    } else if (takes_place) {
        CHECK_INT(got_starts, at(starts_at));
        CHECK_INT(got_ends, at(ends_at));
    } else {
        CHECK(got_starts == 1 && got_ends == 2);
    }
}

static void test_times_of_a_series(void)
{
    struct bookable fair = {.id = "fair",
                            .recurrence = {.kind = RECUR_MONTHLY_DAY, .month_day = 25},
                            .starts_s = 8 * HOUR_S + 30 * MINUTE_S,
                            .ends_s = 11 * HOUR_S + 30 * MINUTE_S,
                            .opens_days = 14,
                            .closes_minutes = 30};
    check_times(&fair, "fair.2026-05-25", "2026-05-25 08:30:00", "2026-05-25 11:30:00");
    check_times(&fair, "fair.2026-05-24", NULL, NULL);
    check_times(&fair, "fair.2026-05-25.0830", NULL, NULL);
    check_times(&fair, "fai.2026-05-25", NULL, NULL);
    instant starts_at = at("2026-05-25 08:30:00");
    CHECK_INT(session_opens_at(&fair, starts_at), at("2026-05-11 00:00:00"));
    CHECK_INT(session_closes_at(&fair, starts_at), at("2026-05-25 08:00:00"));
    fair.opens_days = 0;
    fair.closes_minutes = 0;
    CHECK_INT(session_opens_at(&fair, starts_at), at("2026-05-25 00:00:00"));
    CHECK_INT(session_closes_at(&fair, starts_at), starts_at);
    /* A session before eight lies on the previous day in UTC, but not at the station. */
    CHECK_INT(session_opens_at(&fair, at("2026-05-25 06:00:00")), at("2026-05-25 00:00:00"));
}

static void test_times_of_slots(void)
{
    struct bookable room = {.id = "room",
                            .recurrence = {.kind = RECUR_DAILY},
                            .starts_s = 9 * HOUR_S,
                            .ends_s = 12 * HOUR_S + 30 * MINUTE_S,
                            .slot_s = HOUR_S};
    check_times(&room, "room.2025-11-03.0900", "2025-11-03 09:00:00", "2025-11-03 10:00:00");
    check_times(&room, "room.2025-11-03.1100", "2025-11-03 11:00:00", "2025-11-03 12:00:00");
    check_times(&room, "room.2025-11-03.1200", NULL, NULL); /* only half of it is left */
    check_times(&room, "room.2025-11-03.0930", NULL, NULL);
    check_times(&room, "room.2025-11-03.0800", NULL, NULL);
    check_times(&room, "room.2025-11-03.2300", NULL, NULL);
    check_times(&room, "room.2025-11-03", NULL, NULL);
}

int main(void)
{
    test_make_and_parse();
    test_round_trip();
    test_hostile_ids();
    test_times_of_a_series();
    test_times_of_slots();
    return check_done();
}
