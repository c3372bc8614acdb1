/* What people answer with: fields, choices, stepper, pads, keyboards. Same rules as widget.h. The
 * kiosk owns the text; these only show it. */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include "ui/widget.h"

/* Label above with a hint beside it; 0 px when both are empty. */
int input_label(const struct ui *ui, struct box box, const char *label, const char *hint);

enum field_focus { FIELD_REST, FIELD_CURSOR };
struct input {
    struct tap tap;   /* id field.NAME */
    const char *name; /* for the node: the label */
    const char *text; /* as shown, masked if need be */
    const char *hint; /* shown while text is empty; behind text when is_trailing_hint */
    bool is_trailing_hint;
    bool is_bold;
    enum field_focus focus;
    const char *icon;  /* at the left */
    const char *error; /* below the field, with its mark; role alert */
};
int input_field(const struct ui *ui, struct box box, const struct input *input);

enum choice_kind { CHOICE_RADIO, CHOICE_CHECK, CHOICE_MARK };
struct choice {
    struct tap tap; /* TAP_CHOSEN or TAP_NORMAL; role check, value "on" or "off" */
    enum choice_kind kind;
    const char *label, *line;
    const char *mark; /* CHOICE_MARK: the icon instead of the dot */
};
/* In at most n_columns equal columns (fewer where a label would have to break), rows as high as
 * their highest box, or, where box.h is more, sharing that out. */
int input_choices(const struct ui *ui, struct box box, const struct choice *choices, size_t n,
                  int n_columns);

/* A consent or other tick with its sentence, no box around it. */
int input_tick(const struct ui *ui, struct box box, const struct choice *choice);

struct stepper {
    struct tap less, more; /* disabled at the limits; the limit stands in line */
    enum secrecy secrecy;  /* of the number */
    const char *less_name, *more_name;
    const char *label, *line, *number;
    const char *id; /* of the number's node */
};
int input_stepper(const struct ui *ui, struct box box, const struct stepper *stepper);

/* Keys carry the ids key.C and actions {kind, arg = code point}. */
struct keys {
    int action_kind;
    const char *clear, *del, *done, *space; /* words; arg is KEY_CLEAR, KEY_DELETE … */
    bool is_done_enabled;
};
enum { KEY_DELETE = 8, KEY_DONE = 13, KEY_CLEAR = 24, KEY_SPACE = 32 };

/* 3×4: 1 … 9, clear, 0, delete. box.h 0: digit_px a row. */
int input_digit_pad(const struct ui *ui, struct box box, const struct keys *keys);
/* How low that may get: rows that a finger hits, as high as their digits. */
int input_digit_pad_least(const struct ui *ui);
/* Digits in a row, then 10-9-7 letters with delete, space, clear and done. */
enum key_case { KEYS_LOWER, KEYS_UPPER };
int input_keyboard(const struct ui *ui, struct box box, const struct keys *keys,
                   enum key_case key_case);
/* Words or characters to tap (surnames, buildings): equal keys in n_columns; role key. */
struct word_key {
    struct tap tap;
    const char *label;
};
int input_words(const struct ui *ui, struct box box, const struct word_key *words, size_t n,
                int n_columns);

#endif
