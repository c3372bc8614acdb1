/* How often one client may ask for pages: a bucket of tokens per address that fills by one a
 * second. Addresses share a bucket when their hashes collide, so memory is fixed. One thread. */
#ifndef HUB_RATE_H
#define HUB_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum { RATE_BUCKETS = 1024, RATE_BURST = 60 };

struct rate {
    struct rate_bucket {
        int64_t filled_ms; /* when tokens were last added; 0: never used, so full */
        int32_t tokens;
    } buckets[RATE_BUCKETS];
};

/* Takes cost tokens; false when there are not enough, then nothing is taken. */
bool rate_take(struct rate *rate, uint64_t peer, int32_t cost, int64_t now_ms);

#endif
