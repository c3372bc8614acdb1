#include "check.h"
#include "sample.h"

static const struct desk_hours desk = {.opens_s = 8 * HOUR_S + 30 * MINUTE_S,
                                       .closes_s = 18 * HOUR_S};

struct row {
    struct term term;
    const char *filed_at;
    const char *due_at;
};

static const struct row rows[] = {
    /* Flood and fire do not wait for the desk. */
    {{TERM_MINUTES, 30, 0, 0}, "2025-10-01 23:45:00", "2025-10-02 00:15:00"},
    {{TERM_HOURS, 2, 0, 0}, "2025-10-01 03:00:01", "2025-10-01 05:00:01"},
    {{TERM_HOURS, 24, 0, 0}, "2025-12-31 12:00:00", "2026-01-01 12:00:00"},

    /* Working days: the end of the desk's day, over weekends, worked weekends and the feast. */
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-11-03 09:00:00", "2025-11-04 18:00:00"},
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-11-03 00:00:00", "2025-11-04 18:00:00"},
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-11-03 23:59:59", "2025-11-04 18:00:00"},
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-11-07 17:00:00", "2025-11-10 18:00:00"},
    {{TERM_WORKING_DAYS, 3, 0, 0}, "2025-11-05 10:00:00", "2025-11-10 18:00:00"},
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-09-26 10:00:00", "2025-09-28 18:00:00"},
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-09-30 10:00:00", "2025-10-09 18:00:00"},
    {{TERM_WORKING_DAYS, 5, 0, 0}, "2025-09-29 10:00:00", "2025-10-13 18:00:00"},
    {{TERM_WORKING_DAYS, 1, 0, 0}, "2025-10-04 22:00:00", "2025-10-09 18:00:00"},
    {{TERM_WORKING_DAYS, 0, 0, 0}, "2025-11-03 17:59:59", "2025-11-03 18:00:00"},
    {{TERM_WORKING_DAYS, 0, 0, 0}, "2025-11-03 18:00:00", "2025-11-04 18:00:00"},
    {{TERM_WORKING_DAYS, 0, 0, 0}, "2025-11-01 10:00:00", "2025-11-03 18:00:00"},

    /* Desk hours: two hours by day, nine o'clock by night, on either side of midnight. */
    {{TERM_DESK_HOURS, 2, 0, 0}, "2025-11-03 08:30:00", "2025-11-03 10:30:00"},
    {{TERM_DESK_HOURS, 2, 0, 0}, "2025-11-03 17:59:59", "2025-11-03 19:59:59"},
    {{TERM_DESK_HOURS, 2, 0, 0}, "2025-11-03 18:00:00", "2025-11-04 09:00:00"},
    {{TERM_DESK_HOURS, 2, 0, 0}, "2025-11-03 23:59:59", "2025-11-04 09:00:00"},
    {{TERM_DESK_HOURS, 2, 0, 0}, "2025-11-04 00:00:00", "2025-11-04 09:00:00"},
    {{TERM_DESK_HOURS, 2, 0, 0}, "2025-11-04 08:29:59", "2025-11-04 09:00:00"},
    {{TERM_DESK_HOURS, 2, 10, 0}, "2025-11-03 20:00:00", "2025-11-04 10:00:00"},
    {{TERM_DESK_HOURS, 2, 8, 0}, "2025-11-03 20:00:00", "2025-11-04 08:30:00"},

    /* The same day until 17:00, from 15:00 on the next day's. */
    {{TERM_SAME_DAY, 0, 17, 15}, "2025-11-03 00:00:00", "2025-11-03 17:00:00"},
    {{TERM_SAME_DAY, 0, 17, 15}, "2025-11-03 14:59:59", "2025-11-03 17:00:00"},
    {{TERM_SAME_DAY, 0, 17, 15}, "2025-11-03 15:00:00", "2025-11-04 17:00:00"},
    {{TERM_SAME_DAY, 0, 17, 15}, "2025-12-31 23:59:59", "2026-01-01 17:00:00"},
};

/* Whatever the hour of filing, nobody is promised the past, and filing later never makes it due
 * earlier. */
static void test_due_never_precedes_filing(const struct calendar *calendar)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool can_fall = rows[i].term.unit == TERM_DESK_HOURS;
        instant last_due = 0;
        for (instant filed_at = at("2025-09-26 00:00:00"); filed_at < at("2025-10-13 00:00:00");
             filed_at += 601) {
            instant due_at = term_due(&rows[i].term, calendar, &desk, filed_at);
            CHECK(due_at > filed_at);
            CHECK(can_fall || due_at >= last_due);
            last_due = due_at;
        }
    }
}

int main(void)
{
    struct sample sample;
    sample_init(&sample);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        instant due_at = term_due(&rows[i].term, &sample.calendar, &desk, at(rows[i].filed_at));
        if (due_at != at(rows[i].due_at)) {
            CHECK_STR(rows[i].filed_at, rows[i].due_at);
        }
        CHECK_INT(due_at, at(rows[i].due_at));
    }
    test_due_never_precedes_filing(&sample.calendar);
    return check_done();
}
