#include "kiosk/link_curl.h"

#include "base/library.h"

#define LOG_MODULE "link"
#include "base/log.h"

/* The name that libcurl's interface has in Debian, for as long as it stays compatible. */
static const char library_name[] = "libcurl-gnutls.so.4";

enum { WHY_SIZE = 300 };

#define FUNCTION(member) LIBRARY_FUNCTION("curl_" #member, struct link_curl, member)

static const struct library_function functions[] = {
    FUNCTION(global_init),         FUNCTION(global_cleanup),  FUNCTION(easy_init),
    FUNCTION(easy_reset),          FUNCTION(easy_cleanup),    FUNCTION(easy_setopt),
    FUNCTION(easy_getinfo),        FUNCTION(slist_append),    FUNCTION(slist_free_all),
    FUNCTION(multi_init),          FUNCTION(multi_cleanup),   FUNCTION(multi_add_handle),
    FUNCTION(multi_remove_handle), FUNCTION(multi_perform),   FUNCTION(multi_poll),
    FUNCTION(multi_wakeup),        FUNCTION(multi_info_read),
};

enum status link_curl_open(struct link_curl *out)
{
    struct link_curl curl = {.library = NULL};
    char why[WHY_SIZE];
    enum status status =
        library_open(library_name, functions, sizeof functions / sizeof functions[0], &curl, why,
                     sizeof why, &curl.library);
    if (status != OK) {
        LOG_ERR("load the network library: %s", why);
        return status;
    }
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        LOG_ERR("the network library does not start");
        library_close(curl.library);
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
