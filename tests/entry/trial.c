#include "entry/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "entry/strokes.h"

enum { PAD = 660, STEP = 9, CHARACTERS_MAX = 10000 };

const char *const trial_way_names[TRIAL_WAYS] = {
#define TRIAL_NAME(name, text) [name] = text,
    TRIAL_WAYS_LIST(TRIAL_NAME)
#undef TRIAL_NAME
};

struct trial_set trial_load(struct arena *arena, const char *path)
{
    char *data = NULL;
    size_t len = 0;
    if (file_read(arena, path, 16 << 20, &data, &len) != OK || len < 8 ||
        memcmp(data, "YZMEDIA1", 8) != 0) {
        fprintf(stderr, "%s: no strokes\n", path);
        exit(EXIT_FAILURE);
    }
    const uint8_t *at = (const uint8_t *)data + 8;
    const uint8_t *end = (const uint8_t *)data + len;
    struct trial_set set = {0};
    set.characters = arena_array(arena, CHARACTERS_MAX, sizeof *set.characters);
    while (end - at > 4 && set.n < CHARACTERS_MAX) {
        struct trial_character *character = &set.characters[set.n++];
        character->point = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
        at = strokes_read(at + 3, end, &character->strokes);
        if (at == NULL) {
            fprintf(stderr, "%s: character %d is damaged\n", path, set.n);
            exit(EXIT_FAILURE);
        }
    }
    return set;
}

/* ---- drawing ---- */

/* xorshift: any sequence will do, as long as it is the same one. */
static uint32_t next_number(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* About evenly between -1 and 1. */
static float next_part(uint32_t *state)
{
    return (float)(next_number(state) >> 8) / (float)(1 << 23) - 1;
}

/* How one drawing differs from the strokes it follows. */
struct hand_of {
    uint32_t state;
    float scale_x, scale_y, cosine, sine;
    float at_x, at_y; /* of the middle */
};

static struct hand_of hand_of(uint32_t seed, enum trial_way way)
{
    struct hand_of hand = {.state = seed * 2654435761u + 88172645u};
    for (int i = 0; i < 8; i++) {
        next_number(&hand.state);
    }
    float size = way == TRIAL_SMALL ? 0.22f : 0.80f;
    float turn = next_part(&hand.state) * 0.07f;
    hand.scale_x = size * (1 + next_part(&hand.state) * 0.08f);
    hand.scale_y = size * (1 + next_part(&hand.state) * 0.08f);
    hand.cosine = cosf(turn);
    hand.sine = sinf(turn);
    hand.at_x = way == TRIAL_SMALL ? 0.82f : 0.5f;
    hand.at_y = way == TRIAL_SMALL ? 0.84f : 0.5f;
    return hand;
}

static void add_point(struct hand_of *hand, float x, float y, struct ink *out)
{
    if (out->n_points == INK_POINTS_MAX) {
        return;
    }
    float off_x = (x - 0.5f) * hand->scale_x + next_part(&hand->state) * 0.003f;
    float off_y = (y - 0.5f) * hand->scale_y + next_part(&hand->state) * 0.003f;
    float to_x = hand->at_x + off_x * hand->cosine - off_y * hand->sine;
    float to_y = hand->at_y + off_x * hand->sine + off_y * hand->cosine;
    out->x[out->n_points] = (int16_t)lroundf(to_x * PAD);
    out->y[out->n_points++] = (int16_t)lroundf(to_y * PAD);
}

/* A point every STEP pixels of the pad, as a panel reports them. */
static void draw_stroke(struct hand_of *hand, const struct ink *from, int stroke, struct ink *out)
{
    int begin = stroke > 0 ? from->ends[stroke - 1] : 0;
    float off_x = next_part(&hand->state) * 0.015f;
    float off_y = next_part(&hand->state) * 0.015f;
    for (int i = begin; i < from->ends[stroke]; i++) {
        float x = (float)from->x[i] / 255 + off_x;
        float y = (float)from->y[i] / 255 + off_y;
        add_point(hand, x, y, out);
        if (i + 1 == from->ends[stroke]) {
            break;
        }
        float dx = (float)(from->x[i + 1] - from->x[i]) / 255;
        float dy = (float)(from->y[i + 1] - from->y[i]) / 255;
        int n = (int)(hypotf(dx, dy) * hand->scale_x * PAD / STEP);
        for (int j = 1; j < n; j++) {
            float part = (float)j / (float)n;
            add_point(hand, x + dx * part, y + dy * part, out);
        }
    }
}

static void shuffle(uint32_t *state, int *order, int n)
{
    for (int i = n - 1; i > 0; i--) {
        int j = (int)(next_number(state) % (uint32_t)(i + 1));
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

void trial_draw(const struct trial_character *character, enum trial_way way, uint32_t seed,
                struct ink *out)
{
    const struct ink *from = &character->strokes;
    struct hand_of hand = hand_of(seed * 31 + character->point * 4 + (uint32_t)way, way);
    int order[INK_STROKES_MAX];
    int joined = -1; /* the stroke after which the finger is not lifted */
    for (int i = 0; i < from->n_strokes; i++) {
        order[i] = i;
    }
    if (way == TRIAL_SHUFFLED) {
        shuffle(&hand.state, order, from->n_strokes);
    }
    if (way == TRIAL_JOINED && from->n_strokes > 1) {
        joined = (int)(next_number(&hand.state) % (uint32_t)(from->n_strokes - 1));
    }
    *out = (struct ink){0};
    for (int i = 0; i < from->n_strokes; i++) {
        draw_stroke(&hand, from, order[i], out);
        if (i != joined) {
            out->ends[out->n_strokes++] = (int16_t)out->n_points;
        }
    }
}

int trial_place(const struct trial_character *character, const struct entry_answer *answer)
{
    char text[8];
    text[utf8_put(character->point, text)] = '\0';
    for (int i = 0; i < answer->n; i++) {
        if (strcmp(answer->items[i].text, text) == 0) {
            return i;
        }
    }
    return -1;
}
