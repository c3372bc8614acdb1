/* The files of a simulated disk: current content, durable content, and what a power cut leaves.
 * Used by vfs.c only. */
#ifndef SIM_VFS_DISK_H
#define SIM_VFS_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rng.h"

enum { DISK_SECTOR = 512, DISK_PAGE = 4096, DISK_PATH_MAX = 256 };

struct image {
    unsigned char *data;
    size_t size, cap;
};

struct disk_shm;

/* A file with its locks; several may have had one path, at most one of them is linked now. */
struct disk_file {
    struct disk_file *next;
    char path[DISK_PATH_MAX];
    bool is_linked;      /* seen under its path now */
    bool is_link_synced; /* will be there after a power cut */
    int handles;
    struct image now, synced;
    unsigned char *dirty; /* one byte per sector of the longer image: written since the last sync */
    size_t dirty_cap;
    size_t dirty_from, dirty_to; /* sectors outside are clean */
    /* Locks of the rollback journal protocol; handles are told apart by address. */
    int shared;
    const void *reserved, *pending, *exclusive;
    struct disk_shm *shm;
};

struct disk {
    struct disk_file *first;
};

struct disk_file *disk_find(const struct disk *disk, const char *path);
struct disk_file *disk_create(struct disk *disk, const char *path);
void disk_unlink(struct disk_file *file);
/* No file has this path any more, whatever happens to the power. */
void disk_forget(struct disk *disk, const char *path);
/* Frees files that nobody can reach any more. */
void disk_collect(struct disk *disk);
void disk_fini(struct disk *disk);

void disk_write(struct disk_file *file, const void *data, size_t len, size_t offset);
void disk_truncate(struct disk_file *file, size_t size);
void disk_sync(struct disk_file *file);
/* Own entry, and every other of the path, as they are now. */
void disk_sync_link(struct disk *disk, struct disk_file *file);
void disk_sync_folder(struct disk *disk);
int64_t disk_used(const struct disk *disk);
/* What is left after the power went; every handle must count as dead. */
void disk_lose(struct disk *disk, struct rng *rng);

#endif
