#include "domain/calendar.h"

#include <assert.h>
#include <string.h>

enum {
    DAYS_IN_YEAR = 365,
    DAYS_IN_4_YEARS = 4 * DAYS_IN_YEAR + 1,
    DAYS_IN_100_YEARS = 25 * DAYS_IN_4_YEARS - 1,
    DAYS_IN_400_YEARS = 4 * DAYS_IN_100_YEARS + 1,
    YEAR_MAX = 9999,
    /* From 1 March of year 0 to 1 January 1970. Years are counted from March inside this file, so
     * that the leap day is the last day of a year and no month before it shifts. */
    MARCH_0_TO_1970 = 719468,
};

/* The instants of years 1 … 9999 at the station; what lies outside is taken for the nearest. */
static const instant instant_min = -62135596800 - STATION_OFFSET_S;
static const instant instant_max = 253402300799 - STATION_OFFSET_S;

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

static bool is_leap_year(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_in_month(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

bool date_is_valid(struct date date)
{
    return date.year >= 1 && date.year <= YEAR_MAX && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

/* Days from 1 March to the first of the month, months counted from March as 0: of five months in a
 * row from March or August, 153 days, three are long. */
static int32_t days_before_month(int32_t march_month)
{
    return (153 * march_month + 2) / 5;
}

day_number day_of_date(struct date date)
{
    assert(date_is_valid(date));
    int32_t year = date.month > 2 ? date.year : date.year - 1;
    int32_t march_month = (date.month + 9) % 12;
    return year * DAYS_IN_YEAR + year / 4 - year / 100 + year / 400 +
           days_before_month(march_month) + date.day - 1 - MARCH_0_TO_1970;
}

struct date date_of_day(day_number day)
{
    int64_t since_march_0 = (int64_t)day + MARCH_0_TO_1970;
    int64_t cycle = floor_div(since_march_0, DAYS_IN_400_YEARS);
    int32_t rest = (int32_t)(since_march_0 - cycle * DAYS_IN_400_YEARS);

    /* The last day of a cycle is the leap day of its last century, and belongs to it. */
    int32_t century = rest / DAYS_IN_100_YEARS < 3 ? rest / DAYS_IN_100_YEARS : 3;
    rest -= century * DAYS_IN_100_YEARS;
    int32_t four = rest / DAYS_IN_4_YEARS;
    rest -= four * DAYS_IN_4_YEARS;
    int32_t one = rest / DAYS_IN_YEAR < 3 ? rest / DAYS_IN_YEAR : 3;
    rest -= one * DAYS_IN_YEAR;

    int32_t year = (int32_t)(cycle * 400) + century * 100 + four * 4 + one;
    int32_t march_month = (5 * rest + 2) / 153;
    return (struct date){
        .year = march_month < 10 ? year : year + 1,
        .month = march_month < 10 ? march_month + 3 : march_month - 9,
        .day = rest - days_before_month(march_month) + 1,
    };
}

enum weekday weekday_of_day(day_number day)
{
    /* 1970-01-01 was a Thursday. */
    int64_t since_monday = (int64_t)day + THURSDAY;
    return (enum weekday)(since_monday - floor_div(since_monday, 7) * 7);
}

static instant instant_clamp(instant at)
{
    if (at < instant_min) {
        return instant_min;
    }
    return at > instant_max ? instant_max : at;
}

day_number day_of_instant(instant at)
{
    return (day_number)floor_div(instant_clamp(at) + STATION_OFFSET_S, DAY_S);
}

int32_t second_of_instant(instant at)
{
    instant local = instant_clamp(at) + STATION_OFFSET_S;
    return (int32_t)(local - floor_div(local, DAY_S) * DAY_S);
}

instant instant_of_day(day_number day, int32_t second_of_day)
{
    return (instant)day * DAY_S + second_of_day - STATION_OFFSET_S;
}

bool date_parse(const char *text, struct date *out)
{
    static const char form[] = "dddd-dd-dd";
    int32_t parts[3] = {0};
    int part = 0;
    for (size_t i = 0; i < sizeof form - 1; i++) {
        if (form[i] == '-') {
            if (text[i] != '-') {
                return false;
            }
            part++;
        } else {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
            parts[part] = parts[part] * 10 + (text[i] - '0');
        }
    }
    struct date date = {.year = parts[0], .month = parts[1], .day = parts[2]};
    if (text[sizeof form - 1] != '\0' || !date_is_valid(date)) {
        return false;
    }
    *out = date;
    return true;
}

bool days_contain(const day_number *days, size_t len, day_number day)
{
    size_t low = 0;
    size_t high = len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (days[middle] == day) {
            return true;
        }
        if (days[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

bool calendar_is_working_day(const struct calendar *calendar, day_number day)
{
    if (days_contain(calendar->holidays, calendar->holidays_len, day)) {
        return false;
    }
    return weekday_of_day(day) < SATURDAY ||
           days_contain(calendar->workdays, calendar->workdays_len, day);
}

bool calendar_is_school_day(const struct calendar *calendar, day_number day)
{
    if (!calendar_is_working_day(calendar, day)) {
        return false;
    }
    for (size_t i = 0; i < calendar->terms_len; i++) {
        if (day >= calendar->terms[i].first && day <= calendar->terms[i].last) {
            return true;
        }
    }
    return false;
}

day_number calendar_add_working_days(const struct calendar *calendar, day_number day, int32_t n)
{
    assert(n >= 0);
    if (n == 0) {
        while (!calendar_is_working_day(calendar, day)) {
            day++;
        }
    }
    while (n > 0) {
        day++;
        if (calendar_is_working_day(calendar, day)) {
            n--;
        }
    }
    return day;
}
