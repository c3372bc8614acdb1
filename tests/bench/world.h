/* What the hub's measurements start from: a hub's database with content for 32 stations and 64
 * enrolled kiosks, and what these kiosks send. Everything that costs a kiosk time in life (sealing
 * envelopes, chaining, signing) is done beforehand, so that the load weighs little. */
#ifndef BENCH_WORLD_H
#define BENCH_WORLD_H

#include "base/buf.h"
#include "domain/op.h"
#include "trust/keys.h"

#include "bench.h"

enum { STATIONS = 32, KIOSKS = 64 };

struct world {
    char
        db[BENCH_PATH_SIZE + 16]; /* the hub's database at rest; its keys lie beside it in DB.key */
    struct env env;
    struct hub_keys keys;
    struct world_kiosk {
        char id[KIOSK_ID_SIZE];
        int station;
        uint32_t number;
        struct kiosk_keys keys;
    } kiosks[KIOSKS];
};

/* In folder. */
void world_make(const char *folder, struct world *out);
/* A copy for one round: folder/hub.db and its keys; its path to out. */
void world_copy(const struct world *world, const char *folder, char out[BENCH_PATH_SIZE + 16]);

/* Bookings of some kiosks, each in the order of its chain. */
struct load_op {
    struct op op;
    struct envelope envelope;
};
struct plan {
    int kiosks, ops_per_kiosk, per_request;
    int64_t incarnation;
    struct load_op *ops; /* kiosk by kiosk */
    char **requests;     /* kiosk by kiosk: "ops":[…],"head":{…},"remaining":N */
};
void plan_make(const struct world *world, int kiosks, int ops_per_kiosk, int per_request,
               struct plan *out);
void plan_fini(struct plan *plan);

#endif
