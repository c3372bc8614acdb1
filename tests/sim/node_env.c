#include "node_env.h"

#include "trust/env_real.h"

static int64_t wall_ms(const struct node_env *node)
{
    int64_t now = *node->now_ms;
    int64_t drift = (now - node->drift_from_ms) * node->drift_ppm / 1000000;
    return (int64_t)WORLD_START_S * 1000 + now + node->error_ms + drift;
}

static instant on_wall(void *ctx)
{
    int64_t ms = wall_ms(ctx);
    return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
}

static int64_t on_mono(void *ctx)
{
    const struct node_env *node = ctx;
    return *node->now_ms - node->boot_ms;
}

static void on_random(void *ctx, void *out, size_t len)
{
    struct node_env *node = ctx;
    rng_bytes(&node->rng, out, len);
}

void node_env_init(struct node_env *node, const int64_t *now_ms, struct rng rng)
{
    *node = (struct node_env){
        .env = {.ctx = node,
                .wall = on_wall,
                .mono_ms = on_mono,
                .random = on_random,
                .hash = env_hash_blake2b},
        .now_ms = now_ms,
        .rng = rng,
    };
    node_env_boot(node);
}

void node_env_set_clock(struct node_env *node, int64_t error_ms, int32_t drift_ppm)
{
    node->error_ms = error_ms;
    node->drift_ppm = drift_ppm;
    node->drift_from_ms = *node->now_ms;
}

void node_env_set_wall(struct node_env *node, instant wall)
{
    int64_t error_ms = wall * 1000 - (int64_t)WORLD_START_S * 1000 - *node->now_ms;
    node_env_set_clock(node, error_ms, node->drift_ppm);
}

void node_env_boot(struct node_env *node)
{
    /* Up for a while already when the program starts, so that a zero means nothing. */
    node->boot_ms = *node->now_ms - rng_range(&node->rng, 1000, 1000000);
}

void node_env_plant(struct node_env *node, enum plant plant)
{
    node->env.plant = plant;
}
