#include "base/base32.h"

#include <assert.h>
#include <string.h>

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char base32_digit(unsigned value)
{
    assert(value < 32);
    return digits[value];
}

int base32_value(char c)
{
    if (c >= 'a' && c <= 'z') {
        c = (char)(c - 'a' + 'A');
    }
    if (c == 'O') {
        c = '0';
    }
    if (c == 'I' || c == 'L') {
        c = '1';
    }
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

size_t base32_len(size_t bytes)
{
    return (bytes * 8 + 4) / 5;
}

void base32_encode(const unsigned char *data, size_t len, char *to)
{
    unsigned bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | data[i];
        held += 8;
        while (held >= 5) {
            held -= 5;
            *to++ = digits[bits >> held & 31];
        }
        bits &= (1U << held) - 1;
    }
    if (held > 0) {
        *to++ = digits[bits << (5 - held) & 31];
    }
    *to = '\0';
}

bool base32_decode(const char *text, size_t text_len, unsigned char *to, size_t len)
{
    if (text_len != base32_len(len)) {
        return false;
    }
    unsigned bits = 0;
    unsigned held = 0;
    size_t out = 0;
    for (size_t i = 0; i < text_len; i++) {
        int value = base32_value(text[i]);
        if (value < 0) {
            return false;
        }
        bits = bits << 5 | (unsigned)value;
        held += 5;
        if (held >= 8 && out < len) {
            held -= 8;
            to[out++] = (unsigned char)(bits >> held);
            bits &= (1U << held) - 1;
        }
    }
    return out == len && bits == 0;
}
