/* Small helpers on C strings. Copies never overrun; what does not fit is reported, not cut. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies text into to; false, and to becomes "", when it does not fit. */
bool str_copy(char *to, size_t size, const char *text);
bool str_equal(const char *a, const char *b);
bool str_starts(const char *text, const char *prefix);
/* The whole of text as a decimal number; false, out untouched, on anything else or out of range. */
bool str_to_int(const char *text, int64_t min, int64_t max, int64_t *out);

/* Lower-case hexadecimal; to holds 2 * len + 1. */
void hex_encode(const unsigned char *data, size_t len, char *to);
/* Exactly len bytes from 2 * len digits and nothing after them. */
bool hex_decode(const char *text, unsigned char *to, size_t len);

#endif
