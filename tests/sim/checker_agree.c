#include "checker_agree.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "store/db.h"
#include "store/query.h"

#include "trace.h"

/* One thing both sides know, as lines of text in the same order; ?1 is the kiosk. */
struct subject {
    const char *what;
    const char *hub, *kiosk;
    bool
        is_own; /* a kiosk that was set back lacks some of it, and keeps its pools more carefully */
};

static const struct subject subjects[] = {
    {"content", "SELECT kind || '/' || id || ' ' || body FROM content WHERE ?1 <> '' ORDER BY 1",
     "SELECT kind || '/' || id || ' ' || body FROM content WHERE ?1 <> '' ORDER BY 1", false},
    {"settings", "SELECT key || ' ' || value FROM setting WHERE ?1 <> '' ORDER BY 1",
     "SELECT key || ' ' || value FROM setting WHERE ?1 <> '' ORDER BY 1", false},
    {"kiosks",
     "SELECT id || ' ' || station || ' ' || number || ' ' || hex(key) || ' ' || state FROM kiosk"
     " WHERE ?1 <> '' ORDER BY 1",
     "SELECT id || ' ' || station || ' ' || number || ' ' || hex(key) || ' ' || state FROM kiosk"
     " WHERE ?1 <> '' ORDER BY 1",
     false},
    {"sessions",
     "SELECT s.id || ' ' || s.starts_at || ' ' || s.capacity || ' ' || waiting_seats || ' ' ||"
     " waiting_parties || ' ' || (p.granted - p.returned - p.drawn) FROM session s"
     " JOIN pool p ON p.session = s.id AND p.owner = 'hub' WHERE ?1 <> '' ORDER BY 1",
     "SELECT s.id || ' ' || s.starts_at || ' ' || s.capacity || ' ' || waiting_seats || ' ' ||"
     " waiting_parties || ' ' || (p.granted - p.returned - p.drawn) FROM session s"
     " JOIN pool p ON p.session = s.id AND p.owner = 'hub' WHERE ?1 <> '' ORDER BY 1",
     false},
    {"calls",
     "SELECT hex(id) || ' ' || kiosk || ' ' || called_at || ' ' || coalesce(answered_at, '-') ||"
     " ' ' || answered_by || ' ' || coalesce(closed_at, '-') FROM call c WHERE ?1 <> '' AND id ="
     " (SELECT id FROM call o WHERE o.kiosk = c.kiosk ORDER BY called_at DESC, id LIMIT 1)"
     " ORDER BY 1",
     "SELECT hex(id) || ' ' || kiosk || ' ' || called_at || ' ' || coalesce(answered_at, '-') ||"
     " ' ' || answered_by || ' ' || coalesce(closed_at, '-') FROM call WHERE ?1 <> '' ORDER BY 1",
     false},
    {"its pools",
     "SELECT session || ' ' || granted || ' ' || returned || ' ' || drawn || ' ' || recall"
     " FROM pool WHERE owner = ?1 ORDER BY 1",
     "SELECT session || ' ' || granted || ' ' || returned || ' ' || drawn || ' ' || recall"
     " FROM pool WHERE owner = ?1 ORDER BY 1",
     true},
    {"its ops",
     "SELECT hex(id) || ' ' || seq || ' ' || kind || ' ' || body || ' ' || code || ' ' || reason"
     " FROM op WHERE kiosk = ?1 ORDER BY 1",
     "SELECT hex(id) || ' ' || seq || ' ' || kind || ' ' || body || ' ' || code || ' ' || reason"
     " FROM op WHERE kiosk = ?1 ORDER BY 1",
     true},
    {"its bookings",
     "SELECT ticket || ' ' || session || ' ' || seats || ' ' || state FROM booking"
     " WHERE kiosk = ?1 ORDER BY 1",
     "SELECT ticket || ' ' || session || ' ' || seats || ' ' || state FROM booking"
     " WHERE kiosk = ?1 AND state <> 'refused' ORDER BY 1",
     true},
    {"its requests",
     "SELECT ticket || ' ' || state || ' ' || due_at || ' ' || coalesce(closed_at, 0) || ' ' ||"
     " coalesce(rating, 0) FROM request WHERE kiosk = ?1 ORDER BY 1",
     "SELECT ticket || ' ' || state || ' ' || due_at || ' ' || coalesce(closed_at, 0) || ' ' ||"
     " coalesce(rating, 0) FROM request WHERE kiosk = ?1 ORDER BY 1",
     true},
    {"its timelines",
     "SELECT ticket || ' ' || turn || ' ' || kind || ' ' || note FROM ticket_event WHERE ticket IN"
     " (SELECT ticket FROM booking WHERE kiosk = ?1 UNION SELECT ticket FROM request"
     "  WHERE kiosk = ?1) ORDER BY 1",
     "SELECT ticket || ' ' || turn || ' ' || kind || ' ' || note FROM ticket_event WHERE ticket IN"
     " (SELECT ticket FROM booking WHERE kiosk = ?1 UNION SELECT ticket FROM request"
     "  WHERE kiosk = ?1) ORDER BY 1",
     true},
};

static void compare(struct world *world, const struct kiosk_node *kiosk, const char *kiosk_id,
                    const struct subject *subject)
{
    struct db *hub_db = store_db(world->hub.ctl), *kiosk_db = store_db(kiosk->app);
    struct query *hub = db_query(hub_db, subject->hub, "s", kiosk_id);
    struct query *own = db_query(kiosk_db, subject->kiosk, "s", kiosk_id);
    for (;;) {
        bool has_hub = query_next(hub), has_own = query_next(own);
        if (!has_hub && !has_own)
            break;
        const char *theirs = has_hub ? query_text(hub, 0) : "(nothing)";
        const char *ours = has_own ? query_text(own, 0) : "(nothing)";
        if (strcmp(theirs, ours) == 0)
            continue;
        violation(world, kiosk->label, "disagrees on %s: hub %.90s, kiosk %.90s", subject->what,
                  theirs, ours);
        break;
    }
    query_end(hub);
    query_end(own);
    if (db_status(hub_db) != OK || db_status(kiosk_db) != OK)
        violation(world, kiosk->label, "%s: cannot be read", subject->what);
    db_clear(hub_db);
    db_clear(kiosk_db);
}

static void check_contact_keys(struct world *world, const struct kiosk_node *kiosk)
{
    struct db *db = store_db(kiosk->app);
    int64_t kept = db_int(db, 0,
                          "SELECT count(*) FROM envelope e JOIN op o ON o.n = e.op"
                          " WHERE o.acked = 1 AND e.contact IS NOT NULL",
                          "");
    if (kept != 0)
        violation(world, kiosk->label, "keeps %lld contact keys that the hub has", (long long)kept);
}

void checker_agree(struct world *world)
{
    for (int i = 0; i < world->kiosks_len; i++) {
        struct kiosk_node *kiosk = &world->kiosks[i];
        char id[META_VALUE_MAX];
        if (kiosk->is_retired)
            continue;
        if (!kiosk->is_up) {
            violation(world, kiosk->label, "does not come up");
            continue;
        }
        if (!store_meta_get(kiosk->app, "kiosk", id, sizeof id)) {
            violation(world, kiosk->label, "was never enrolled");
            continue;
        }
        int64_t unsent = query_outbox_len(kiosk->app);
        if (unsent != 0)
            violation(world, kiosk->label, "has %lld ops without an answer", (long long)unsent);
        for (size_t s = 0; s < sizeof subjects / sizeof subjects[0]; s++)
            if (!kiosk->was_set_back || !subjects[s].is_own)
                compare(world, kiosk, id, &subjects[s]);
        check_contact_keys(world, kiosk);
    }
}
