/* A growing run of bytes, always followed by a NUL that does not count. One owner. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* NULL while empty and never grown */
    size_t len;
    size_t cap;
};

void buf_fini(struct buf *buf);
void buf_clear(struct buf *buf);
void buf_append(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Big-endian integers, for bytes that are hashed or signed. */
void buf_put_u32(struct buf *buf, uint32_t value);
void buf_put_u64(struct buf *buf, uint64_t value);
/* u32 length, then the bytes. */
void buf_put_sized(struct buf *buf, const void *data, size_t len);
/* A JSON string literal with its quotes; text must be valid UTF-8. */
void buf_put_json(struct buf *buf, const char *text);

#endif
