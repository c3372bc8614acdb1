/* How often handwriting finds what was drawn, over a sample of the test strokes; the whole is
 * measured by `./yizhan bench entry`. Drawings come from seeds, so the rates are the same in every
 * run. */
#include "check.h"

#include "entry/trial.h"

enum { SEED = 7, EVERY = 37, TOP = 10 };

/* In hundredths of the sample: among the first TOP. */
static const int goals[TRIAL_WAYS] = {
    [TRIAL_NEAT] = 97, [TRIAL_SHUFFLED] = 95, [TRIAL_JOINED] = 93, [TRIAL_SMALL] = 97};
/* Found first: with one of the two recognisers silent it is less. */
static const int goals_first[TRIAL_WAYS] = {
    [TRIAL_NEAT] = 91, [TRIAL_SHUFFLED] = 84, [TRIAL_JOINED] = 76, [TRIAL_SMALL] = 89};

static void test_set(struct entry *entry, const char *file)
{
    struct arena arena = {0};
    struct trial_set set = trial_load(&arena, file);
    for (int way = 0; way < TRIAL_WAYS; way++) {
        int n = 0, found = 0, first = 0;
        for (int i = 0; i < set.n; i += EVERY) {
            struct ink ink;
            struct entry_answer answer;
            trial_draw(&set.characters[i], (enum trial_way)way, SEED, &ink);
            CHECK_INT(entry_ink(entry, &ink, &answer), OK);
            int place = trial_place(&set.characters[i], &answer);
            found += place >= 0 && place < TOP;
            first += place == 0;
            n++;
        }
        printf("%s, %s: %d of %d, %d first\n", file, trial_way_names[way], found, n, first);
        CHECK(n > 30);
        CHECK(100 * found >= goals[way] * n);
        CHECK(100 * first >= goals_first[way] * n);
    }
    arena_fini(&arena);
}

int main(void)
{
    struct entry *entry = NULL;
    entry_create(NULL, &entry);
    test_set(entry, "tests/entry/data/kanjivg.bin");
    test_set(entry, "tests/entry/data/wenkai.bin");
    entry_destroy(entry);
    return check_done();
}
