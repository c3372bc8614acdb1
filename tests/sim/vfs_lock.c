#include "vfs_lock.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { REGIONS_MAX = 64 };

struct disk_shm {
    int owners;
    unsigned char *regions[REGIONS_MAX];
    int shared[SQLITE_SHM_NLOCK];
    unsigned exclusive; /* mask */
};

int lock_file(struct disk_file *file, struct lock_owner *owner, int level)
{
    if (owner->level >= level)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (file->pending != NULL || file->exclusive != NULL)
            return SQLITE_BUSY;
        file->shared++;
        owner->level = SQLITE_LOCK_SHARED;
        return SQLITE_OK;
    }
    assert(owner->level >= SQLITE_LOCK_SHARED);
    if (file->reserved != NULL && file->reserved != owner)
        return SQLITE_BUSY;
    if (file->pending != NULL && file->pending != owner)
        return SQLITE_BUSY;
    if (level == SQLITE_LOCK_RESERVED) {
        file->reserved = owner;
        owner->level = SQLITE_LOCK_RESERVED;
        return SQLITE_OK;
    }
    file->pending = owner;
    owner->level = SQLITE_LOCK_PENDING;
    if (file->shared > 1)
        return SQLITE_BUSY;
    file->exclusive = owner;
    owner->level = SQLITE_LOCK_EXCLUSIVE;
    return SQLITE_OK;
}

void lock_release(struct disk_file *file, struct lock_owner *owner, int level)
{
    if (owner->level <= level)
        return;
    if (file->exclusive == owner)
        file->exclusive = NULL;
    if (file->pending == owner)
        file->pending = NULL;
    if (file->reserved == owner)
        file->reserved = NULL;
    if (level == SQLITE_LOCK_NONE) {
        assert(file->shared > 0);
        file->shared--;
    }
    owner->level = level;
}

int lock_is_reserved(const struct disk_file *file)
{
    return file->reserved != NULL || file->pending != NULL || file->exclusive != NULL;
}

int lock_shm_map(struct disk_file *file, struct lock_owner *owner, int region, int size, int extend,
                 void volatile **out)
{
    assert(region >= 0 && region < REGIONS_MAX && size > 0);
    *out = NULL;
    if (owner->shm == NULL) {
        if (file->shm == NULL) {
            file->shm = xalloc(sizeof *file->shm);
            memset(file->shm, 0, sizeof *file->shm);
        }
        owner->shm = file->shm;
        owner->shm->owners++;
    }
    unsigned char **memory = &owner->shm->regions[region];
    if (*memory == NULL) {
        if (!extend)
            return SQLITE_OK;
        *memory = xalloc((size_t)size);
        memset(*memory, 0, (size_t)size);
    }
    *out = *memory;
    return SQLITE_OK;
}

static int shm_take(struct lock_owner *owner, int offset, int n, unsigned mask, int is_shared)
{
    struct disk_shm *shm = owner->shm;
    if (shm->exclusive & mask & ~owner->shm_exclusive)
        return SQLITE_BUSY;
    if (is_shared) {
        for (int slot = offset; slot < offset + n; slot++)
            if (!(owner->shm_shared & (1u << slot)))
                shm->shared[slot]++;
        owner->shm_shared |= mask;
        return SQLITE_OK;
    }
    for (int slot = offset; slot < offset + n; slot++) {
        int own = (owner->shm_shared & (1u << slot)) ? 1 : 0;
        if (shm->shared[slot] > own)
            return SQLITE_BUSY;
    }
    shm->exclusive |= mask;
    owner->shm_exclusive |= mask;
    return SQLITE_OK;
}

static void shm_give(struct lock_owner *owner, unsigned mask)
{
    struct disk_shm *shm = owner->shm;
    for (int slot = 0; slot < SQLITE_SHM_NLOCK; slot++)
        if (owner->shm_shared & mask & (1u << slot))
            shm->shared[slot]--;
    shm->exclusive &= ~(owner->shm_exclusive & mask);
    owner->shm_shared &= ~mask;
    owner->shm_exclusive &= ~mask;
}

int lock_shm(struct lock_owner *owner, int offset, int n, int flags)
{
    assert(owner->shm != NULL);
    assert(offset >= 0 && n >= 1 && offset + n <= SQLITE_SHM_NLOCK);
    unsigned mask = ((1u << (offset + n)) - 1) & ~((1u << offset) - 1);
    if (flags & SQLITE_SHM_UNLOCK) {
        shm_give(owner, mask);
        return SQLITE_OK;
    }
    return shm_take(owner, offset, n, mask, flags & SQLITE_SHM_SHARED);
}

void lock_shm_unmap(struct disk_file *file, struct lock_owner *owner)
{
    struct disk_shm *shm = owner->shm;
    if (shm == NULL)
        return;
    shm_give(owner, ~0u);
    owner->shm = NULL;
    if (--shm->owners > 0)
        return;
    if (file->shm == shm)
        file->shm = NULL;
    for (int region = 0; region < REGIONS_MAX; region++)
        free(shm->regions[region]);
    free(shm);
}

void lock_forget(struct disk_file *file)
{
    file->shared = 0;
    file->reserved = file->pending = file->exclusive = NULL;
    file->shm = NULL;
}
