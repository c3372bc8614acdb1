/* Handwriting with the real models, on strokes written down here by hand. The rates over thousands
 * of characters are in test_rates.c. */
#include "entry/entry.h"

#include <stdlib.h>

#include "check.h"

#include "base/utf8.h"

/* Strokes as "x,y x,y …", one after the other, divided by semicolons. */
static struct ink ink_of(const char *text)
{
    struct ink ink = {0};
    while (*text != '\0') {
        char *end;
        ink.x[ink.n_points] = (int16_t)strtol(text, &end, 10);
        ink.y[ink.n_points++] = (int16_t)strtol(end + 1, &end, 10);
        if (*end == ';' || *end == '\0') {
            ink.ends[ink.n_strokes++] = (int16_t)ink.n_points;
        }
        text = *end == '\0' ? end : end + 1;
    }
    return ink;
}

static int place_of(const struct entry_answer *answer, const char *text)
{
    for (int i = 0; i < answer->n; i++) {
        if (strcmp(answer->items[i].text, text) == 0) {
            return i;
        }
    }
    return -1;
}

static const struct {
    const char *text, *strokes;
} written[] = {
    {"人", "480,120 470,300 400,520 300,700 150,850;475,330 560,520 680,690 850,820"},
    {"大", "150,380 400,370 850,340;490,120 480,350 400,600 150,880;500,380 620,620 860,860"},
    {"十", "120,480 500,460 880,450;500,100 500,500 505,900"},
    {"口",
     "230,250 250,500 270,800;230,260 500,250 780,240 760,500 740,800;270,760 500,755 740,750"},
    {"王", "200,200 500,190 800,185;230,480 500,470 770,465;500,200 500,500 500,820;"
           "120,830 500,825 890,820"},
    {"中", "220,300 235,450 250,620;220,310 500,290 790,280 770,450 750,610;"
           "250,600 500,590 750,585;500,80 500,500 505,940"},
    {"一", "100,500 500,490 900,480"},
};

static void test_written(struct entry *entry)
{
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        struct ink ink = ink_of(written[i].strokes);
        struct entry_answer answer;
        CHECK_INT(entry_ink(entry, &ink, &answer), OK);
        CHECK(answer.n > 20 && answer.n <= ENTRY_CANDIDATES_MAX);
        int place = place_of(&answer, written[i].text);
        if (place < 0 || place > 4) {
            fprintf(stderr, "%s is at %d\n", written[i].text, place);
        }
        CHECK(place >= 0 && place <= 4);
        for (int j = 0; j < answer.n; j++) {
            CHECK(utf8_count(answer.items[j].text) == 1);
            CHECK_INT(place_of(&answer, answer.items[j].text), j);
            CHECK_INT(answer.items[j].letters, 0);
        }
    }
}

/* However square it is drawn, 口 comes before 囗, and each is there once (test_written). */
static void test_square(struct entry *entry)
{
    static const char *const squares[] = {
        "230,250 250,500 270,800;230,260 500,250 780,240 760,500 740,800;270,760 500,755 740,750",
        "200,200 200,800;200,200 800,200 800,800;200,800 800,800",
        "200,300 240,700;200,300 800,300 760,700;240,690 760,690",
        "200,100 200,900;200,100 700,100 700,900;200,900 700,900",
    };
    for (size_t i = 0; i < sizeof squares / sizeof squares[0]; i++) {
        struct ink ink = ink_of(squares[i]);
        struct entry_answer answer;
        CHECK_INT(entry_ink(entry, &ink, &answer), OK);
        CHECK_INT(place_of(&answer, "口"), 0);
        int other = place_of(&answer, "囗");
        CHECK(other > 0 && other < 10);
    }
}

/* Where on the pad, and how large, is all the same. */
static void test_place(struct entry *entry)
{
    struct ink ink = ink_of(written[5].strokes);
    struct ink small = ink;
    for (int i = 0; i < small.n_points; i++) {
        small.x[i] = (int16_t)(900 + small.x[i] / 4);
        small.y[i] = (int16_t)(-3000 + small.y[i] / 4);
    }
    struct entry_answer answer;
    CHECK_INT(entry_ink(entry, &small, &answer), OK);
    CHECK(place_of(&answer, "中") >= 0 && place_of(&answer, "中") <= 4);
}

static void test_edges(struct entry *entry)
{
    static struct ink ink;
    struct entry_answer answer = {.n = -7};
    memset(&ink, 0, sizeof ink);
    CHECK_INT(entry_ink(entry, &ink, &answer), OK);
    CHECK_INT(answer.n, 0);
    ink = (struct ink){.n_points = 1, .n_strokes = 3, .ends = {0, 1, 1}, .x = {-32768}};
    CHECK_INT(entry_ink(entry, &ink, &answer), OK);
    CHECK(answer.n > 0);
    ink.n_points = INK_POINTS_MAX;
    ink.n_strokes = INK_STROKES_MAX;
    for (int i = 0; i < INK_POINTS_MAX; i++) {
        ink.x[i] = (int16_t)(i % 2 == 0 ? INT16_MIN : INT16_MAX);
        ink.y[i] = (int16_t)(i * 7919);
    }
    for (int i = 0; i < INK_STROKES_MAX; i++) {
        ink.ends[i] = (int16_t)(INK_POINTS_MAX - (INK_STROKES_MAX - 1 - i) * 2);
    }
    CHECK_INT(entry_ink(entry, &ink, &answer), OK);
    CHECK(answer.n > 0);
}

/* What one recogniser lacks the other gives; with neither there is an error, not a guess. */
static void test_missing(void)
{
    static const struct entry_options options[] = {
        {.zinnia_file = "/nonexistent"},
        {.strokes_file = "/nonexistent"},
        {.strokes_file = "/etc/passwd"},
        {.zinnia_file = "/nonexistent", .strokes_file = "/dev/null"},
    };
    struct ink ink = ink_of(written[1].strokes);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        struct entry_answer answer = {.n = -7};
        struct entry *entry = NULL;
        entry_create(&options[i], &entry);
        for (int again = 0; again < 2; again++) {
            if (i == 3) {
                CHECK_INT(entry_ink(entry, &ink, &answer), ERR_NOT_FOUND);
                CHECK_INT(answer.n, -7);
                continue;
            }
            CHECK_INT(entry_ink(entry, &ink, &answer), OK);
            CHECK(place_of(&answer, "大") >= 0 && place_of(&answer, "大") <= 4);
            entry_close_models(entry);
        }
        entry_destroy(entry);
    }
}

int main(void)
{
    struct entry *entry = NULL;
    entry_create(NULL, &entry);
    test_written(entry);
    test_square(entry);
    test_place(entry);
    test_edges(entry);
    test_missing();
    entry_destroy(entry);
    return check_done();
}
