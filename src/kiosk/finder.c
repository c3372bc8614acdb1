#include "kiosk/finder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "kiosk/screen.h"

/* More than are shown, so that what can be had moves up among them. */
enum { CANDIDATES_MAX = 40 };

struct candidate {
    struct search_hit hit;
    bool is_closed;
    size_t place; /* as the index gave it */
};

/* Whether a visitor could do nothing but read: no session in sight that takes anybody. */
static bool is_closed(const struct app *app, struct arena *arena, const struct search_hit *hit)
{
    if (hit->kind != CONTENT_SERIES)
        return false;
    struct agenda_source source = app_agenda_source(app);
    struct agenda next = agenda_next(&source, hit->id, 1, arena);
    if (next.n == 0)
        return true;
    enum session_mark mark = next.items[0].mark;
    return mark == SESSION_FULL || mark == SESSION_CLOSED || mark == SESSION_WITHDRAWN;
}

static int by_use(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->hit.rank != y->hit.rank)
        return x->hit.rank < y->hit.rank ? -1 : 1;
    if (x->is_closed != y->is_closed)
        return x->is_closed ? 1 : -1;
    return x->place < y->place ? -1 : 1;
}

static void take(struct app *app, const struct search_hit *hits, size_t n)
{
    struct finder *finder = &app->finder;
    struct arena arena = {0};
    struct candidate candidates[CANDIDATES_MAX];
    for (size_t i = 0; i < n; i++)
        candidates[i] = (struct candidate){hits[i], is_closed(app, &arena, &hits[i]), i};
    if (n > 0)
        qsort(candidates, n, sizeof candidates[0], by_use);
    finder->n = n < FINDER_HITS_MAX ? n : FINDER_HITS_MAX;
    for (size_t i = 0; i < finder->n; i++)
        finder->hits[i] = candidates[i].hit;
    arena_fini(&arena);
}

/* What is typed, and behind it the letters that are to become characters. */
static void whole(const struct app *app, char out[FINDER_ASKED_SIZE])
{
    memset(out, 0, FINDER_ASKED_SIZE);
    (void)snprintf(out, FINDER_ASKED_SIZE, "%s%s", app->finder.typed, typing_composed(app));
}

void finder_refresh(struct app *app)
{
    struct finder *finder = &app->finder;
    struct search_hit hits[CANDIDATES_MAX];
    size_t n = 0;
    whole(app, finder->asked);
    finder->lang = app->visit.lang;
    finder->n = 0;
    finder->state = FINDER_EMPTY;
    app->is_stale = true;
    if (finder->asked[strspn(finder->asked, " ")] == '\0')
        return;
    enum status status = ERR_NOT_FOUND;
    if (app->setup.search && app->setup.catalogue)
        status =
            search_ask(app->setup.search, finder->lang, finder->asked, hits, CANDIDATES_MAX, &n);
    if (status == OK)
        take(app, hits, n);
    finder->state = status != OK     ? FINDER_NOT_READY
                    : finder->n == 0 ? FINDER_NOTHING
                                     : FINDER_FOUND;
}

void finder_follow(struct app *app)
{
    const struct finder *finder = &app->finder;
    char now[FINDER_ASKED_SIZE];
    whole(app, now);
    if (!str_equal(now, finder->asked) || finder->lang != app->visit.lang)
        finder_refresh(app);
}

void finder_set(struct app *app, const char *text)
{
    memset(app->finder.typed, 0, sizeof app->finder.typed);
    (void)str_copy(app->finder.typed, sizeof app->finder.typed, text);
    finder_refresh(app);
}

void finder_wipe(struct app *app)
{
    memset(&app->finder, 0, sizeof app->finder);
    search_rest(app->setup.search);
}
