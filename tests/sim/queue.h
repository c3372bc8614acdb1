/* What will happen in a simulated world, ordered by virtual time; at the same time in the order of
 * asking, so that a run is the same each time. */
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packet;

struct event {
    int64_t at_ms;
    uint64_t order; /* set by queue_push */
    int kind;       /* the world's own enum */
    int node;
    uint64_t arg;
    struct packet *packet; /* owned by the event, or NULL */
};

struct queue {
    struct event *events; /* a binary heap */
    size_t len, cap;
    uint64_t pushed;
};

void queue_push(struct queue *queue, struct event event);
/* False when nothing is left. */
bool queue_pop(struct queue *queue, struct event *out);
/* Frees what is still waiting, with its packets. */
void queue_fini(struct queue *queue);

#endif
