/* What reaches the terminal and what it wants done. The shell turns the window system's, the
 * workers' and the clock's news into events, and carries out the effects; app_update is the only
 * thing in between. Times are the monotonic clock's milliseconds, taken from the event itself where
 * the window system supplies them. Pure data. */
#ifndef KIOSK_EVENT_H
#define KIOSK_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/lang.h"
#include "kiosk/core.h"
#include "store/catalogue.h"

enum event_kind {
    EVENT_TIME, /* nothing but the time: a deadline has come */
    EVENT_TOUCH_DOWN,
    EVENT_TOUCH_MOVE,
    EVENT_TOUCH_UP,
    EVENT_TOUCH_LOST, /* the window system took the finger away */
    EVENT_KEY,        /* one character, or a key of enum event_key */
    EVENT_RESIZED,    /* x, y: width and height */
    EVENT_DATA,       /* the database changed */
    EVENT_CONTENT,    /* the catalogue was replaced */
    EVENT_LINK,
    EVENT_PRINTER,
    EVENT_PRINT_JOB,
    EVENT_ANSWERED, /* an order is settled as far as the screen waits, or failed */
    EVENT_ENTRY,    /* candidates for what is written */
    EVENT_ASKED,    /* the hub's answer to a question; "" when there was none */
    EVENT_SPEECH,   /* what was to be said is said, or cannot be */
    EVENT_NOTE,     /* a second more of a spoken note, or its end */
};

/* Keys that are no characters; those without a code of their own lie beyond Unicode. */
enum event_key {
    EVENT_KEY_ENTER = '\n',
    EVENT_KEY_DELETE = '\b',
    EVENT_KEY_TAB = '\t',
    EVENT_KEY_ESCAPE = 27,
    EVENT_KEY_FIRST = 0x110000,
    EVENT_KEY_BACKTAB = EVENT_KEY_FIRST,
    EVENT_KEY_UP,
    EVENT_KEY_DOWN,
    EVENT_KEY_LEFT,
    EVENT_KEY_RIGHT,
    EVENT_KEY_HOME,
    EVENT_KEY_PAGE_UP,
    EVENT_KEY_PAGE_DOWN,
    EVENT_KEY_SWITCH, /* the one switch of somebody who has no more: down, and up again */
    EVENT_KEY_SWITCH_UP,
    EVENT_KEY_ACT,   /* the second switch */
    EVENT_KEY_PAD_0, /* a keypad that sends no characters (its number lock is off) */
    EVENT_KEY_PAD_9 = EVENT_KEY_PAD_0 + 9
};

/* How the terminal stands to its hub; words of the inspection contract. */
enum link_state { LINK_NONE, LINK_OFFLINE, LINK_ONLINE };

struct link_news {
    enum link_state state;
    int problem; /* enum sync_problem */
    bool has_token;
    bool is_enrolled; /* false: screen enroll */
    bool has_content; /* the first sync is done */
    bool is_busy;     /* an enrolment or a first sync is under way */
    int64_t pending;  /* own ops the hub has not acknowledged */
};

/* What came down: a mouse is always meant, a panel also reports water and palms (touch.h). */
enum pointer { POINTER_MOUSE, POINTER_FINGER };

struct entry_news;
struct entry_query;

/* FAILED: there is no voice or no loudspeaker; nothing can be read aloud from now on. */
enum speech_state { SPEECH_OVER, SPEECH_FAILED };

/* A spoken note (note.h). What is to be done: each replaces what went before. */
enum note_deed { NOTE_RECORD, NOTE_STOP, NOTE_PLAY, NOTE_HUSH, NOTE_DROP };
/* What became of it. FAILED: there is no microphone; nothing can be recorded from now on. */
enum note_news_kind { NOTE_RECORDING, NOTE_READY, NOTE_PLAYED, NOTE_FAILED };
struct note_news {
    int64_t id; /* of the EFFECT_NOTE that began it */
    enum note_news_kind kind;
    int seconds;     /* so far */
    const void *ogg; /* READY: the file, until the event is over */
    size_t ogg_len;
};

struct event {
    enum event_kind kind;
    int64_t at_ms; /* monotonic */
    instant now;   /* wall clock */
    int x, y;      /* window pixels */
    enum pointer pointer;
    int64_t finger;  /* which of several */
    int64_t late_ms; /* EVENT_TOUCH_DOWN: how much earlier it may have happened than it was read */
    uint32_t key;    /* code point or enum event_key */
    struct link_news link;
    int printer; /* enum printer_state, with EVENT_PRINTER and EVENT_PRINT_JOB */
    int64_t job; /* EVENT_PRINT_JOB: its id and enum printer_job_state */
    int job_state;
    const struct core_answer *answer; /* EVENT_ANSWERED */
    const char *text;                 /* EVENT_ASKED: JSON */
    const struct entry_news *entry;   /* EVENT_ENTRY */
    int64_t speech_id;                /* EVENT_SPEECH: of the EFFECT_SPEAK */
    enum speech_state speech;
    const struct note_news *note;      /* EVENT_NOTE */
    const struct catalogue *catalogue; /* EVENT_CONTENT: outlives the next EVENT_CONTENT */
};

enum effect_kind {
    EFFECT_SUBMIT,        /* order: core_submit, core_check, then EVENT_ANSWERED */
    EFFECT_ASK,           /* text: a question to the hub, then EVENT_ASKED */
    EFFECT_ASK_PHONE,     /* text: digits; asks for their open tickets, then EVENT_ASKED */
    EFFECT_PRINT,         /* the slip the application shows (app_slip), as job arg */
    EFFECT_PRINT_CANCEL,  /* job arg: nobody waits for it any more */
    EFFECT_PRINTER_WATCH, /* arg 1 or 0: somebody looks at the printer's state */
    EFFECT_LINK_RETRY,    /* try the hub now */
    EFFECT_ENTRY,         /* entry: candidates for letters or ink, then EVENT_ENTRY */
    EFFECT_SPEAK,  /* text, one sentence a line, in lang; arg: its id. EVENT_SPEECH follows */
    EFFECT_HUSH,   /* arg 1: the visit is over, too */
    EFFECT_VOLUME, /* arg: VOLUME_LEAST … VOLUME_MOST */
    EFFECT_NOTE,   /* note: the deed, arg: its id, volume. EVENT_NOTE may follow */
};

struct effect {
    enum effect_kind kind;
    int64_t arg;
    const struct core_order *order;
    const char *text;
    const struct entry_query *entry;
    enum lang lang;
    enum note_deed note;
    int volume;
};

/* Steps of the voice's volume; NORMAL is where every visit begins. */
enum { VOLUME_LEAST = 1, VOLUME_NORMAL = 3, VOLUME_MOST = 5 };

/* Effects of one update, in order; what they point to lives until the next update. Of those that
 * replace what went before (ENTRY, SPEAK, HUSH, VOLUME, NOTE) each is there once, the last one. */
enum { EFFECTS_MAX = 8 };
struct effects {
    struct effect items[EFFECTS_MAX];
    int n;
};

void effects_add(struct effects *effects, const struct effect *effect);

#endif
