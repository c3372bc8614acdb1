/* Chinese text entry: pinyin letters or strokes of a finger in, candidates out. What is asked is
 * personal: nothing of it is logged, kept or learned from; every question stands alone.
 *
 * Models are opened by the first question that needs them (pinyin: 2 ms and some 7 MB; handwriting:
 * 30 ms and some 8 MB beside a mapped file) and closed by entry_close_models when a visit ends. One
 * thread at a time; it may be another one each time. A question takes 1 to 20 ms, so it is none for
 * the thread that draws.
 *
 * A model file that is missing or damaged costs only what it serves: pinyin without its data is
 * ERR_NOT_FOUND, handwriting goes on with one of its two recognisers. Which file is missing is said
 * once on the log. */
#ifndef ENTRY_ENTRY_H
#define ENTRY_ENTRY_H

#include <stdint.h>

#include "base/status.h"

enum {
    ENTRY_CANDIDATES_MAX = 120,
    ENTRY_CANDIDATE_SIZE = 64, /* 21 Chinese characters */
    ENTRY_LETTERS_MAX = 48,    /* the longest pre-edit, without its NUL */
    ENTRY_DIVIDED_SIZE = 2 * ENTRY_LETTERS_MAX + 1,
    INK_POINTS_MAX = 2048,
    INK_STROKES_MAX = 40,
};

/* What was drawn. Any unit, y downwards: size and place on the pad mean nothing. Stroke i has the
 * points from ends[i - 1] (0 for the first) up to, not including, ends[i]. Zeroed, it is empty. */
struct ink {
    int n_points, n_strokes;
    int16_t x[INK_POINTS_MAX], y[INK_POINTS_MAX];
    int16_t ends[INK_STROKES_MAX];
};

struct entry_candidate {
    char text[ENTRY_CANDIDATE_SIZE];
    int letters; /* how many bytes of the question it stands for; of ink, all: 0 */
};

struct entry_answer {
    int n; /* the best first; 0: nothing fits */
    struct entry_candidate items[ENTRY_CANDIDATES_MAX];
    char divided[ENTRY_DIVIDED_SIZE]; /* the letters as understood, ' between syllables */
};

/* Sounds that count as one, for speakers who do not tell them apart; a set of these. */
enum entry_fuzzy {
    ENTRY_FUZZY_NONE = 0,
    ENTRY_FUZZY_ZH_Z = 1 << 0,
    ENTRY_FUZZY_CH_C = 1 << 1,
    ENTRY_FUZZY_SH_S = 1 << 2,
    ENTRY_FUZZY_N_L = 1 << 3,
    ENTRY_FUZZY_AN_ANG = 1 << 4,
    ENTRY_FUZZY_EN_ENG = 1 << 5,
    ENTRY_FUZZY_IN_ING = 1 << 6,
    ENTRY_FUZZY_ALL = (1 << 7) - 1,
};

/* NULL stands for the place where this build's packages and programs have it. */
struct entry_options {
    const char *pinyin_dir;   /* libpinyin's data */
    const char *zinnia_file;  /* a model of zinnia's */
    const char *strokes_file; /* strokes.bin, packed by the build */
    enum entry_fuzzy fuzzy;
};

struct entry;

/* Opens nothing yet and cannot fail; copies the options, NULL for all defaults. */
void entry_create(const struct entry_options *options, struct entry **out);
/* From the next question on. */
void entry_set_fuzzy(struct entry *entry, enum entry_fuzzy fuzzy);
/* letters: a to z, v for ü, ' between syllables where they are in doubt; what follows anything else
 * is not understood and no candidate stands for it. Whole sentences first, then phrases and
 * characters for the beginning, longest first and most frequent first among equals. The caller
 * takes one and asks again for the rest. Initials alone (lf) work. ERR_NOT_FOUND: no data;
 * ERR_LIMIT: more than ENTRY_LETTERS_MAX. */
enum status entry_pinyin(struct entry *entry, const char *letters,
                         struct entry_answer *out) MUST_CHECK;
/* One character, in any order of strokes, some of them joined. ERR_NOT_FOUND: neither recogniser
 * could be opened. */
enum status entry_ink(struct entry *entry, const struct ink *ink,
                      struct entry_answer *out) MUST_CHECK;
/* Gives back all memory that a question took; the next one opens again. */
void entry_close_models(struct entry *entry);
void entry_destroy(struct entry *entry);

#endif
