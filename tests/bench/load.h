/* An HTTP/1.1 client that keeps many connections busy from one thread: each sends its next request
 * as soon as its answer is there. Loopback only; trusts the server to be well behaved. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct load_answer {
    int status;
    const char *body;
    size_t body_len;
};

struct load {
    void *ctx;
    /* Appends a whole request; false when this connection has nothing more to ask. */
    bool (*next)(void *ctx, int connection, struct buf *out);
    void (*answered)(void *ctx, int connection, const struct load_answer *answer);
};

/* Returns how long it took from the first byte to the last, in seconds. Writes each request's time
 * in seconds to latencies (room for max), and how many to *n. */
double load_run(const struct load *load, int port, int connections, double *latencies, size_t max,
                size_t *n);

/* A whole POST; session, counter and mac as in hub/step.h, or NULL. */
void load_put_post(struct buf *out, const char *path, const char *session, const char *counter,
                   const char *mac, const char *body, size_t len);

#endif
