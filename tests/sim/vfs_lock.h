/* Locks and shared memory between the connections of one machine, by the rules of SQLite's file
 * locking (sqlite.org/lockingv3.html) and of its WAL index (xShmLock in sqlite3.h). Used by vfs.c
 * only; result codes are SQLite's. */
#ifndef SIM_VFS_LOCK_H
#define SIM_VFS_LOCK_H

#include <stddef.h>

#include "vfs_disk.h"

struct lock_owner {
    int level;            /* SQLITE_LOCK_NONE … EXCLUSIVE */
    struct disk_shm *shm; /* NULL until mapped */
    unsigned shm_shared;  /* masks of slots held */
    unsigned shm_exclusive;
};

int lock_file(struct disk_file *file, struct lock_owner *owner, int level);
void lock_release(struct disk_file *file, struct lock_owner *owner, int level);
int lock_is_reserved(const struct disk_file *file);

int lock_shm_map(struct disk_file *file, struct lock_owner *owner, int region, int size, int extend,
                 void volatile **out);
int lock_shm(struct lock_owner *owner, int offset, int n, int flags);
/* Gives up what the owner holds; the last one frees the memory. */
void lock_shm_unmap(struct disk_file *file, struct lock_owner *owner);
/* The process died: locks are gone, memory stays with whoever still has it mapped. */
void lock_forget(struct disk_file *file);

#endif
