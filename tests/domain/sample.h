/* A calendar for the tests of this folder: the autumn of 2025 as it was announced (1 to 8 October
 * free, 28 September and 11 October worked), and two school terms. */
#ifndef TESTS_DOMAIN_SAMPLE_H
#define TESTS_DOMAIN_SAMPLE_H

#include <assert.h>
#include <stdio.h>

#include "domain/calendar.h"

static inline day_number day(const char *text)
{
    struct date date;
    bool is_date = date_parse(text, &date);
    assert(is_date);
    return day_of_date(date);
}

/* "YYYY-MM-DD HH:MM:SS" at the station. */
static inline instant at(const char *text)
{
    char date[11] = "";
    int hour = 0, minute = 0, second = 0;
    int fields = sscanf(text, "%10s %2d:%2d:%2d", date, &hour, &minute, &second);
    assert(fields == 4);
    return instant_of_day(day(date), hour * HOUR_S + minute * MINUTE_S + second);
}

struct sample {
    struct calendar calendar;
    day_number holidays[8];
    day_number workdays[2];
    struct day_span terms[2];
};

static inline void sample_init(struct sample *sample)
{
    for (int i = 0; i < 8; i++) {
        sample->holidays[i] = day("2025-10-01") + i;
    }
    sample->workdays[0] = day("2025-09-28");
    sample->workdays[1] = day("2025-10-11");
    sample->terms[0] = (struct day_span){day("2025-02-10"), day("2025-07-04")};
    sample->terms[1] = (struct day_span){day("2025-09-01"), day("2026-01-23")};
    sample->calendar = (struct calendar){
        .holidays = sample->holidays,
        .holidays_len = 8,
        .workdays = sample->workdays,
        .workdays_len = 2,
        .terms = sample->terms,
        .terms_len = 2,
        .known_until = day("2025-12-31"),
    };
}

#endif
