/* Speech into a small file: Ogg with Opus at 12 kbit/s, as any player opens it. The encoder's
 * library is opened for one recording and let go again, so that a terminal where nobody speaks
 * never loads it. Takes part of a second for a minute of speech: never on the screen's thread.
 * Source of the format: RFC 6716 and RFC 7845. */
#ifndef SPEECH_OPUS_H
#define SPEECH_OPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

enum { OPUS_RATE_HZ = 16000 };

/* Whether the library is installed; a sentence in why when it is not. Opens nothing. */
bool opus_is_there(char *why, size_t why_size);
/* 16-bit mono at OPUS_RATE_HZ; appends about 1600 bytes a second to out. ERR_NOT_FOUND: no
 * library; ERR_IO: it gave up; out is as before and there is a sentence in why. */
enum status opus_put_ogg(const int16_t *samples, size_t n, struct buf *out, char *why,
                         size_t why_size) MUST_CHECK;

#endif
