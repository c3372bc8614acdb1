/* One process at a time: an advisory lock on a file that stays behind, empty. The kernel gives it
 * back when the process ends, however it ends. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/status.h"

/* Creates the file if there is none. ERR_BUSY: another process has it; ERR_IO: the file cannot be
 * made or locked. *out is a descriptor for lock_release. */
enum status lock_take(const char *path, int *out) MUST_CHECK;
/* -1 does nothing. */
void lock_release(int lock);

#endif
