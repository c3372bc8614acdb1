#include "entry/fuse.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "entry/cloud.h"
#include "entry/grid.h"
#include "entry/hand.h"
#include "entry/strokes.h"

enum {
    LOOK_MAX = 100, /* so many of the grid's best are looked at closely */
    GUESS_MAX = 40, /* so many of zinnia's count */
};

/* Weights found by trial with tests/entry's strokes (./yizhan bench entry). */
static const float WEIGHT_GRID = 1.0f;
static const float WEIGHT_CLOUD = 0.45f;
static const float WEIGHT_ENDS = 0.35f;
static const float WEIGHT_GUESS = 0.08f;
static const float GUESS_FADES = 3.0f;
/* A rare character must look a little more like the ink than a common one. */
static const float LEVEL_COST[] = {[STROKES_COMMON] = 0,
                                   [STROKES_LESS_COMMON] = 0.02f,
                                   [STROKES_RARE] = 0.03f,
                                   [STROKES_MISTAKEN] = 0.1f};

/* Strokes joined, and strokes too many, as parts of those that a character has. */
static const float WEIGHT_JOINED = 0.12f;
static const float WEIGHT_SPLIT = 0.25f;

struct found {
    uint32_t point;
    int place; /* among the strokes; -1: only zinnia knows it */
    float score;
};

struct finds {
    int n;
    struct found items[LOOK_MAX + GUESS_MAX];
};

static int by_score(const void *a, const void *b)
{
    const struct found *x = a;
    const struct found *y = b;
    if (x->score != y->score) {
        return x->score < y->score ? 1 : -1;
    }
    return (x->point > y->point) - (x->point < y->point);
}

static float grid_score(const struct strokes *strokes, int place, const uint8_t *picture)
{
    float likeness =
        (float)grid_product(picture, strokes_picture(strokes, place)) / (float)GRID_UNIT;
    return WEIGHT_GRID * likeness - LEVEL_COST[strokes_entry(strokes, place)->level];
}

/* Into its place among the best so far, if it is one of them. */
static void keep_best(struct finds *finds, struct found found)
{
    int at = finds->n;
    if (at == LOOK_MAX && by_score(&found, &finds->items[at - 1]) >= 0) {
        return;
    }
    at = at == LOOK_MAX ? at - 1 : finds->n++;
    while (at > 0 && by_score(&found, &finds->items[at - 1]) < 0) {
        finds->items[at] = finds->items[at - 1];
        at--;
    }
    finds->items[at] = found;
}

/* The best LOOK_MAX of all characters. */
static void look_at_all(const struct strokes *strokes, const uint8_t *picture, struct finds *out)
{
    for (int i = 0; i < strokes_count(strokes); i++) {
        keep_best(out, (struct found){strokes_entry(strokes, i)->point, i,
                                      grid_score(strokes, i, picture)});
    }
}

/* A character may be there in more than one shape. Returns in how many. */
static int raise_score(struct finds *finds, uint32_t point, float by)
{
    int n = 0;
    for (int i = 0; i < finds->n; i++) {
        if (finds->items[i].point == point) {
            finds->items[i].score += by;
            n++;
        }
    }
    return n;
}

static void add_guesses(const struct strokes *strokes, const uint8_t *picture,
                        const struct hand_guess *guesses, int n, struct finds *finds)
{
    for (int i = 0; i < n; i++) {
        float weight = WEIGHT_GUESS * GUESS_FADES / (GUESS_FADES + (float)i);
        if (raise_score(finds, guesses[i].point, weight) > 0) {
            continue;
        }
        int place = strokes != NULL ? strokes_find(strokes, guesses[i].point) : -1;
        float score = place >= 0 ? grid_score(strokes, place, picture) : 0;
        finds->items[finds->n++] = (struct found){guesses[i].point, place, score + weight};
    }
}

static float count_cost(int drawn, int usual)
{
    float part = (float)(usual - drawn) / (float)usual;
    return part >= 0 ? WEIGHT_JOINED * part : -WEIGHT_SPLIT * part;
}

static void look_closely(const struct strokes *strokes, const struct cloud *drawn, int n_strokes,
                         struct finds *finds)
{
    for (int i = 0; i < finds->n; i++) {
        struct found *found = &finds->items[i];
        if (found->place < 0) {
            found->score -= WEIGHT_CLOUD + WEIGHT_ENDS;
            continue;
        }
        struct ink ink;
        struct shape shape;
        struct cloud cloud;
        strokes_ink(strokes, found->place, &ink);
        shape_from_ink(&ink, &shape);
        cloud_from_shape(&shape, &cloud);
        found->score -= WEIGHT_CLOUD * cloud_distance(drawn, &cloud) +
                        WEIGHT_ENDS * cloud_ends_distance(drawn, &cloud) +
                        count_cost(n_strokes, shape.n_strokes);
    }
}

/* Whether a better shape of the same character stands before it. */
static bool is_before(const struct finds *finds, int place)
{
    for (int i = 0; i < place; i++) {
        if (finds->items[i].point == finds->items[place].point) {
            return true;
        }
    }
    return false;
}

void fuse_ask(const struct strokes *strokes, struct hand *hand, const struct ink *ink,
              struct entry_answer *out)
{
    struct finds finds = {0};
    struct hand_guess guesses[GUESS_MAX];
    struct shape shape;
    struct cloud drawn;
    uint8_t picture[GRID_SIZE] = {0};
    out->n = 0;
    out->divided[0] = '\0';
    shape_from_ink(ink, &shape);
    if (shape.n == 0) {
        return;
    }
    if (strokes != NULL) {
        grid_draw(&shape, picture);
        look_at_all(strokes, picture, &finds);
    }
    int n = hand != NULL ? hand_ask(hand, ink, GUESS_MAX, guesses) : 0;
    add_guesses(strokes, picture, guesses, n, &finds);
    if (strokes != NULL) {
        cloud_from_shape(&shape, &drawn);
        look_closely(strokes, &drawn, shape.n_strokes, &finds);
    }
    qsort(finds.items, (size_t)finds.n, sizeof finds.items[0], by_score);
    for (int i = 0; i < finds.n && out->n < ENTRY_CANDIDATES_MAX; i++) {
        if (is_before(&finds, i)) {
            continue;
        }
        struct entry_candidate *item = &out->items[out->n++];
        item->text[utf8_put(finds.items[i].point, item->text)] = '\0';
        item->letters = 0;
    }
}
