/* Deadlines of connections. libmicrohttpd knows only an idle time-out, which a client that sends a
 * byte now and then outlives for ever. A watch shuts a connection's socket down once its deadline
 * has passed; the library then sees the end of the stream and closes it. Its thread sleeps while
 * no connection has a deadline. Thread-safe. */
#ifndef HUB_HTTP_WATCH_H
#define HUB_HTTP_WATCH_H

#include <stdint.h>

#include "base/status.h"

struct http_watch;
struct http_watched; /* one connection */

enum status http_watch_start(struct http_watch **out) MUST_CHECK;
/* Ends the thread; then no connection may be added. */
void http_watch_stop(struct http_watch *watch);
void http_watch_destroy(struct http_watch *watch);

/* fd must stay open until http_watch_remove. */
struct http_watched *http_watch_add(struct http_watch *watch, int fd, int64_t within_ms);
void http_watch_remove(struct http_watch *watch, struct http_watched *watched);
/* A new deadline from now; within_ms 0: none. */
void http_watch_set(struct http_watch *watch, struct http_watched *watched, int64_t within_ms);
unsigned http_watch_count(struct http_watch *watch);

#endif
