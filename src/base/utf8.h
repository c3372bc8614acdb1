/* UTF-8 as people type and read it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at text[0 … len) and its length in bytes; on a bad sequence (overlong, surrogate,
 * beyond U+10FFFF, cut off) U+FFFD and 1. len must not be 0. */
uint32_t utf8_next(const char *text, size_t len, size_t *bytes);
bool utf8_is_valid(const char *text, size_t len);
size_t utf8_count(const char *text);
/* Writes one code point; to holds 4 bytes; returns how many it took. */
size_t utf8_put(uint32_t point, char *to);
/* Drops control characters (C0 but for newline if keep_newline, DEL, C1, bidi controls) in place.
 * What comes from a finger, a scanner or a file goes through here before it is stored or shown. */
void utf8_strip_controls(char *text, bool keep_newline);
/* Removes the last code point. */
void utf8_drop_last(char *text);

#endif
