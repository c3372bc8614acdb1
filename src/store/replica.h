/* A kiosk's side of agreement: its outbox, and merging what the hub says. */
#ifndef STORE_REPLICA_H
#define STORE_REPLICA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"
#include "store/feed.h"
#include "store/store.h"

struct json_t;

/* Appends ops this kiosk has made after `after_seq` of its incarnation, comma-separated, at most
 * `max` of them and max_bytes (a larger one goes alone), in the form of sync/PROTOCOL.md; kept ops
 * are offered again when the hub asks from an earlier seq. *last_seq: of the last one appended, or
 * after_seq; *remaining: how many unanswered ones come after it. */
enum status outbox_read(struct store *store, int64_t after_seq, int max, size_t max_bytes,
                        struct buf *out, int64_t *last_seq, int64_t *remaining) MUST_CHECK;
/* The seq before the first op without an answer. */
int64_t outbox_acked_until(struct store *store);
/* Seq and chain of this kiosk's newest op; returns its incarnation. */
int64_t outbox_head(struct store *store, int64_t *seq, unsigned char chain[HASH_SIZE]);
/* The chain at one of its ops of this incarnation; false and zeros when there is none. */
bool outbox_chain_at(struct store *store, int64_t seq, unsigned char chain[HASH_SIZE]);
/* This kiosk was set back to an older copy of its data: a new incarnation, in which all
 * ops that are kept are numbered from 1 again, to be offered once more. */
enum status outbox_new_life(struct store *store, int64_t incarnation) MUST_CHECK;

/* Stages a page's rows (a JSON array of feed rows); with drops_staged what was staged
 * before is dropped first. Own short transaction. */
enum status replica_stage(struct store *store, const struct json_t *rows,
                          bool drops_staged) MUST_CHECK;
/* Takes the verdicts (a JSON array of {"id", "verdict"}), and when is_complete merges everything
 * staged and moves the cursor, all in one transaction. `is_snapshot`: what was replicated before
 * and did not come again is gone. */
enum status replica_merge(struct store *store, const struct json_t *verdicts, bool is_complete,
                          bool is_snapshot, const struct feed_cursor *cursor) MUST_CHECK;
void replica_cursor(struct store *store, struct feed_cursor *out);

/* Offset of the hub's clock to this one's, measured now. */
enum status replica_set_offset(struct store *store, int64_t offset_s) MUST_CHECK;

/* Places the hub asks back: gives back what this kiosk has left of them. */
enum status replica_give_back(struct store *store, instant now) MUST_CHECK;

/* What enrolment gave: becomes this kiosk's identity. */
struct replica_identity {
    const char *kiosk, *station;
    int64_t number, incarnation;
    const unsigned char *key; /* this kiosk's public key */
    const char *hub_key_hex;
};
enum status replica_enrolled(struct store *store,
                             const struct replica_identity *identity) MUST_CHECK;

/* Drops acked ops judged before this (they outlive the hub's backups), never the newest, and none
 * that was made while this kiosk's clock was not to be trusted. */
enum status outbox_forget(struct store *store, instant before) MUST_CHECK;

#endif
