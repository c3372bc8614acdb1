/* yizhan-sim: simulated stations with faults, checked (README, “Simulation”). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/options.h"

#include "run.h"

enum {
    OPTION_HISTORIES,
    OPTION_HOURS,
    OPTION_SEED,
    OPTION_TRACE,
    OPTION_PLANT,
    OPTION_JOBS,
    OPTION_COUNT
};

static const struct program_option options[] = {
    [OPTION_HISTORIES] = {"--histories", "N", "how many (100; with --seed 1)", OPTION_OPTIONAL},
    [OPTION_HOURS] = {"--hours", "H", "virtual hours of each (a mixture of half, two and eight)",
                      OPTION_OPTIONAL},
    [OPTION_SEED] = {"--seed", "S", "of the first history; the next has the next (1)",
                     OPTION_OPTIONAL},
    [OPTION_TRACE] = {"--trace", NULL, "every event, with op ids, on stdout", OPTION_OPTIONAL},
    [OPTION_PLANT] = {"--plant", "NAME", "with this mistake built in, which must be found",
                      OPTION_OPTIONAL},
    [OPTION_JOBS] = {"--jobs", "N", "histories beside each other (one per core)", OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "yizhan-sim",
    .purpose = "Runs simulated stations with power cuts and lost messages, and checks them.",
    .options = options,
    .options_len = OPTION_COUNT,
};

static int complain_of_plant(const char *name)
{
    char names[512] = "";
    size_t used = 0;
    for (int i = 0; i < PLANT_COUNT; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? ", " : "",
                                 plant_name((enum plant)i));
    return options_complain(&program, "--plant is \"%s\"; expected one of %s", name, names);
}

static int read_options(int argc, char **argv, struct run_options *out)
{
    const char *values[OPTION_COUNT] = {NULL};
    const char *arguments[1];
    switch (options_parse(&program, argc, argv, values, arguments)) {
    case OPTIONS_OK:
        break;
    case OPTIONS_DONE:
        exit(EXIT_SUCCESS);
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    }
    int64_t histories = values[OPTION_SEED] != NULL ? 1 : 100, hours = 0, seed = 1;
    int64_t jobs = sysconf(_SC_NPROCESSORS_ONLN);
    int wrong = options_number(&program, values, OPTION_HISTORIES, 1, 1000000, &histories);
    if (wrong == 0)
        wrong = options_number(&program, values, OPTION_HOURS, 1, 24 * 30, &hours);
    if (wrong == 0)
        wrong = options_number(&program, values, OPTION_SEED, 0, INT64_MAX / 2, &seed);
    if (wrong == 0)
        wrong = options_number(&program, values, OPTION_JOBS, 1, 64, &jobs);
    int plant = values[OPTION_PLANT] == NULL ? PLANT_NONE : plant_parse(values[OPTION_PLANT]);
    if (wrong == 0 && plant < 0)
        wrong = complain_of_plant(values[OPTION_PLANT]);
    *out = (struct run_options){
        .histories = histories,
        .length_ms = hours * HOUR_S * 1000,
        .first_seed = (uint64_t)seed,
        .plant = wrong == 0 ? (enum plant)plant : PLANT_NONE,
        .trace = values[OPTION_TRACE] != NULL ? stdout : NULL,
        .progress = stderr,
        .jobs = (int)(jobs < histories ? jobs : histories),
    };
    return wrong;
}

int main(int argc, char **argv)
{
    struct run_options run;
    struct run_result result;
    int wrong = read_options(argc, argv, &run);
    if (wrong != 0)
        return wrong;
    /* Disks fail here by the thousand and every failure is logged: more than errors is asked for,
     * so nothing is. */
    log_set_level((enum log_level)(LOG_LEVEL_ERROR + 1));
    run_histories(&run, &result);
    if (result.violations > 0)
        printf("the first violation was with --seed %llu: %s\n",
               (unsigned long long)result.bad_seed, result.first_violation);
    printf("%lld histories, %lld operations, %lld faults, %lld violations\n",
           (long long)result.histories, (long long)result.operations, (long long)result.faults,
           (long long)result.violations);
    return result.violations > 0 ? EXIT_FAILED : EXIT_SUCCESS;
}
