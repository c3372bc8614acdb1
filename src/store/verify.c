#include "store/verify.h"

#include <stdio.h>

#include "base/str.h"
#include "store/internal.h"

enum status store_verify(struct store *store, char *why, size_t why_size)
{
    struct db *db = store->db;
    bool is_whole = false;
    db_clear(db);
    struct query *query = db_query(db, "PRAGMA integrity_check(1)", "");
    if (query_next(query)) {
        is_whole = str_equal(query_text(query, 0), "ok");
        if (!is_whole) {
            snprintf(why, why_size, "%s is damaged: %s", store->path, query_text(query, 0));
        }
    }
    query_end(query);
    enum status status = db_status(db);
    db_clear(db);
    if (status != OK) {
        snprintf(why, why_size, "%s cannot be read: %s", store->path, status_text(status));
        return status;
    }
    return is_whole ? OK : ERR_PARSE;
}
