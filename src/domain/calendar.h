/* Station days and times: UTC+8 by arithmetic, no time zone database, no libc calendar. A day is
 * days since 1970-01-01 at the station. Holidays, shifted working days (调休) and school terms come
 * from a content file per year. Pure. Source: domain.md E8, E9, A7, D7; content-ideas.md §4, §6. */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"

typedef int32_t day_number;

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct date {
    int32_t year;
    int32_t month; /* 1 … 12 */
    int32_t day;   /* 1 … 31 */
};

/* A day of the Gregorian calendar in years 1 … 9999. */
bool date_is_valid(struct date date);
day_number day_of_date(struct date date);
struct date date_of_day(day_number day);
enum weekday weekday_of_day(day_number day);
/* Instants outside years 1 … 9999 are taken for the nearest inside: clocks are outside facts. */
day_number day_of_instant(instant at);
/* Seconds since the station's midnight, 0 … 86399. */
int32_t second_of_instant(instant at);
/* second_of_day may run past the day's end. */
instant instant_of_day(day_number day, int32_t second_of_day);
/* Strictly YYYY-MM-DD; false on anything else. */
bool date_parse(const char *text, struct date *out);

/* What a year's content file says; days sorted ascending, arrays owned by the caller. */
struct calendar {
    const day_number *holidays; /* no work although a weekday, or a feast on a weekend */
    size_t holidays_len;
    const day_number *workdays; /* 调休: work although a weekend */
    size_t workdays_len;
    struct day_span {
        day_number first, last; /* both in it */
    } const *terms;             /* school terms; a school day is a working day in a term */
    size_t terms_len;
    day_number known_until; /* last day the file speaks for */
};

/* Whether day is among days, which are sorted. */
bool days_contain(const day_number *days, size_t len, day_number day);

/* A day that stands under holidays and under workdays, a slip in the file, is a holiday. After
 * known_until only the weekday counts. */
bool calendar_is_working_day(const struct calendar *calendar, day_number day);
bool calendar_is_school_day(const struct calendar *calendar, day_number day);
/* The n-th working day after day (n ≥ 1); n = 0: day itself if it works, else the next that does.
 */
day_number calendar_add_working_days(const struct calendar *calendar, day_number day, int32_t n);

enum recurrence_kind {
    RECUR_WEEKLY,          /* on each weekday of the mask */
    RECUR_MONTHLY_DAY,     /* on `month_day` ("the 25th", "the 7th"); skipped where it is missing */
    RECUR_MONTHLY_NTH,     /* on the n-th `weekday` (1 … 5), n = -1: the last */
    RECUR_QUARTER_END_DAY, /* on `month_day` of March, June, September, December */
    RECUR_SCHOOL_DAYS,
    RECUR_WORKING_DAYS,
    RECUR_DAILY,
    RECUR_DATES, /* on the listed dates only */
};

struct recurrence {
    enum recurrence_kind kind;
    uint8_t weekday_mask; /* bit 0 Monday … bit 6 Sunday */
    int32_t month_day;
    int32_t nth;
    enum weekday weekday;
    const day_number *dates; /* RECUR_DATES, sorted */
    size_t dates_len;
    const day_number *except; /* sorted; these days fall out */
    size_t except_len;
    bool skips_holidays;    /* all kinds but RECUR_DATES: not on calendar holidays */
    day_number from, until; /* inclusive; 0 means open */
};

bool recurrence_has_day(const struct recurrence *recurrence, const struct calendar *calendar,
                        day_number day);
/* Days in [from, until] on which it takes place, ascending; writes at most max, returns how many it
 * wrote. */
size_t recurrence_days(const struct recurrence *recurrence, const struct calendar *calendar,
                       day_number from, day_number until, day_number *out, size_t max);

/* How long a request may take, counted from filing (domain.md D6, A5; content-ideas.md §6). */
enum term_unit {
    TERM_MINUTES,
    TERM_HOURS,
    TERM_WORKING_DAYS, /* until the desk closes on the n-th working day after the day of filing; n =
                          0: on the first working day on which it has not closed yet */
    TERM_DESK_HOURS,   /* n hours when filed in desk hours, even past closing; else `hour` of the
                          coming   morning, or when the desk opens if that is later; every day is
                          alike
                        */
    TERM_SAME_DAY,     /* until `hour`; filed at or after `cutoff_hour`: the next day's `hour` */
};

enum { TERM_MORNING_HOUR = 9 };

struct term {
    enum term_unit unit;
    int32_t n;
    int32_t hour, cutoff_hour; /* whole station hours; TERM_DESK_HOURS: hour 0 means 9 */
};

struct desk_hours {
    int32_t opens_s, closes_s; /* seconds of the station's day */
};

/* Never before filed_at. */
instant term_due(const struct term *term, const struct calendar *calendar,
                 const struct desk_hours *desk, instant filed_at);

#endif
