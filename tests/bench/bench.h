/* Measurements: each is a function that runs once per round and adds figures; tables show the
 * median of the rounds. Figures of one round stand beside each other, so ratios are taken within a
 * round, and the order alternates from round to round. A measurement that fails ends the program
 * with a sentence: it has no figures. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

enum { ROUNDS = 5, BENCH_PATH_SIZE = 512 };

/* A row of a table: one figure of every round. */
struct series {
    double values[ROUNDS];
    size_t len;
};
void series_add(struct series *series, double value);
double series_median(const struct series *series);
/* values[i] = a[i] / b[i]. */
struct series series_ratio(const struct series *a, const struct series *b);
/* {"median":…,"rounds":[…]} */
json_t *series_json(const struct series *series);

/* Seconds since some moment, rising. */
double seconds_now(void);
/* A sentence on stderr, then exit 1. */
_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* What is going on, on stderr. */
void bench_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A folder for one round on the disk the build lies on, so that a sync is a real one. */
void bench_folder_make(char out[BENCH_PATH_SIZE]);
void bench_folder_remove(const char *folder);
void bench_file_copy(const char *from, const char *to);

/* The measurements by name: each prints its tables in Markdown and returns its figures. */
json_t *bench_hub(void);
json_t *bench_screen(void);
json_t *bench_tap(void);
json_t *bench_idle(void);
json_t *bench_entry(void);
/* The same over every character, not some of them; only when it is asked for. */
json_t *bench_entry_all(void);

#endif
