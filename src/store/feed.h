/* The feed (hub): the last state of every replicated row, for kiosks to follow from a cursor. */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"
#include "store/store.h"

enum { RUN_ID_SIZE = 33 };

struct feed_cursor {
    char run[RUN_ID_SIZE]; /* "": none, a snapshot is wanted */
    int64_t seq;           /* the last one merged */
};

struct feed_page {
    struct feed_cursor cursor; /* after this page */
    bool is_snapshot;          /* the first page of everything: forget what was replicated before */
    bool has_more;
    size_t rows;
};

/* Adds this start of the hub. */
enum status feed_run_start(struct store *store) MUST_CHECK;
int64_t feed_head(struct store *store);
/* Whether there is anything after the cursor for this kiosk. */
bool feed_has_news(struct store *store, const char *kiosk, const char *station,
                   const struct feed_cursor *cursor);
/* Appends at most about max_bytes of rows, comma-separated JSON objects
 * {"t":table,"k":key,"s":seq,"d":0|1,"b":body or null}, for this kiosk's scopes. An unknown run, or
 * a seq beyond that run's end, starts a snapshot. */
enum status feed_page(struct store *store, const char *kiosk, const char *station,
                      const struct feed_cursor *cursor, size_t max_bytes, struct buf *out,
                      struct feed_page *page) MUST_CHECK;

#endif
