#include "domain/calendar.h"

#include <assert.h>

/* Nobody is promised a time that is over: once the desk has closed, counting starts tomorrow. */
static instant due_on_working_day(int32_t n, const struct calendar *calendar,
                                  const struct desk_hours *desk, instant filed_at)
{
    day_number day = day_of_instant(filed_at);
    if (n == 0 && second_of_instant(filed_at) >= desk->closes_s) {
        day++;
    }
    return instant_of_day(calendar_add_working_days(calendar, day, n), desk->closes_s);
}

static instant due_in_desk_hours(const struct term *term, const struct desk_hours *desk,
                                 instant filed_at)
{
    int32_t second = second_of_instant(filed_at);
    if (second >= desk->opens_s && second < desk->closes_s) {
        return filed_at + (instant)term->n * HOUR_S;
    }
    int32_t morning_s = (term->hour > 0 ? term->hour : TERM_MORNING_HOUR) * HOUR_S;
    if (morning_s < desk->opens_s) {
        morning_s = desk->opens_s;
    }
    /* Before the desk opens, the coming morning is today's. */
    day_number day = day_of_instant(filed_at) + (second >= desk->closes_s ? 1 : 0);
    return instant_of_day(day, morning_s);
}

static instant due_same_day(const struct term *term, instant filed_at)
{
    assert(term->cutoff_hour <= term->hour);
    bool is_late = second_of_instant(filed_at) >= term->cutoff_hour * HOUR_S;
    return instant_of_day(day_of_instant(filed_at) + (is_late ? 1 : 0), term->hour * HOUR_S);
}

instant term_due(const struct term *term, const struct calendar *calendar,
                 const struct desk_hours *desk, instant filed_at)
{
    assert(term->n >= 0);
    switch (term->unit) {
    case TERM_MINUTES:
        return filed_at + (instant)term->n * MINUTE_S;
    case TERM_HOURS:
        return filed_at + (instant)term->n * HOUR_S;
    case TERM_WORKING_DAYS:
        return due_on_working_day(term->n, calendar, desk, filed_at);
    case TERM_DESK_HOURS:
        return due_in_desk_hours(term, desk, filed_at);
    case TERM_SAME_DAY:
        return due_same_day(term, filed_at);
    }
    assert(false && "a term of no unit");
    return filed_at;
}
