#include "vfs.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

#include "vfs_disk.h"
#include "vfs_lock.h"

struct vfs {
    sqlite3_vfs base;
    char name[32];
    const struct env *env;
    struct rng rng;
    struct disk disk;
    int64_t life; /* handles of an earlier life are dead */
    bool is_down;
    int handles;
    int64_t cut_in;
    unsigned fault_mask;
    int64_t fault_in, fault_times;
    int fault_code;
    int64_t faults, syncs, limit, temporary;
};

struct handle {
    sqlite3_file base;
    struct vfs *vfs;
    struct disk_file *file;
    struct lock_owner owner;
    int64_t life;
    bool is_journal; /* a rollback journal or WAL: its first sync syncs the folder, too */
    bool deletes_on_close;
};

/* ---- faults ---- */

static bool is_fault(struct vfs *vfs, enum vfs_call call)
{
    if (!(vfs->fault_mask & (unsigned)call) || vfs->fault_in == 0)
        return false;
    if (vfs->fault_in > 1) {
        vfs->fault_in--;
        return false;
    }
    vfs->faults++;
    if (--vfs->fault_times == 0)
        vfs->fault_in = 0;
    return true;
}

/* Whether power goes at this call. */
static bool is_cut(struct vfs *vfs, enum vfs_call call)
{
    return ((unsigned)call & VFS_MUTATING) && vfs->cut_in > 0 && --vfs->cut_in == 0;
}

/* What every call but the closing ones does first. */
static int enter(struct handle *handle, enum vfs_call call)
{
    struct vfs *vfs = handle->vfs;
    if (vfs->is_down || handle->life != vfs->life)
        return SQLITE_IOERR;
    return is_fault(vfs, call) ? vfs->fault_code : SQLITE_OK;
}

static void kill_handles(struct vfs *vfs)
{
    vfs->life++;
    for (struct disk_file *file = vfs->disk.first; file != NULL; file = file->next)
        lock_forget(file);
}

/* ---- sqlite3_io_methods ---- */

static int on_close(sqlite3_file *base)
{
    struct handle *handle = (struct handle *)base;
    struct vfs *vfs = handle->vfs;
    bool is_alive = handle->life == vfs->life;
    lock_shm_unmap(handle->file, &handle->owner);
    if (is_alive)
        lock_release(handle->file, &handle->owner, SQLITE_LOCK_NONE);
    handle->file->handles--;
    if (handle->deletes_on_close) {
        handle->file->is_linked = false;
        handle->file->is_link_synced = false;
    }
    vfs->handles--;
    disk_collect(&vfs->disk);
    return SQLITE_OK;
}

static int on_read(sqlite3_file *base, void *to, int len, sqlite3_int64 offset)
{
    struct handle *handle = (struct handle *)base;
    int code = enter(handle, VFS_READ);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_READ : code;
    const struct image *image = &handle->file->now;
    size_t want = (size_t)len, at = (size_t)offset;
    size_t have = at >= image->size ? 0 : image->size - at;
    size_t take = have < want ? have : want;
    if (take > 0)
        memcpy(to, image->data + at, take);
    if (take == want)
        return SQLITE_OK;
    memset((unsigned char *)to + take, 0, want - take);
    return SQLITE_IOERR_SHORT_READ;
}

static bool fits(const struct vfs *vfs, const struct disk_file *file, size_t end)
{
    if (vfs->limit == 0 || end <= file->now.size)
        return true;
    return disk_used(&vfs->disk) + (int64_t)(end - file->now.size) <= vfs->limit;
}

static int on_write(sqlite3_file *base, const void *data, int len, sqlite3_int64 offset)
{
    struct handle *handle = (struct handle *)base;
    struct vfs *vfs = handle->vfs;
    int code = enter(handle, VFS_WRITE);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_WRITE : code;
    if (!fits(vfs, handle->file, (size_t)offset + (size_t)len)) {
        vfs->faults++;
        return SQLITE_FULL;
    }
    bool power_goes = is_cut(vfs, VFS_WRITE);
    if (!power_goes || rng_chance(&vfs->rng, 500))
        disk_write(handle->file, data, (size_t)len, (size_t)offset);
    if (!power_goes)
        return SQLITE_OK;
    vfs_power_cut(vfs);
    return SQLITE_IOERR_WRITE;
}

static int on_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct handle *handle = (struct handle *)base;
    int code = enter(handle, VFS_TRUNCATE);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_TRUNCATE : code;
    bool power_goes = is_cut(handle->vfs, VFS_TRUNCATE);
    disk_truncate(handle->file, (size_t)size);
    if (!power_goes)
        return SQLITE_OK;
    vfs_power_cut(handle->vfs);
    return SQLITE_IOERR_TRUNCATE;
}

static int on_sync(sqlite3_file *base, int flags)
{
    (void)flags;
    struct handle *handle = (struct handle *)base;
    struct vfs *vfs = handle->vfs;
    int code = enter(handle, VFS_SYNC);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_FSYNC : code;
    if (is_cut(vfs, VFS_SYNC)) {
        vfs_power_cut(vfs);
        return SQLITE_IOERR_FSYNC;
    }
    vfs->syncs++;
    disk_sync(handle->file);
    disk_sync_link(&vfs->disk, handle->file);
    if (handle->is_journal) {
        disk_sync_folder(&vfs->disk);
        handle->is_journal = false;
    }
    return SQLITE_OK;
}

static int on_size(sqlite3_file *base, sqlite3_int64 *out)
{
    struct handle *handle = (struct handle *)base;
    int code = enter(handle, VFS_SIZE);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_FSTAT : code;
    *out = (sqlite3_int64)handle->file->now.size;
    return SQLITE_OK;
}

static int on_lock(sqlite3_file *base, int level)
{
    struct handle *handle = (struct handle *)base;
    int code = enter(handle, VFS_LOCK);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_LOCK : code;
    return lock_file(handle->file, &handle->owner, level);
}

static int on_unlock(sqlite3_file *base, int level)
{
    struct handle *handle = (struct handle *)base;
    if (handle->life == handle->vfs->life)
        lock_release(handle->file, &handle->owner, level);
    return SQLITE_OK;
}

static int on_check_reserved(sqlite3_file *base, int *out)
{
    struct handle *handle = (struct handle *)base;
    if (handle->life != handle->vfs->life)
        return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *out = lock_is_reserved(handle->file);
    return SQLITE_OK;
}

static int on_file_control(sqlite3_file *base, int op, void *arg)
{
    (void)base, (void)op, (void)arg;
    return SQLITE_NOTFOUND;
}

static int on_sector_size(sqlite3_file *base)
{
    (void)base;
    return DISK_PAGE;
}

/* As SQLite's unix VFS says of every disk unless told otherwise: bytes beside those written stay
 * whole when power goes. The images above keep that promise. */
static int on_characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int on_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct handle *handle = (struct handle *)base;
    int code = enter(handle, VFS_SHM_MAP);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_SHMMAP : code;
    return lock_shm_map(handle->file, &handle->owner, region, size, extend, out);
}

static int on_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
    struct handle *handle = (struct handle *)base;
    if (handle->owner.shm == NULL)
        return SQLITE_IOERR_SHMLOCK;
    if (flags & SQLITE_SHM_UNLOCK)
        return lock_shm(&handle->owner, offset, n, flags);
    int code = enter(handle, VFS_SHM_LOCK);
    if (code != SQLITE_OK)
        return code == SQLITE_IOERR ? SQLITE_IOERR_SHMLOCK : code;
    return lock_shm(&handle->owner, offset, n, flags);
}

static void on_shm_barrier(sqlite3_file *base)
{
    (void)base; /* one thread */
}

static int on_shm_unmap(sqlite3_file *base, int delete_flag)
{
    (void)delete_flag;
    struct handle *handle = (struct handle *)base;
    lock_shm_unmap(handle->file, &handle->owner);
    return SQLITE_OK;
}

static const sqlite3_io_methods io_methods = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_check_reserved,
    .xFileControl = on_file_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_characteristics,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
};

/* ---- sqlite3_vfs ---- */

static int on_open(sqlite3_vfs *base, sqlite3_filename path, sqlite3_file *file, int flags,
                   int *out_flags)
{
    struct vfs *vfs = base->pAppData;
    struct handle *handle = (struct handle *)file;
    memset(handle, 0, sizeof *handle);
    if (vfs->is_down)
        return SQLITE_CANTOPEN;
    if (is_fault(vfs, VFS_OPEN))
        return vfs->fault_code == SQLITE_FULL ? SQLITE_CANTOPEN : vfs->fault_code;
    if (is_cut(vfs, VFS_OPEN)) {
        vfs_power_cut(vfs);
        return SQLITE_CANTOPEN;
    }
    char temporary[32];
    if (path == NULL) {
        snprintf(temporary, sizeof temporary, "temporary-%lld", (long long)++vfs->temporary);
        path = temporary;
    }
    handle->file = disk_find(&vfs->disk, path);
    if (handle->file == NULL && !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    bool is_new = handle->file == NULL;
    if (is_new)
        handle->file = disk_create(&vfs->disk, path);
    handle->file->handles++;
    vfs->handles++;
    handle->vfs = vfs;
    handle->life = vfs->life;
    handle->deletes_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    handle->is_journal =
        is_new &&
        (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL));
    if (out_flags != NULL)
        *out_flags = flags;
    file->pMethods = &io_methods;
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *base, const char *path, int sync_folder)
{
    struct vfs *vfs = base->pAppData;
    if (vfs->is_down)
        return SQLITE_IOERR_DELETE;
    if (is_fault(vfs, VFS_DELETE))
        return SQLITE_IOERR_DELETE;
    struct disk_file *file = disk_find(&vfs->disk, path);
    if (file == NULL)
        return SQLITE_IOERR_DELETE_NOENT;
    bool power_goes = is_cut(vfs, VFS_DELETE);
    disk_unlink(file);
    if (power_goes) {
        vfs_power_cut(vfs);
        return SQLITE_IOERR_DELETE;
    }
    if (sync_folder)
        disk_sync_folder(&vfs->disk);
    disk_collect(&vfs->disk);
    return SQLITE_OK;
}

static int on_access(sqlite3_vfs *base, const char *path, int flags, int *out)
{
    (void)flags;
    struct vfs *vfs = base->pAppData;
    if (vfs->is_down)
        return SQLITE_IOERR_ACCESS;
    const struct disk_file *file = disk_find(&vfs->disk, path);
    /* SQLite counts an empty journal as none when it asks whether one exists. */
    *out = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    return SQLITE_OK;
}

static int on_full_path(sqlite3_vfs *base, const char *path, int size, char *out)
{
    (void)base;
    return str_copy(out, (size_t)size, path) ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int on_randomness(sqlite3_vfs *base, int len, char *out)
{
    struct vfs *vfs = base->pAppData;
    rng_bytes(&vfs->rng, out, (size_t)len);
    return len;
}

static int on_sleep(sqlite3_vfs *base, int microseconds)
{
    (void)base;
    return microseconds;
}

static const int64_t JULIAN_1970_MS = 210866760000000;

static int on_time(sqlite3_vfs *base, sqlite3_int64 *out)
{
    struct vfs *vfs = base->pAppData;
    *out = JULIAN_1970_MS + vfs->env->wall(vfs->env->ctx) * 1000;
    return SQLITE_OK;
}

static int on_time_double(sqlite3_vfs *base, double *out)
{
    sqlite3_int64 ms;
    on_time(base, &ms);
    *out = (double)ms / (DAY_S * 1000.0);
    return SQLITE_OK;
}

static int on_last_error(sqlite3_vfs *base, int size, char *out)
{
    (void)base;
    if (size > 0)
        out[0] = '\0';
    return 0;
}

/* ---- life ---- */

struct vfs *vfs_new(const char *name, const struct env *env, struct rng rng)
{
    assert(sqlite3_vfs_find(name) == NULL);
    struct vfs *vfs = xalloc(sizeof *vfs);
    memset(vfs, 0, sizeof *vfs);
    bool copied = str_copy(vfs->name, sizeof vfs->name, name);
    assert(copied);
    vfs->env = env;
    vfs->rng = rng;
    vfs->base = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct handle),
        .mxPathname = DISK_PATH_MAX - 1,
        .zName = vfs->name,
        .pAppData = vfs,
        .xOpen = on_open,
        .xDelete = on_delete,
        .xAccess = on_access,
        .xFullPathname = on_full_path,
        .xRandomness = on_randomness,
        .xSleep = on_sleep,
        .xCurrentTime = on_time_double,
        .xGetLastError = on_last_error,
        .xCurrentTimeInt64 = on_time,
    };
    int code = sqlite3_vfs_register(&vfs->base, 0);
    assert(code == SQLITE_OK);
    return vfs;
}

void vfs_free(struct vfs *vfs)
{
    if (vfs == NULL)
        return;
    assert(vfs->handles == 0);
    sqlite3_vfs_unregister(&vfs->base);
    disk_fini(&vfs->disk);
    free(vfs);
}

const char *vfs_name(const struct vfs *vfs)
{
    return vfs->name;
}

void vfs_power_cut(struct vfs *vfs)
{
    kill_handles(vfs);
    vfs->is_down = true;
    vfs->cut_in = 0;
    disk_lose(&vfs->disk, &vfs->rng);
}

void vfs_kill(struct vfs *vfs)
{
    kill_handles(vfs);
    vfs->cut_in = 0;
}

void vfs_cut_after(struct vfs *vfs, int64_t calls)
{
    vfs->cut_in = calls;
}

bool vfs_cut_is_armed(const struct vfs *vfs)
{
    return vfs->cut_in > 0;
}

bool vfs_is_down(const struct vfs *vfs)
{
    return vfs->is_down;
}

void vfs_power_on(struct vfs *vfs)
{
    vfs->is_down = false;
}

void vfs_fail_at(struct vfs *vfs, unsigned mask, int64_t n, int64_t times, int code)
{
    vfs->fault_mask = mask;
    vfs->fault_in = n;
    vfs->fault_times = times;
    vfs->fault_code = code;
}

int64_t vfs_faults(const struct vfs *vfs)
{
    return vfs->faults;
}

void vfs_limit(struct vfs *vfs, int64_t bytes)
{
    vfs->limit = bytes;
}

int64_t vfs_used(const struct vfs *vfs)
{
    return disk_used(&vfs->disk);
}

int64_t vfs_syncs(const struct vfs *vfs)
{
    return vfs->syncs;
}

bool vfs_exists(const struct vfs *vfs, const char *path)
{
    return disk_find(&vfs->disk, path) != NULL;
}

bool vfs_copy(struct vfs *vfs, const char *from, const char *to)
{
    const struct disk_file *source = disk_find(&vfs->disk, from);
    if (source == NULL)
        return false;
    struct disk_file *target = disk_find(&vfs->disk, to);
    if (target == NULL)
        target = disk_create(&vfs->disk, to);
    disk_truncate(target, 0);
    disk_write(target, source->now.data, source->now.size, 0);
    disk_sync(target);
    disk_sync_link(&vfs->disk, target);
    return true;
}

void vfs_remove(struct vfs *vfs, const char *path)
{
    disk_forget(&vfs->disk, path);
    disk_collect(&vfs->disk);
}

void vfs_scan(const struct vfs *vfs,
              void (*each)(void *ctx, const char *path, const unsigned char *data, size_t len),
              void *ctx)
{
    for (const struct disk_file *file = vfs->disk.first; file != NULL; file = file->next) {
        each(ctx, file->path, file->now.data, file->now.size);
        each(ctx, file->path, file->synced.data, file->synced.size);
    }
}
