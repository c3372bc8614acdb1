/* yizhan-monkey [--seconds N] [--seed S] [--steps N] [--trace] */
#include "monkey/monkey.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/options.h"

enum { STEPS_OF_A_LIFE = 600 };
enum {
    OPTION_SECONDS,
    OPTION_SEED,
    OPTION_STEPS,
    OPTION_TRACE,
    OPTION_BLIND,
    OPTION_ALL,
    OPTION_PICTURE,
    OPTION_COUNT
};

static const struct program_option options[] = {
    [OPTION_SECONDS] = {"--seconds", "N", "how long (60)", OPTION_OPTIONAL},
    [OPTION_SEED] = {"--seed", "S", "of the first terminal; the next has the next (1)",
                     OPTION_OPTIONAL},
    [OPTION_STEPS] = {"--steps", "N", "one terminal, so many steps: a replay", OPTION_OPTIONAL},
    [OPTION_TRACE] = {"--trace", NULL, "every step on stdout", OPTION_OPTIONAL},
    [OPTION_BLIND] = {"--blind", NULL, "does not look at places, sizes and colours",
                      OPTION_OPTIONAL},
    [OPTION_ALL] = {"--all", NULL, "go on after a screen that looks wrong", OPTION_OPTIONAL},
    [OPTION_PICTURE] = {"--picture", "PNG", "paints the screen that looks wrong", OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "yizhan-monkey",
    .purpose = "Does whatever can be done to a terminal, by a seed, and checks what it shows.",
    .options = options,
    .options_len = OPTION_COUNT,
};

struct plan {
    int64_t seconds, seed, steps; /* steps 0: as many lives as fit into the seconds */
    bool traces, goes_on, is_blind;
    const char *picture;
};

void monkey_tell(struct monkey *monkey, const char *format, ...)
{
    char *line = monkey->log[monkey->step % LOG_LINES];
    va_list args;
    va_start(args, format);
    int n = snprintf(line, LOG_LINE_SIZE, "%lld %s: ", (long long)monkey->step,
                     app_screen_name(&monkey->world->app));
    (void)vsnprintf(line + n, LOG_LINE_SIZE - (size_t)n, format, args);
    va_end(args);
    if (monkey->traces) {
        printf("%s\n", line);
        fflush(stdout);
    }
}

void monkey_fail(struct monkey *monkey, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("seed %llu, step %lld: ", (unsigned long long)monkey->seed, (long long)monkey->step);
    (void)vprintf(format, args);
    va_end(args);
    printf("\nwhat was done last:\n");
    for (int64_t i = monkey->step - LOG_LINES + 1; i <= monkey->step; i++)
        if (i >= 0)
            printf("  %s\n", monkey->log[i % LOG_LINES]);
    printf("again: yizhan-monkey --seed %llu --steps %lld --trace\n",
           (unsigned long long)monkey->seed, (long long)monkey->step + 1);
    fflush(stdout);
    /* What is left open is no leak. */
    _Exit(1);
}

static void make_secrets(struct monkey *monkey)
{
    (void)snprintf(monkey->secrets[SECRET_PHONE], SECRET_SIZE, "139%08lld",
                   (long long)rng_range(&monkey->rng, 10000000, 99999999));
    (void)snprintf(monkey->secrets[SECRET_WORDS], SECRET_SIZE, "quiet pond %lld",
                   (long long)rng_range(&monkey->rng, 100000, 999999));
    (void)snprintf(monkey->secrets[SECRET_NAME], SECRET_SIZE, "Zqx%lldw",
                   (long long)rng_range(&monkey->rng, 100000, 999999));
}

static void live(struct monkey *monkey, uint64_t seed, int64_t steps, double until_s)
{
    struct walk *walk = monkey->walk;
    char content[512];
    (void)snprintf(content, sizeof content, "%s/kiosk-config", monkey->root);
    monkey->seed = seed;
    monkey->slips = 0;
    monkey->qr[0] = '\0';
    /* Should it crash, this is the life it was. */
    fprintf(stderr, "yizhan-monkey: --seed %llu\n", (unsigned long long)seed);
    memset(monkey->log, 0, sizeof monkey->log);
    rng_init(&monkey->rng, seed);
    make_secrets(monkey);
    world_open(monkey->world, content, render_measure(walk->render), 1080, 1920);
    monkey->step = 0;
    monkey_begin(monkey);
    for (; monkey->step < steps; monkey->step++) {
        monkey_act(monkey);
        monkey_check(monkey);
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (until_s > 0 && (double)now.tv_sec + (double)now.tv_nsec / 1e9 > until_s)
            break;
    }
    world_close(monkey->world);
}

static void run(struct monkey *monkey, const struct plan *plan)
{
    struct timespec from;
    clock_gettime(CLOCK_MONOTONIC, &from);
    double from_s = (double)from.tv_sec + (double)from.tv_nsec / 1e9;
    int64_t steps = 0, lives = 0;
    if (plan->steps > 0) {
        live(monkey, (uint64_t)plan->seed, plan->steps, 0);
        steps = plan->steps;
        lives = 1;
    }
    while (plan->steps == 0) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((double)now.tv_sec + (double)now.tv_nsec / 1e9 >= from_s + (double)plan->seconds)
            break;
        live(monkey, (uint64_t)(plan->seed + lives), STEPS_OF_A_LIFE,
             from_s + (double)plan->seconds);
        steps += monkey->step;
        lives++;
    }
    printf("seeds %lld to %lld, %lld steps, %lld screens looked at, %lld visits wiped, %d things "
           "wrong\n",
           (long long)plan->seed, (long long)(plan->seed + lives - 1), (long long)steps,
           (long long)monkey->looks, (long long)monkey->wipes, monkey->walk->problems);
}

static int read_options(int argc, char **argv, struct plan *plan)
{
    const char *values[OPTION_COUNT] = {NULL};
    const char *arguments[1];
    *plan = (struct plan){.seconds = 60, .seed = 1};
    switch (options_parse(&program, argc, argv, values, arguments)) {
    case OPTIONS_OK:
        break;
    case OPTIONS_DONE:
        exit(EXIT_SUCCESS);
    case OPTIONS_WRONG:
        return EXIT_USAGE;
    }
    plan->picture = values[OPTION_PICTURE];
    plan->is_blind = values[OPTION_BLIND] != NULL;
    plan->goes_on = values[OPTION_ALL] != NULL;
    plan->traces = values[OPTION_TRACE] != NULL;
    int wrong = options_number(&program, values, OPTION_SECONDS, 1, 1000000, &plan->seconds);
    if (wrong == 0)
        wrong = options_number(&program, values, OPTION_SEED, 1, INT64_MAX / 2, &plan->seed);
    if (wrong == 0)
        wrong = options_number(&program, values, OPTION_STEPS, 1, 100000000, &plan->steps);
    return wrong;
}

int main(int argc, char **argv)
{
    struct plan plan;
    int wrong = read_options(argc, argv, &plan);
    if (wrong != 0)
        return wrong;
    text_init();
    struct monkey *monkey = xalloc(sizeof *monkey);
    monkey->root = YIZHAN_ROOT;
    monkey->picture = plan.picture;
    monkey->is_blind = plan.is_blind;
    monkey->goes_on = plan.goes_on;
    monkey->traces = plan.traces;
    monkey->world = xalloc(sizeof *monkey->world);
    monkey->walk = xalloc(sizeof *monkey->walk);
    monkey->walk->world = monkey->world;
    struct render_options render = {.faces_path = YIZHAN_FACES, .icons_path = YIZHAN_ICONS};
    if (render_create(&render, &monkey->walk->render) != OK) {
        fprintf(stderr, "yizhan-monkey: fonts or icons cannot be read\n");
        return 2;
    }
    foresight_create(&monkey->foresight);
    run(monkey, &plan);
    int status = monkey->walk->problems > 0;
    foresight_destroy(monkey->foresight);
    render_destroy(monkey->walk->render);
    free(monkey->walk);
    free(monkey->world);
    free(monkey);
    return status;
}
