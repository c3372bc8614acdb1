/* The terminal as a state: events change it, a view of it is a display list. No SDL, no threads, no
 * files but the database it reads. The shell feeds events, carries out effects, asks for the frame
 * when the queue is empty and paints it. One owner, main thread.
 *
 * Reading the database happens when a screen is entered and when data change (`load` of a screen);
 * views only look at what is in struct app. */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "kiosk/agenda.h"
#include "kiosk/call.h"
#include "kiosk/draft.h"
#include "kiosk/event.h"
#include "kiosk/finder.h"
#include "kiosk/helper.h"
#include "kiosk/lookup.h"
#include "kiosk/note.h"
#include "kiosk/typing.h"
#include "slip/printer.h"
#include "slip/slip.h"
#include "ui/draw.h"
#include "ui/style.h"
#include "ui/text.h"

enum screen_id {
    SCREEN_HOME,
    SCREEN_SERVICES,
    SCREEN_SERVICE,
    SCREEN_PAGE,
    SCREEN_NOTICES,
    SCREEN_ACTIVITIES,
    SCREEN_SERIES,
    SCREEN_SESSION,
    SCREEN_ROOMS,
    SCREEN_ROOM,
    SCREEN_REQUESTS,
    SCREEN_REQUEST,
    SCREEN_FORM,
    SCREEN_CONTACT,
    SCREEN_NAME,
    SCREEN_REVIEW,
    SCREEN_RESULT,
    SCREEN_TICKETS,
    SCREEN_TICKET_NUMBER,
    SCREEN_TICKET_PHONE,
    SCREEN_TICKET_LIST,
    SCREEN_TICKET,
    SCREEN_CALL,
    SCREEN_SEARCH,
    SCREEN_NOTE,
    SCREEN_ATTRACT,
    SCREEN_ENROLL,
    SCREEN_COUNT
};

/* One step of the way here. */
struct place {
    enum screen_id screen;
    char ref[CONTENT_ID_SIZE]; /* item, session, category … */
    char filter[CONTENT_ID_SIZE];
    int arg;  /* day offset, field index … */
    int page; /* which pageful of a long screen */
};
enum { TRAIL_MAX = 24 };
struct trail {
    struct place places[TRAIL_MAX];
    int n; /* at least 1; the last one is shown */
};

/* Where the content of an upright screen stands: LOW brings it down into the hand's reach. */
enum reach { REACH_NORMAL, REACH_LOW };

/* Who stands there, until the wipe. */
struct visit {
    enum lang lang;
    enum visitor visitor;
    enum type_scale type_scale;
    enum theme theme;
    enum reach reach;
    int volume;                   /* VOLUME_LEAST … VOLUME_MOST */
    char helper[CONTENT_ID_SIZE]; /* staff member who helps, "" none */
    bool shows_more;              /* home in large type: the tiles behind “more” */
};

/* One finger, or what may be one (touch.h). */
enum contact_state {
    CONTACT_UP,
    CONTACT_TAP,   /* may become a tap */
    CONTACT_PALM,  /* came together with others */
    CONTACT_RESTS, /* has been there for too long */
};
struct contact {
    enum contact_state state;
    enum pointer pointer;
    int64_t finger;
    int64_t down_ms, late_ms;
    int from_x, from_y;
    bool has_target, has_ref;
    struct action action; /* its ref is below */
    char ref[CONTENT_ID_SIZE];
    char id[CONTENT_ID_SIZE];
};

/* What is down, and the touchable thing that looks pressed. */
enum { SWIPE_PX = 140 }; /* of a panel 1080 wide: further than this up or down turns the page */
enum { CONTACTS_MAX = 10 };
struct touch {
    bool is_down; /* something looks pressed */
    int shown;    /* by which contact */
    struct action action;
    char ref[CONTENT_ID_SIZE];
    char id[CONTENT_ID_SIZE];
    struct contact contacts[CONTACTS_MAX];
};

/* Keys held back because they may be a scan (keys.h). */
enum { BURST_MAX = 400, BURST_GAP_MS = 35, BURST_HOLD_MS = 50, BURST_LEAST = 6 };
struct burst {
    uint32_t keys[BURST_MAX];
    int len;
    int64_t last_ms;  /* of the last key, held or not */
    bool is_too_long; /* part of it was given away: it is no scan any more */
    bool was_scan;    /* what comes right behind a scan belongs to it */
};

/* What a scan led to that is said in a dialog (scan.h). */
enum scan_news {
    SCAN_NOTHING,
    SCAN_UNKNOWN,
    SCAN_THING, /* ref: the amenity */
    SCAN_STRANGE_THING,
    SCAN_NO_RIDERS,
    SCAN_ASK_RIDER, /* leave what is being filled in? */
};
struct scan {
    enum scan_news news;
    char ref[CONTENT_ID_SIZE];
};

/* The keyboard's place (ring.h). */
struct ring {
    bool is_shown, is_switch_down;
    uint64_t where; /* the screen it was set on */
    struct box box; /* where it stood */
    char id[CONTENT_ID_SIZE];
    int64_t switch_ms;
};

/* Reading aloud. is_speaking of struct app is true from EFFECT_SPEAK to its EVENT_SPEECH. */
struct speaking {
    bool is_on;    /* somebody asked for it and did not stop it: errors are said, too */
    bool was_used; /* in this visit */
    int64_t id;    /* of what was handed to the voice last; counts on over the visits */
    struct buf text;
    uint64_t said;      /* hash of the error said last */
    struct place place; /* what was read */
    enum lang lang;
    int idle; /* enum idle_state then */
};

enum idle_state { IDLE_NO, IDLE_WARNING };
/* Who fills in a form or reads large type has longer (standards.md, “sizes and times”). */
enum { IDLE_AFTER_S = 60, IDLE_AFTER_LONG_S = 120, IDLE_AFTER_CALL_S = 300, IDLE_WARNING_S = 30 };
struct idle {
    enum idle_state state;
    int64_t since_ms; /* of the last touch, or of the warning */
};

/* The order under way and what became of it. */
enum deed_state { DEED_NONE, DEED_SENT, DEED_ANSWERED };
struct deed {
    enum deed_state state;
    int64_t last_id;
    int64_t sent_ms;
    struct core_order order;
    struct core_answer answer;
    enum core_link link; /* when it was answered */
    bool has_phone;      /* somebody can be called about it */
    int64_t job;         /* of its slip; 0: none */
    int64_t last_job;
    enum printer_job_state job_state;
    enum slip_mark { SLIP_FIRST, SLIP_REPRINT } mark;
};

/* What the present screen shows of the database; made by its load. */
struct model {
    struct arena arena;
    struct agenda agenda;
    struct session_info session;
    bool has_session;
};

struct app_setup {
    const char *station;
    enum lang lang;
    const struct catalogue *catalogue; /* NULL until there is one */
    struct store *store;               /* the main thread's, for reading; may be NULL */
    struct search *search;             /* the main thread's; NULL: nothing can be looked for */
    const struct text_measure *measure;
    int width_px, height_px;
    bool is_alone;   /* hub and kiosk in one */
    bool can_speak;  /* there is a voice and, as far as can be told, a loudspeaker */
    bool can_record; /* the station has a microphone, and as far as can be told it works */
    int64_t at_ms;
    instant now;
};

struct app {
    struct app_setup setup; /* catalogue, size and times are kept up to date here */
    struct style style;
    struct trail trail;
    struct visit visit;
    struct touch touch;
    struct burst burst;
    struct ring ring;
    struct scan scan;
    struct idle idle;
    struct draft draft;
    struct deed deed;
    struct call call;
    struct badge badge;
    struct lookup lookup;
    struct typing typing;
    struct finder finder;
    struct note note;
    struct model model;
    struct link_news link;
    int64_t offline_since_ms;
    int printer; /* enum printer_state */
    struct speaking speaking;
    bool is_speaking;            /* the terminal is; nobody is warned meanwhile */
    char focus[CONTENT_ID_SIZE]; /* the form field that keys go to */

    /* The frame: drawn again only after a change. */
    bool is_stale;
    int64_t frame_no; /* how often what is shown has changed */
    int frame_index;
    bool has_entered; /* a frame since the last wiping showed what somebody entered */
    struct arena frame_arenas[2];
    struct draw_list frames[2];
};

void app_init(struct app *app, const struct app_setup *setup);
void app_destroy(struct app *app);

/* Everything that happens goes through here. effects is cleared first. */
void app_update(struct app *app, const struct event *event, struct effects *effects);
/* Pure: what this state looks like. */
void app_view(const struct app *app, struct draw_list *list);
/* The frame for the present state, drawn when it is stale; holds until the next but one. */
const struct draw_list *app_frame(struct app *app);
/* Overwrites what was on the screens of a visit; the next app_frame begins anew. */
void app_wipe_frames(struct app *app);
/* Makes a list that app_view gave for this very state the frame. It lies in arena, which becomes
 * the app's; arena gets another one for it, with nothing in it. */
void app_take_frame(struct app *app, struct arena *arena, const struct draw_list *list);

/* When EVENT_TIME is wanted, monotonic; INT64_MAX: never. */
int64_t app_deadline_ms(const struct app *app);
/* Nothing unhandled, no verdict awaited, no job in progress (inspection contract). */
bool app_is_settled(const struct app *app);
/* The name of the screen shown, for inspection: "home", "session", "idle" … */
const char *app_screen_name(const struct app *app);

/* The slip for the order just answered; texts lie in arena. false when there is none. */
bool app_slip(const struct app *app, struct arena *arena, struct slip_data *out);

#endif
