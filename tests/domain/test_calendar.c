#include "domain/calendar.h"

#include <time.h>

#include "check.h"
#include "sample.h"

/* The C library's calendar is the independent witness. */
static void test_every_day_agrees_with_libc(void)
{
    day_number first = day("1970-01-01");
    day_number last = day("2100-12-31");
    CHECK_INT(first, 0);
    CHECK_INT(last, 47846);
    for (day_number d = first; d <= last; d++) {
        time_t midnight = (time_t)d * DAY_S;
        struct tm tm;
        gmtime_r(&midnight, &tm);
        struct date date = date_of_day(d);
        CHECK_INT(date.year, tm.tm_year + 1900);
        CHECK_INT(date.month, tm.tm_mon + 1);
        CHECK_INT(date.day, tm.tm_mday);
        CHECK_INT(weekday_of_day(d), (tm.tm_wday + 6) % 7);
        CHECK_INT(day_of_date(date), d);
    }
}

static void test_far_days_agree_with_libc(void)
{
    for (int32_t year = 1; year <= 9999; year++) {
        for (int32_t month = 2; month <= 3; month++) {
            struct date date = {.year = year, .month = month, .day = month == 2 ? 28 : 1};
            struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = date.day};
            day_number d = day_of_date(date);
            CHECK_INT((int64_t)d * DAY_S, mktime(&tm));
            CHECK_INT(date_of_day(d).year, year);
            CHECK_INT(date_of_day(d).month, month);
            CHECK_INT(date_of_day(d).day, date.day);
            CHECK_INT(weekday_of_day(d), (tm.tm_wday + 6) % 7);
        }
    }
    CHECK_INT(date_of_day(day_of_date((struct date){1, 1, 1})).year, 1);
    CHECK_INT(date_of_day(day_of_date((struct date){9999, 12, 31})).day, 31);
    CHECK(weekday_of_day(INT32_MAX) <= SUNDAY);
    CHECK(weekday_of_day(INT32_MIN) <= SUNDAY);
}

static void test_validity(void)
{
    static const struct {
        struct date date;
        bool is_valid;
    } rows[] = {
        {{2024, 2, 29}, true},  {{2023, 2, 29}, false}, {{2000, 2, 29}, true},
        {{2100, 2, 29}, false}, {{1900, 2, 29}, false}, {{2025, 4, 31}, false},
        {{2025, 4, 30}, true},  {{2025, 0, 1}, false},  {{2025, 13, 1}, false},
        {{2025, 1, 0}, false},  {{2025, 1, 32}, false}, {{2025, 12, 31}, true},
        {{0, 1, 1}, false},     {{10000, 1, 1}, false}, {{1, 1, 1}, true},
        {{-4, 1, 1}, false},    {{2025, 1, -1}, false}, {{9999, 12, 31}, true},
        {{2400, 2, 29}, true},  {{2500, 2, 29}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(date_is_valid(rows[i].date), rows[i].is_valid);
    }
}

static void test_parse(void)
{
    struct date date = {7, 7, 7};
    CHECK(date_parse("2024-02-29", &date));
    CHECK(date.year == 2024 && date.month == 2 && date.day == 29);

    static const char *const bad[] = {
        "",           "2024",        "2024-2-29",  "2024-02-30", "2024-02-29 ",  " 2024-02-29",
        "2024/02/29", "24-02-29",    "2024-02-2",  "2024-02-",   "2024-02-291",  "0000-01-01",
        "2024-00-01", "2024-13-01",  "2024-01-00", "20240229",   "+024-02-29",   "2024-02-2９",
        "-024-02-29", "12024-02-29", "２024-02-2", "2024-02--1", "2024-02-29\n", "2023-02-29",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (date_parse(bad[i], &date)) {
            CHECK_STR(bad[i], "a refusal");
        }
    }
    CHECK(date.year == 2024 && date.month == 2 && date.day == 29);
}

static void test_station_midnight(void)
{
    /* 2026-05-24T16:00:00Z is the station's midnight of the 25th. */
    instant midnight = 1779638400;
    CHECK_INT(day_of_instant(midnight), day("2026-05-25"));
    CHECK_INT(day_of_instant(midnight - 1), day("2026-05-24"));
    CHECK_INT(second_of_instant(midnight), 0);
    CHECK_INT(second_of_instant(midnight - 1), DAY_S - 1);
    CHECK_INT(second_of_instant(midnight + 9 * HOUR_S + 1), 9 * HOUR_S + 1);
    CHECK_INT(instant_of_day(day("2026-05-25"), 0), midnight);
    CHECK_INT(instant_of_day(day("2026-05-24"), DAY_S), midnight);

    /* 1970 began at the station while it was still 1969 in UTC. */
    CHECK_INT(day_of_instant(-STATION_OFFSET_S), 0);
    CHECK_INT(day_of_instant(-STATION_OFFSET_S - 1), -1);
    CHECK_INT(second_of_instant(-STATION_OFFSET_S - 1), DAY_S - 1);
    CHECK_INT(second_of_instant(0), 8 * HOUR_S);
    CHECK_INT(day_of_instant(0), 0);
}

static void test_mad_clocks(void)
{
    CHECK_INT(day_of_instant(INT64_MAX), day("9999-12-31"));
    CHECK_INT(second_of_instant(INT64_MAX), DAY_S - 1);
    CHECK_INT(day_of_instant(INT64_MIN), day("0001-01-01"));
    CHECK_INT(second_of_instant(INT64_MIN), 0);
    CHECK_INT(day_of_instant(at("9999-12-31 23:59:59")), day("9999-12-31"));
    CHECK_INT(day_of_instant(at("9999-12-31 23:59:59") + 1), day("9999-12-31"));
}

static void test_days_contain(void)
{
    static const day_number days[] = {-3, 0, 4, 5, 9};
    for (size_t len = 0; len <= 5; len++) {
        for (day_number d = -5; d < 12; d++) {
            bool expected = false;
            for (size_t i = 0; i < len; i++) {
                expected = expected || days[i] == d;
            }
            CHECK_INT(days_contain(days, len, d), expected);
        }
    }
    CHECK(!days_contain(NULL, 0, 1));
}

static void test_working_and_school_days(void)
{
    struct sample sample;
    sample_init(&sample);
    static const struct {
        const char *day;
        bool works, is_school;
    } rows[] = {
        {"2025-09-26", true, true},   /* Friday */
        {"2025-09-27", false, false}, /* Saturday */
        {"2025-09-28", true, true},   /* Sunday, worked */
        {"2025-09-30", true, true},   /* Tuesday */
        {"2025-10-01", false, false}, /* the feast's first day */
        {"2025-10-08", false, false}, /* its last, a Wednesday */
        {"2025-10-09", true, true},   /* Thursday */
        {"2025-10-11", true, true},   /* Saturday, worked */
        {"2025-10-12", false, false}, /* Sunday */
        {"2025-08-29", true, false},  /* Friday in the summer holidays */
        {"2025-09-01", true, true},   /* term's first day */
        {"2025-07-04", true, true},   /* term's last day */
        {"2025-07-07", true, false},  {"2026-01-23", true, true}, /* a Friday, term's last day */
        {"2026-01-26", true, false},                              /* Monday after it */
        {"2026-10-01", true, false}, /* after known_until only the weekday counts */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(calendar_is_working_day(&sample.calendar, day(rows[i].day)), rows[i].works);
        CHECK_INT(calendar_is_school_day(&sample.calendar, day(rows[i].day)), rows[i].is_school);
    }
    /* A contradiction in the file is read as a holiday. */
    sample.workdays[0] = day("2025-10-01");
    CHECK(!calendar_is_working_day(&sample.calendar, day("2025-10-01")));
}

static void test_add_working_days(void)
{
    struct sample sample;
    sample_init(&sample);
    static const struct {
        const char *from;
        int32_t n;
        const char *expected;
    } rows[] = {
        {"2025-09-26", 0, "2025-09-26"}, {"2025-09-27", 0, "2025-09-28"},
        {"2025-09-26", 1, "2025-09-28"}, {"2025-09-27", 1, "2025-09-28"},
        {"2025-09-28", 1, "2025-09-29"}, {"2025-09-30", 1, "2025-10-09"},
        {"2025-10-01", 0, "2025-10-09"}, {"2025-10-03", 1, "2025-10-09"},
        {"2025-09-29", 3, "2025-10-10"}, {"2025-09-29", 4, "2025-10-11"},
        {"2025-09-29", 5, "2025-10-13"}, {"2025-10-10", 1, "2025-10-11"},
        {"2025-10-11", 1, "2025-10-13"}, {"2025-12-31", 2, "2026-01-02"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(calendar_add_working_days(&sample.calendar, day(rows[i].from), rows[i].n),
                  day(rows[i].expected));
    }
}

int main(void)
{
    test_every_day_agrees_with_libc();
    test_far_days_agree_with_libc();
    test_validity();
    test_parse();
    test_station_midnight();
    test_mad_clocks();
    test_days_contain();
    test_working_and_school_days();
    test_add_working_days();
    return check_done();
}
