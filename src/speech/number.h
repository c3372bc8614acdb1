/* Numbers as people say them: counts, clock times, dates, telephone and ticket numbers. In Chinese
 * the words come as pinyin with tone digits ("14:30" is "shi2 si4 dian3 ban4"), in English as text
 * that a synthesiser reads aright. Pure. Sources: how announcements are read in public (1 in a
 * telephone or ticket number is yao1; 2 before a measure word is liang3). */
#ifndef SPEECH_NUMBER_H
#define SPEECH_NUMBER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The number that begins at text[0], appended as pinyin with a space after it; what must be said in
 * English (the letters of a ticket) stands between SAID_ENGLISH and SAID_CHINESE (speech/said.h).
 * before: the code point in front of it, spaces left out, 0 at the start. Returns how many bytes
 * were taken; 0: no number begins here, nothing was appended. */
size_t number_put_chinese(const char *text, size_t len, uint32_t before, struct buf *out);
/* The same for English: only what a synthesiser would misread is rewritten. */
size_t number_put_english(const char *text, size_t len, struct buf *out);

/* "yi1 bai3 ling2 wu3 " … up to 99,999,999; beyond that digit by digit. value must not be negative.
 */
void number_put_count(int64_t value, struct buf *out);

#endif
