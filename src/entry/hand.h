/* Handwriting in the usual order of strokes, by zinnia and its model of 6,763 characters. */
#ifndef ENTRY_HAND_H
#define ENTRY_HAND_H

#include <stdint.h>

#include "entry/entry.h"

struct hand;

struct hand_guess {
    uint32_t point;
    float score; /* the higher the better */
};

/* ERR_NOT_FOUND, ERR_PARSE; said on the log. */
enum status hand_open(const char *path, struct hand **out) MUST_CHECK;
/* The best max of them, best first; returns how many. */
int hand_ask(struct hand *hand, const struct ink *ink, int max, struct hand_guess *out);
void hand_close(struct hand *hand);

#endif
