#include "checker.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/db.h"

#include "actors.h"
#include "checker_agree.h"
#include "trace.h"

/* ---- personal data ---- */

static bool contains(const unsigned char *data, size_t len, const char *mark)
{
    size_t mark_len = strlen(mark);
    const unsigned char *at = data, *end = data + len;
    while (at != NULL && (size_t)(end - at) >= mark_len) {
        if (memcmp(at, mark, mark_len) == 0)
            return true;
        at = memchr(at + 1, mark[0], (size_t)(end - at) - 1);
    }
    return false;
}

static bool is_personal(const unsigned char *data, size_t len)
{
    return len > 0 &&
           (contains(data, len, personal_phone_mark) || contains(data, len, personal_name_mark));
}

void checker_read_message(struct world *world, const struct packet *packet)
{
    if (is_personal((const unsigned char *)packet->body, packet->body_len))
        violation(world, "N", "personal data in a message of K%d", packet->kiosk + 1);
}

struct scan {
    struct world *world;
    const char *who;
};

static void scan_file(void *ctx, const char *path, const unsigned char *data, size_t len)
{
    const struct scan *scan = ctx;
    if (is_personal(data, len))
        violation(scan->world, scan->who, "personal data in %s", path);
}

static void scan_disks(struct world *world)
{
    struct scan scan = {world, "H"};
    vfs_scan(world->hub.vfs, scan_file, &scan);
    for (int i = 0; i < world->kiosks_len; i++) {
        scan.who = world->kiosks[i].label;
        vfs_scan(world->kiosks[i].vfs, scan_file, &scan);
    }
}

/* ---- the hub's books ---- */

/* Runs a query of which every row is a violation: its first column says what, the second how. */
static void expect_no_rows(struct world *world, struct db *db, const char *sql, const char *what)
{
    int64_t faults = vfs_faults(world->hub.vfs);
    struct query *query = db_query(db, sql, "");
    while (query_next(query))
        violation(world, "H", "%s: %s %s", what, query_text(query, 0), query_text(query, 1));
    if (db_status(db) != OK && vfs_faults(world->hub.vfs) == faults)
        violation(world, "H", "%s: cannot be read", what);
    db_clear(db);
}

static void check_places(struct world *world, struct db *db)
{
    expect_no_rows(
        world, db,
        "SELECT id, 'capacity ' || capacity || ', pools ' || pools || ', in force ' || taken FROM"
        " (SELECT s.id, s.capacity,"
        "   coalesce((SELECT sum(granted - returned - drawn) FROM pool WHERE session = s.id), 0)"
        "    AS pools,"
        "   coalesce((SELECT sum(seats) FROM booking WHERE session = s.id"
        "    AND state IN('booked','checked_in')), 0) AS taken FROM session s)"
        " WHERE pools + taken <> capacity",
        "places do not add up");
    expect_no_rows(world, db,
                   "SELECT s.id, 'waiting ' || s.waiting_seats || '/' || s.waiting_parties FROM"
                   " session s WHERE (s.waiting_seats, s.waiting_parties) <> (SELECT"
                   " coalesce(sum(seats), 0), count(*) FROM booking b WHERE b.session = s.id"
                   " AND b.state = 'waiting')",
                   "waiting list miscounted");
    /* Only who was set back may have promised what had been promised before. */
    if (world->has_old_copies)
        expect_no_rows(
            world, db,
            "SELECT s.id, 'overbooked and nobody was told' FROM session s WHERE s.capacity <"
            " (SELECT coalesce(sum(seats), 0) FROM booking b WHERE b.session = s.id"
            "  AND b.state IN('booked','checked_in')) AND NOT EXISTS (SELECT 1 FROM staff_item i"
            "  WHERE i.kind = 'excess' AND i.detail = s.id)",
            "overbooked");
    else
        /* … but for who came in time and was marked as absent before the hub heard of it. */
        expect_no_rows(world, db,
                       "SELECT session, owner || ' has ' || (granted - returned - drawn)"
                       " FROM pool p WHERE granted - returned - drawn < 0 AND NOT EXISTS (SELECT 1"
                       "  FROM booking b JOIN op c ON c.ticket = b.ticket JOIN op m"
                       "  ON m.ticket = b.ticket WHERE b.session = p.session"
                       "  AND c.kind = 'check_in' AND c.code = 'accepted' AND m.kind = 'miss'"
                       "  AND m.code = 'accepted' AND c.judged_at <= m.judged_at)",
                       "overbooked");
}

static void check_sequences(struct world *world, struct db *db)
{
    bool has_new_lives = false;
    for (int i = 0; i < world->kiosks_len; i++)
        has_new_lives = has_new_lives || world->kiosks[i].was_set_back;
    /* In a new life what the hub had already keeps its old number. */
    if (!has_new_lives)
        expect_no_rows(world, db,
                       "SELECT kiosk, count(*) || ' ops from ' || min(seq) || ' to ' || max(seq)"
                       " FROM op GROUP BY kiosk, incarnation"
                       " HAVING min(seq) <> 1 OR max(seq) <> count(*)",
                       "sequence has gaps");
    expect_no_rows(world, db,
                   "SELECT ticket, count(*) FROM op WHERE kind IN('book','file')"
                   " GROUP BY ticket HAVING count(*) > 1",
                   "a ticket was made twice");
}

static void check_contacts(struct world *world, struct db *db)
{
    if (world->has_old_copies)
        return;
    expect_no_rows(world, db,
                   "SELECT b.session, count(*) FROM booking b JOIN envelope e ON e.op = b.op"
                   " WHERE e.contact IS NOT NULL AND b.pool = 'hub'"
                   " AND b.state IN('booked','waiting') GROUP BY e.contact, b.session"
                   " HAVING count(*) > 1",
                   "one contact has two places");
}

/* ---- what the model knows ---- */

static bool is_modelled(const char *kind)
{
    static const char *const by_machines[] = {"miss",  "publish",   "enroll", "retire",
                                              "grant", "give_back", "erase",  "promote"};
    for (size_t i = 0; i < sizeof by_machines / sizeof by_machines[0]; i++)
        if (strcmp(kind, by_machines[i]) == 0)
            return false;
    return true;
}

/* Each op of the hub was made by somebody, and its verdict is what that one was told. */
static void check_ops(struct world *world, struct db *db)
{
    struct query *query = db_query(db, "SELECT id, kiosk, kind, ticket, code FROM op", "");
    while (query_next(query)) {
        size_t len = 0;
        char id[OP_SHORT_SIZE];
        const unsigned char *bytes = query_blob(query, 0, &len);
        const char *kind = query_text(query, 2);
        if (!is_modelled(kind))
            continue;
        const struct told *told = model_find(&world->model, bytes);
        op_short(bytes, id);
        if (told == NULL) {
            if (!model_was_tried(&world->model, query_text(query, 1),
                                 (enum op_kind)op_kind_parse(kind), query_text(query, 3)))
                violation(world, "H", "op %s (%s %s) was made by nobody", id, kind,
                          query_text(query, 3));
            continue;
        }
        if (told->stage == OP_TOLD && verdict_is_final(told->code) &&
            strcmp(verdict_code_word(told->code), query_text(query, 4)) != 0)
            violation(world, "H", "op %s (%s %s) was told %s, is %s", id, kind, told->ticket,
                      verdict_code_word(told->code), query_text(query, 4));
    }
    db_clear(db);
}

/* What a slip promises. */
static void check_promise(struct world *world, struct db *db, const struct told *told)
{
    char id[OP_SHORT_SIZE], state[16] = "", session[CONTENT_ID_SIZE] = "";
    bool is_booking = told->kind == OP_BOOK;
    int64_t seats = 0, due_at = 0;
    op_short(told->id.bytes, id);
    struct query *query =
        is_booking ? db_query(db, "SELECT state, session, seats, 0 FROM booking WHERE ticket = ?1",
                              "s", told->ticket)
                   : db_query(db, "SELECT state, '', 0, due_at FROM request WHERE ticket = ?1", "s",
                              told->ticket);
    if (!query_next(query)) {
        violation(world, "H", "op %s: %s, promised, is lost", id, told->ticket);
        return;
    }
    str_copy(state, sizeof state, query_text(query, 0));
    str_copy(session, sizeof session, query_text(query, 1));
    seats = query_int(query, 2);
    due_at = query_int(query, 3);
    query_end(query);
    if (strcmp(state, "refused") == 0 || strcmp(state, "provisional") == 0) {
        if (is_booking || strcmp(state, "provisional") == 0)
            violation(world, "H", "op %s: %s, promised, is %s", id, told->ticket, state);
    }
    if (is_booking && (!str_equal(session, told->session) || seats != told->seats))
        violation(world, "H", "op %s: %s is for %s, %lld seats", id, told->ticket, session,
                  (long long)seats);
    bool was_reopened =
        db_int(db, 0,
               "SELECT 1 FROM op WHERE ticket = ?1 AND kind = 'reopen' AND code = 'accepted'", "s",
               told->ticket) != 0;
    if (!is_booking && !was_reopened && due_at != told->due_at)
        violation(world, "H", "op %s: %s is due at another time", id, told->ticket);
}

/* Who calls the desk is on its list, or another call of that terminal is, until somebody sees to it
 * or it is taken back. */
static void check_calls(struct world *world, struct db *db)
{
    expect_no_rows(world, db,
                   "SELECT kiosk, count(*) || ' calls stand' FROM call WHERE closed_at IS NULL"
                   " GROUP BY kiosk HAVING count(*) > 1",
                   "the desk is called twice");
    expect_no_rows(
        world, db,
        "SELECT hex(o.id), o.code FROM op o WHERE o.kind = 'call'"
        " AND (o.code = 'accepted') <> (EXISTS (SELECT 1 FROM call c WHERE c.id = o.id))",
        "a call is lost");
    expect_no_rows(world, db,
                   "SELECT hex(c.id), 'ended by itself' FROM call c JOIN kiosk k ON k.id = c.kiosk"
                   " JOIN op o ON o.id = c.id WHERE c.closed_at IS NOT NULL AND k.state = 'active'"
                   " AND o.arrived_at - c.called_at <= 600"
                   " AND NOT EXISTS (SELECT 1 FROM call n WHERE n.kiosk = c.kiosk AND n.id <> c.id"
                   "  AND n.called_at >= c.called_at)"
                   " AND NOT EXISTS (SELECT 1 FROM op e WHERE e.kind IN('call_off','call_close')"
                   "  AND e.code = 'accepted' AND e.body ->> 'op' = lower(hex(c.id)))",
                   "a call ended");
}

/* Who helped is known as it was said. */
static void check_helped(struct world *world, struct db *db)
{
    expect_no_rows(world, db,
                   "SELECT b.ticket, b.helper FROM booking b JOIN op o ON o.n = b.op"
                   " WHERE b.helper <> coalesce(o.body ->> 'helper', '')",
                   "helped by another");
    expect_no_rows(world, db,
                   "SELECT o.ticket, o.code FROM op o WHERE o.kind = 'book'"
                   " AND o.code <> 'refused' AND o.body ->> 'helper' <> '' AND NOT EXISTS"
                   " (SELECT 1 FROM report_helped h WHERE h.ticket = o.ticket)",
                   "help is not reported");
    expect_no_rows(world, db,
                   "SELECT o.ticket, 'refused as too many here' FROM op o WHERE o.kind = 'book'"
                   " AND o.reason = 'too_many_here' AND o.body ->> 'helper' <> ''",
                   "held up beside staff");
}

/* A place is gone only if somebody gave it up or did not come. */
static void check_endings(struct world *world, struct db *db)
{
    expect_no_rows(world, db,
                   "SELECT b.ticket, b.state FROM booking b WHERE b.state IN('cancelled','missed')"
                   " AND NOT EXISTS (SELECT 1 FROM op o WHERE o.ticket = b.ticket"
                   " AND o.code = 'accepted' AND o.kind ="
                   "  iif(b.state = 'cancelled', 'cancel', 'miss'))",
                   "a booking ended by itself");
    expect_no_rows(world, db,
                   "SELECT b.ticket, b.state FROM booking b WHERE b.state <> 'cancelled' AND EXISTS"
                   " (SELECT 1 FROM op o WHERE o.ticket = b.ticket AND o.kind = 'cancel'"
                   "  AND o.code = 'accepted')",
                   "a cancelled booking stands");
}

/* Only a kiosk had it, whose disk was lost or which the hub no longer hears. */
static bool is_excused(const struct world *world, const struct told *told)
{
    for (int i = 0; i < world->kiosks_len; i++)
        if (world->kiosks[i].is_retired && str_equal(world->kiosks[i].id, told->kiosk))
            return true;
    return told->is_excused;
}

static bool is_ticket_lost(const struct world *world, const char *ticket)
{
    for (size_t i = 0; i < world->model.told_len; i++) {
        const struct told *told = &world->model.told[i];
        if ((told->kind == OP_BOOK || told->kind == OP_FILE) && is_excused(world, told) &&
            str_equal(told->ticket, ticket))
            return true;
    }
    return false;
}

static void check_decided(struct world *world, struct db *db)
{
    char id[OP_SHORT_SIZE];
    struct query *query = db_query(
        db, "SELECT id, kind, ticket, waits FROM op WHERE code = 'provisional' OR waits = 1", "");
    while (query_next(query)) {
        size_t len = 0;
        const unsigned char *bytes = query_blob(query, 0, &len);
        if (!is_ticket_lost(world, query_text(query, 2)))
            violation(world, "H", "op %s (%s %s) is never decided", op_short(bytes, id),
                      query_text(query, 1), query_text(query, 2));
    }
    db_clear(db);
}

static void check_told(struct world *world, struct db *db)
{
    char id[OP_SHORT_SIZE];
    for (size_t i = 0; i < world->model.told_len; i++) {
        const struct told *told = &world->model.told[i];
        if (told->stage == OP_TRIED)
            continue;
        int64_t there = db_int(db, 0, "SELECT 1 FROM op WHERE id = ?1", "b", told->id.bytes,
                               (size_t)OP_ID_SIZE);
        if (there == 0 && is_excused(world, told))
            continue;
        if (there == 0) {
            violation(world, "H", "op %s (%s %s), %s on %s, is lost", op_short(told->id.bytes, id),
                      op_kind_word(told->kind), told->ticket,
                      told->stage == OP_TOLD ? "told" : "made", told->kiosk);
            continue;
        }
        if (told->stage == OP_TOLD && (told->kind == OP_BOOK || told->kind == OP_FILE) &&
            (told->code == VERDICT_ACCEPTED || told->code == VERDICT_WAITING))
            check_promise(world, db, told);
    }
    db_clear(db);
}

void checker_look(struct world *world)
{
    if (!world->hub.is_up)
        return;
    struct db *db = store_db(world->hub.ctl);
    check_places(world, db);
    check_ops(world, db);
}

void checker_conclude(struct world *world)
{
    struct hub_node *hub = &world->hub;
    if (!hub->is_up) {
        violation(world, "H", "does not come up");
        return;
    }
    struct db *db = store_db(hub->ctl);
    checker_look(world);
    check_sequences(world, db);
    check_contacts(world, db);
    check_told(world, db);
    check_endings(world, db);
    check_calls(world, db);
    check_helped(world, db);
    check_decided(world, db);
    checker_agree(world);
    scan_disks(world);
    bool same = false;
    char difference[256] = "";
    if (store_rebuild(hub->ctl, &same, difference, sizeof difference) != OK || !same)
        violation(world, "H", "a rebuild differs: %s", difference);
}
