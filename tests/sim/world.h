/* A simulated world: one hub and several kiosks with real stores on simulated disks, the real sync
 * client and hub step, and people who use them, all on one virtual clock and out of one seed.
 *
 * world.c runs the events, kiosk_node.c and hub_node.c are the machines, actors.c the people,
 * troubles.c what goes wrong, checker.c what must hold nevertheless. One thread. */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/plant.h"
#include "hub/step.h"
#include "store/store.h"
#include "sync/client.h"
#include "trust/enrolment.h"
#include "trust/keys.h"

#include "model.h"
#include "net.h"
#include "node_env.h"
#include "queue.h"
#include "rng.h"
#include "vfs.h"

enum { KIOSKS_MAX = 4, WAITS_MAX = 32, WORLD_PERIODS = 4 };

enum event_kind {
    EVENT_LINK,    /* a kiosk's link thread looks for work; arg: its turn, stale ones are ignored */
    EVENT_REQUEST, /* bytes reach the hub */
    EVENT_ANSWER,  /* bytes reach a kiosk */
    EVENT_GIVE_UP, /* an exchange took too long, or could not be made; arg: exchange */
    EVENT_PRINT,   /* a screen has waited long enough for the hub; arg: index of a told op */
    EVENT_HUB_STEP,
    EVENT_HUB_BACKUP,
    EVENT_VISIT,
    EVENT_RUSH,       /* many want the same scarce place at once; arg: which */
    EVENT_RUSH_VISIT, /* … one of them; arg: which */
    EVENT_STAFF,
    EVENT_KIOSK_BOOT,
    EVENT_HUB_BOOT,
    EVENT_TROUBLE, /* arg: enum trouble in troubles.c */
    EVENT_LOOK,    /* the checker looks while things go on */
};

/* A visitor at the screen who waits for the hub's word, at most 1.5 s. */
struct wait {
    size_t told;
    int visitor;
};

struct kiosk_node {
    int index;
    char label[16];
    char id[KIOSK_ID_SIZE]; /* "" until it is known to be enrolled */
    struct node_env env;
    struct vfs *vfs;
    struct kiosk_keys keys; /* in a file of its own in life */
    char token[ENROL_TOKEN_SIZE];
    bool is_up;
    bool is_cut_off; /* its line is down */
    struct store *app, *link;
    struct sync_client *client;
    uint64_t exchange;
    bool is_exchanging, is_polling;
    uint64_t turn;
    int64_t copied_ms; /* when its data was copied; -1: never */
    bool was_set_back; /* to that copy */
    bool is_asking;
    bool is_retired; /* the hub no longer hears it: what it promised alone stays unknown */
    struct wait waits[WAITS_MAX];
    int waits_len;
};

struct held {
    struct packet *request;
    int64_t until_ms;
};

struct hub_node {
    struct node_env env;
    struct vfs *vfs;
    struct hub_keys keys;
    bool is_up;
    struct store *store;
    struct store *ctl; /* a tool of the staff on the same database */
    struct hub *hub;
    struct arena arena;
    struct packet **inbox;
    size_t inbox_len, inbox_cap;
    struct held *held;
    size_t held_len, held_cap;
    bool is_stepping; /* a step is in the queue, due at step_ms */
    int64_t step_ms;
    bool has_changed;
    int backups;
    bool was_restored;
    int64_t backup_ms; /* when the last backup was made */
};

struct world_options {
    uint64_t seed;
    int64_t length_ms;
    enum plant plant;
    FILE *trace; /* NULL: none */
};

struct world {
    struct world_options options;
    int64_t now_ms;
    struct rng rng;
    struct queue queue;
    struct net net;
    struct hub_node hub;
    struct kiosk_node kiosks[KIOSKS_MAX];
    int kiosks_len;
    struct model model;
    bool has_old_copies; /* a hub or kiosk was set back: excess may happen, but must be told */
    bool is_calm;        /* faults have stopped, people have gone home */
    int64_t operations, faults, violations;
    int64_t visits, power_cuts;
    char first_violation[256];
};

struct world_result {
    int64_t operations, faults, violations;
    int64_t visits, power_cuts, message_faults;
    char first_violation[256];
};

/* One history from beginning to end. */
void world_run(const struct world_options *options, struct world_result *out);

#endif
