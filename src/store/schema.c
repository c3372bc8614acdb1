#include "store/schema.h"

#include <stdio.h>

static const char migration_1_nodes[] =
    /* What this node is and was told; never leaves it. Keys: role, kiosk (own id), station, number
       (of the enrolment), incarnation, hub_key, offset, cursor_run, cursor_seq, last_wall,
       head_seq … */
    "CREATE TABLE meta("
    "  key TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    /* Settings the hub gives to every kiosk: revision, public_url, salt, box_key. Replicated. */
    "CREATE TABLE setting("
    "  key TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"

    /* Kiosks ever enrolled. Ids are STATION-N and never reused; number stands in the first three
       characters of its tickets. Replicated without the columns below the line. */
    "CREATE TABLE kiosk("
    "  id TEXT PRIMARY KEY,"
    "  station TEXT NOT NULL,"
    "  number INTEGER NOT NULL UNIQUE,"
    "  key BLOB NOT NULL," /* Ed25519, 32 bytes */
    "  state TEXT NOT NULL CHECK(state IN('active','retired')),"
    "  enrolled_at INTEGER NOT NULL,"
    /* ---- the chain of its ops as far as this node has them; on a kiosk its own only ---- */
    "  incarnation INTEGER NOT NULL,"
    "  last_seq INTEGER NOT NULL DEFAULT 0,"
    "  chain BLOB NOT NULL,"
    "  last_contact INTEGER NOT NULL" /* when it last had nothing more to send */
    ") STRICT, WITHOUT ROWID;"

    /* One-time enrolment tokens (hub). Only the hash of the secret is kept. */
    "CREATE TABLE enrolment("
    "  secret_hash BLOB PRIMARY KEY,"
    "  station TEXT NOT NULL,"
    "  expires_at INTEGER NOT NULL,"
    "  kiosk TEXT," /* who used it; NULL: nobody yet */
    "  key BLOB"    /* with which key, so that a lost answer can be asked again */
    ") STRICT, WITHOUT ROWID;"

    /* Each start of the hub, with the first feed seq it may give. A cursor beyond its run's end
       tells that the hub was restored from a backup. */
    "CREATE TABLE run("
    "  first_seq INTEGER NOT NULL,"
    "  id TEXT PRIMARY KEY,"
    "  started_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;";

static const char migration_1_ops[] =
    /* Every change, immutable but for the verdict of one that had to wait. */
    "CREATE TABLE op("
    "  n INTEGER PRIMARY KEY," /* order of arrival at this node */
    "  id BLOB NOT NULL UNIQUE,"
    "  kiosk TEXT NOT NULL," /* 'hub' for the hub's own */
    "  incarnation INTEGER NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  ticket TEXT," /* the ticket it makes or is about */
    "  wall INTEGER NOT NULL,"
    "  offset_s INTEGER," /* NULL: never measured, or not to be trusted */
    "  revision INTEGER NOT NULL,"
    "  body TEXT NOT NULL,"
    "  envelope_hash BLOB,"
    "  chain BLOB NOT NULL,"
    /* ---- the verdict ---- */
    "  arrived_at INTEGER NOT NULL,"
    "  judged_at INTEGER NOT NULL,"
    "  code TEXT NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  data TEXT NOT NULL,"               /* the rest of struct verdict as a JSON object */
    "  turn INTEGER NOT NULL,"            /* order in which effects happened: n * 1024, or for one
                                             that waited its ticket's turn + 1, 2 … */
    "  waits INTEGER NOT NULL DEFAULT 0," /* hub: 1 while its ticket is unknown */
    "  acked INTEGER NOT NULL DEFAULT 0"  /* kiosk: 1 when the hub has answered */
    ") STRICT;"
    "CREATE UNIQUE INDEX op_seq ON op(kiosk, incarnation, seq);"
    "CREATE INDEX op_waits ON op(ticket) WHERE waits = 1;"
    "CREATE INDEX op_refused ON op(ticket) WHERE kind IN('book','file')"
    "  AND code IN('refused','parked');"
    "CREATE INDEX op_outbox ON op(n) WHERE acked = 0;"

    /* The personal part of an op; erasing sets box and contact to NULL and leaves the rest valid.
       A kiosk erases the contact once the hub has the op, and all of it with the op. */
    "CREATE TABLE envelope("
    "  op INTEGER PRIMARY KEY REFERENCES op(n),"
    "  key_id TEXT NOT NULL,"
    "  box BLOB,"
    "  contact BLOB,"
    "  erase_days INTEGER NOT NULL," /* after the ticket is closed */
    "  erase_at INTEGER"             /* set when it is known */
    ") STRICT;"
    "CREATE INDEX envelope_contact ON envelope(contact) WHERE contact IS NOT NULL;"
    "CREATE INDEX envelope_erase ON envelope(erase_at) WHERE erase_at IS NOT NULL;"

    /* The content in force, one row an object; body is its JSON. Replicated. */
    "CREATE TABLE content("
    "  kind TEXT NOT NULL,"
    "  id TEXT NOT NULL,"
    "  body TEXT NOT NULL,"
    "  PRIMARY KEY(kind, id)"
    ") STRICT, WITHOUT ROWID;";

static const char migration_1_bookings[] =
    /* Sessions somebody ever booked or was lent places of. Replicated to its station. */
    "CREATE TABLE session("
    "  id TEXT PRIMARY KEY," /* SERIES.DATE[.HHMM] */
    "  programme TEXT NOT NULL,"
    "  starts_at INTEGER NOT NULL,"
    "  ends_at INTEGER NOT NULL,"
    "  capacity INTEGER NOT NULL,"
    "  waiting_seats INTEGER NOT NULL DEFAULT 0,"
    "  waiting_parties INTEGER NOT NULL DEFAULT 0,"
    "  is_over INTEGER NOT NULL DEFAULT 0" /* absent parties were marked as missed */
    ") STRICT, WITHOUT ROWID;"

    /* Who may promise how many places: balance = granted - returned - drawn. The balances and the
       places in force always add up to the capacity. A cancelled place goes to the hub's pool
       whichever it came from, so an owner's `drawn` only rises and needs nobody's word. */
    "CREATE TABLE pool("
    "  session TEXT NOT NULL,"
    "  owner TEXT NOT NULL," /* 'hub' or a kiosk */
    "  granted INTEGER NOT NULL DEFAULT 0,"
    "  returned INTEGER NOT NULL DEFAULT 0,"
    "  drawn INTEGER NOT NULL DEFAULT 0,"
    "  recall INTEGER NOT NULL DEFAULT 0," /* places the hub asks back */
    "  PRIMARY KEY(session, owner)"
    ") STRICT, WITHOUT ROWID;"

    /* Bookings, by the op that made them. */
    "CREATE TABLE booking("
    "  op INTEGER PRIMARY KEY REFERENCES op(n),"
    "  ticket TEXT NOT NULL UNIQUE,"
    "  kiosk TEXT NOT NULL,"
    "  programme TEXT NOT NULL,"
    "  session TEXT NOT NULL,"
    "  starts_at INTEGER NOT NULL,"
    "  ends_at INTEGER NOT NULL,"
    "  seats INTEGER NOT NULL,"
    "  pool TEXT NOT NULL,"
    "  state TEXT NOT NULL CHECK(state IN('booked','waiting','provisional','cancelled',"
    "                                     'checked_in','missed','refused')),"
    "  created_at INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX booking_session ON booking(session, op);"
    "CREATE INDEX booking_kiosk ON booking(kiosk, created_at);"

    /* Requests, by the op that filed them. */
    "CREATE TABLE request("
    "  op INTEGER PRIMARY KEY REFERENCES op(n),"
    "  ticket TEXT NOT NULL UNIQUE,"
    "  kiosk TEXT NOT NULL,"
    "  kind TEXT NOT NULL," /* content id of the request kind */
    "  grid TEXT NOT NULL,"
    "  urgency TEXT NOT NULL,"
    "  state TEXT NOT NULL CHECK(state IN('filed','taken','working','done','confirmed','refused',"
    "                                     'withdrawn','provisional')),"
    "  filed_at INTEGER NOT NULL,"
    "  due_at INTEGER NOT NULL,"
    "  closed_at INTEGER,"
    "  rating INTEGER,"
    "  owner TEXT NOT NULL DEFAULT ''" /* staff id of who took it */
    ") STRICT;"
    "CREATE INDEX request_open ON request(due_at) WHERE closed_at IS NULL;"

    /* What happened to a ticket after it was made, for its timeline. */
    "CREATE TABLE ticket_event("
    "  ticket TEXT NOT NULL,"
    "  turn INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL," /* an op kind, or 'promoted' */
    "  note TEXT NOT NULL," /* staff's words for the visitor */
    "  PRIMARY KEY(ticket, turn)"
    ") STRICT, WITHOUT ROWID;";

static const char migration_1_hub[] =
    /* What happens by time (hub): kinds miss and promote (key session),
       lend (key station). */
    "CREATE TABLE due("
    "  kind TEXT NOT NULL,"
    "  key TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  PRIMARY KEY(kind, key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX due_at ON due(at);"

    /* Things a person must look at or call about: excess, alarm, parked, promoted, changed. */
    "CREATE TABLE staff_item("
    "  n INTEGER PRIMARY KEY,"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  ref TEXT NOT NULL," /* ticket, session or op id */
    "  detail TEXT NOT NULL,"
    "  UNIQUE(kind, ref, detail)" /* the same thing is said once */
    ") STRICT;"

    /* The feed (hub): the last state of every replicated row, one entry a row. seq comes from meta
       head_seq, so commit order is seq order. Scopes: '*', 'station:S', 'kiosk:K'. */
    "CREATE TABLE feed("
    "  tbl TEXT NOT NULL,"
    "  key TEXT NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  deleted INTEGER NOT NULL,"
    "  scope TEXT NOT NULL,"
    "  body TEXT NOT NULL," /* JSON object; '' when deleted */
    "  PRIMARY KEY(tbl, key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX feed_scope ON feed(scope, seq);"

    /* Pages of the feed a kiosk has received and not merged yet. */
    "CREATE TABLE stage("
    "  tbl TEXT NOT NULL,"
    "  key TEXT NOT NULL,"
    "  deleted INTEGER NOT NULL,"
    "  body TEXT NOT NULL,"
    "  PRIMARY KEY(tbl, key)"
    ") STRICT, WITHOUT ROWID;";

static const char migration_2[] =
    /* Calls of visitors to the desk (叫人帮我), by the op that made them. A kiosk has at most one
       that is not closed. Replicated to its station: the last one of each kiosk. */
    "CREATE TABLE call("
    "  id BLOB PRIMARY KEY," /* of the op */
    "  kiosk TEXT NOT NULL,"
    "  screen TEXT NOT NULL," /* where the visitor was */
    "  called_at INTEGER NOT NULL,"
    "  answered_at INTEGER,"
    "  answered_by TEXT NOT NULL DEFAULT ''," /* staff id */
    "  closed_at INTEGER"                     /* seen to, taken back, or followed by another */
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX call_kiosk ON call(kiosk, called_at);"

    /* Which staff member helped with a booking (帮办), '' none: those count in no limit. */
    "ALTER TABLE booking ADD COLUMN helper TEXT NOT NULL DEFAULT '';";

static const char migration_3[] =
    /* Which staff member helped (帮办), whatever was done; '' none. Out of the body, for reports.
     */
    "ALTER TABLE op ADD COLUMN helper TEXT NOT NULL DEFAULT '';";

enum { PARTS_MAX = 8 };

static const char *const migrations[][PARTS_MAX] = {
    {migration_1_nodes, migration_1_ops, migration_1_bookings, migration_1_hub},
    {migration_2},
    {migration_3},
};

int schema_version_latest(void)
{
    return (int)(sizeof migrations / sizeof migrations[0]);
}

int schema_version_of(struct db *db)
{
    return (int)db_int(db, 0, "PRAGMA user_version", "");
}

static bool is_ours(struct db *db)
{
    return db_int(db, 0, "PRAGMA application_id", "") == SCHEMA_APPLICATION_ID;
}

static void migrate_one(struct db *db, int from)
{
    char version[64];
    snprintf(version, sizeof version, "PRAGMA user_version=%d", from + 1);
    db_script(db, "BEGIN IMMEDIATE");
    if (from == 0) {
        char ours[64];
        snprintf(ours, sizeof ours, "PRAGMA application_id=%d", SCHEMA_APPLICATION_ID);
        db_script(db, ours);
    }
    for (int part = 0; part < PARTS_MAX && migrations[from][part] != NULL; part++) {
        db_script(db, migrations[from][part]);
    }
    views_create(db);
    db_script(db, version);
    db_script(db, "COMMIT");
}

enum status schema_migrate(struct db *db, char *why, size_t why_size)
{
    int version = schema_version_of(db);
    bool is_empty = db_int(db, 0, "SELECT count(*) FROM sqlite_schema", "") == 0;
    if (db_status(db) == OK && !is_empty && !is_ours(db)) {
        snprintf(why, why_size, "the file is a database of another program");
        return ERR_VERSION;
    }
    if (version > schema_version_latest()) {
        snprintf(why, why_size,
                 "the database has version %d; this program knows up to %d: use a newer program",
                 version, schema_version_latest());
        return ERR_VERSION;
    }
    while (version < schema_version_latest() && db_status(db) == OK) {
        migrate_one(db, version);
        version++;
    }
    enum status status = db_status(db);
    if (status != OK) {
        db_clear(db);
        if (db_in_transaction(db)) {
            db_script(db, "ROLLBACK");
        }
        snprintf(why, why_size, "the database cannot be brought to version %d: %s",
                 schema_version_latest(), status_text(status));
    }
    return status;
}
