#include "run.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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
    if (one->violations > 0 && (sum->violations == 0 || seed < sum->bad_seed)) {
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

/* What a job tells for each history; small enough that a pipe takes it whole. */
struct record {
    uint64_t seed;
    struct world_result result;
};
static_assert(sizeof(struct record) <= PIPE_BUF, "a record is written in one piece");

static struct record run_one(const struct run_options *options, int64_t i)
{
    struct record record = {.seed = options->first_seed + (uint64_t)i};
    struct world_options world = {
        .seed = record.seed,
        .length_ms = options->length_ms > 0 ? options->length_ms : length_of(record.seed),
        .plant = options->plant,
        .trace = options->trace,
    };
    world_run(&world, &record.result);
    return record;
}

/* Every jobs-th history, in a process of its own. */
static _Noreturn void be_job(const struct run_options *options, int job, int to)
{
    for (int64_t i = job; i < options->histories; i += options->jobs) {
        struct record record = run_one(options, i);
        if (write(to, &record, sizeof record) != (ssize_t)sizeof record)
            _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS);
}

/* A job that dies takes its histories with it, and is a violation itself. */
static void wait_for_jobs(int jobs, struct run_result *sum)
{
    for (int i = 0; i < jobs; i++) {
        int status = 0;
        if (wait(&status) < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
            continue;
        sum->violations++;
        if (sum->first_violation[0] == '\0')
            snprintf(sum->first_violation, sizeof sum->first_violation,
                     "a job died; run with --jobs 1 to see where");
    }
}

static void run_jobs(const struct run_options *options, struct run_result *sum)
{
    int ends[2], started = 0;
    struct record record;
    if (pipe(ends) != 0)
        abort();
    for (int job = 0; job < options->jobs; job++) {
        pid_t pid = fork();
        if (pid < 0)
            abort();
        if (pid == 0) {
            close(ends[0]);
            be_job(options, job, ends[1]);
        }
        started++;
    }
    close(ends[1]);
    while (read(ends[0], &record, sizeof record) == (ssize_t)sizeof record) {
        add(sum, &record.result, record.seed);
        report(options, sum, &record.result, record.seed);
    }
    close(ends[0]);
    wait_for_jobs(started, sum);
}

void run_histories(const struct run_options *options, struct run_result *out)
{
    struct run_result sum = {0};
    if (options->jobs > 1 && options->trace == NULL && !options->stops_at_violation) {
        run_jobs(options, &sum);
    } else {
        for (int64_t i = 0; i < options->histories; i++) {
            struct record record = run_one(options, i);
            add(&sum, &record.result, record.seed);
            report(options, &sum, &record.result, record.seed);
            if (record.result.violations > 0 && options->stops_at_violation)
                break;
        }
    }
    if (options->progress != NULL)
        fputc('\n', options->progress);
    *out = sum;
}
