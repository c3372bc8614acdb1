#include "base/utf8.h"

#include <string.h>

static size_t sequence_len(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return 2;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        return 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        return 4;
    }
    return 0;
}

static bool decode(const char *text, size_t len, uint32_t *point, size_t *bytes)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t n = sequence_len(lead);
    if (n == 0 || n > len) {
        return false;
    }
    uint32_t value = n == 1 ? lead : lead & (0x7fU >> n);
    for (size_t i = 1; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xc0) != 0x80) {
            return false;
        }
        value = value << 6 | (c & 0x3f);
    }
    if (value < smallest[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        return false;
    }
    *point = value;
    *bytes = n;
    return true;
}

uint32_t utf8_next(const char *text, size_t len, size_t *bytes)
{
    uint32_t point = 0xfffd;
    size_t n = 1;
    if (!decode(text, len, &point, &n)) {
        point = 0xfffd;
        n = 1;
    }
    *bytes = n;
    return point;
}

bool utf8_is_valid(const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t point;
        size_t n;
        if (!decode(text + i, len - i, &point, &n)) {
            return false;
        }
        i += n;
    }
    return true;
}

size_t utf8_count(const char *text)
{
    size_t count = 0;
    size_t len = strlen(text);
    for (size_t i = 0; i < len; count++) {
        size_t n;
        utf8_next(text + i, len - i, &n);
        i += n;
    }
    return count;
}

size_t utf8_put(uint32_t point, char *to)
{
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xc0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (char)(0xe0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 0x3f));
        to[2] = (char)(0x80 | (point & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 0x3f));
    to[2] = (char)(0x80 | (point >> 6 & 0x3f));
    to[3] = (char)(0x80 | (point & 0x3f));
    return 4;
}

static bool is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) ||
           (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
           (point >= 0x2060 && point <= 0x206f) || point == 0xfeff || point == 0xfffd;
}

void utf8_strip_controls(char *text, bool keep_newline)
{
    size_t len = strlen(text);
    size_t out = 0;
    for (size_t i = 0; i < len;) {
        size_t n;
        uint32_t point = utf8_next(text + i, len - i, &n);
        if (!is_control(point) || (keep_newline && point == '\n')) {
            memmove(text + out, text + i, n);
            out += n;
        }
        i += n;
    }
    text[out] = '\0';
}

void utf8_drop_last(char *text)
{
    size_t len = strlen(text);
    while (len > 0) {
        len--;
        if (((unsigned char)text[len] & 0xc0) != 0x80) {
            break;
        }
    }
    text[len] = '\0';
}
