#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum status lock_take(const char *path, int *out)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return ERR_IO;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum status status = errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;
        close(fd);
        return status;
    }
    *out = fd;
    return OK;
}

void lock_release(int lock)
{
    if (lock >= 0) {
        close(lock);
    }
}
