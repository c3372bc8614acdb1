#include "base/base64.h"

#include <stdint.h>

static char digit(uint32_t value)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return digits[value & 63];
}

size_t base64_len(size_t bytes)
{
    return (bytes + 2) / 3 * 4;
}

void base64_put(const void *data, size_t len, struct buf *out)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i += 3) {
        size_t n = len - i < 3 ? len - i : 3;
        uint32_t value = (uint32_t)bytes[i] << 16;
        if (n > 1)
            value |= (uint32_t)bytes[i + 1] << 8;
        if (n > 2)
            value |= bytes[i + 2];
        const char four[4] = {digit(value >> 18), digit(value >> 12),
                              n > 1 ? digit(value >> 6) : '=', n > 2 ? digit(value) : '='};
        buf_append(out, four, sizeof four);
    }
}
