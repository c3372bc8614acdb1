/* A copy in one step (a backup in pieces starts over with every foreign commit), then checked. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "store/internal.h"

static enum status check_copy(const char *target, const char *vfs, char *why, size_t why_size)
{
    struct db_options options = {
        .path = target, .vfs = vfs, .is_read_only = true, .synchronous = 2};
    struct db *copy = NULL;
    enum status status = db_open(&options, &copy, why, why_size);
    if (status != OK) {
        return status;
    }
    struct query *query = db_query(copy, "PRAGMA integrity_check(1)", "");
    bool is_good = query_next(query) && str_equal(query_text(query, 0), "ok");
    query_end(query);
    db_close(copy);
    if (!is_good) {
        snprintf(why, why_size, "the copy %s is damaged", target);
        return ERR_DB;
    }
    return OK;
}

enum status store_backup(struct store *store, const char *target, char *why, size_t why_size)
{
    if (access(target, F_OK) == 0) {
        snprintf(why, why_size, "%s is there already; choose another name", target);
        return ERR_CONFLICT;
    }
    db_clear(store->db);
    db_run(store->db, "VACUUM INTO ?1", "s", target);
    enum status status = db_status(store->db);
    db_clear(store->db);
    if (status != OK) {
        snprintf(why, why_size, "the copy %s cannot be written: %s", target, status_text(status));
        unlink(target);
        return status;
    }
    return check_copy(target, store->vfs, why, why_size);
}
