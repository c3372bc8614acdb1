/* A hub_step that a test can steer and watch, instead of the real one. Paths: /now is answered at
 * once, /change is answered and is news, /slow takes a while as a commit does, /fail is a 503,
 * /hold and /hold-long wait for news that came after the session was last told. */
#ifndef TESTS_HUB_FAKE_HUB_H
#define TESTS_HUB_FAKE_HUB_H

#include <pthread.h>

#include "hub/step.h"

enum { FAKE_SLOW_MS = 150, FAKE_HOLD_MS = 400, FAKE_HOLD_LONG_MS = 20000, FAKE_STEPS_MAX = 4096 };

struct hub {
    pthread_mutex_t mutex; /* protects all */
    size_t batch_len[FAKE_STEPS_MAX];
    size_t steps;
    size_t resumed; /* requests that came back */
    size_t proofs;  /* requests looked at before they were queued */
    int64_t news;
    int64_t told; /* up to where those that hold were told */
    instant next_due;
    int64_t commit_ms; /* what commits are said to take; set before the shell starts */
};

/* What store_data_version answers. */
struct store {
    pthread_mutex_t mutex;
    int64_t version;
    size_t looks;
};

void fake_hub_init(struct hub *hub);
void fake_store_init(struct store *store);
struct hub fake_hub_look(struct hub *hub);
/* A commit by another program. */
void fake_store_change(struct store *store, struct hub *hub);
struct env fake_env(void);

#endif
