/* The calendar files of all years as one calendar. */
#include <stdlib.h>

#include "store/catalogue_read.h"

enum { SPAN_DAYS_MAX = 366 };

/* Days of all years, gathered before they are sorted. */
struct gather {
    day_number *holidays, *workdays;
    struct day_span *terms;
    struct feast *feasts;
    size_t holidays_len, workdays_len, terms_len, feasts_len;
};

static struct day_span read_span(struct reader *reader, const json_t *object)
{
    struct day_span span = {read_day(reader, object, "from"), read_day(reader, object, "until")};
    if (span.last < span.first || span.last - span.first >= SPAN_DAYS_MAX) {
        read_fail(reader, "until", "a date soon after from");
        span.last = span.first;
    }
    return span;
}

/* How many elements the rows' lists have together. */
static size_t count_all(struct reader *reader, const json_t *const *rows, size_t n, const char *key)
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++) {
        size_t len;
        (void)read_array(reader, rows[i], key, &len);
        total += len;
    }
    return total;
}

static void gather_year(struct reader *reader, const json_t *row, struct gather *all)
{
    size_t len;
    const json_t *array = read_array(reader, row, "holidays", &len);
    for (size_t i = 0; i < len; i++) {
        const json_t *object = json_array_get(array, i);
        struct day_span span = read_span(reader, object);
        all->feasts[all->feasts_len++] =
            (struct feast){span.first, span.last, read_text(reader, object, "name")};
        for (day_number day = span.first; day <= span.last; day++) {
            all->holidays[all->holidays_len++] = day;
        }
    }
    array = read_array(reader, row, "workdays", &len);
    for (size_t i = 0; i < len; i++) {
        all->workdays[all->workdays_len++] =
            read_day_value(reader, json_array_get(array, i), "workdays");
    }
    array = read_array(reader, row, "terms", &len);
    for (size_t i = 0; i < len; i++) {
        all->terms[all->terms_len++] = read_span(reader, json_array_get(array, i));
    }
}

static int compare_days(const void *a, const void *b)
{
    day_number left = *(const day_number *)a;
    day_number right = *(const day_number *)b;
    return (left > right) - (left < right);
}

static int compare_spans(const void *a, const void *b)
{
    return compare_days(&((const struct day_span *)a)->first, &((const struct day_span *)b)->first);
}

static int compare_feasts(const void *a, const void *b)
{
    return compare_days(&((const struct feast *)a)->first, &((const struct feast *)b)->first);
}

static void sort_all(struct gather *all)
{
    qsort(all->holidays, all->holidays_len, sizeof *all->holidays, compare_days);
    qsort(all->workdays, all->workdays_len, sizeof *all->workdays, compare_days);
    qsort(all->terms, all->terms_len, sizeof *all->terms, compare_spans);
    qsort(all->feasts, all->feasts_len, sizeof *all->feasts, compare_feasts);
}

void read_calendars(struct reader *reader, const json_t *const *rows, size_t n,
                    struct catalogue *out)
{
    size_t feasts = count_all(reader, rows, n, "holidays");
    struct arena *arena = reader->arena;
    /* Room for each day of each feast; a feast is a week as a rule, so this is not large. */
    size_t days = 0;
    for (size_t i = 0; i < n; i++) {
        size_t len;
        const json_t *array = read_array(reader, rows[i], "holidays", &len);
        for (size_t k = 0; k < len; k++) {
            struct day_span span = read_span(reader, json_array_get(array, k));
            days += (size_t)(span.last - span.first) + 1;
        }
    }
    struct gather all = {
        .holidays = arena_array(arena, days, sizeof *all.holidays),
        .workdays =
            arena_array(arena, count_all(reader, rows, n, "workdays"), sizeof *all.workdays),
        .terms = arena_array(arena, count_all(reader, rows, n, "terms"), sizeof *all.terms),
        .feasts = arena_array(arena, feasts, sizeof *all.feasts),
    };
    day_number known_until = 0;
    for (size_t i = 0; i < n; i++) {
        gather_year(reader, rows[i], &all);
        day_number until = read_day(reader, rows[i], "known_until");
        known_until = until > known_until ? until : known_until;
    }
    sort_all(&all);
    out->calendar = (struct calendar){
        .holidays = all.holidays,
        .holidays_len = all.holidays_len,
        .workdays = all.workdays,
        .workdays_len = all.workdays_len,
        .terms = all.terms,
        .terms_len = all.terms_len,
        .known_until = known_until,
    };
    out->feasts = all.feasts;
    out->feasts_len = all.feasts_len;
}
