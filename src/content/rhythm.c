/* Whether a session that a notice names takes place: a mistyped date would withdraw nothing, and
 * nobody would notice until people stand before a locked door. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "content/check.h"

static int word_index(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0) {
            return (int)i;
        }
    }
    return 0;
}

#define WORD(name, word) word,
static const char *const every_words[] = {EVERY_LIST(WORD)};
static const char *const weekday_words[] = {WEEKDAY_LIST(WORD)};
#undef WORD

static int compare_days(const void *a, const void *b)
{
    day_number left = *(const day_number *)a;
    day_number right = *(const day_number *)b;
    return (left > right) - (left < right);
}

static const struct node *list_first(const struct node *map, const char *key)
{
    const struct node *list = yaml_get(map, key);
    return list != NULL && list->kind == NODE_LIST ? list->first : NULL;
}

static const day_number *days_of(struct checker *checker, const struct node *repeat,
                                 const char *key, size_t *len)
{
    size_t n = 0;
    for (const struct node *day = list_first(repeat, key); day != NULL; day = day->next) {
        n++;
    }
    day_number *days = arena_array(checker->arena, n, sizeof *days);
    *len = 0;
    for (const struct node *day = list_first(repeat, key); day != NULL; day = day->next) {
        struct date date;
        if (day->kind == NODE_SCALAR && date_parse(day->text, &date)) {
            days[(*len)++] = day_of_date(date);
        }
    }
    qsort(days, *len, sizeof *days, compare_days);
    return days;
}

/* The schema reports what is out of range; here it only must do no harm. */
static int32_t int_within(const struct node *map, const char *key, int32_t min, int32_t max)
{
    int32_t value = 1;
    (void)node_int(map, key, &value);
    return value < min ? min : value > max ? max : value;
}

static struct recurrence recurrence_of(struct checker *checker, const struct node *repeat)
{
    struct recurrence recurrence = {
        .kind = (enum recurrence_kind)word_index(every_words, RECUR_DATES + 1,
                                                 node_word(repeat, "every")),
        .weekday =
            (enum weekday)word_index(weekday_words, SUNDAY + 1, node_word(repeat, "weekday")),
    };
    /* Which days are worked or taught on is the calendar's to say, and it may come later. */
    if (recurrence.kind == RECUR_SCHOOL_DAYS || recurrence.kind == RECUR_WORKING_DAYS) {
        recurrence.kind = RECUR_DAILY;
    }
    unsigned mask = 0;
    for (const struct node *day = list_first(repeat, "weekdays"); day != NULL; day = day->next) {
        if (day->kind == NODE_SCALAR) {
            mask |= 1U << (unsigned)word_index(weekday_words, SUNDAY + 1, day->text);
        }
    }
    recurrence.weekday_mask = (uint8_t)mask;
    recurrence.month_day = int_within(repeat, "day", 1, 31);
    recurrence.nth = int_within(repeat, "nth", -1, 5);
    (void)node_day(repeat, "from", &recurrence.from);
    (void)node_day(repeat, "until", &recurrence.until);
    recurrence.dates = days_of(checker, repeat, "dates", &recurrence.dates_len);
    recurrence.except = days_of(checker, repeat, "except", &recurrence.except_len);
    return recurrence;
}

bool session_is_held(struct checker *checker, const struct node *bookable,
                     const struct session_ref *ref)
{
    struct bookable held = {.recurrence = recurrence_of(checker, yaml_get(bookable, "repeat"))};
    /* The reference was looked up by this id. */
    bool fits = str_copy(held.id, sizeof held.id, ref->bookable);
    assert(fits);
    (void)node_clock(bookable, "starts", &held.starts_s);
    (void)node_clock(bookable, "ends", &held.ends_s);
    held.slot_s = yaml_get(bookable, "slot_minutes") == NULL
                      ? 0
                      : int_within(bookable, "slot_minutes", 1, 24 * 60) * MINUTE_S;
    const struct calendar calendar = {0};
    instant starts_at;
    instant ends_at;
    return session_times(&held, &calendar, ref, &starts_at, &ends_at);
}
