#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status status_of_errno(int error)
{
    if (error == ENOENT || error == ENOTDIR) {
        return ERR_NOT_FOUND;
    }
    return error == ENOSPC || error == EDQUOT ? ERR_FULL : ERR_IO;
}

enum status file_read(struct arena *arena, const char *path, size_t max, char **data, size_t *len)
{
    enum status status = ERR_IO;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return status_of_errno(errno);
    }
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        goto out;
    }
    if ((size_t)info.st_size > max) {
        status = ERR_LIMIT;
        goto out;
    }
    size_t size = (size_t)info.st_size;
    char *bytes = arena_alloc(arena, size + 1);
    size_t have = 0;
    while (have < size) {
        ssize_t n = read(fd, bytes + have, size - have);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            goto out;
        }
        have += (size_t)n;
    }
    *data = bytes;
    *len = size;
    status = OK;
out:
    close(fd);
    return status;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return false;
        }
        data += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static enum status sync_folder_of(const char *path)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        snprintf(folder, sizeof folder, ".");
    } else if (slash == folder) {
        folder[1] = '\0';
    } else {
        *slash = '\0';
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return ERR_IO;
    }
    enum status status = fsync(fd) == 0 ? OK : ERR_IO;
    close(fd);
    return status;
}

enum status file_replace(const char *path, const void *data, size_t len, unsigned mode)
{
    char temporary[4096];
    int n = snprintf(temporary, sizeof temporary, "%s.new", path);
    if (n < 0 || (size_t)n >= sizeof temporary) {
        return ERR_LIMIT;
    }
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
    if (fd < 0) {
        return status_of_errno(errno);
    }
    bool written = write_all(fd, data, len);
    int error = errno;
    close(fd);
    if (!written || rename(temporary, path) != 0) {
        error = written ? errno : error;
        unlink(temporary);
        return status_of_errno(error);
    }
    return sync_folder_of(path);
}

void file_beside_program(const char *name, const char *built, char *out)
{
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n > 0) {
        self[n] = '\0';
        char *slash = strrchr(self, '/');
        if (slash)
            slash[1] = '\0';
        if ((size_t)snprintf(out, PATH_MAX, "%s%s", self, name) < PATH_MAX &&
            access(out, R_OK) == 0)
            return;
    }
    (void)snprintf(out, PATH_MAX, "%s/%s", built, name);
}
