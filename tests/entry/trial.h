/* Characters as people draw them, made out of test strokes (tests/entry/data) and a seed, for
 * measuring how often handwriting finds them. The same seed draws the same. */
#ifndef TESTS_ENTRY_TRIAL_H
#define TESTS_ENTRY_TRIAL_H

#include <stddef.h>

#include "base/arena.h"
#include "entry/entry.h"

/* Each is neat besides: a little stretched and turned, every stroke a little off its place, every
 * point trembling. */
#define TRIAL_WAYS_LIST(X)                                                                         \
    X(TRIAL_NEAT, "neat")                                                                          \
    X(TRIAL_SHUFFLED, "shuffled order")                                                            \
    X(TRIAL_JOINED, "one joined pair")                                                             \
    X(TRIAL_SMALL, "small in a corner")

enum trial_way {
#define TRIAL_ENUM(name, text) name,
    TRIAL_WAYS_LIST(TRIAL_ENUM)
#undef TRIAL_ENUM
        TRIAL_WAYS
};
extern const char *const trial_way_names[TRIAL_WAYS];

struct trial_character {
    uint32_t point;
    struct ink strokes; /* 0 … 255 */
};

struct trial_set {
    int n;
    struct trial_character *characters;
};

/* A file in the form of assets/strokes/medians.bin; ends the program with a sentence when it
 * cannot be read. */
struct trial_set trial_load(struct arena *arena, const char *path);
/* On a pad of 660 by 660. */
void trial_draw(const struct trial_character *character, enum trial_way way, uint32_t seed,
                struct ink *out);
/* Where the character is among the candidates; -1: nowhere. */
int trial_place(const struct trial_character *character, const struct entry_answer *answer);

#endif
