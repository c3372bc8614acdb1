#include "store/figures.h"

#include "base/str.h"
#include "store/feed.h"
#include "store/internal.h"

static void read_staff(struct store *store, struct figures *out)
{
    struct query *query = db_query(
        store->db, "SELECT kind, count(*) FROM staff_item GROUP BY kind ORDER BY kind", "");
    while (out->staff_len < FIGURE_KINDS_MAX && query_next(query)) {
        struct figure_staff *staff = &out->staff[out->staff_len++];
        str_copy(staff->kind, sizeof staff->kind, query_text(query, 0));
        staff->items = query_int(query, 1);
    }
    query_end(query);
}

enum status figures_read(struct store *store, instant now, struct figures *out)
{
    struct db *db = store->db;
    struct figures figures = {0};
    char revision[META_VALUE_MAX];
    db_clear(db);
    if (store_setting_get(store, "revision", revision, sizeof revision)) {
        str_to_int(revision, 0, INT64_MAX, &figures.revision);
    }
    figures.feed_head = feed_head(store);
    figures.runs = db_int(db, 0, "SELECT count(*) FROM run", "");
    figures.waiting_ops = db_int(db, 0, "SELECT count(*) FROM op WHERE waits = 1", "");
    figures.open_requests =
        db_int(db, 0, "SELECT count(*) FROM request WHERE closed_at IS NULL", "");
    figures.overdue_requests = db_int(
        db, 0, "SELECT count(*) FROM request WHERE closed_at IS NULL AND due_at < ?1", "i", now);
    figures.open_calls = db_int(db, 0, "SELECT count(*) FROM call WHERE closed_at IS NULL", "");
    figures.envelopes = db_int(db, 0, "SELECT count(*) FROM envelope WHERE box IS NOT NULL", "");
    read_staff(store, &figures);
    enum status status = db_status(db);
    db_clear(db);
    if (status == OK) {
        *out = figures;
    }
    return status;
}

enum status figures_tally_ops(struct store *store, struct op_tally *tally)
{
    struct db *db = store->db;
    struct op_tally more = *tally;
    db_clear(db);
    struct query *query = db_query(db,
                                   "SELECT kind, code, count(*), max(n) FROM op WHERE n > ?1"
                                   " GROUP BY kind, code",
                                   "i", tally->upto);
    while (query_next(query)) {
        int kind = op_kind_parse(query_text(query, 0));
        int code = verdict_code_parse(query_text(query, 1));
        int64_t last = query_int(query, 3);
        if (code >= 0) {
            more.counts[kind >= 0 ? kind : OP_KIND_COUNT][code] += query_int(query, 2);
        }
        more.upto = last > more.upto ? last : more.upto;
    }
    query_end(query);
    enum status status = db_status(db);
    db_clear(db);
    if (status == OK) {
        *tally = more;
    }
    return status;
}
