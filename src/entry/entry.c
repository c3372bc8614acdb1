#include "entry/entry.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "entry/fuse.h"
#include "entry/hand.h"
#include "entry/spelling.h"
#include "entry/strokes.h"

struct entry {
    char *pinyin_dir, *zinnia_file, *strokes_file;
    enum entry_fuzzy fuzzy;
    /* NULL while closed. Not OK: the log says why, and it is not tried again. */
    struct spelling *spelling;
    struct strokes *strokes;
    struct hand *hand;
    enum status spelling_failed, strokes_failed, hand_failed;
};

static char *path_copy(const char *path, const char *otherwise)
{
    return xstrdup(path != NULL ? path : otherwise);
}

void entry_create(const struct entry_options *options, struct entry **out)
{
    static const struct entry_options defaults = {0};
    if (options == NULL) {
        options = &defaults;
    }
    struct entry *entry = xalloc(sizeof *entry);
    *entry = (struct entry){
        .pinyin_dir = options->pinyin_dir != NULL ? xstrdup(options->pinyin_dir) : NULL,
        .zinnia_file = path_copy(options->zinnia_file, YIZHAN_ZINNIA_FILE),
        .strokes_file = path_copy(options->strokes_file, YIZHAN_STROKES_FILE),
        .fuzzy = options->fuzzy,
    };
    *out = entry;
}

void entry_destroy(struct entry *entry)
{
    if (entry == NULL) {
        return;
    }
    entry_close_models(entry);
    free(entry->pinyin_dir);
    free(entry->zinnia_file);
    free(entry->strokes_file);
    free(entry);
}

void entry_close_models(struct entry *entry)
{
    spelling_destroy(entry->spelling);
    strokes_close(entry->strokes);
    hand_close(entry->hand);
    entry->spelling = NULL;
    entry->strokes = NULL;
    entry->hand = NULL;
}

void entry_set_fuzzy(struct entry *entry, enum entry_fuzzy fuzzy)
{
    entry->fuzzy = fuzzy;
    if (entry->spelling != NULL) {
        spelling_set_fuzzy(entry->spelling, fuzzy);
    }
}

enum status entry_pinyin(struct entry *entry, const char *letters, struct entry_answer *out)
{
    if (strlen(letters) > ENTRY_LETTERS_MAX) {
        return ERR_LIMIT;
    }
    if (entry->spelling == NULL && entry->spelling_failed == OK) {
        entry->spelling_failed = spelling_create(entry->pinyin_dir, entry->fuzzy, &entry->spelling);
    }
    if (entry->spelling == NULL) {
        return ERR_NOT_FOUND;
    }
    spelling_ask(entry->spelling, letters, out);
    return OK;
}

/* The promise of struct ink. */
static bool ink_is_valid(const struct ink *ink)
{
    int begin = 0;
    if (ink->n_strokes < 0 || ink->n_strokes > INK_STROKES_MAX || ink->n_points < 0 ||
        ink->n_points > INK_POINTS_MAX) {
        return false;
    }
    for (int i = 0; i < ink->n_strokes; i++) {
        if (ink->ends[i] < begin) {
            return false;
        }
        begin = ink->ends[i];
    }
    return begin == ink->n_points;
}

enum status entry_ink(struct entry *entry, const struct ink *ink, struct entry_answer *out)
{
    assert(ink_is_valid(ink));
    if (entry->strokes == NULL && entry->strokes_failed == OK) {
        entry->strokes_failed = strokes_open(entry->strokes_file, &entry->strokes);
    }
    if (entry->hand == NULL && entry->hand_failed == OK) {
        entry->hand_failed = hand_open(entry->zinnia_file, &entry->hand);
    }
    if (entry->strokes == NULL && entry->hand == NULL) {
        return ERR_NOT_FOUND;
    }
    fuse_ask(entry->strokes, entry->hand, ink, out);
    return OK;
}
