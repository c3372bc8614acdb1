/* The listening socket, apart so that each way it can fail has its own sentence. */
#ifndef HUB_HTTP_LISTEN_H
#define HUB_HTTP_LISTEN_H

#include <stddef.h>

#include "base/status.h"
#include "hub/http.h"

/* A listening socket and its URL with the real port. ERR_CONFLICT: the port is taken. */
enum status http_listen(const struct http_address *address, int *out, char *url, size_t url_size,
                        char *why, size_t why_size) MUST_CHECK;

#endif
