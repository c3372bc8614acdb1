/* Crockford base32: capitals and digits without I, L, O, U, so it fits QR's alphanumeric mode and
 * survives being read aloud. Source: Crockford, "Base 32". */
#ifndef BASE_BASE32_H
#define BASE_BASE32_H

#include <stdbool.h>
#include <stddef.h>

enum { BASE32_32_BYTES = 52, BASE32_16_BYTES = 26, BASE32_64_BYTES = 103 };

/* The digit for a value 0 … 31. */
char base32_digit(unsigned value);
/* 0 … 31, or -1; forgives case, O for 0, I and L for 1. */
int base32_value(char c);
/* Bits left to right, the last digit filled with zero bits; to holds base32_len(len) + 1. */
size_t base32_len(size_t bytes);
void base32_encode(const unsigned char *data, size_t len, char *to);
/* Exactly len bytes from text_len digits; false on another length, a foreign character, or fill
 * bits that are not zero. */
bool base32_decode(const char *text, size_t text_len, unsigned char *to, size_t len);

#endif
