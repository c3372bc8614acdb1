/* A kiosk's side of the link: bytes in, bytes out, no sockets, no threads. The kiosk's link thread
 * asks for the next request, carries it, and brings back what came; the simulator does the same in
 * memory. Uses a store of its own (the link thread's connection). The protocol is described in
 * sync/PROTOCOL.md. */
#ifndef SYNC_CLIENT_H
#define SYNC_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/status.h"
#include "store/store.h"
#include "trust/keys.h"

struct sync_client;

struct sync_request {
    const char *path;    /* "/v1/…", POST; all pointers valid until the next call on the client */
    const char *session; /* header values, NULL: do not send */
    const char *counter;
    const char *mac;
    const char *body;
    size_t body_len;
    int64_t timeout_ms; /* give up after this long; long for a poll */
    bool is_poll;       /* may be abandoned when sync_client_kick was called meanwhile */
};

enum sync_state {
    SYNC_NONE,      /* no hub configured */
    SYNC_ENROLLING, /* not enrolled yet; see sync_client_problem */
    SYNC_OFFLINE,
    SYNC_ONLINE, /* a session stands and the last exchange worked */
};

/* Why it is not online, for the enroll screen and the status line. */
enum sync_problem {
    SYNC_OK,
    SYNC_UNREACHABLE, /* no answer, a portal page, or a 5xx */
    SYNC_TOKEN_BAD,   /* not in the form of a token */
    SYNC_TOKEN_USED,
    SYNC_TOKEN_EXPIRED,
    SYNC_TOKEN_UNKNOWN, /* this hub never gave it */
    SYNC_OTHER_HUB,     /* the answer is not signed by the key in the token */
    SYNC_RETIRED,
    SYNC_VERSION, /* hub and kiosk do not speak a common version */
};

/* token: the --enroll value or NULL. store, env and keys outlive the client. */
enum status sync_client_open(struct store *store, struct kiosk_keys *keys, const struct env *env,
                             const char *token, struct sync_client **out) MUST_CHECK;
void sync_client_close(struct sync_client *client);

/* True: out is to be sent now. False: nothing until *wait_until_ms (env's mono clock). After true,
 * exactly one of sync_client_answer or sync_client_failed follows. */
bool sync_client_next(struct sync_client *client, struct sync_request *out, int64_t *wait_until_ms);
/* Checks the answer's authenticity, merges what it brings, commits. mac is the header or NULL;
 * retry_after_s 0 when absent. */
void sync_client_answer(struct sync_client *client, int http_status, const char *mac,
                        int retry_after_s, const char *body, size_t len);
/* No complete answer came. was_abandoned: by us, for a kick; not a sign of trouble. */
void sync_client_failed(struct sync_client *client, bool was_abandoned);

/* There are ops to send: the next request is made at once when the link is up. */
void sync_client_kick(struct sync_client *client);
/* Forget the back-off and try now. */
void sync_client_retry_now(struct sync_client *client);

enum sync_state sync_client_state(const struct sync_client *client);
enum sync_problem sync_client_problem(const struct sync_client *client);

/* A question the hub answers now (design §5, ask): the answer is shown and forgotten. Only while
 * online; body is the question's JSON, the answer lands in *answer (NULL until then) of the
 * client's memory, valid until the next ask. */
bool sync_client_ask(struct sync_client *client, const char *body);
/* NULL: still waiting; "" : failed. */
const char *sync_client_ask_answer(const struct sync_client *client);

#endif
