#include "store/internal.h"

bool session_lookup(struct store *store, const char *id, struct session_facts *out)
{
    const struct catalogue *catalogue = store_catalogue_locked(store);
    struct session_ref ref;
    if (!session_id_parse(id, &ref)) {
        return false;
    }
    struct session_facts facts = {.series = catalogue_find_bookable(catalogue, ref.bookable)};
    if (facts.series == NULL || !session_times(&facts.series->bookable, &catalogue->calendar, &ref,
                                               &facts.starts_at, &facts.ends_at)) {
        return false;
    }
    facts.is_withdrawn = catalogue_session_is_withdrawn(catalogue, id);
    *out = facts;
    return true;
}

/* When nobody-shows are marked: when their place is free again, else at the end. */
static instant miss_at(const struct session_facts *facts)
{
    int32_t minutes = facts->series->bookable.no_show_minutes;
    return minutes > 0 ? facts->starts_at + minutes * MINUTE_S : facts->ends_at;
}

void session_ensure(struct store *store, const char *id, const struct session_facts *facts)
{
    struct db *db = store->db;
    db_run(db,
           "INSERT OR IGNORE INTO session(id, programme, starts_at, ends_at, capacity)"
           " VALUES(?1, ?2, ?3, ?4, ?5)",
           "ssiii", id, facts->series->id, facts->starts_at, facts->ends_at,
           (int64_t)facts->series->bookable.capacity);
    if (db_status(db) != OK || db_changes(db) == 0) {
        return;
    }
    db_run(db, "INSERT INTO pool(session, owner, granted) VALUES(?1, 'hub', ?2)", "si", id,
           (int64_t)facts->series->bookable.capacity);
    due_set(store, "miss", id, miss_at(facts));
}

int32_t pool_balance(struct store *store, const char *session, const char *owner, int32_t otherwise)
{
    return (int32_t)db_int(store->db, otherwise,
                           "SELECT granted - returned - drawn FROM pool"
                           " WHERE session = ?1 AND owner = ?2",
                           "ss", session, owner);
}
