/* What was drawn, from all that can be known of it: the grid over all characters, a closer look at
 * the best of those, and zinnia's guesses for those who write in the usual order. */
#ifndef ENTRY_FUSE_H
#define ENTRY_FUSE_H

#include "entry/entry.h"

struct strokes;
struct hand;

/* One of strokes and hand may be NULL. */
void fuse_ask(const struct strokes *strokes, struct hand *hand, const struct ink *ink,
              struct entry_answer *out);

#endif
