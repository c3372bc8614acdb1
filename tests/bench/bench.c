#include "bench.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void series_add(struct series *series, double value)
{
    if (series->len == ROUNDS) {
        bench_fail("more rounds than planned");
    }
    series->values[series->len++] = value;
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

double series_median(const struct series *series)
{
    double sorted[ROUNDS];
    if (series->len == 0) {
        return 0;
    }
    memcpy(sorted, series->values, series->len * sizeof *sorted);
    qsort(sorted, series->len, sizeof *sorted, compare);
    return sorted[series->len / 2];
}

struct series series_ratio(const struct series *a, const struct series *b)
{
    struct series ratio = {0};
    for (size_t i = 0; i < a->len && i < b->len; i++) {
        series_add(&ratio, b->values[i] > 0 ? a->values[i] / b->values[i] : 0);
    }
    return ratio;
}

json_t *series_json(const struct series *series)
{
    json_t *rounds = json_array();
    for (size_t i = 0; i < series->len; i++) {
        json_array_append_new(rounds, json_real(series->values[i]));
    }
    return json_pack("{s:f, s:o}", "median", series_median(series), "rounds", rounds);
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void bench_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "bench: ");
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

void bench_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "bench: ");
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(EXIT_FAILURE);
}

void bench_folder_make(char out[BENCH_PATH_SIZE])
{
    snprintf(out, BENCH_PATH_SIZE, "%s/bench-XXXXXX", BENCH_BUILD);
    if (mkdtemp(out) == NULL) {
        bench_fail("no folder can be made in %s", BENCH_BUILD);
    }
}

void bench_folder_remove(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL;
         entry = readdir(dir)) {
        char path[BENCH_PATH_SIZE + 300];
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
            bench_folder_remove(path);
        } else {
            unlink(path);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    rmdir(folder);
}

void bench_file_copy(const char *from, const char *to)
{
    char block[65536];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    if (in == NULL || out == NULL || fchmod(fileno(out), 0600) != 0) {
        bench_fail("%s cannot be copied to %s", from, to);
    }
    for (size_t n = fread(block, 1, sizeof block, in); n > 0;
         n = fread(block, 1, sizeof block, in)) {
        if (fwrite(block, 1, n, out) != n) {
            bench_fail("%s cannot be written", to);
        }
    }
    fclose(in);
    if (fflush(out) != 0 || fsync(fileno(out)) != 0 || fclose(out) != 0) {
        bench_fail("%s cannot be written", to);
    }
}
