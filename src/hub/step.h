/* The hub without sockets and threads: requests in, answers out, one transaction a step. The shell
 * (hub/shell) queues what libmicrohttpd brings, calls hub_step on its one writer thread and carries
 * the answers; the simulator calls it directly. Everything about /v1/… is in here; pages for people
 * (/T/…, /healthz, /metrics) read through connections of their own. */
#ifndef HUB_STEP_H
#define HUB_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/status.h"
#include "store/store.h"
#include "trust/keys.h"

struct hub;
struct sync_lock;  /* sync/server.h */
struct sync_proof; /* likewise: what was found out about a request without the store */

struct hub_request {
    const char *path;    /* "/v1/enroll", "/v1/hello", "/v1/sync", "/v1/ask" */
    const char *session; /* headers Yizhan-Session, -Counter, -Mac; NULL where absent */
    const char *counter;
    const char *mac;
    const char *body;
    size_t body_len;
    bool is_resumed;          /* held before, so already authenticated: same bytes again */
    bool is_last_chance;      /* its waiting time is over: answer even if there is nothing new */
    struct sync_proof *proof; /* by hub_prove; NULL: hub_step does it */
};

struct hub_answer {
    bool hold; /* nothing to say yet: resume after the next step that changed something
                  or when hold_ms is over; the other members are unset */
    int64_t hold_ms;
    int http_status;
    int retry_after_s; /* 0: none */
    const char *body;  /* JSON, in the step's arena */
    size_t body_len;
    const char *mac; /* header Yizhan-Mac of the answer, or NULL; in the arena */
};

/* hub_keys outlive the hub. Starts a run. ERR_CONFLICT: the database records other keys. */
enum status hub_open(struct store *store, const struct hub_keys *keys, const struct env *env,
                     const char *public_url, struct hub **out, char *why,
                     size_t why_size) MUST_CHECK;
void hub_close(struct hub *hub);

/* With a lock, hub_prove may run on any thread beside hub_step: reading a request's JSON and
 * checking MAC and signature cost more than its part of the transaction. */
void hub_set_lock(struct hub *hub, const struct sync_lock *lock);
struct sync_proof *hub_prove(struct hub *hub, const struct hub_request *request);
void hub_proof_free(struct sync_proof *proof);

/* Answers all n requests in one transaction; answers hold only if it committed, else each is a 503.
 * What is due by the clock happens first. *changed: whether held requests should be resumed.
 * *next_due: when to step again without requests (0: never). */
void hub_step(struct hub *hub, struct arena *arena, const struct hub_request *requests, size_t n,
              struct hub_answer *answers, bool *changed, instant *next_due);

/* How long the last step's commit took. */
int64_t hub_commit_ms(const struct hub *hub);

#endif
