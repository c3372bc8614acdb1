/* The characters that ink is compared with: some 9,500, mapped from a file. */
#ifndef ENTRY_STROKES_H
#define ENTRY_STROKES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "entry/strokes_file.h"

struct ink;
struct strokes;

/* ERR_NOT_FOUND, ERR_IO, ERR_PARSE; said on the log. */
enum status strokes_open(const char *path, struct strokes **out) MUST_CHECK;
void strokes_close(struct strokes *strokes);

int strokes_count(const struct strokes *strokes);
const struct strokes_entry *strokes_entry(const struct strokes *strokes, int i);
const uint8_t *strokes_picture(const struct strokes *strokes, int i);
void strokes_ink(const struct strokes *strokes, int i, struct ink *out);
/* One of its shapes; -1: not among them. */
int strokes_find(const struct strokes *strokes, uint32_t point);

/* Reads one character's strokes at bytes, no further than end; NULL, out undefined, if they are not
 * well-formed, else where they end. For strokes_pack, too. */
const uint8_t *strokes_read(const uint8_t *bytes, const uint8_t *end, struct ink *out);

#endif
