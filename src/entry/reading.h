/* How Chinese text is read aloud: one pinyin syllable with its tone for every character, for the
 * search index (`lf` finds 理发) and for speech. libpinyin divides a run of Chinese characters into
 * the likeliest words, and the word decides which syllable a character has. Its data has no tones:
 * those come from Unihan (entry/tones.h), the most frequent one of that syllable, and so does the
 * whole reading of a character that stands alone. What this gets wrong stands in the list the
 * caller brings, which goes before everything else: heteronyms that differ only in tone above all
 * (理发, 测量).
 *
 * A syllable is lower-case letters and a digit 1 … 5, 5 the neutral tone; ü is v: li3, fa4, de5,
 * lv4. No sandhi: 一 is yi1, 不 is bu4, whoever speaks changes them.
 *
 * A struct reading holds libpinyin's tables, some 10 MB: make one, read, destroy it. It writes
 * nothing. One thread at a time. Some 50 µs a character. */
#ifndef ENTRY_READING_H
#define ENTRY_READING_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

struct reading;

/* A word and its syllables, as many as it has characters: {"理发", "li3 fa4"}. */
struct reading_word {
    const char *word;
    const char *pinyin;
};

/* words are copied. data_dir: libpinyin's tables; NULL: this build's. ERR_PARSE: words[*bad] is not
 * of the form above (*bad n: the tables are not); ERR_NOT_FOUND: no tables. The log says which. */
enum status reading_create(const char *data_dir, const struct reading_word *words, size_t n,
                           struct reading **out, size_t *bad) MUST_CHECK;
void reading_destroy(struct reading *reading);

/* A piece of the text: a Chinese character with its syllable, or something else that stands for
 * itself: a run of Latin letters and digits, or one other character. */
enum { READING_SIZE = 8 };
struct reading_part {
    size_t at, len;            /* bytes of the text */
    char pinyin[READING_SIZE]; /* "" where it is no Chinese character that has a reading */
};

/* text, any UTF-8, in parts without a gap; they live in arena. */
struct reading_part *reading_divide(struct reading *reading, struct arena *arena, const char *text,
                                    size_t *n);
/* The same as one line: "li3 fa4 10 yuan2"; what stands for itself is kept, white space becomes one
 * space. */
void reading_append(struct reading *reading, struct buf *out, const char *text);

#endif
