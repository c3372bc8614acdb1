/* Each planted bug must be found by the general checks within a bounded number of histories, and
 * the same histories without it must be clean: that is what the checks' silence is worth. */
#include "base/log.h"

#include "check.h"
#include "run.h"

/* The bound leaves room for other seeds; the last ones show only in some histories. */
enum { HISTORIES_MAX = 80, LENGTH_MS = 40 * 60000 };

static void test_plant(enum plant plant)
{
    struct run_options options = {.histories = HISTORIES_MAX,
                                  .first_seed = 7000,
                                  .length_ms = LENGTH_MS,
                                  .plant = plant,
                                  .stops_at_violation = true};
    struct run_result result;
    run_histories(&options, &result);
    printf("%-20s found after %lld histories: %s\n", plant_name(plant), (long long)result.histories,
           result.first_violation);
    CHECK(result.violations > 0);
}

static void test_no_plant(void)
{
    struct run_options options = {.histories = 6, .first_seed = 7000, .length_ms = LENGTH_MS};
    struct run_result result;
    run_histories(&options, &result);
    if (result.violations > 0)
        fprintf(stderr, "seed %llu: %s\n", (unsigned long long)result.bad_seed,
                result.first_violation);
    CHECK_INT(result.violations, 0);
    CHECK(result.operations > 1000);
    CHECK(result.faults > 100);
}

/* The same seed again is the same history, to the last op. */
static void test_replay(void)
{
    struct run_options options = {.histories = 1, .first_seed = 7003};
    struct run_result first, second;
    FILE *traces[2] = {tmpfile(), tmpfile()};
    CHECK(traces[0] != NULL && traces[1] != NULL);
    options.trace = traces[0];
    run_histories(&options, &first);
    options.trace = traces[1];
    run_histories(&options, &second);
    rewind(traces[0]);
    rewind(traces[1]);
    long lines = 0;
    for (;;) {
        char a[1024], b[1024];
        char *has_a = fgets(a, sizeof a, traces[0]), *has_b = fgets(b, sizeof b, traces[1]);
        if (has_a == NULL || has_b == NULL) {
            CHECK(has_a == NULL && has_b == NULL);
            break;
        }
        lines++;
        if (strcmp(a, b) != 0) {
            CHECK_STR(b, a);
            break;
        }
    }
    CHECK(lines > 1000);
    fclose(traces[0]);
    fclose(traces[1]);
}

int main(void)
{
    /* Nothing is logged: what fails here, fails on purpose. */
    log_set_level((enum log_level)(LOG_LEVEL_ERROR + 1));
    test_replay();
    test_no_plant();
    for (int plant = PLANT_NONE + 1; plant < PLANT_COUNT; plant++)
        test_plant((enum plant)plant);
    return check_done();
}
