/* The database of a hub or a kiosk, and the one way to change it: store_apply. A store is one
 * SQLite connection with its statements; one thread uses it at a time; open one per thread. Facts
 * are gathered by SQL, judged by domain/, and effects, op and verdict commit together with
 * synchronous=FULL. Knows nothing of sockets, keys or screens: what needs a key is checked by the
 * caller and handed in as a fact. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/status.h"
#include "domain/op.h"
#include "domain/verdict.h"

struct store;

enum store_role {
    STORE_HUB,   /* the central database: authority, feed, report views */
    STORE_KIOSK, /* a replica with an outbox */
};

enum store_access { STORE_READ_WRITE, STORE_READ_ONLY };

struct store_options {
    const char *path;
    enum store_role role;
    enum store_access access;
    const struct env *env; /* outlives the store */
    const char *vfs;       /* NULL: the system's; outlives the store */
};

/* Creates or migrates (a backup PATH.vN is made first) unless read-only. On failure `why` has one
 * English sentence for the operator. ERR_VERSION: made by a newer program, or the other role. */
enum status store_open(const struct store_options *options, struct store **out, char *why,
                       size_t why_size) MUST_CHECK;
void store_close(struct store *store);

/* Several ops in one commit: begin, store_apply…, commit. Without begin each store_apply is its own
 * transaction. Inside, a failing op is undone alone. ERR_BUSY, ERR_FULL, ERR_DB; after a failed
 * commit nothing of the batch happened. */
enum status store_begin(struct store *store) MUST_CHECK;
enum status store_commit(struct store *store) MUST_CHECK;
void store_rollback(struct store *store);

/* What the caller found when it checked the token in the op's body. */
enum token_proof {
    PROOF_NONE, /* no token: holding the number itself (30 random bits) has to do */
    PROOF_GENUINE,
    PROOF_KEY_UNKNOWN, /* this node cannot judge: only the hub's answer is final */
    PROOF_FORGED,
};

/* What the caller checked, and where the op comes from. */
struct apply_context {
    instant arrived_at; /* this node's clock now */
    enum token_proof proof;
    bool by_staff;
    const struct verdict *recorded; /* a verdict already given (own pool, or by a hub before a
                                       restore): replayed, never judged again, unless it was
                                       provisional; else NULL */
};

/* Applies an op once: the same id again answers the recorded verdict, with other content a refusal
 * REASON_OTHER_CONTENT and an alarm on the staff list. A refusal is OK with a verdict; anything but
 * OK means that nothing was written. envelope may be NULL. */
enum status store_apply(struct store *store, const struct op *op, const struct envelope *envelope,
                        const struct apply_context *context, struct verdict *out) MUST_CHECK;

/* This node's own change: gives it id, kiosk, incarnation, next seq, clock, offset, revision and
 * chain, and applies it. body is a JSON object. id_out may be NULL. */
enum status store_submit(struct store *store, enum op_kind kind, const char *body,
                         const struct envelope *envelope, const struct apply_context *context,
                         struct op_id *id_out, struct verdict *out) MUST_CHECK;

/* Turns what is due at `now` into ops; returns through next_at when to call again (0: never). */
enum status store_run_due(struct store *store, instant now, instant *next_at) MUST_CHECK;

/* Rises whenever another connection or this one changed anything. */
int64_t store_data_version(struct store *store);

/* A read answers “nothing” when the disk fails. How many statements failed for the disk's
 * sake: compare before and after a read, before concluding that something is gone. */
int64_t store_failures(const struct store *store);

/* Derives every table again from ops and verdicts into the same file (hub only), in one
 * transaction; `same` says whether nothing differed from the live tables before. */
enum status store_rebuild(struct store *store, bool *same, char *difference,
                          size_t size) MUST_CHECK;

/* A checked copy in one step; refuses an existing target. */
enum status store_backup(struct store *store, const char *target, char *why,
                         size_t why_size) MUST_CHECK;

/* ---- settings of this node (table meta) ---- */
enum { META_VALUE_MAX = 512 };
/* false when there is none. Keys: kiosk, station, number, incarnation, hub_key, salt, public_url …
 */
bool store_meta_get(struct store *store, const char *key, char *out, size_t size);
enum status store_meta_set(struct store *store, const char *key, const char *value) MUST_CHECK;

/* ---- settings the hub gives to every kiosk (table setting): revision public_url salt box_key ----
 */
bool store_setting_get(struct store *store, const char *key, char *out, size_t size);
enum status store_setting_set(struct store *store, const char *key, const char *value) MUST_CHECK;

/* The content in force, read once per revision; valid until the next call that writes. */
struct catalogue;
const struct catalogue *store_catalogue(struct store *store);

/* For benchmarks only. */
struct db;
struct db *store_db(struct store *store);

#endif
