/* Memory that is freed all at once: one arena per frame, per request, per loaded revision.
 * Blocks are kept on reset, so a steady state allocates nothing. Aborts when memory is exhausted,
 * or when one arena holds 256 MB. Not thread-safe: one owner. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *first; /* every block, in order of use */
    struct arena_block *current;
};

/* A zeroed struct arena is an empty arena. */
void arena_fini(struct arena *arena);
void arena_reset(struct arena *arena);
/* Resets it and overwrites all it ever gave out with zeros. */
void arena_wipe(struct arena *arena);
/* The i-th block and how much of it may have been given out since it was wiped; NULL: there is
 * none. For whoever looks for what should be forgotten. */
const void *arena_block(const struct arena *arena, size_t i, size_t *touched);

/* Zeroed, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* n elements of size bytes; aborts on overflow. */
void *arena_array(struct arena *arena, size_t n, size_t size);
char *arena_strdup(struct arena *arena, const char *text);
/* Copies len bytes and adds a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* malloc, calloc and realloc that abort when memory is exhausted. */
void *xalloc(size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *text);

#endif
