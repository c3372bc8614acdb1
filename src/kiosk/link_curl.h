/* libcurl, loaded when there is a hub to talk to. It brings forty libraries along, which a program
 * that is linked to it loads before its first line: a fifth of the terminal's start. */
#ifndef KIOSK_LINK_CURL_H
#define KIOSK_LINK_CURL_H

#include <curl/curl.h>

#include "base/status.h"

struct link_curl {
    void *library;
    CURLcode (*global_init)(long flags);
    void (*global_cleanup)(void);
    CURL *(*easy_init)(void);
    void (*easy_reset)(CURL *easy);
    void (*easy_cleanup)(CURL *easy);
    CURLcode (*easy_setopt)(CURL *easy, CURLoption option, ...);
    CURLcode (*easy_getinfo)(CURL *easy, CURLINFO info, ...);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *line);
    void (*slist_free_all)(struct curl_slist *list);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_cleanup)(CURLM *multi);
    CURLMcode (*multi_add_handle)(CURLM *multi, CURL *easy);
    CURLMcode (*multi_remove_handle)(CURLM *multi, CURL *easy);
    CURLMcode (*multi_perform)(CURLM *multi, int *running);
    CURLMcode (*multi_poll)(CURLM *multi, struct curl_waitfd *more, unsigned more_n, int timeout_ms,
                            int *ready);
    CURLMcode (*multi_wakeup)(CURLM *multi);
    CURLMsg *(*multi_info_read)(CURLM *multi, int *left);
};

/* ERR_NOT_FOUND when the library or one of its functions is not there, ERR_IO when it does not
 * start; logged with the reason. Main thread. */
enum status link_curl_open(struct link_curl *out) MUST_CHECK;
/* A zeroed struct is fine. */
void link_curl_close(struct link_curl *curl);

#endif
