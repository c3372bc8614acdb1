#include "entry/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "entry/spelling.h"

struct entry {
    char *pinyin_dir, *zinnia_file, *strokes_file;
    enum entry_fuzzy fuzzy;
    struct spelling *spelling;   /* NULL while closed */
    enum status spelling_failed; /* not OK: said already, and not tried again */
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
    entry->spelling = NULL;
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

enum status entry_ink(struct entry *entry, const struct ink *ink, struct entry_answer *out)
{
    (void)entry;
    (void)ink;
    (void)out;
    return ERR_NOT_FOUND;
}
