#include "kiosk/link_curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#define LOG_MODULE "link"
#include "base/log.h"

/* The name that libcurl's interface has in Debian, for as long as it stays compatible. */
static const char library_name[] = "libcurl-gnutls.so.4";

#define FUNCTION(name)                                                                             \
    {                                                                                              \
        "curl_" #name, offsetof(struct link_curl, name)                                            \
    }

static const struct function {
    const char *name;
    size_t offset;
} functions[] = {
    FUNCTION(global_init),         FUNCTION(global_cleanup),  FUNCTION(easy_init),
    FUNCTION(easy_reset),          FUNCTION(easy_cleanup),    FUNCTION(easy_setopt),
    FUNCTION(easy_getinfo),        FUNCTION(slist_append),    FUNCTION(slist_free_all),
    FUNCTION(multi_init),          FUNCTION(multi_cleanup),   FUNCTION(multi_add_handle),
    FUNCTION(multi_remove_handle), FUNCTION(multi_perform),   FUNCTION(multi_poll),
    FUNCTION(multi_wakeup),        FUNCTION(multi_info_read),
};

enum status link_curl_open(struct link_curl *out)
{
    struct link_curl curl = {.library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL)};
    if (!curl.library) {
        LOG_ERR("load the network library: %s", dlerror());
        return ERR_NOT_FOUND;
    }
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        void *found = dlsym(curl.library, functions[i].name);
        if (!found) {
            LOG_ERR("%s has no %s", library_name, functions[i].name);
            dlclose(curl.library);
            return ERR_NOT_FOUND;
        }
        /* POSIX gives a function as an object's pointer; its bytes are the function's pointer. */
        memcpy((char *)&curl + functions[i].offset, &found, sizeof found);
    }
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        LOG_ERR("the network library does not start");
        dlclose(curl.library);
        return ERR_IO;
    }
    *out = curl;
    return OK;
}

void link_curl_close(struct link_curl *curl)
{
    if (!curl->library)
        return;
    /* What the library itself has loaded does not like to be unloaded; it ends with the program. */
    curl->global_cleanup();
    *curl = (struct link_curl){.library = NULL};
}
