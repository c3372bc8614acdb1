#include "kiosk/index.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "entry/reading.h"

#define LOG_MODULE "search"
#include "base/log.h"

/* "li3" is entered as "li": nobody types tones. */
static void take_letters(const char *syllable, char out[SEARCH_PINYIN_SIZE])
{
    size_t len = strcspn(syllable, "12345");
    if (len < SEARCH_PINYIN_SIZE) {
        memcpy(out, syllable, len);
        out[len] = '\0';
    }
}

static void read_units(void *ctx, const char *text, struct search_unit *units, size_t n)
{
    struct arena arena = {0};
    size_t parts_n;
    const struct reading_part *parts = reading_divide(ctx, &arena, text, &parts_n);
    for (size_t i = 0, k = 0; i < n; i++) {
        while (k < parts_n && parts[k].at < units[i].at)
            k++;
        if (k < parts_n && parts[k].at == units[i].at && units[i].is_chinese)
            take_letters(parts[k].pinyin, units[i].pinyin);
    }
    arena_fini(&arena);
}

/* NULL: this terminal has no pinyin. */
static struct reading *open_reading(const struct catalogue *catalogue)
{
    struct arena arena = {0};
    struct reading *reading = NULL;
    size_t bad = 0;
    struct reading_word *words = arena_array(&arena, catalogue->readings_len, sizeof *words);
    for (size_t i = 0; i < catalogue->readings_len; i++)
        words[i] =
            (struct reading_word){catalogue->readings[i].word, catalogue->readings[i].pinyin};
    enum status status = reading_create(NULL, words, catalogue->readings_len, &reading, &bad);
    if (status != OK)
        LOG_WARN("no search by pinyin, only by characters and English words: %s",
                 status_text(status));
    arena_fini(&arena);
    return status == OK ? reading : NULL;
}

enum status index_make(const char *path, const struct catalogue *catalogue, const char *station,
                       enum index_outcome *out, char *why, size_t why_size)
{
    enum search_state state = search_check(path, catalogue, station);
    if (state == SEARCH_WHOLE) {
        *out = INDEX_WAS_THERE;
        return OK;
    }
    struct reading *reading = open_reading(catalogue);
    if (!reading && state == SEARCH_WITHOUT_PINYIN) {
        *out = INDEX_WAS_THERE;
        return OK;
    }
    struct search_reader reader = {reading, read_units};
    enum status status =
        search_build(path, catalogue, station, reading ? &reader : NULL, why, why_size);
    reading_destroy(reading);
    if (status == OK)
        *out = INDEX_MADE;
    return status;
}
