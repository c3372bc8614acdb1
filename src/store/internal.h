/* What the files of store/ share; nobody else includes this. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "base/arena.h"
#include "store/body.h"
#include "store/catalogue.h"
#include "store/db.h"
#include "store/store.h"

/* The chain of a kiosk's ops as far as this store has them: read once, written at commit. */
struct chain_head {
    char kiosk[KIOSK_ID_SIZE];
    char station[KIOSK_ID_SIZE];
    bool is_active;
    bool is_dirty;
    int64_t incarnation;
    int64_t last_seq;
    unsigned char chain[HASH_SIZE];
    instant last_contact;
};

/* A row whose feed entry must be written before the commit. */
struct dirty_row {
    char table[12];
    char key[CONTENT_ID_SIZE + KIOSK_ID_SIZE];
};

struct store {
    struct db *db;
    enum store_role role;
    const struct env *env;
    char *path;
    const char *vfs; /* NULL: the system's; the caller's, outlives the store */
    bool is_in_batch;
    bool is_rebuilding; /* effects only: no feed, no staff list, no due list */
    struct chain_head *heads;
    size_t heads_len;
    struct dirty_row *dirty;
    size_t dirty_len, dirty_cap;
    /* Numbers that only this batch hands out; 0: to be read. */
    int64_t next_n;   /* of the next op's row */
    int64_t head_seq; /* of the feed, plus 1 */
    struct arena catalogue_arena;
    struct catalogue *catalogue; /* of the content in force; NULL: to be read */
    int64_t foreign_version;     /* of the database, when the catalogue was last held against it */
};

/* One op on its way through the store. */
struct application {
    struct store *store;
    const struct op *op;
    enum op_kind kind;
    struct op_body body;
    const struct envelope *envelope;
    const struct apply_context *context;
    int64_t n;    /* its row */
    int64_t turn; /* when its effects happen */
    instant judged_at;
    bool has_clock;
    bool has_session; /* book: its row is there */
    instant over_at;  /* when the time of the envelope begins to run out; 0: not known yet */
    struct verdict verdict;
};

/* What an op kind does: judge decides on facts gathered by SQL and writes nothing; effect writes
 * what the verdict changes and judges nothing. */
struct op_rule {
    void (*judge)(struct application *application);
    void (*effect)(struct application *application);
};
const struct op_rule *op_rule_of(enum op_kind kind);

/* booking_ops.c */
void book_judge(struct application *application);
void book_effect(struct application *application);
void cancel_judge(struct application *application);
void cancel_effect(struct application *application);
void check_in_judge(struct application *application);
void check_in_effect(struct application *application);
void miss_judge(struct application *application);
void miss_effect(struct application *application);
/* Moves waiting parties up; notes them in the verdict. */
void promote_waiting(struct application *application, const char *session);
void promote_effect(struct application *application, const char *session);
/* Has time look for who can move up, where a verdict cannot say it (hub). */
void promote_later(struct application *application, const char *session);

/* request_ops.c */
void file_judge(struct application *application);
void file_effect(struct application *application);
void move_judge(struct application *application);
void move_effect(struct application *application);

/* call_ops.c */
struct call_row;
void call_op_judge(struct application *application);
void call_op_effect(struct application *application);
void call_put_feed(struct store *store, const char *kiosk);
void call_merge(struct store *store, const char *kiosk, const struct call_row *row);

/* fleet_ops.c, pool_ops.c, publish_ops.c */
void publish_judge(struct application *application);
void publish_effect(struct application *application);
void enroll_judge(struct application *application);
void enroll_effect(struct application *application);
void retire_judge(struct application *application);
void retire_effect(struct application *application);
void grant_judge(struct application *application);
void grant_effect(struct application *application);
void give_back_judge(struct application *application);
void give_back_effect(struct application *application);
void promote_judge(struct application *application);
void promote_ready(struct application *application);
void erase_judge(struct application *application);
void erase_effect(struct application *application);

/* pool_ops.c: seats of the ticket from the owner's pool. On the hub what that pool lacks comes from
 * the hub's; below zero staff are told, and at zero lent places are asked back. */
void pool_draw(struct application *application, const char *session, const char *owner,
               int32_t seats, const char *ticket);
void pool_recall(struct application *application, const char *session);

/* session_facts.c: a session by its id in the content in force. */
struct session_facts {
    const struct series *series;
    instant starts_at, ends_at;
    bool is_withdrawn;
};
bool session_lookup(struct store *store, const char *id, struct session_facts *out);
/* Makes the rows of a session that nobody used yet (hub). */
void session_ensure(struct store *store, const char *id, const struct session_facts *facts);
int32_t pool_balance(struct store *store, const char *session, const char *owner,
                     int32_t otherwise);

/* apply.c */
void verdict_set(struct application *application, enum verdict_code code, enum reason reason);
/* Whether op belongs to a kiosk (not the hub's own, not staff's). */
bool is_hub(const struct store *store);
/* A move about a ticket this node does not have, or only the hub may decide. Returns whether the
 * verdict is already settled by proof and knowledge alone. */
bool move_settle_proof(struct application *application, bool is_known);
void ticket_event_add(struct application *application, const char *ticket, const char *kind,
                      const char *note);
/* Ops that waited for this ticket, right after it. */
void apply_waiting(struct store *store, const char *ticket, int64_t turn, instant arrived_at);

/* feed.c */
void feed_mark(struct store *store, const char *table, const char *key);
void feed_mark_ticket(struct store *store, const char *ticket);
void feed_put(struct store *store, const char *table, const char *key, const char *scope,
              const char *body);
void feed_flush(struct store *store);
/* After a batch: another connection may hand out numbers meanwhile. */
void numbers_forget(struct store *store);

/* submit.c: whether kiosks make ops of this kind; the others are the hub's and staff's. */
bool op_is_of_kiosks(enum op_kind kind);

/* staff.c */
void staff_add(struct application *application, const char *kind, const char *ref,
               const char *detail);

/* store.c */
struct chain_head *head_find(struct store *store, const char *kiosk);
/* Ends a batch the caller began itself, by commit or rollback; another's goes on. */
enum status batch_end(struct store *store, bool is_own, enum status status) MUST_CHECK;
/* Of the content here; 0: none yet. */
int64_t revision_in_force(struct store *store);
void heads_forget(struct store *store);
void heads_flush(struct store *store);
const struct catalogue *store_catalogue_locked(struct store *store);
void catalogue_forget(struct store *store);
void due_set(struct store *store, const char *kind, const char *key, instant at);

#endif
