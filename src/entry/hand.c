#include "entry/hand.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zinnia.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/utf8.h"
#include "entry/shape.h"

#define LOG_MODULE "entry"

/* The model was trained on characters of about this size, in a box of this size. */
enum { BOX = 300 };
/* Bends of less than this are the finger's; more than 2^DEPTH_MAX of them have no meaning. */
enum { SMALL_BEND = 3, DEPTH_MAX = 5 };

struct hand {
    zinnia_recognizer_t *recognizer;
    zinnia_character_t *character;
};

enum status hand_open(const char *path, struct hand **out)
{
    if (access(path, R_OK) != 0) {
        LOG_ERR("%s cannot be read: handwriting takes any order of strokes, but sees less "
                "(package tegaki-zinnia-simplified-chinese)",
                path);
        return ERR_NOT_FOUND;
    }
    struct hand *hand = xalloc(sizeof *hand);
    *hand = (struct hand){zinnia_recognizer_new(), zinnia_character_new()};
    if (zinnia_recognizer_open(hand->recognizer, path) == 0) {
        LOG_ERR("%s is no model of zinnia's", path);
        hand_close(hand);
        return ERR_PARSE;
    }
    *out = hand;
    return OK;
}

void hand_close(struct hand *hand)
{
    if (hand == NULL) {
        return;
    }
    zinnia_character_destroy(hand->character);
    zinnia_recognizer_destroy(hand->recognizer);
    free(hand);
}

/* The squared distance of point i from the straight line between two others. */
static int64_t distance2(const struct ink *ink, int from, int to, int i)
{
    int64_t along_x = ink->x[to] - ink->x[from];
    int64_t along_y = ink->y[to] - ink->y[from];
    int64_t off_x = ink->x[i] - ink->x[from];
    int64_t off_y = ink->y[i] - ink->y[from];
    int64_t length2 = along_x * along_x + along_y * along_y;
    int64_t cross = along_x * off_y - along_y * off_x;
    return length2 > 0 ? cross * cross / length2 : off_x * off_x + off_y * off_y;
}

/* Keeps what bends the stroke, by halves. zinnia halves strokes the same way, keeps a tree of the
 * halves in an array of 2^depth, and never stops: a scribble would take all memory there is. */
static void keep_bends(const struct ink *ink, int from, int to, int depth, bool *keep)
{
    int64_t most = SMALL_BEND * SMALL_BEND;
    int best = -1;
    for (int i = from + 1; i < to; i++) {
        int64_t distance = distance2(ink, from, to, i);
        if (distance > most) {
            most = distance;
            best = i;
        }
    }
    keep[from] = true;
    keep[to] = true;
    if (best >= 0 && depth < DEPTH_MAX) {
        keep_bends(ink, from, best, depth + 1, keep);
        keep_bends(ink, best, to, depth + 1, keep);
    }
}

static void draw(zinnia_character_t *character, const struct ink *ink)
{
    struct ink fitted;
    bool keep[INK_POINTS_MAX] = {false};
    shape_fit(ink, BOX, &fitted);
    zinnia_character_clear(character);
    zinnia_character_set_width(character, BOX);
    zinnia_character_set_height(character, BOX);
    size_t drawn = 0; /* empty strokes do not count */
    for (int stroke = 0, begin = 0; stroke < fitted.n_strokes; begin = fitted.ends[stroke++]) {
        if (fitted.ends[stroke] == begin) {
            continue;
        }
        keep_bends(&fitted, begin, fitted.ends[stroke] - 1, 0, keep);
        for (int i = begin; i < fitted.ends[stroke]; i++) {
            if (keep[i]) {
                zinnia_character_add(character, drawn, fitted.x[i], fitted.y[i]);
            }
        }
        drawn++;
    }
}

int hand_ask(struct hand *hand, const struct ink *ink, int max, struct hand_guess *out)
{
    if (ink->n_points == 0 || max == 0) {
        return 0;
    }
    draw(hand->character, ink);
    zinnia_result_t *result =
        zinnia_recognizer_classify(hand->recognizer, hand->character, (size_t)max);
    int n = result != NULL ? (int)zinnia_result_size(result) : 0;
    for (int i = 0; i < n; i++) {
        const char *text = zinnia_result_value(result, (size_t)i);
        size_t bytes = 0;
        out[i].point = utf8_next(text, strlen(text), &bytes);
        out[i].score = zinnia_result_score(result, (size_t)i);
    }
    if (result != NULL) {
        zinnia_result_destroy(result);
    }
    return n;
}
