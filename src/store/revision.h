/* Loading content into a hub's database: rows become one revision, published by one op. */
#ifndef STORE_REVISION_H
#define STORE_REVISION_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "domain/content.h"
#include "store/store.h"

enum revision_match {
    REVISION_NONE, /* nothing was ever published */
    REVISION_SAME, /* these rows were the last to be loaded */
    REVISION_OTHER,
};
/* *revision: the one in force, 0 when there is none. */
enum revision_match revision_compare(struct store *store, const struct content_row *rows, size_t n,
                                     int64_t *revision);

/* Publishes the rows, which must be sorted as content_read gives them, unless they are what was
 * loaded last. *out: the revision in force afterwards. ERR_PARSE: the rows are refused as a whole;
 * else the store's failures. */
enum status revision_publish(struct store *store, const struct content_row *rows, size_t n,
                             int64_t *out) MUST_CHECK;

#endif
