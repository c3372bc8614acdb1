/* The store's thread: carries out orders and makes contact keys, so that neither a disk nor a slow
 * hash ever holds up the screen. One order at a time, in order. Life: start, then submit and poke
 * from any thread, stop (asks), join (waits and frees). */
#ifndef KIOSK_WORKER_H
#define KIOSK_WORKER_H

#include <stdint.h>

#include "base/status.h"
#include "kiosk/core.h"

struct worker;

/* Called on the worker's thread; must only pass on what they are given. */
struct worker_calls {
    void *ctx;
    void (*answered)(void *ctx, const struct core_answer *answer);
    /* A contact key for a question to the hub; NULL when none could be made. */
    void (*contact)(void *ctx, const unsigned char *key);
    /* This node changed its own data: an op, or what was due. */
    void (*changed)(void *ctx);
};

/* core's store is used by this thread only, from now on. */
enum status worker_start(const struct core *core, const struct worker_calls *calls,
                         struct worker **out) MUST_CHECK;
/* Copies the order, its note included. */
void worker_submit(struct worker *worker, const struct core_order *order);
void worker_make_contact(struct worker *worker, const char *phone);
/* The link has merged something: a verdict may have come. */
void worker_poke(struct worker *worker);
void worker_stop(struct worker *worker);
void worker_join(struct worker *worker);

#endif
