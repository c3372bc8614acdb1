#include "check.h"
#include "sample.h"

enum { DAYS_MAX = 400 };

/* Dates apart by blanks, in order, "" for none. */
static void check_days(const char *what, const struct recurrence *recurrence, const char *from,
                       const char *until, const char *expected)
{
    struct sample sample;
    sample_init(&sample);
    day_number days[DAYS_MAX];
    size_t n = recurrence_days(recurrence, &sample.calendar, day(from), day(until), days, DAYS_MAX);
    char got[DAYS_MAX * 11 + 1] = "";
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        struct date date = date_of_day(days[i]);
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%04d-%02d-%02d", i > 0 ? " " : "",
                                date.year, date.month, date.day);
    }
    if (strcmp(got, expected) != 0) {
        CHECK_STR(what, "as below");
    }
    CHECK_STR(got, expected);
}

static void test_monthly(void)
{
    struct recurrence fair = {.kind = RECUR_MONTHLY_DAY, .month_day = 25};
    check_days("the 25th", &fair, "2025-11-26", "2026-03-25",
               "2025-12-25 2026-01-25 2026-02-25 2026-03-25");
    check_days("the 25th, between", &fair, "2025-11-26", "2025-12-24", "");
    struct recurrence class = {.kind = RECUR_MONTHLY_DAY, .month_day = 7};
    check_days("the 7th", &class, "2025-09-01", "2025-11-30", "2025-09-07 2025-10-07 2025-11-07");
    class.skips_holidays = true;
    check_days("the 7th, not on holidays", &class, "2025-09-01", "2025-11-30",
               "2025-09-07 2025-11-07");
    struct recurrence end = {.kind = RECUR_MONTHLY_DAY, .month_day = 31};
    check_days("the 31st falls out of short months", &end, "2025-01-01", "2025-06-30",
               "2025-01-31 2025-03-31 2025-05-31");
    struct recurrence leap = {.kind = RECUR_MONTHLY_DAY, .month_day = 29};
    check_days("29 February", &leap, "2024-02-01", "2024-03-31", "2024-02-29 2024-03-29");
    check_days("no 29 February", &leap, "2025-02-01", "2025-03-31", "2025-03-29");
}

static void test_nth_and_last(void)
{
    struct recurrence first = {.kind = RECUR_MONTHLY_NTH, .nth = 1, .weekday = SATURDAY};
    check_days("first Saturday", &first, "2025-10-01", "2026-02-28",
               "2025-10-04 2025-11-01 2025-12-06 2026-01-03 2026-02-07");
    first.skips_holidays = true;
    check_days("first Saturday, not on holidays", &first, "2025-10-01", "2025-11-30", "2025-11-01");
    struct recurrence third = {.kind = RECUR_MONTHLY_NTH, .nth = 3, .weekday = SUNDAY};
    check_days("third Sunday", &third, "2026-01-01", "2026-03-31",
               "2026-01-18 2026-02-15 2026-03-15");
    struct recurrence fifth = {.kind = RECUR_MONTHLY_NTH, .nth = 5, .weekday = FRIDAY};
    check_days("fifth Friday", &fifth, "2026-01-01", "2026-06-30", "2026-01-30 2026-05-29");
    struct recurrence last = {.kind = RECUR_MONTHLY_NTH, .nth = -1, .weekday = FRIDAY};
    check_days("last Friday", &last, "2026-01-01", "2026-05-31",
               "2026-01-30 2026-02-27 2026-03-27 2026-04-24 2026-05-29");
    struct recurrence sunday = {.kind = RECUR_MONTHLY_NTH, .nth = -1, .weekday = SUNDAY};
    check_days("last Sunday of December", &sunday, "2023-12-01", "2024-01-01", "2023-12-31");
    check_days("last Sunday of a leap February", &sunday, "2032-02-01", "2032-02-29", "2032-02-29");
}

static void test_quarter_end(void)
{
    struct recurrence drill = {.kind = RECUR_QUARTER_END_DAY, .month_day = 9};
    check_days("9th of a quarter's last month", &drill, "2025-03-10", "2026-03-09",
               "2025-06-09 2025-09-09 2025-12-09 2026-03-09");
}

static void test_weekly(void)
{
    struct recurrence dance = {.kind = RECUR_WEEKLY, .weekday_mask = 1u << MONDAY | 1u << THURSDAY};
    check_days("Monday and Thursday", &dance, "2025-09-29", "2025-10-10",
               "2025-09-29 2025-10-02 2025-10-06 2025-10-09");
    dance.skips_holidays = true;
    check_days("not on holidays", &dance, "2025-09-29", "2025-10-10", "2025-09-29 2025-10-09");
    struct recurrence none = {.kind = RECUR_WEEKLY};
    check_days("no weekday", &none, "2025-09-29", "2025-10-10", "");
    struct recurrence sunday = {.kind = RECUR_WEEKLY, .weekday_mask = 1u << SUNDAY};
    check_days("Sundays", &sunday, "2025-11-01", "2025-11-16", "2025-11-02 2025-11-09 2025-11-16");
}

static void test_calendar_kinds(void)
{
    struct recurrence school = {.kind = RECUR_SCHOOL_DAYS};
    check_days("school days around the feast", &school, "2025-09-26", "2025-10-13",
               "2025-09-26 2025-09-28 2025-09-29 2025-09-30 2025-10-09 2025-10-10 2025-10-11 "
               "2025-10-13");
    check_days("no school in August", &school, "2025-07-05", "2025-08-31", "");
    struct recurrence work = {.kind = RECUR_WORKING_DAYS};
    check_days("working days", &work, "2025-08-29", "2025-09-02",
               "2025-08-29 2025-09-01 2025-09-02");
    struct recurrence daily = {.kind = RECUR_DAILY};
    check_days("daily", &daily, "2024-02-28", "2024-03-01", "2024-02-28 2024-02-29 2024-03-01");
    daily.skips_holidays = true;
    check_days("daily but for holidays", &daily, "2025-09-30", "2025-10-09",
               "2025-09-30 2025-10-09");
}

static void test_dates_bounds_and_exceptions(void)
{
    day_number feasts[] = {day("2025-01-29"), day("2025-02-12"), day("2025-10-01")};
    struct recurrence show = {
        .kind = RECUR_DATES, .dates = feasts, .dates_len = 3, .skips_holidays = true};
    check_days("listed dates stand even on holidays", &show, "2025-01-01", "2025-12-31",
               "2025-01-29 2025-02-12 2025-10-01");
    day_number out[] = {day("2025-10-15"), day("2025-10-22")};
    struct recurrence talk = {.kind = RECUR_WEEKLY,
                              .weekday_mask = 1u << WEDNESDAY,
                              .except = out,
                              .except_len = 2,
                              .from = day("2025-10-08"),
                              .until = day("2025-11-05")};
    check_days("both bounds are in it, exceptions are not", &talk, "2025-01-01", "2026-12-31",
               "2025-10-08 2025-10-29 2025-11-05");
    check_days("nothing before it begins", &talk, "2025-10-01", "2025-10-07", "");
    check_days("an empty range", &talk, "2025-10-30", "2025-10-08", "");
}

static void test_limits(void)
{
    struct sample sample;
    sample_init(&sample);
    struct recurrence daily = {.kind = RECUR_DAILY};
    day_number days[4] = {0, 0, 0, 77};
    CHECK_INT(recurrence_days(&daily, &sample.calendar, 5, 100, days, 3), 3);
    CHECK_INT(days[2], 7);
    CHECK_INT(days[3], 77);
    CHECK_INT(recurrence_days(&daily, &sample.calendar, 5, 100, days, 0), 0);
    CHECK_INT(recurrence_days(&daily, &sample.calendar, INT32_MAX - 1, INT32_MAX, days, 4), 2);
}

int main(void)
{
    test_monthly();
    test_nth_and_last();
    test_quarter_end();
    test_weekly();
    test_calendar_kinds();
    test_dates_bounds_and_exceptions();
    test_limits();
    return check_done();
}
