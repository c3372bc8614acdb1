/* The network between kiosks and hub, in memory: requests and answers are bytes that arrive later,
 * never, twice, changed, or past each other; a portal may answer in the hub's place. One exchange
 * is one HTTP request and its answer; who waits gives up by itself. */
#ifndef SIM_NET_H
#define SIM_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "queue.h"
#include "rng.h"

struct packet {
    int kiosk;
    uint64_t exchange; /* rises per kiosk */
    bool is_answer;
    int http_status, retry_after_s;       /* answers */
    char *path, *session, *counter, *mac; /* NULL where absent; session and counter: requests */
    char *body;
    size_t body_len;
};

/* Per mille of packets. */
struct net_faults {
    int lose, twice, late, tamper, portal;
};

struct net {
    struct queue *queue;
    struct rng rng;
    struct net_faults faults;
    int event_request, event_answer; /* kinds of the events it pushes */
    int64_t fault_count;
};

/* A copy of its own for each text; body NULL means empty. */
struct packet *packet_new(const struct packet *model);
void packet_free(struct packet *packet);

/* Takes the packet and decides what becomes of it. A request that a portal catches never reaches
 * the hub; its answer does come back, with status 200. */
void net_send(struct net *net, int64_t now_ms, struct packet *packet);

#endif
