#include "domain/calendar.h"

#include <assert.h>

static bool is_nth_weekday(const struct recurrence *recurrence, day_number day)
{
    if (weekday_of_day(day) != recurrence->weekday) {
        return false;
    }
    if (recurrence->nth == -1) {
        /* The last one is that whose next week lies in another month. */
        return date_of_day(day + 7).month != date_of_day(day).month;
    }
    return (date_of_day(day).day - 1) / 7 + 1 == recurrence->nth;
}

static bool matches_kind(const struct recurrence *recurrence, const struct calendar *calendar,
                         day_number day)
{
    switch (recurrence->kind) {
    case RECUR_WEEKLY:
        return (recurrence->weekday_mask >> weekday_of_day(day) & 1) != 0;
    case RECUR_MONTHLY_DAY:
        return date_of_day(day).day == recurrence->month_day;
    case RECUR_MONTHLY_NTH:
        return is_nth_weekday(recurrence, day);
    case RECUR_QUARTER_END_DAY:
        return date_of_day(day).day == recurrence->month_day && date_of_day(day).month % 3 == 0;
    case RECUR_SCHOOL_DAYS:
        return calendar_is_school_day(calendar, day);
    case RECUR_WORKING_DAYS:
        return calendar_is_working_day(calendar, day);
    case RECUR_DAILY:
        return true;
    case RECUR_DATES:
        return days_contain(recurrence->dates, recurrence->dates_len, day);
    }
    assert(false && "a recurrence of no kind");
    return false;
}

bool recurrence_has_day(const struct recurrence *recurrence, const struct calendar *calendar,
                        day_number day)
{
    if ((recurrence->from != 0 && day < recurrence->from) ||
        (recurrence->until != 0 && day > recurrence->until)) {
        return false;
    }
    if (days_contain(recurrence->except, recurrence->except_len, day)) {
        return false;
    }
    if (recurrence->skips_holidays && recurrence->kind != RECUR_DATES &&
        days_contain(calendar->holidays, calendar->holidays_len, day)) {
        return false;
    }
    return matches_kind(recurrence, calendar, day);
}

size_t recurrence_days(const struct recurrence *recurrence, const struct calendar *calendar,
                       day_number from, day_number until, day_number *out, size_t max)
{
    if (recurrence->from != 0 && from < recurrence->from) {
        from = recurrence->from;
    }
    if (recurrence->until != 0 && until > recurrence->until) {
        until = recurrence->until;
    }
    size_t len = 0;
    for (int64_t day = from; day <= until && len < max; day++) {
        if (recurrence_has_day(recurrence, calendar, (day_number)day)) {
            out[len++] = (day_number)day;
        }
    }
    return len;
}
