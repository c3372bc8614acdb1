/* yizhan-bench: the measurements by name; without one, those that are not long. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"

#include "bench.h"

enum when { ALWAYS, BY_NAME };

static const struct measurement {
    const char *name;
    json_t *(*run)(void);
    enum when when;
} measurements[] = {
    {"hub", bench_hub, ALWAYS},     {"screen", bench_screen, ALWAYS},
    {"tap", bench_tap, ALWAYS},     {"idle", bench_idle, ALWAYS},
    {"entry", bench_entry, ALWAYS}, {"entry-all", bench_entry_all, BY_NAME},
};
enum { MEASUREMENTS = sizeof measurements / sizeof measurements[0] };

static const struct program_option options[] = {
    {"--json", "FILE", "where the figures go; those of other measurements in it stay",
     OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "yizhan-bench",
    .purpose = "Measures. Tables go to stdout.",
    .options = options,
    .options_len = 1,
    .arguments = "[hub] [screen] [tap] [idle] [entry] [entry-all]",
    .arguments_max = MEASUREMENTS,
};

static const struct measurement *find(const char *name)
{
    for (size_t i = 0; i < MEASUREMENTS; i++) {
        if (strcmp(measurements[i].name, name) == 0) {
            return &measurements[i];
        }
    }
    return NULL;
}

static int write_figures(const char *path, json_t *figures)
{
    json_t *all = json_load_file(path, 0, NULL);
    if (!json_is_object(all)) {
        json_decref(all);
        all = json_object();
    }
    json_object_update(all, figures);
    int failed = json_dump_file(all, path, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    json_decref(all);
    if (failed != 0) {
        fprintf(stderr, "%s: %s cannot be written\n", program.name, path);
    }
    return failed;
}

int main(int argc, char **argv)
{
    const char *values[1] = {NULL};
    const char *names[MEASUREMENTS + 1] = {NULL};
    enum options_result parsed = options_parse(&program, argc, argv, values, names);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    for (size_t i = 0; names[i] != NULL; i++) {
        if (find(names[i]) == NULL) {
            return options_complain(
                &program, "“%s”: expected hub, screen, tap, idle, entry or entry-all", names[i]);
        }
    }
    json_t *figures = json_object();
    for (size_t i = 0; i < (names[0] == NULL ? MEASUREMENTS : MEASUREMENTS + 1); i++) {
        const struct measurement *measurement = names[0] == NULL   ? &measurements[i]
                                                : names[i] != NULL ? find(names[i])
                                                                   : NULL;
        if (measurement == NULL) {
            break;
        }
        if (names[0] == NULL && measurement->when == BY_NAME) {
            continue;
        }
        json_object_set_new(figures, measurement->name, measurement->run());
        fflush(stdout);
    }
    int failed = values[0] != NULL ? write_figures(values[0], figures) : 0;
    json_decref(figures);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILED;
}
