/* Whole files. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/* Reads at most max bytes; adds a NUL that does not count. ERR_NOT_FOUND, ERR_IO, ERR_LIMIT. */
enum status file_read(struct arena *arena, const char *path, size_t max, char **data,
                      size_t *len) MUST_CHECK;
/* Replaces path in one step that survives a power cut (temporary file, fsync, rename, fsync of the
 * folder); mode as in open(2). ERR_IO, ERR_FULL; the old file stays on failure. */
enum status file_replace(const char *path, const void *data, size_t len, unsigned mode) MUST_CHECK;
/* Where a file that the build puts beside the programs is: there, else in the folder `built`, where
 * it was built. out holds PATH_MAX bytes. */
void file_beside_program(const char *name, const char *built, char *out);

#endif
