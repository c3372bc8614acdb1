#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool str_copy(char *to, size_t size, const char *text)
{
    size_t len = strlen(text);
    if (len >= size) {
        if (size > 0) {
            to[0] = '\0';
        }
        return false;
    }
    memcpy(to, text, len + 1);
    return true;
}

bool str_equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool str_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool str_to_int(const char *text, int64_t min, int64_t max, int64_t *out)
{
    if (text[0] != '-' && (text[0] < '0' || text[0] > '9')) {
        return false;
    }
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < min || value > max) {
        return false;
    }
    *out = value;
    return true;
}

void hex_encode(const unsigned char *data, size_t len, char *to)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        to[2 * i] = digits[data[i] >> 4];
        to[2 * i + 1] = digits[data[i] & 15];
    }
    to[2 * len] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return -1;
}

bool hex_decode(const char *text, unsigned char *to, size_t len)
{
    if (strlen(text) != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (hex_value(text[2 * i]) < 0 || hex_value(text[2 * i + 1]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < len; i++) {
        to[i] = (unsigned char)(hex_value(text[2 * i]) * 16 + hex_value(text[2 * i + 1]));
    }
    return true;
}
