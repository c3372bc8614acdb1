/* A SQLite VFS in memory that models one machine's disk and what a power cut does to it.
 *
 * Each file has a durable image and what was written since. xSync makes one file durable: its
 * written sectors, its length, its own directory entry; syncing a journal or WAL that is new, or a
 * delete that asks for it, makes the whole folder's entries durable (as SQLite's unix VFS does with
 * its fsync of the folder). A power cut lets each unsynced 512-byte sector, each length and each
 * directory entry survive or not at random; how wildly is drawn anew for each cut. Shared memory
 * and locks are in process, so that a node may open as many connections as in life.
 *
 * Time and randomness come from the environment, xSleep returns at once. No threads, nothing global
 * but SQLite's list of VFSes. All functions assert on misuse. */
#ifndef SIM_VFS_H
#define SIM_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"

#include "rng.h"

struct vfs;

/* What a fault may hit; VFS_MUTATING are the calls between which power may go. */
enum vfs_call {
    VFS_OPEN = 1 << 0,
    VFS_READ = 1 << 1,
    VFS_WRITE = 1 << 2,
    VFS_TRUNCATE = 1 << 3,
    VFS_SYNC = 1 << 4,
    VFS_DELETE = 1 << 5,
    VFS_SIZE = 1 << 6,
    VFS_LOCK = 1 << 7,
    VFS_SHM_MAP = 1 << 8,
    VFS_SHM_LOCK = 1 << 9,
    VFS_MUTATING = VFS_OPEN | VFS_WRITE | VFS_TRUNCATE | VFS_SYNC | VFS_DELETE,
    VFS_ANY = (1 << 10) - 1,
};

/* Registers a VFS of this name, which must be new in the process. env outlives it. */
struct vfs *vfs_new(const char *name, const struct env *env, struct rng rng);
/* Every connection must be closed before. NULL is fine. */
void vfs_free(struct vfs *vfs);
const char *vfs_name(const struct vfs *vfs);

/* The machine loses power: what is open is dead (each call fails), nothing can be opened until
 * vfs_power_on. Connections must still be closed by their owners. */
void vfs_power_cut(struct vfs *vfs);
/* The process is killed: what is open is dead, what was written stays, synced or not. */
void vfs_kill(struct vfs *vfs);
/* Power goes at the calls-th mutating call from now (1: the next one); 0 disarms. */
void vfs_cut_after(struct vfs *vfs, int64_t calls);
bool vfs_cut_is_armed(const struct vfs *vfs);
bool vfs_is_down(const struct vfs *vfs);
void vfs_power_on(struct vfs *vfs);

/* From the n-th call (1: the next) of the kinds in mask on, `times` calls fail with the SQLite
 * result code. n = 0 disarms. vfs_faults counts those that failed. */
void vfs_fail_at(struct vfs *vfs, unsigned mask, int64_t n, int64_t times, int code);
int64_t vfs_faults(const struct vfs *vfs);
/* The disk holds this many bytes; growing beyond fails with SQLITE_FULL. 0: no limit. */
void vfs_limit(struct vfs *vfs, int64_t bytes);
int64_t vfs_used(const struct vfs *vfs);
int64_t vfs_syncs(const struct vfs *vfs);

/* Files as a person at the machine sees them, who waits for the disk: a copy is durable at once,
 * and so is a removal, also of what SQLite had deleted without a sync. */
bool vfs_exists(const struct vfs *vfs, const char *path);
bool vfs_copy(struct vfs *vfs, const char *from, const char *to);
void vfs_remove(struct vfs *vfs, const char *path);
/* Calls back for each file's bytes, what is current and what is durable. */
void vfs_scan(const struct vfs *vfs,
              void (*each)(void *ctx, const char *path, const unsigned char *data, size_t len),
              void *ctx);

#endif
