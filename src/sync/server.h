/* The hub's side of the link: one request in, one answer out, within the caller's batch on the
 * store. Sessions live in memory only; a restarted hub asks kiosks to say hello again. No sockets,
 * no threads, no transactions of its own. The protocol is described in sync/PROTOCOL.md. */
#ifndef SYNC_SERVER_H
#define SYNC_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/status.h"
#include "store/store.h"
#include "trust/keys.h"

struct sync_server;

/* What was found out about a call without the store: by sync_server_prove. */
struct sync_proof;

struct sync_call {
    const char *path;
    const char *session, *counter, *mac; /* header values or NULL */
    const char *body;
    size_t body_len;
    bool is_resumed;                /* was held, so it is authentic and its counter is spent */
    bool is_last_chance;            /* answer even if there is nothing new */
    const struct sync_proof *proof; /* of this very call; NULL: it is made within */
};

struct sync_reply {
    bool hold; /* nothing to say yet; the rest is unset */
    int64_t hold_ms;
    int http_status;
    int retry_after_s;
    const char *body; /* in the arena */
    size_t body_len;
    const char *mac; /* in the arena, or NULL */
};

/* store, keys and env outlive it. */
void sync_server_open(struct store *store, const struct hub_keys *keys, const struct env *env,
                      struct sync_server **out);
void sync_server_close(struct sync_server *server);

/* A caller with threads gives a lock; it is held for moments, around the table of sessions. */
struct sync_lock {
    void *ctx;
    void (*take)(void *ctx);
    void (*release)(void *ctx);
};
void sync_server_set_lock(struct sync_server *server, const struct sync_lock *lock);

/* Reads and checks what needs no store: the JSON, the MAC, the head's signature, ops and their
 * envelopes. With a lock from any thread, beside sync_server_handle. The caller frees. */
struct sync_proof *sync_server_prove(struct sync_server *server, const struct sync_call *call);
void sync_proof_free(struct sync_proof *proof);

/* The store must be in a batch. A failure of the store becomes a 503; the caller must not send any
 * answer of a batch whose commit fails. */
void sync_server_handle(struct sync_server *server, struct arena *arena,
                        const struct sync_call *call, struct sync_reply *reply);

#endif
