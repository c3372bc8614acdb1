/* Base64 with padding, for bytes inside JSON that any reader opens. Source: RFC 4648, section 4. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

#include "base/buf.h"

/* How many characters that many bytes become. */
size_t base64_len(size_t bytes);
/* Appends them. */
void base64_put(const void *data, size_t len, struct buf *out);

#endif
