/* Text entry: how often handwriting finds a character, by the way it is drawn, and what a question
 * costs. Every common character of GB 2312 that the test strokes have is drawn once each way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry/trial.h"

#include "bench.h"

enum { SEED = 7, SETS = 2, COMMON_CHARACTERS = 3755, QUESTIONS_MAX = 4 * COMMON_CHARACTERS };

static const struct {
    const char *file, *name;
} sets[SETS] = {
    {"wenkai.bin", "LXGW WenKai Light"},
    {"kanji.bin", "KanjiStrokeOrders"},
};

/* What handwriting is without one of its two halves is measured on a sample. */
static const struct engine {
    const char *name;
    struct entry_options options;
    int every;
} engines[] = {
    {"both", {0}, 1},
    {"without zinnia", {.zinnia_file = "/nonexistent"}, 5},
    {"zinnia alone", {.strokes_file = "/nonexistent"}, 5},
};

struct times {
    double ms[QUESTIONS_MAX];
    int n;
};

static int by_size(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

/* What so many hundredths of the questions took at most. */
static double time_of(struct times *times, int hundredths)
{
    if (times->n == 0) {
        return 0;
    }
    qsort(times->ms, (size_t)times->n, sizeof times->ms[0], by_size);
    return times->ms[(times->n - 1) * hundredths / 100];
}

/* The memory that is this process's own or its share of what is mapped. */
static double pss_mb(void)
{
    char line[128];
    long kb = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "Pss:", 4) == 0) {
            kb = strtol(line + 4, NULL, 10);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return (double)kb / 1024;
}

static json_t *measure_way(struct entry *entry, const struct trial_set *set, int every,
                           enum trial_way way, struct times *times)
{
    int first = 0, ten = 0, n = 0;
    for (int i = 0; i < set->n; i += every, n++) {
        struct ink ink;
        struct entry_answer answer;
        trial_draw(&set->characters[i], way, SEED, &ink);
        double begin = seconds_now();
        if (entry_ink(entry, &ink, &answer) != OK) {
            bench_fail("handwriting does not answer");
        }
        if (times->n < QUESTIONS_MAX) {
            times->ms[times->n++] = (seconds_now() - begin) * 1e3;
        }
        int place = trial_place(&set->characters[i], &answer);
        first += place == 0;
        ten += place >= 0 && place < 10;
    }
    double first_rate = n > 0 ? 100.0 * first / n : 0;
    double ten_rate = n > 0 ? 100.0 * ten / n : 0;
    printf(" %.1f / %.1f |", first_rate, ten_rate);
    fflush(stdout);
    return json_pack("{s:f, s:f}", "top_1", first_rate, "top_10", ten_rate);
}

static json_t *measure_ink(const struct engine *engine, const struct trial_set *set,
                           const char *name)
{
    struct entry *entry = NULL;
    struct times *times = calloc(1, sizeof *times);
    json_t *figures = json_object();
    if (times == NULL) {
        bench_fail("no memory");
    }
    int n = (set->n + engine->every - 1) / engine->every;
    entry_create(&engine->options, &entry);
    printf("| %s | %s, %d |", engine->name, name, n);
    for (int way = 0; way < TRIAL_WAYS; way++) {
        json_object_set_new(figures, trial_way_names[way],
                            measure_way(entry, set, engine->every, (enum trial_way)way, times));
    }
    double median = time_of(times, 50);
    double slow = time_of(times, 99);
    printf(" %.1f / %.1f |\n", median, slow);
    json_object_set_new(figures, "characters", json_integer(n));
    json_object_set_new(figures, "median_ms", json_real(median));
    json_object_set_new(figures, "p99_ms", json_real(slow));
    entry_destroy(entry);
    free(times);
    return figures;
}

/* Each key of what a visitor may type is a question. */
static json_t *measure_pinyin(void)
{
    static const char *const typed[] = {"zhangwei",
                                        "wangxiuying",
                                        "kuaididaodalema",
                                        "shequfuwu",
                                        "xiangqumenkoudeludenghuaile",
                                        "lf",
                                        "sqfwzx",
                                        "yi"};
    struct entry *entry = NULL;
    struct times *times = calloc(1, sizeof *times);
    if (times == NULL) {
        bench_fail("no memory");
    }
    entry_create(NULL, &entry);
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        for (size_t len = 1; len <= strlen(typed[i]); len++) {
            char letters[ENTRY_LETTERS_MAX + 1];
            struct entry_answer answer;
            snprintf(letters, sizeof letters, "%.*s", (int)len, typed[i]);
            double begin = seconds_now();
            if (entry_pinyin(entry, letters, &answer) != OK) {
                bench_fail("pinyin does not answer");
            }
            times->ms[times->n++] = (seconds_now() - begin) * 1e3;
        }
    }
    entry_destroy(entry);
    double median = time_of(times, 50);
    double slow = time_of(times, 99);
    printf("\nPinyin: %d keys, median %.2f ms, 99 of 100 within %.2f ms.\n", times->n, median,
           slow);
    json_t *figures =
        json_pack("{s:i, s:f, s:f}", "keys", times->n, "median_ms", median, "p99_ms", slow);
    free(times);
    return figures;
}

static json_t *measure_memory(const struct trial_set *set)
{
    struct entry *entry = NULL;
    struct entry_answer answer;
    struct ink ink;
    entry_create(NULL, &entry);
    trial_draw(&set->characters[0], TRIAL_NEAT, SEED, &ink);
    double before = pss_mb();
    if (entry_pinyin(entry, "nihao", &answer) != OK) {
        bench_fail("pinyin does not answer");
    }
    double pinyin = pss_mb();
    if (entry_ink(entry, &ink, &answer) != OK) {
        bench_fail("handwriting does not answer");
    }
    double both = pss_mb();
    entry_close_models(entry);
    double closed = pss_mb();
    entry_destroy(entry);
    printf("Memory (PSS): pinyin %.1f MB, handwriting %.1f MB, after closing %.1f MB.\n",
           pinyin - before, both - pinyin, closed - before);
    return json_pack("{s:f, s:f, s:f}", "pinyin_mb", pinyin - before, "handwriting_mb",
                     both - pinyin, "closed_mb", closed - before);
}

json_t *bench_entry(void)
{
    struct arena arena = {0};
    struct trial_set loaded[SETS];
    json_t *figures = json_object();
    for (int i = 0; i < SETS; i++) {
        char path[BENCH_PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", BENCH_STROKES, sets[i].file);
        loaded[i] = trial_load(&arena, path);
    }
    json_object_set_new(figures, "memory", measure_memory(&loaded[0]));
    printf("\nOf %d common characters, drawn after test strokes; found first / among the first "
           "ten, in %%.\n\n",
           COMMON_CHARACTERS);
    printf("| engine | strokes, characters | neat | shuffled order | one joined pair | small in a "
           "corner | ms: median / 99 of 100 |\n|---|---|---|---|---|---|---|\n");
    for (size_t e = 0; e < sizeof engines / sizeof engines[0]; e++) {
        json_t *rows = json_object();
        for (int i = 0; i < SETS; i++) {
            bench_say("handwriting, %s, %s", engines[e].name, sets[i].name);
            json_object_set_new(rows, sets[i].name,
                                measure_ink(&engines[e], &loaded[i], sets[i].name));
        }
        json_object_set_new(figures, engines[e].name, rows);
    }
    json_object_set_new(figures, "pinyin", measure_pinyin());
    arena_fini(&arena);
    return figures;
}
