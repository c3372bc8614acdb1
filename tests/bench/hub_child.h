/* The real hub as a child process, for as long as a measurement lasts. */
#ifndef BENCH_HUB_CHILD_H
#define BENCH_HUB_CHILD_H

#include <sys/types.h>

struct hub_child {
    pid_t pid;
    int port;
};

/* Starts PROGRAMS/yizhan-hub on this database and waits until it listens. */
void hub_child_start(struct hub_child *hub, const char *programs, const char *database,
                     const char *content);
/* SIGTERM, and waits; it must end well. */
void hub_child_stop(struct hub_child *hub);

#endif
