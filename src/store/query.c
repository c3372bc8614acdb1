#include "store/query.h"

#include <string.h>

#include <jansson.h>

#include "base/str.h"
#include "store/internal.h"

struct session_counts query_session_counts(struct store *store, const char *session,
                                           int32_t capacity)
{
    struct session_counts counts = {.capacity = capacity, .left = capacity};
    char kiosk[META_VALUE_MAX] = "";
    bool is_kiosk = !is_hub(store) && store_meta_get(store, "kiosk", kiosk, sizeof kiosk);
    struct query *query =
        db_query(store->db,
                 "SELECT s.capacity, s.waiting_parties,"
                 " coalesce((SELECT granted - returned - drawn FROM pool"
                 "  WHERE session = s.id AND owner = 'hub'), s.capacity),"
                 " coalesce((SELECT granted - returned - drawn FROM pool"
                 "  WHERE session = s.id AND owner = ?2), 0) FROM session s WHERE s.id = ?1",
                 "ss", session, kiosk);
    if (query_next(query)) {
        counts.capacity = (int32_t)query_int(query, 0);
        counts.waiting_parties = (int32_t)query_int(query, 1);
        counts.left = (int32_t)query_int(query, 2);
        counts.left_own = is_kiosk ? (int32_t)query_int(query, 3) : 0;
        query_end(query);
    }
    if (is_kiosk) {
        counts.pending_seats = (int32_t)db_int(
            store->db, 0,
            "SELECT coalesce(sum(b.seats), 0) FROM op o JOIN booking b ON b.op = o.n"
            " WHERE o.acked = 0 AND b.session = ?1 AND b.state = 'provisional'",
            "s", session);
        counts.left -= counts.pending_seats;
    }
    counts.left = counts.left < 0 ? 0 : counts.left;
    counts.left_own = counts.left_own < 0 ? 0 : counts.left_own;
    return counts;
}

/* ---- tickets ---- */

static void put_int(struct buf *out, const char *name, int64_t value)
{
    buf_printf(out, ",\"%s\":%lld", name, (long long)value);
}

static void put_text(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, ",\"%s\":", name);
    buf_put_json(out, value);
}

static bool put_booking(struct store *store, const char *ticket, struct buf *out, char *kiosk)
{
    struct query *query = db_query(
        store->db,
        "SELECT kiosk, programme, session, starts_at, ends_at, seats, state, created_at,"
        " iif(state = 'waiting', (SELECT count(*) FROM booking w WHERE w.session = b.session"
        "  AND w.state = 'waiting' AND w.op <= b.op), 0)"
        " FROM booking b WHERE ticket = ?1",
        "s", ticket);
    if (!query_next(query)) {
        return false;
    }
    if (kiosk != NULL) {
        str_copy(kiosk, KIOSK_ID_SIZE, query_text(query, 0));
    }
    buf_puts(out, "{\"kind\":\"booking\"");
    put_text(out, "ticket", ticket);
    put_text(out, "programme", query_text(query, 1));
    put_text(out, "session", query_text(query, 2));
    put_int(out, "starts_at", query_int(query, 3));
    put_int(out, "ends_at", query_int(query, 4));
    put_int(out, "seats", query_int(query, 5));
    put_text(out, "state", query_text(query, 6));
    put_int(out, "created_at", query_int(query, 7));
    put_int(out, "place", query_int(query, 8));
    query_end(query);
    return true;
}

static bool put_request(struct store *store, const char *ticket, struct buf *out, char *kiosk)
{
    struct query *query =
        db_query(store->db,
                 "SELECT kiosk, kind, grid, urgency, state, filed_at, due_at,"
                 " coalesce(closed_at, 0), coalesce(rating, 0) FROM request WHERE ticket = ?1",
                 "s", ticket);
    if (!query_next(query)) {
        return false;
    }
    if (kiosk != NULL) {
        str_copy(kiosk, KIOSK_ID_SIZE, query_text(query, 0));
    }
    buf_puts(out, "{\"kind\":\"request\"");
    put_text(out, "ticket", ticket);
    put_text(out, "programme", query_text(query, 1));
    put_text(out, "grid", query_text(query, 2));
    put_text(out, "urgency", query_text(query, 3));
    put_text(out, "state", query_text(query, 4));
    put_int(out, "created_at", query_int(query, 5));
    put_int(out, "due_at", query_int(query, 6));
    put_int(out, "closed_at", query_int(query, 7));
    put_int(out, "rating", query_int(query, 8));
    query_end(query);
    return true;
}

static void put_events(struct store *store, const char *ticket, struct buf *out)
{
    struct query *query = db_query(
        store->db, "SELECT turn, at, kind, note FROM ticket_event WHERE ticket = ?1 ORDER BY turn",
        "s", ticket);
    const char *separator = "";
    buf_puts(out, ",\"events\":[");
    while (query_next(query)) {
        buf_printf(out, "%s{\"turn\":%lld", separator, (long long)query_int(query, 0));
        put_int(out, "at", query_int(query, 1));
        put_text(out, "kind", query_text(query, 2));
        put_text(out, "note", query_text(query, 3));
        buf_putc(out, '}');
        separator = ",";
    }
    query_end(query);
    buf_puts(out, "]}");
}

bool query_ticket_json(struct store *store, const char *ticket, struct buf *out, char *kiosk)
{
    if (!put_booking(store, ticket, out, kiosk) && !put_request(store, ticket, out, kiosk)) {
        return false;
    }
    put_events(store, ticket, out);
    return true;
}

static const char *member_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

static int64_t member_int(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

static void take_events(const json_t *object, struct arena *arena, struct ticket_view *view)
{
    const json_t *events = json_object_get(object, "events");
    size_t n = json_array_size(events);
    size_t skip = n > TICKET_EVENTS_MAX ? n - TICKET_EVENTS_MAX : 0;
    view->events_len = n - skip;
    view->events = arena_array(arena, n - skip, sizeof *view->events);
    for (size_t i = skip; i < n; i++) {
        const json_t *event = json_array_get(events, i);
        view->events[i - skip] =
            (struct ticket_event){.at = member_int(event, "at"),
                                  .kind = arena_strdup(arena, member_text(event, "kind")),
                                  .note = arena_strdup(arena, member_text(event, "note"))};
    }
}

enum status ticket_view_parse(const char *json, struct arena *arena, struct ticket_view *out)
{
    json_t *object = json_loads(json, 0, NULL);
    struct ticket_view view = {.is_request = str_equal(member_text(object, "kind"), "request"),
                               .created_at = member_int(object, "created_at"),
                               .starts_at = member_int(object, "starts_at"),
                               .ends_at = member_int(object, "ends_at"),
                               .seats = (int32_t)member_int(object, "seats"),
                               .place = (int32_t)member_int(object, "place"),
                               .due_at = member_int(object, "due_at"),
                               .closed_at = member_int(object, "closed_at"),
                               .rating = (int32_t)member_int(object, "rating")};
    enum status status = ERR_PARSE;
    if (json_is_object(object) &&
        str_copy(view.ticket, sizeof view.ticket, member_text(object, "ticket")) &&
        str_copy(view.programme, sizeof view.programme, member_text(object, "programme")) &&
        str_copy(view.state, sizeof view.state, member_text(object, "state")) &&
        str_copy(view.session, sizeof view.session, member_text(object, "session")) &&
        str_copy(view.urgency, sizeof view.urgency, member_text(object, "urgency")) &&
        str_copy(view.grid, sizeof view.grid, member_text(object, "grid"))) {
        take_events(object, arena, &view);
        *out = view;
        status = OK;
    }
    json_decref(object);
    return status;
}

/* ---- ops ---- */

bool query_op_verdict(struct store *store, const struct op_id *id, struct verdict *out,
                      bool *is_final)
{
    struct query *query = db_query(store->db, "SELECT data, acked FROM op WHERE id = ?1", "b",
                                   id->bytes, sizeof id->bytes);
    if (!query_next(query)) {
        return false;
    }
    bool is_good = verdict_from_json(query_text(query, 0), out) == OK;
    *is_final = query_int(query, 1) != 0;
    query_end(query);
    return is_good;
}

void query_pending_move(struct store *store, const char *ticket, char kind[OP_KIND_SIZE])
{
    struct query *query =
        db_query(store->db,
                 "SELECT kind FROM op WHERE ticket = ?1 AND acked = 0 AND code = 'provisional'"
                 " AND kind NOT IN('book','file') ORDER BY n DESC LIMIT 1",
                 "s", ticket);
    kind[0] = '\0';
    if (query_next(query)) {
        str_copy(kind, OP_KIND_SIZE, query_text(query, 0));
        query_end(query);
    }
}

int64_t query_outbox_len(struct store *store)
{
    return db_int(store->db, 0, "SELECT count(*) FROM op WHERE acked = 0", "");
}

/* ---- kiosks ---- */

static bool take_kiosk(struct query *query, struct kiosk_row *out)
{
    if (!query_next(query)) {
        return false;
    }
    struct kiosk_row row = {.number = query_int(query, 2), .is_active = query_int(query, 3) != 0};
    size_t len = 0;
    const void *key = query_blob(query, 4, &len);
    str_copy(row.id, sizeof row.id, query_text(query, 0));
    str_copy(row.station, sizeof row.station, query_text(query, 1));
    if (len == sizeof row.key) {
        memcpy(row.key, key, len);
    }
    query_end(query);
    *out = row;
    return true;
}

bool query_kiosk_by_number(struct store *store, int64_t number, struct kiosk_row *out)
{
    return take_kiosk(db_query(store->db,
                               "SELECT id, station, number, state = 'active', key FROM kiosk"
                               " WHERE number = ?1",
                               "i", number),
                      out);
}

bool query_kiosk(struct store *store, const char *id, struct kiosk_row *out)
{
    return take_kiosk(db_query(store->db,
                               "SELECT id, station, number, state = 'active', key FROM kiosk"
                               " WHERE id = ?1",
                               "s", id),
                      out);
}

/* ---- a contact's tickets ---- */

static bool is_confidential(struct store *store, const char *programme, bool is_request)
{
    const struct catalogue *catalogue = store_catalogue_locked(store);
    if (is_request) {
        const struct request_kind *kind = catalogue_find_request(catalogue, programme);
        return kind == NULL || kind->is_confidential;
    }
    const struct series *series = catalogue_find_bookable(catalogue, programme);
    return series == NULL || series->is_confidential;
}

void query_contact_tickets_json(struct store *store, const unsigned char contact[HASH_SIZE],
                                instant now, struct buf *out)
{
    struct query *query = db_query(
        store->db,
        "SELECT 0, b.programme, b.starts_at FROM envelope e JOIN booking b ON b.op = e.op"
        " WHERE e.contact = ?1 AND b.state IN('booked','waiting','provisional') AND b.ends_at > ?2"
        " UNION ALL SELECT 1, r.kind, r.due_at FROM envelope e JOIN request r ON r.op = e.op"
        " WHERE e.contact = ?1 AND r.state IN('filed','taken','working','done','provisional')"
        " ORDER BY 3 LIMIT 50",
        "bi", contact, (size_t)HASH_SIZE, now);
    const char *separator = "";
    buf_putc(out, '[');
    while (query_next(query)) {
        bool is_request = query_int(query, 0) != 0;
        if (is_confidential(store, query_text(query, 1), is_request)) {
            continue;
        }
        buf_printf(out, "%s{\"kind\":\"%s\"", separator, is_request ? "request" : "booking");
        put_text(out, "programme", query_text(query, 1));
        put_int(out, "at", query_int(query, 2));
        buf_putc(out, '}');
        separator = ",";
    }
    query_end(query);
    buf_putc(out, ']');
}
