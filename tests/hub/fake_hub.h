/* A hub_step that a test can steer and watch, instead of the real one. Paths: /now is answered at
 * once, /change is answered and is news, /slow stands at a gate until the test lets it pass, as a
 * commit takes its time, /fail is a 503, /hold and /hold-long wait for news that came after the
 * session was last told. The clock is the test's, so that no load of the machine changes what
 * happens. */
#ifndef TESTS_HUB_FAKE_HUB_H
#define TESTS_HUB_FAKE_HUB_H

#include <pthread.h>

#include "hub/step.h"

enum { FAKE_HOLD_MS = 400, FAKE_HOLD_LONG_MS = 20000, FAKE_STEPS_MAX = 4096 };

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
    bool is_at_gate;
    int passes; /* steps that the gate lets through */
    pthread_cond_t moved;
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
/* Returns when a step with /slow stands at the gate. */
void fake_hub_await_gate(struct hub *hub);
void fake_hub_let_pass(struct hub *hub);
/* A commit by another program. */
void fake_store_change(struct store *store, struct hub *hub);
/* Its clock stands until it is told to go on. */
struct env fake_env(void);
int64_t fake_clock_ms(void);
void fake_clock_pass(int64_t ms);

#endif
