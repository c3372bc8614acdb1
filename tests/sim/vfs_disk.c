#include "vfs_disk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

static void image_reserve(struct image *image, size_t size)
{
    if (size <= image->cap)
        return;
    size_t cap = image->cap == 0 ? (size_t)DISK_PAGE * 4 : image->cap;
    while (cap < size)
        cap *= 2;
    image->data = xrealloc(image->data, cap);
    memset(image->data + image->cap, 0, cap - image->cap);
    image->cap = cap;
}

/* What lies between the old end and the new one reads as zeros. */
static void image_resize(struct image *image, size_t size)
{
    image_reserve(image, size);
    if (size < image->size)
        memset(image->data + size, 0, image->size - size);
    image->size = size;
}

struct disk_file *disk_find(const struct disk *disk, const char *path)
{
    for (struct disk_file *file = disk->first; file != NULL; file = file->next)
        if (file->is_linked && strcmp(file->path, path) == 0)
            return file;
    return NULL;
}

struct disk_file *disk_create(struct disk *disk, const char *path)
{
    assert(disk_find(disk, path) == NULL);
    struct disk_file *file = xalloc(sizeof *file);
    memset(file, 0, sizeof *file);
    bool fits = str_copy(file->path, sizeof file->path, path);
    assert(fits);
    file->is_linked = true;
    file->next = disk->first;
    disk->first = file;
    return file;
}

void disk_unlink(struct disk_file *file)
{
    file->is_linked = false;
}

void disk_forget(struct disk *disk, const char *path)
{
    for (struct disk_file *file = disk->first; file != NULL; file = file->next)
        if (strcmp(file->path, path) == 0)
            file->is_linked = file->is_link_synced = false;
}

static void file_free(struct disk_file *file)
{
    free(file->now.data);
    free(file->synced.data);
    free(file->dirty);
    free(file);
}

void disk_collect(struct disk *disk)
{
    for (struct disk_file **at = &disk->first; *at != NULL;) {
        struct disk_file *file = *at;
        if (file->is_linked || file->is_link_synced || file->handles > 0) {
            at = &file->next;
            continue;
        }
        assert(file->shm == NULL);
        *at = file->next;
        file_free(file);
    }
}

void disk_fini(struct disk *disk)
{
    while (disk->first != NULL) {
        struct disk_file *file = disk->first;
        assert(file->handles == 0);
        disk->first = file->next;
        file_free(file);
    }
}

static void mark_dirty(struct disk_file *file, size_t from, size_t to)
{
    if (from >= to)
        return;
    size_t first = from / DISK_SECTOR;
    size_t end = (to + DISK_SECTOR - 1) / DISK_SECTOR;
    if (end > file->dirty_cap) {
        size_t cap = file->dirty_cap == 0 ? 256 : file->dirty_cap;
        while (cap < end)
            cap *= 2;
        file->dirty = xrealloc(file->dirty, cap);
        memset(file->dirty + file->dirty_cap, 0, cap - file->dirty_cap);
        file->dirty_cap = cap;
    }
    memset(file->dirty + first, 1, end - first);
    if (file->dirty_from == file->dirty_to) {
        file->dirty_from = first;
        file->dirty_to = end;
    } else {
        file->dirty_from = first < file->dirty_from ? first : file->dirty_from;
        file->dirty_to = end > file->dirty_to ? end : file->dirty_to;
    }
}

static void mark_clean(struct disk_file *file)
{
    if (file->dirty_to > file->dirty_from)
        memset(file->dirty + file->dirty_from, 0, file->dirty_to - file->dirty_from);
    file->dirty_from = file->dirty_to = 0;
}

void disk_write(struct disk_file *file, const void *data, size_t len, size_t offset)
{
    size_t from = offset < file->now.size ? offset : file->now.size;
    if (offset + len > file->now.size)
        image_resize(&file->now, offset + len);
    if (len > 0)
        memcpy(file->now.data + offset, data, len);
    mark_dirty(file, from, offset + len);
}

void disk_truncate(struct disk_file *file, size_t size)
{
    size_t from = size < file->now.size ? size : file->now.size;
    size_t to = size < file->now.size ? file->now.size : size;
    image_resize(&file->now, size);
    mark_dirty(file, from, to);
}

void disk_sync(struct disk_file *file)
{
    image_resize(&file->synced, file->now.size);
    for (size_t sector = file->dirty_from; sector < file->dirty_to; sector++) {
        size_t at = sector * DISK_SECTOR;
        if (!file->dirty[sector] || at >= file->now.size)
            continue;
        size_t len = file->now.size - at < DISK_SECTOR ? file->now.size - at : DISK_SECTOR;
        memcpy(file->synced.data + at, file->now.data + at, len);
    }
    mark_clean(file);
}

void disk_sync_link(struct disk *disk, struct disk_file *file)
{
    if (file->is_link_synced == file->is_linked)
        return;
    for (struct disk_file *other = disk->first; other != NULL; other = other->next)
        if (strcmp(other->path, file->path) == 0)
            other->is_link_synced = other->is_linked;
}

void disk_sync_folder(struct disk *disk)
{
    for (struct disk_file *file = disk->first; file != NULL; file = file->next)
        file->is_link_synced = file->is_linked;
}

int64_t disk_used(const struct disk *disk)
{
    int64_t used = 0;
    for (const struct disk_file *file = disk->first; file != NULL; file = file->next)
        if (file->is_linked)
            used += (int64_t)file->now.size;
    return used;
}

/* How much of what was not synced happens to be on the medium: one mood per power cut, because
 * real caches write everything, nothing, or any subset. */
struct mood {
    int survive_per_mille;
    size_t unit; /* sectors that share one fate */
};

static struct mood mood_draw(struct rng *rng)
{
    static const struct mood moods[] = {
        {0, 1},   {1000, 1}, {500, DISK_PAGE / DISK_SECTOR}, {500, 1},
        {900, 1}, {100, 1},  {900, DISK_PAGE / DISK_SECTOR},
    };
    return moods[rng_range(rng, 0, (int64_t)(sizeof moods / sizeof moods[0]) - 1)];
}

static size_t size_left(const struct disk_file *file, const struct mood *mood, struct rng *rng)
{
    size_t a = file->synced.size, b = file->now.size;
    if (mood->survive_per_mille == 0 || a == b)
        return a;
    if (mood->survive_per_mille == 1000)
        return b;
    size_t low = a < b ? a : b, high = a < b ? b : a;
    size_t sectors = (high - low) / DISK_SECTOR;
    switch (rng_range(rng, 0, 2)) {
    case 0:
        return a;
    case 1:
        return b;
    default:
        return low + (size_t)rng_range(rng, 0, (int64_t)sectors) * DISK_SECTOR;
    }
}

static void file_lose(struct disk_file *file, struct rng *rng)
{
    struct mood mood = mood_draw(rng);
    size_t size = size_left(file, &mood, rng);
    image_resize(&file->synced, size);
    bool survives = false;
    for (size_t sector = file->dirty_from; sector < file->dirty_to; sector++) {
        if (sector % mood.unit == 0 || sector == file->dirty_from)
            survives = rng_chance(rng, mood.survive_per_mille);
        size_t at = sector * DISK_SECTOR;
        if (!file->dirty[sector] || !survives || at >= size || at >= file->now.size)
            continue;
        size_t end = at + DISK_SECTOR;
        end = end < size ? end : size;
        end = end < file->now.size ? end : file->now.size;
        memcpy(file->synced.data + at, file->now.data + at, end - at);
    }
    mark_clean(file);
    image_resize(&file->now, size);
    if (size > 0)
        memcpy(file->now.data, file->synced.data, size);
}

void disk_lose(struct disk *disk, struct rng *rng)
{
    for (struct disk_file *file = disk->first; file != NULL; file = file->next) {
        assert(file->shm == NULL && file->shared == 0);
        if (file->dirty_to > file->dirty_from || file->now.size != file->synced.size)
            file_lose(file, rng);
        if (file->is_linked == file->is_link_synced)
            continue;
        /* A rename or delete under way: at most one file of a path stays. */
        bool stays_linked = rng_chance(rng, 500);
        if (file->is_linked && stays_linked) {
            for (struct disk_file *other = disk->first; other != NULL; other = other->next)
                if (other != file && strcmp(other->path, file->path) == 0)
                    other->is_linked = other->is_link_synced = false;
            file->is_link_synced = true;
        } else if (file->is_linked) {
            file->is_linked = false;
        } else if (stays_linked && disk_find(disk, file->path) == NULL) {
            file->is_linked = true;
        } else {
            file->is_link_synced = false;
        }
    }
    disk_collect(disk);
}
