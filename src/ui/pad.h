/* What people write with: a keyboard for pinyin or Latin letters, signs, and a pad for a finger;
 * and the field they write into. Same rules as widget.h; the kiosk owns letters, ink and
 * candidates, these only show them. Sizes: keys 16 mm wide and more on the smaller panel. */
#ifndef UI_PAD_H
#define UI_PAD_H

#include "ui/input.h"

enum pad_mode { PAD_PINYIN, PAD_INK, PAD_LATIN, PAD_SIGNS };

/* What a key does that types nothing: arg of command_kind. */
enum pad_command {
    PAD_TO_PINYIN,
    PAD_TO_INK,
    PAD_TO_LATIN,
    PAD_TO_SIGNS,
    PAD_TO_LETTERS, /* back from the signs */
    PAD_SHIFT,
    PAD_OPEN, /* the whole list of candidates */
    PAD_CLOSE,
    PAD_LIST_BACK,
    PAD_LIST_ON,
    PAD_UNDO_STROKE,
    PAD_DRAW_AGAIN,
};

enum { PAD_INK_SPAN = 1000 }; /* ink runs from 0 to here in both directions, y downwards */

/* A stroke: points of an ink from `from` up to, not including, `to`. */
struct pad_ink {
    const int16_t *x, *y, *ends;
    int n_strokes;
};

struct pad_words {
    const char *pinyin, *ink, *latin, *signs, *letters; /* the ways to write */
    const char *divide, *shift, *space, *clear, *del, *done, *comma, *stop;
    const char *open, *close, *back, *on; /* the list of candidates */
    const char *question, *help, *undo, *again;
    const char *rows[3]; /* the signs, 10, 9 and 7 of them */
    const char *wait;    /* where candidates will stand */
};

/* LOW: nearer to the foot, for whoever does not reach far up. */
enum pad_size { PAD_FULL, PAD_LOW };

struct pad {
    enum pad_mode mode;
    enum pad_size size;
    enum pad_mode letters_mode; /* what PAD_TO_LETTERS leads to */
    enum key_case key_case;
    int key_kind, command_kind, choose_kind, ink_kind; /* of actions */
    const char *composed;                              /* the pre-edit, divided */
    const char *const *candidates;
    size_t n_candidates;
    bool is_open; /* the list of candidates instead of keys or pad */
    int page;     /* of that list */
    struct pad_ink ink;
    bool is_done_enabled;         /* words.done NULL: there is no such key */
    const struct button *instead; /* of writing, beside the ways to write; NULL: nothing */
    struct pad_words words;
};

/* The keyboard or pad on a band of its own as wide as box; box.h 0: the natural height, else it
 * fills the height, the pad gets as small as that. */
int pad_put(const struct ui *ui, struct box box, const struct pad *pad);
/* The least height in which everything still has its size. */
int pad_least_px(const struct ui *ui, const struct pad *pad);

/* The field: text, then the pre-edit, underlined, then the cursor, in lines. The node's value is
 * what is shown. */
struct area {
    struct tap tap; /* id field.NAME */
    const char *name, *text, *composed;
    const char *hint;  /* shown while there is nothing */
    const char *count; /* below: how much was written, and how much may be */
    int lines_least;
};
/* box.h 0: as high as its lines, at least lines_least. */
int area_put(const struct ui *ui, struct box box, const struct area *area);

#endif
