/* One key of a pad or keyboard; only input.c and the pad_*.c files include this. */
#ifndef UI_KEY_H
#define UI_KEY_H

#include "ui/input.h"

enum key_kind { KEY_PLAIN, KEY_SUNK, KEY_FILLED };

struct key {
    const char *label, *icon; /* either or both */
    const char *name;         /* NULL: the label */
    const char *id;           /* NULL: by what it types */
    int command_kind;         /* 0: the pad's kind of action for characters */
    int64_t arg;
    int label_px; /* of the 1080 panel */
    enum key_kind kind;
    enum tap_state state;
};

/* Types c. */
struct key key_character(const struct ui *ui, char c, int label_px);
void key_paint(const struct ui *ui, struct box box, int action_kind, const struct key *key);

#endif
