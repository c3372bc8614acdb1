/* A spoken note instead of typing, where the station has a microphone: the screen on which it is
 * said, heard again and kept, and what is kept of it. There is one in a draft at most, for a field
 * of personal class; its bytes go into the order's envelope and are wiped with the draft. The
 * samples stay with the microphone (shell_microphone.h) until the screen is left. Pure: deeds go
 * out as EFFECT_NOTE, news come in as EVENT_NOTE. */
#ifndef KIOSK_NOTE_H
#define KIOSK_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "kiosk/draft.h"
#include "kiosk/event.h"

struct app;

enum { NOTE_MOST_S = 60 };

enum note_state {
    NOTE_NONE,
    NOTE_WAITS, /* for the microphone to open or the file to be made */
    NOTE_LISTENS,
    NOTE_IS_THERE,
    NOTE_PLAYS,
};

struct note {
    enum note_state state;
    int64_t id; /* of the recording; counts on over the visits */
    int seconds;
    struct buf ogg; /* of what is there or was kept */
};

/* What ACT_NOTE means, its arg. */
enum note_tap {
    NOTE_TAP_OPEN, /* the form's: to the screen */
    NOTE_TAP_FORGET,
    NOTE_TAP_START, /* the screen's */
    NOTE_TAP_STOP,
    NOTE_TAP_PLAY,
    NOTE_TAP_HUSH,
    NOTE_TAP_DROP,
    NOTE_TAP_KEEP,
};

/* Whether the field may be spoken: it is personal, and no other one of the draft is. */
bool note_is_offered(const struct app *app, const struct field *field);
bool note_is_kept(const struct draft *draft);
/* The form's two taps. */
bool note_open(struct app *app, const struct request_kind *kind, size_t field, enum note_tap tap);

void note_take(struct app *app, const struct note_news *news);
/* After every update: a recording nobody looks at ends, one that is not kept is wiped. */
void note_follow(struct app *app, struct effects *effects);
void note_destroy(struct note *note);

#endif
