#include "entry/strokes.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "entry/entry.h"
#include "entry/grid.h"

#define LOG_MODULE "entry"

struct strokes {
    const uint8_t *file;
    size_t len;
    int n;
    const struct strokes_entry *entries;
    const uint8_t *pictures;
    const uint8_t *strokes, *end;
};

/* Every entry must lead to strokes inside the file: what is drawn is compared without looking. */
static enum status strokes_check(struct strokes *strokes, const char *path)
{
    struct strokes_header header;
    struct ink ink;
    if (strokes->len < sizeof header) {
        goto bad;
    }
    memcpy(&header, strokes->file, sizeof header);
    uint64_t entries = (uint64_t)header.n * sizeof(struct strokes_entry);
    uint64_t pictures = (uint64_t)header.n * GRID_SIZE;
    if (memcmp(header.magic, STROKES_MAGIC, sizeof header.magic) != 0 ||
        header.grid_size != GRID_SIZE || header.n > 100000 ||
        sizeof header + entries + pictures + header.strokes_len != strokes->len) {
        goto bad;
    }
    strokes->n = (int)header.n;
    strokes->entries = (const struct strokes_entry *)(const void *)(strokes->file + sizeof header);
    strokes->pictures = strokes->file + sizeof header + entries;
    strokes->strokes = strokes->pictures + pictures;
    strokes->end = strokes->file + strokes->len;
    for (int i = 0; i < strokes->n; i++) {
        const struct strokes_entry *entry = &strokes->entries[i];
        if (entry->at > header.strokes_len || entry->level > STROKES_MISTAKEN ||
            strokes_read(strokes->strokes + entry->at, strokes->end, &ink) == NULL) {
            goto bad;
        }
    }
    return OK;
bad:
    LOG_ERR("%s is not a file of packed strokes", path);
    return ERR_PARSE;
}

enum status strokes_open(const char *path, struct strokes **out)
{
    struct strokes *strokes = NULL;
    struct stat info;
    enum status status = ERR_IO;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0) {
        status = errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
        LOG_ERR("%s cannot be opened (%s): handwriting needs its strokes in order", path,
                strerror(errno));
        goto out;
    }
    void *file = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (file == MAP_FAILED) {
        LOG_ERR("%s cannot be mapped: %s", path, strerror(errno));
        goto out;
    }
    strokes = xalloc(sizeof *strokes);
    *strokes = (struct strokes){.file = file, .len = (size_t)info.st_size};
    status = strokes_check(strokes, path);
    if (status == OK) {
        *out = strokes;
        strokes = NULL;
    }
out:
    strokes_close(strokes);
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

void strokes_close(struct strokes *strokes)
{
    if (strokes == NULL) {
        return;
    }
    munmap((void *)(uintptr_t)strokes->file, strokes->len);
    free(strokes);
}

int strokes_count(const struct strokes *strokes)
{
    return strokes->n;
}

const struct strokes_entry *strokes_entry(const struct strokes *strokes, int i)
{
    assert(i >= 0 && i < strokes->n);
    return &strokes->entries[i];
}

const uint8_t *strokes_picture(const struct strokes *strokes, int i)
{
    return strokes->pictures + (size_t)i * GRID_SIZE;
}

void strokes_ink(const struct strokes *strokes, int i, struct ink *out)
{
    const uint8_t *end =
        strokes_read(strokes->strokes + strokes_entry(strokes, i)->at, strokes->end, out);
    assert(end != NULL);
    (void)end;
}

int strokes_find(const struct strokes *strokes, uint32_t point)
{
    int low = 0;
    int high = strokes->n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strokes->entries[middle].point < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < strokes->n && strokes->entries[low].point == point ? low : -1;
}
