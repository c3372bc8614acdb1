#include "base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum status library_open(const char *name, const struct library_function *functions, size_t n,
                         void *calls, char *why, size_t why_size, void **out)
{
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    size_t found = 0;
    while (library && found < n && dlsym(library, functions[found].name))
        found++;
    if (!library || found < n) {
        const char *reason = dlerror();
        (void)snprintf(why, why_size, "%s", reason ? reason : name);
        library_close(library);
        return ERR_NOT_FOUND;
    }
    for (size_t i = 0; i < n; i++) {
        void *function = dlsym(library, functions[i].name);
        /* POSIX gives a function as an object's pointer; its bytes are the function's pointer. */
        memcpy((char *)calls + functions[i].offset, &function, sizeof function);
    }
    *out = library;
    return OK;
}

void library_close(void *library)
{
    if (library)
        (void)dlclose(library);
}
