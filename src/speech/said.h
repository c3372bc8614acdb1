/* Texts prepared for the voice. A prepared text is what the synthesiser is fed with: pinyin with
 * tone digits ("yu4 yue1 "), marks for pauses, and passages in English between SAID_ENGLISH and
 * SAID_CHINESE; it begins in Chinese. Preparing knows no dictionary: whoever calls supplies the
 * reading of characters (entry/reading.h on a terminal, a table in tests). Pure, any thread. */
#ifndef SPEECH_SAID_H
#define SPEECH_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/lang.h"

enum { SAID_ENGLISH = 0x0e, SAID_CHINESE = 0x0f };

/* Appends the pinyin of a run of Chinese characters, syllables parted by spaces: "li3 fa4". What it
 * cannot read it leaves out. */
struct said_reader {
    void *ctx;
    void (*read)(void *ctx, const char *hanzi, size_t len, struct buf *out);
};

/* Appends the prepared form of text, which is in lang but may hold words of the other. Never
 * fails: what nobody can say becomes a pause. reader NULL: Chinese characters are left out. The
 * reader gives each syllable its own tone; the changes of tones in company (yi4 ge4, bu2 yao4,
 * ni2 hao3) are made here. */
void said_put(const char *text, enum lang lang, const struct said_reader *reader, struct buf *out);

/* The next passage of a prepared text in one language; false at its end. */
struct said_part {
    enum lang lang;
    const char *text; /* not ended by a NUL */
    size_t len;
};
struct said_walk {
    const char *at;
    enum lang lang;
};
struct said_walk said_begin(const char *said);
bool said_next(struct said_walk *walk, struct said_part *out);

/* Written in Chinese characters. */
bool said_is_hanzi(uint32_t point);

#endif
