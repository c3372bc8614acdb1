#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

/* Far more than any frame, request or revision takes: a loop that does not end, which is better
 * stopped here than when the machine has no memory left and something else is killed. */
static const size_t SIZE_MOST = 256u << 20;

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    size_t touched; /* the most that was used since it was made or wiped */
    _Alignas(ALIGNMENT) unsigned char data[];
};

void *xalloc(size_t size)
{
    void *p = calloc(1, size > 0 ? size : 1);
    if (p == NULL) {
        abort();
    }
    return p;
}

void *xrealloc(void *p, size_t size)
{
    void *grown = realloc(p, size > 0 ? size : 1);
    if (grown == NULL) {
        abort();
    }
    return grown;
}

char *xstrdup(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(xalloc(size), text, size);
}

static struct arena_block *block_new(size_t size)
{
    struct arena_block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        abort();
    }
    block->next = NULL;
    block->size = size;
    block->used = block->touched = 0;
    return block;
}

void arena_fini(struct arena *arena)
{
    struct arena_block *block = arena->first;
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->first = NULL;
    arena->current = NULL;
}

void arena_reset(struct arena *arena)
{
    for (struct arena_block *block = arena->first; block != NULL; block = block->next) {
        block->used = 0;
    }
    arena->current = arena->first;
}

void arena_wipe(struct arena *arena)
{
    /* The blocks are used again, so that no compiler can leave this out. */
    for (struct arena_block *block = arena->first; block != NULL; block = block->next) {
        memset(block->data, 0, block->touched);
        block->touched = 0;
    }
    arena_reset(arena);
}

const void *arena_block(const struct arena *arena, size_t i, size_t *touched)
{
    const struct arena_block *block = arena->first;
    while (block != NULL && i > 0) {
        block = block->next;
        i--;
    }
    if (block == NULL)
        return NULL;
    *touched = block->touched;
    return block->data;
}

static size_t arena_size(const struct arena *arena)
{
    size_t size = 0;
    for (const struct arena_block *block = arena->first; block != NULL; block = block->next) {
        size += block->size;
    }
    return size;
}

/* The current block, or a later one, with room for size bytes. */
static struct arena_block *block_with_room(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->current;
    while (block != NULL && block->size - block->used < size) {
        if (block->next == NULL) {
            break;
        }
        block = block->next;
    }
    if (block != NULL && block->size - block->used >= size) {
        return block;
    }
    assert(size <= SIZE_MOST && arena_size(arena) <= SIZE_MOST - size);
    struct arena_block *fresh = block_new(size > BLOCK_SIZE ? size : BLOCK_SIZE);
    if (block == NULL) {
        arena->first = fresh;
    } else {
        fresh->next = block->next;
        block->next = fresh;
    }
    return fresh;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    assert(size <= SIZE_MAX / 2);
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_block *block = block_with_room(arena, rounded);
    arena->current = block;
    void *p = block->data + block->used;
    block->used += rounded;
    if (block->used > block->touched)
        block->touched = block->used;
    if (size > 0) {
        memset(p, 0, size);
    }
    return p;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
    assert(size == 0 || n <= SIZE_MAX / 2 / size);
    return arena_alloc(arena, n * size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    if (len > 0) {
        memcpy(copy, text, len);
    }
    copy[len] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    assert(len >= 0);
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
