#include "kiosk/agenda.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/calendar.h"
#include "domain/session.h"
#include "store/query.h"

enum { NEXT_DAYS = 120, SLOTS_MAX = 48 };

static enum session_mark mark_of(const struct session_info *info, bool is_withdrawn,
                                 int32_t waiting_max, instant now)
{
    if (is_withdrawn)
        return SESSION_WITHDRAWN;
    if (now >= info->ends_at)
        return SESSION_OVER;
    if (info->capacity == 0)
        return SESSION_FREE_ENTRY;
    if (now < info->opens_at)
        return SESSION_NOT_YET;
    if (now >= info->closes_at)
        return SESSION_CLOSED;
    if (info->left > 0)
        return SESSION_OPEN;
    return waiting_max > 0 ? SESSION_WAITING : SESSION_FULL;
}

static bool session_fill(const struct agenda_source *source, const struct series *series,
                         const struct session_ref *ref, struct session_info *out)
{
    const struct bookable *bookable = &series->bookable;
    struct session_info info = {.series = series, .capacity = bookable->capacity};
    if (!session_times(bookable, &source->catalogue->calendar, ref, &info.starts_at, &info.ends_at))
        return false;
    session_id_make(bookable->id, ref->day, ref->start_s, info.id);
    info.opens_at = session_opens_at(bookable, info.starts_at);
    info.closes_at = session_closes_at(bookable, info.starts_at);
    info.left = bookable->capacity;
    if (source->store && bookable->capacity > 0) {
        struct session_counts counts =
            query_session_counts(source->store, info.id, bookable->capacity);
        info.left = counts.left + counts.left_own;
        info.waiting = counts.waiting_parties;
    }
    bool is_withdrawn = catalogue_session_is_withdrawn(source->catalogue, info.id);
    info.mark = mark_of(&info, is_withdrawn, bookable->waiting_max, source->now);
    *out = info;
    return true;
}

struct list {
    struct session_info *items;
    size_t n, cap;
};

static void list_add(struct arena *arena, struct list *list, const struct session_info *info)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 32;
        struct session_info *items = arena_array(arena, cap, sizeof *items);
        if (list->n)
            memcpy(items, list->items, list->n * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = *info;
}

/* Appends what the series has on one day. */
static void add_day(const struct agenda_source *source, const struct series *series, day_number day,
                    struct arena *arena, struct list *list)
{
    const struct bookable *bookable = &series->bookable;
    if (!recurrence_has_day(&bookable->recurrence, &source->catalogue->calendar, day))
        return;
    struct session_info info;
    struct session_ref ref = {.day = day, .start_s = -1};
    str_copy(ref.bookable, sizeof ref.bookable, bookable->id);
    if (bookable->slot_s == 0) {
        if (session_fill(source, series, &ref, &info))
            list_add(arena, list, &info);
        return;
    }
    int slots = 0;
    for (int32_t at = bookable->starts_s; at + bookable->slot_s <= bookable->ends_s;
         at += bookable->slot_s) {
        ref.start_s = at;
        if (session_fill(source, series, &ref, &info))
            list_add(arena, list, &info);
        if (++slots == SLOTS_MAX)
            return;
    }
}

static int by_start(const void *a, const void *b)
{
    const struct session_info *x = a, *y = b;
    if (x->starts_at != y->starts_at)
        return x->starts_at < y->starts_at ? -1 : 1;
    return strcmp(x->id, y->id);
}

static bool is_wanted(const struct series *series, const struct agenda_range *range,
                      const char *station)
{
    if (!catalogue_is_for(series->station, station))
        return false;
    if (range->category && range->category[0] && !str_equal(series->category, range->category))
        return false;
    return !range->series || !range->series[0] || str_equal(series->id, range->series);
}

struct agenda agenda_load(const struct agenda_source *source, const struct agenda_range *range,
                          struct arena *arena)
{
    const struct catalogue *catalogue = source->catalogue;
    bool rooms = range->of == AGENDA_ROOMS;
    const struct series *all = rooms ? catalogue->rooms : catalogue->series;
    size_t n = rooms ? catalogue->rooms_len : catalogue->series_len;
    struct list list = {0};
    for (size_t i = 0; i < n; i++) {
        if (!is_wanted(&all[i], range, source->station))
            continue;
        for (int d = 0; d < range->days; d++)
            add_day(source, &all[i], range->from + d, arena, &list);
    }
    if (list.n)
        qsort(list.items, list.n, sizeof *list.items, by_start);
    return (struct agenda){list.items, list.n};
}

bool agenda_find(const struct agenda_source *source, const char *session_id,
                 struct session_info *out)
{
    struct session_ref ref;
    if (!session_id_parse(session_id, &ref))
        return false;
    const struct series *series = catalogue_find_bookable(source->catalogue, ref.bookable);
    return series && session_fill(source, series, &ref, out);
}

struct agenda agenda_next(const struct agenda_source *source, const char *series_id, size_t max,
                          struct arena *arena)
{
    const struct series *series = catalogue_find_bookable(source->catalogue, series_id);
    struct list list = {0};
    day_number today = day_of_instant(source->now);
    for (int d = 0; series && d < NEXT_DAYS && list.n < max; d++)
        add_day(source, series, today + d, arena, &list);
    size_t kept = 0;
    for (size_t i = 0; i < list.n && kept < max; i++)
        if (list.items[i].ends_at > source->now)
            list.items[kept++] = list.items[i];
    return (struct agenda){list.items, kept};
}
