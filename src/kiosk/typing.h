/* Writing: what stands between keys or a finger and a screen's text. The screen says when it is
 * written on (`types` in struct screen), places the keyboard with typing_put and gets finished
 * characters, KEY_DELETE and KEY_CLEAR through its `key`, as from a physical keyboard, and KEY_DONE
 * through its `act` as ACT_KEY. Nothing else is needed: letters, candidates, ink and the ways to
 * write are looked after here.
 *
 * Candidates are asked for by EFFECT_ENTRY and come as EVENT_ENTRY; the screen never waits for
 * them, and of several questions only the newest one's answer counts. What is written is personal:
 * it goes with the screen, the way to write with the visit. Main thread, pure. */
#ifndef KIOSK_TYPING_H
#define KIOSK_TYPING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "entry/entry.h"
#include "ui/pad.h"

struct action;
struct app;
struct canvas;
struct effects;
struct event;

/* A question to the thread that has the engines; plain bytes, to be copied and wiped. */
enum entry_ask { ENTRY_ASK_PINYIN, ENTRY_ASK_INK, ENTRY_ASK_CLOSE };
struct entry_query {
    enum entry_ask ask; /* CLOSE: the visit is over, nothing is answered */
    int64_t serial;
    enum entry_fuzzy fuzzy; /* as the station says */
    char letters[ENTRY_LETTERS_MAX + 1];
    struct ink ink; /* 0 … PAD_INK_SPAN across the pad */
};
struct entry_news {
    int64_t serial;     /* of the question */
    enum status status; /* not OK: n is 0, that way to write does not work here */
    struct entry_answer answer;
};

enum { INK_WAIT_MS = 400, REPEAT_FIRST_MS = 500, REPEAT_MS = 120 };

struct typing {
    enum pad_mode mode, letters_mode; /* as chosen; signs lead back to letters_mode */
    bool is_chosen;                   /* else the language decides */
    enum key_case key_case;
    struct entry_query now; /* letters and ink as they stand, and the newest question's serial */
    struct entry_news news; /* the newest answer; its candidates stay until the next one */
    bool takes_first;       /* once the answer is there: space was quicker than the engine */
    bool is_open;           /* the list of candidates */
    int page;
    bool was_asked; /* in this visit: there is something to close */
    bool is_drawing;
    int pen_pointer; /* enum pointer; which one draws */
    int64_t pen_finger;
    struct box pad;          /* where the finger draws */
    int64_t recognise_at_ms; /* 0: nothing drawn since the last question */
    int64_t repeat_at_ms;    /* a key that deletes is held; 0: none */
    bool has_repeated;
};

/* Whether the screen shown is written on now. */
bool typing_is_on(const struct app *app);
enum pad_mode typing_mode(const struct app *app);
/* The letters under way, to be shown behind the text; "" when there are none. */
const char *typing_composed(const struct app *app);

/* false: not for the keyboard. */
bool typing_act(struct app *app, const struct action *action, struct effects *effects);
/* A key of a physical keyboard. */
bool typing_key(struct app *app, uint32_t key, struct effects *effects);
/* Fingers, by touch.c. What one came down on: the pad, where it draws, or a key that deletes as
 * long as it is held. */
void typing_pressed(struct app *app, const struct draw_cmd *hit, const struct event *event);
void typing_pen_moved(struct app *app, const struct event *event);
/* Mistaken: it was water or a palm, the stroke goes. */
enum pen_end { PEN_KEPT, PEN_MISTAKEN };
void typing_pen_up(struct app *app, const struct event *event, enum pen_end end);
/* After what a release means was done. */
void typing_released(struct app *app);
void typing_answered(struct app *app, const struct event *event, struct effects *effects);
/* A deadline may have come. */
void typing_time(struct app *app, struct effects *effects);
int64_t typing_deadline_ms(const struct app *app);
/* Neither candidates awaited nor ink unread. */
bool typing_is_settled(const struct app *app);

/* Nothing of a visitor's stands in it. */
bool typing_is_empty(const struct app *app);
/* Another screen: nothing half-written stays, the way to write does. */
void typing_leave(struct app *app);
void typing_wipe(struct app *app, struct effects *effects);

/* ---- drawing (typing_view.c) ---- */
/* The keyboard or pad at the foot of *rest, or beside it in a wide window; takes its part off
 * *rest and leaves least_px above it where the pad can be smaller for that. */
enum typing_done { TYPING_WITHOUT_DONE, TYPING_DONE };
/* instead: the button of what may be done instead of writing, NULL: nothing. */
void typing_put(const struct canvas *canvas, struct box *rest, int least_px, enum typing_done done,
                const struct button *instead);
/* The field: text with the pre-edit behind it. points_max 0: no count below. */
struct writing {
    const char *id, *name, *text, *hint;
    int points_max;
    int lines_least;
};
struct area typing_area(const struct canvas *canvas, const struct writing *writing);

#endif
