#include "hub/rate.h"

static struct rate_bucket *bucket_of(struct rate *rate, uint64_t peer)
{
    /* Fibonacci hashing spreads neighbouring addresses. */
    return &rate->buckets[(peer * UINT64_C(11400714819323198485)) >> 54];
}

bool rate_take(struct rate *rate, uint64_t peer, int32_t cost, int64_t now_ms)
{
    struct rate_bucket *bucket = bucket_of(rate, peer);
    int64_t fill = (now_ms - bucket->filled_ms) / 1000;
    if (bucket->filled_ms == 0 || fill >= RATE_BURST) {
        bucket->tokens = RATE_BURST;
        bucket->filled_ms = now_ms;
    } else if (fill > 0) {
        int64_t tokens = bucket->tokens + fill;
        bucket->tokens = tokens > RATE_BURST ? RATE_BURST : (int32_t)tokens;
        bucket->filled_ms += fill * 1000;
    }
    if (bucket->tokens < cost) {
        return false;
    }
    bucket->tokens -= cost;
    return true;
}
