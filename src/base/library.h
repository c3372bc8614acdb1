/* Shared libraries that are opened when they are first needed, and their functions by name, so that
 * a program that never needs one does not load it. A table says which function's pointer goes where
 * in a struct of the caller's. From any thread. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stddef.h>

#include "base/status.h"

struct library_function {
    const char *name;
    size_t offset;
};

/* A row of the table: the function's name and the member of `type` that points at it. */
#define LIBRARY_FUNCTION(name, type, member)                                                       \
    {                                                                                              \
        (name), offsetof(type, member)                                                             \
    }

/* name: a path, or what the dynamic linker looks for. Fills the n members in calls, or none.
 * ERR_NOT_FOUND when the library or one of the functions is not there; why then holds the reason,
 * which names both. */
enum status library_open(const char *name, const struct library_function *functions, size_t n,
                         void *calls, char *why, size_t why_size, void **out) MUST_CHECK;
/* What was looked up is gone with it. Takes NULL. */
void library_close(void *library);

#endif
