/* Text entry: how often handwriting finds a character, by the way it is drawn, and what a question
 * costs. Of the common characters of GB 2312 that the test strokes have, every EVERY-th (or every
 * one: entry-all) is drawn once each way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry/trial.h"

#include "bench.h"

enum { SEED = 7, EVERY = 3, COMMON_CHARACTERS = 3755, QUESTIONS_MAX = 4 * COMMON_CHARACTERS };
enum { SETS = 2 };

static const struct {
    const char *file, *name;
} sets[SETS] = {
    {"kanjivg.bin", "KanjiVG"},
    {"wenkai.bin", "LXGW WenKai, the rest"},
};

/* What handwriting is without one of its two halves is measured on fewer characters. */
static const struct engine {
    const char *name;
    struct entry_options options;
    int less; /* so many times fewer */
} engines[] = {
    {"both", {0}, 1},
    {"without zinnia", {.zinnia_file = "/nonexistent"}, 4},
    {"zinnia alone", {.strokes_file = "/nonexistent"}, 4},
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

/* What came of some drawings. */
struct tally {
    int n;
    struct {
        int first, ten;
    } found[TRIAL_WAYS];
    struct times times;
};

static void tally_add(struct tally *to, const struct tally *from)
{
    to->n += from->n;
    for (int way = 0; way < TRIAL_WAYS; way++) {
        to->found[way].first += from->found[way].first;
        to->found[way].ten += from->found[way].ten;
    }
    for (int i = 0; i < from->times.n && to->times.n < QUESTIONS_MAX; i++) {
        to->times.ms[to->times.n++] = from->times.ms[i];
    }
}

static void ask(struct entry *entry, const struct trial_character *character, enum trial_way way,
                struct tally *tally)
{
    struct ink ink;
    struct entry_answer answer;
    trial_draw(character, way, SEED, &ink);
    double begin = seconds_now();
    if (entry_ink(entry, &ink, &answer) != OK) {
        bench_fail("handwriting does not answer");
    }
    if (tally->times.n < QUESTIONS_MAX) {
        tally->times.ms[tally->times.n++] = (seconds_now() - begin) * 1e3;
    }
    int place = trial_place(character, &answer);
    tally->found[way].first += place == 0;
    tally->found[way].ten += place >= 0 && place < 10;
}

/* A row of the table. */
static json_t *tally_show(const char *engine, const char *name, struct tally *tally)
{
    json_t *figures = json_object();
    double n = tally->n > 0 ? tally->n : 1;
    printf("| %s | %s, %d |", engine, name, tally->n);
    for (int way = 0; way < TRIAL_WAYS; way++) {
        double first = 100.0 * tally->found[way].first / n;
        double ten = 100.0 * tally->found[way].ten / n;
        printf(" %.1f / %.1f |", first, ten);
        json_object_set_new(figures, trial_way_names[way],
                            json_pack("{s:f, s:f}", "top_1", first, "top_10", ten));
    }
    double median = time_of(&tally->times, 50);
    double slow = time_of(&tally->times, 99);
    printf(" %.1f / %.1f |\n", median, slow);
    fflush(stdout);
    json_object_set_new(figures, "characters", json_integer(tally->n));
    json_object_set_new(figures, "median_ms", json_real(median));
    json_object_set_new(figures, "p99_ms", json_real(slow));
    return figures;
}

/* A row for each set, and one for all of them. */
static json_t *measure_ink(const struct engine *engine, const struct trial_set loaded[SETS],
                           int every)
{
    struct entry *entry = NULL;
    struct tally *tallies = calloc(SETS + 1, sizeof *tallies);
    json_t *rows = json_object();
    if (tallies == NULL) {
        bench_fail("no memory");
    }
    entry_create(&engine->options, &entry);
    for (int set = 0; set < SETS; set++) {
        bench_say("handwriting, %s, %s", engine->name, sets[set].name);
        for (int i = 0; i < loaded[set].n; i += every * engine->less) {
            for (int way = 0; way < TRIAL_WAYS; way++) {
                ask(entry, &loaded[set].characters[i], (enum trial_way)way, &tallies[set]);
            }
            tallies[set].n++;
        }
        tally_add(&tallies[SETS], &tallies[set]);
        json_object_set_new(rows, sets[set].name,
                            tally_show(engine->name, sets[set].name, &tallies[set]));
    }
    json_object_set_new(rows, "together", tally_show(engine->name, "together", &tallies[SETS]));
    entry_destroy(entry);
    free(tallies);
    return rows;
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

static json_t *measure(int every)
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
        json_object_set_new(figures, engines[e].name, measure_ink(&engines[e], loaded, every));
    }
    json_object_set_new(figures, "pinyin", measure_pinyin());
    arena_fini(&arena);
    return figures;
}

json_t *bench_entry(void)
{
    return measure(EVERY);
}

json_t *bench_entry_all(void)
{
    return measure(1);
}
