/* zinnia alone: ink of any size and place must reach its model in the box that it was trained in.
 * Whoever asks both recognisers hardly notices when it does not, so it is looked at here. */
#include "entry/hand.h"

#include "check.h"

#include "entry/shape.h"
#include "entry/trial.h"

enum { SEED = 7, EVERY = 37, GUESSES = 10 };

static const char model[] = "/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model";

static int place_of(const struct hand_guess *guesses, int n, uint32_t point)
{
    for (int i = 0; i < n; i++) {
        if (guesses[i].point == point) {
            return i;
        }
    }
    return -1;
}

static void widen(int value, int *low, int *high)
{
    *low = value < *low ? value : *low;
    *high = value > *high ? value : *high;
}

/* The longer side fills the box, the shorter keeps its proportion and stands in the middle. */
static void test_fit(void)
{
    enum { BOX = 300 };
    struct ink ink = {
        .n_points = 3, .n_strokes = 1, .ends = {3}, .x = {-500, -460, -420}, .y = {100, 130, 260}};
    struct ink fitted;
    int left = INT16_MAX, right = INT16_MIN, top = INT16_MAX, bottom = INT16_MIN;
    shape_fit(&ink, BOX, &fitted);
    CHECK(fitted.n_points == 3 && fitted.n_strokes == 1 && fitted.ends[0] == 3);
    for (int i = 0; i < fitted.n_points; i++) {
        widen(fitted.x[i], &left, &right);
        widen(fitted.y[i], &top, &bottom);
    }
    CHECK_INT(top, 0);
    CHECK_INT(bottom, BOX);
    CHECK_INT(left, BOX / 4);
    CHECK_INT(right, BOX * 3 / 4);
    CHECK_INT(fitted.x[1], BOX / 2);
}

/* Twice as large, moved: the same guesses with the same scores, to the bit. */
static void test_size(struct hand *hand, const struct trial_set *set)
{
    for (int i = 0; i < set->n; i += 4 * EVERY) {
        struct ink ink;
        struct hand_guess guesses[GUESSES], others[GUESSES];
        trial_draw(&set->characters[i], TRIAL_NEAT, SEED, &ink);
        int n = hand_ask(hand, &ink, GUESSES, guesses);
        CHECK_INT(n, GUESSES);
        for (int j = 0; j < ink.n_points; j++) {
            ink.x[j] = (int16_t)(2 * ink.x[j] - 4000);
            ink.y[j] = (int16_t)(2 * ink.y[j] + 7000);
        }
        CHECK_INT(hand_ask(hand, &ink, GUESSES, others), n);
        for (int j = 0; j < n; j++) {
            CHECK_INT(others[j].point, guesses[j].point);
            CHECK(others[j].score == guesses[j].score);
            CHECK(j == 0 || guesses[j].score <= guesses[j - 1].score);
        }
    }
}

/* In hundredths. */
static void test_rate(struct hand *hand, const struct trial_set *set, enum trial_way way,
                      int first_goal, int ten_goal)
{
    int n = 0, first = 0, ten = 0;
    for (int i = 0; i < set->n; i += EVERY, n++) {
        struct ink ink;
        struct hand_guess guesses[GUESSES];
        trial_draw(&set->characters[i], way, SEED, &ink);
        int place =
            place_of(guesses, hand_ask(hand, &ink, GUESSES, guesses), set->characters[i].point);
        first += place == 0;
        ten += place >= 0;
    }
    printf("%s: %d of %d, %d first\n", trial_way_names[way], ten, n, first);
    CHECK(n > 60);
    CHECK(100 * first >= first_goal * n);
    CHECK(100 * ten >= ten_goal * n);
}

int main(void)
{
    struct arena arena = {0};
    struct trial_set set = trial_load(&arena, "tests/entry/data/kanjivg.bin");
    struct hand *hand = NULL;
    CHECK_INT(hand_open(model, &hand), OK);
    test_fit();
    test_size(hand, &set);
    test_rate(hand, &set, TRIAL_NEAT, 58, 80);
    test_rate(hand, &set, TRIAL_SMALL, 55, 78);
    hand_close(hand);
    arena_fini(&arena);
    return check_done();
}
