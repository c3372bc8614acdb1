/* The voice: prepared texts (speech/said.h) to sound. The synthesiser is a library that
 * voice_open loads, 6 MB with what it brings along; nothing of it is there before. It cannot be
 * ended and begun again without loss, so a process opens it at most once and keeps it. Used by one
 * thread; voice_is_there may be called from any. Sound is 16-bit
 * mono at VOICE_RATE_HZ. Source: standards.md, “Speech”: Mandarin as numbered pinyin through the
 * voice cmn-latn-pinyin, 170–200 words a minute. */
#ifndef SPEECH_VOICE_H
#define SPEECH_VOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { VOICE_RATE_HZ = 22050, VOICE_WORDS_A_MINUTE = 180 };

struct voice;

/* Whether what voice_open needs is installed: two questions to the file system. why: what is
 * missing, in one sentence for the log; "" when nothing is. */
bool voice_is_there(char *why, size_t why_size);

/* ERR_NOT_FOUND, ERR_IO with a sentence in why. About 10 ms. */
enum status voice_open(struct voice **out, char *why, size_t why_size) MUST_CHECK;
void voice_close(struct voice *voice);

/* Takes the next samples; false: no more are wanted, voice_say returns at once. */
typedef bool voice_take(void *ctx, const int16_t *samples, size_t n);
/* Says one prepared text; returns when the last sample was taken. ERR_IO when the synthesiser
 * refuses. */
enum status voice_say(struct voice *voice, const char *said, voice_take *take,
                      void *ctx) MUST_CHECK;

#endif
