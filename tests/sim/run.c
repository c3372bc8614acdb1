#include "run.h"

#include <string.h>

#include "base/instant.h"
#include "base/str.h"

#include "world.h"

enum { HOUR_MS = HOUR_S * 1000 };

static const char *const plant_names[] = {
#define PLANT_NAME(name, word) word,
    PLANT_LIST(PLANT_NAME)
#undef PLANT_NAME
};

int plant_parse(const char *name)
{
    for (int i = 0; i < PLANT_COUNT; i++)
        if (str_equal(plant_names[i], name))
            return i;
    return -1;
}

const char *plant_name(enum plant plant)
{
    return plant_names[plant];
}

/* Some mistakes show at once, some only after a long time. */
static int64_t length_of(uint64_t seed)
{
    struct rng rng;
    rng_init(&rng, seed ^ 0x6c656e677468u);
    int64_t dice = rng_range(&rng, 0, 99);
    return dice < 74 ? HOUR_MS / 2 : dice < 96 ? 2 * HOUR_MS : 8 * HOUR_MS;
}

static void add(struct run_result *sum, const struct world_result *one, uint64_t seed)
{
    sum->histories++;
    sum->operations += one->operations;
    sum->faults += one->faults;
    if (one->violations > 0 && sum->violations == 0) {
        sum->bad_seed = seed;
        memcpy(sum->first_violation, one->first_violation, sizeof sum->first_violation);
    }
    sum->violations += one->violations;
}

static void report(const struct run_options *options, const struct run_result *sum,
                   const struct world_result *one, uint64_t seed)
{
    if (options->progress == NULL)
        return;
    if (one->violations > 0)
        fprintf(options->progress, "\rseed %llu: %lld violations, the first: %s\n",
                (unsigned long long)seed, (long long)one->violations, one->first_violation);
    fprintf(options->progress, "\r%lld of %lld histories, %lld operations, %lld faults",
            (long long)sum->histories, (long long)options->histories, (long long)sum->operations,
            (long long)sum->faults);
    fflush(options->progress);
}

void run_histories(const struct run_options *options, struct run_result *out)
{
    struct run_result sum = {0};
    for (int64_t i = 0; i < options->histories; i++) {
        uint64_t seed = options->first_seed + (uint64_t)i;
        struct world_options world = {
            .seed = seed,
            .length_ms = options->length_ms > 0 ? options->length_ms : length_of(seed),
            .plant = options->plant,
            .trace = options->trace,
        };
        struct world_result one;
        world_run(&world, &one);
        add(&sum, &one, seed);
        report(options, &sum, &one, seed);
        if (one.violations > 0 && options->stops_at_violation)
            break;
    }
    if (options->progress != NULL)
        fputc('\n', options->progress);
    *out = sum;
}
