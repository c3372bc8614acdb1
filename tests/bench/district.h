/* The district that is measured: stations with one kiosk each, each with an activity of its own,
 * and changes prepared beforehand so that the load generator only sends. */
#ifndef BENCH_DISTRICT_H
#define BENCH_DISTRICT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/env.h"
#include "domain/op.h"
#include "store/store.h"
#include "trust/keys.h"
#include "trust/session.h"

struct district_op {
    struct op op;
    struct envelope envelope;
    unsigned char box[160];
    char body[256];
};

struct district_kiosk {
    char id[KIOSK_ID_SIZE];
    char station[11];
    int64_t number;
    struct kiosk_keys keys;
    struct district_op *ops;
    int64_t ops_len;
};

struct district {
    struct env env;
    struct hub_keys keys;
    struct district_kiosk *kiosks;
    int kiosks_len;
};

/* Makes a hub's database at path with content and kiosks, its key file beside it, and per kiosk
 * this many bookings, each of one place and with its sealed envelope. */
void district_make(struct district *district, const char *path, int kiosks, int64_t ops_each);
void district_fini(struct district *district);
/* The ops [from, from + n) of a kiosk as a whole sync request after this cursor. */
void district_put_sync(const struct district *district, int kiosk, int64_t from, int64_t n,
                       const char *run, int64_t seq, struct buf *out);

#endif
