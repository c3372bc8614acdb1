/* Inside the terminal: what a screen is, the actions areas carry, and how screens lead to each
 * other. Included by app.c and the screens' files only. */
#ifndef KIOSK_SCREEN_H
#define KIOSK_SCREEN_H

#include "kiosk/app.h"
#include "lang/text.h"
#include "ui/card.h"
#include "ui/input.h"
#include "ui/page.h"
#include "ui/widget.h"

enum action_kind {
    ACT_NONE,
    ACT_BACK,
    ACT_HOME,
    ACT_END,
    ACT_LANG,
    ACT_LARGE,
    ACT_THEME,
    ACT_REACH,
    ACT_SPEAK,
    ACT_VOLUME, /* arg: 1 or -1 */
    ACT_CALL,   /* the desk */
    ACT_HELPER_END,
    ACT_PAGE,    /* arg: which */
    ACT_GO,      /* arg: screen, ref: of what */
    ACT_VISITOR, /* arg */
    ACT_MORE,
    ACT_CONTINUE,  /* idle */
    ACT_KEY,       /* arg: code point */
    ACT_PAD,       /* arg: enum pad_command */
    ACT_CANDIDATE, /* arg: which */
    ACT_INK,       /* a finger draws here */
    ACT_SUBMIT,
    ACT_SCAN_CLOSE, /* the dialog over a screen (scan.h) */
    ACT_SCAN_LEAVE,
    /* meanings of one screen; the others never see them */
    ACT_FILTER, /* ref: category */
    ACT_DAY,    /* arg: days from today */
    ACT_FEWER,
    ACT_ADD,
    ACT_NEXT,
    ACT_CHOOSE, /* arg: option; ref: field */
    ACT_FOCUS,  /* ref: field */
    ACT_PLACE,  /* arg: building, unit …; ref: estate, road … */
    ACT_PLACE_AGAIN,
    ACT_PHONE_NONE,
    ACT_AGREE,
    ACT_NAME,    /* ref: surname */
    ACT_WRITE,   /* instead of picking */
    ACT_ADDRESS, /* arg */
    ACT_EDIT,    /* arg: step */
    ACT_REPRINT,
    ACT_RATE,
    ACT_ASK_CANCEL,
    ACT_ASK_WITHDRAW,
    ACT_KEEP,
    ACT_CANCEL,
    ACT_WITHDRAW,
    ACT_CONFIRM,
    ACT_REOPEN,
    ACT_LOOK_UP,
    ACT_CALL_OFF,
    ACT_NOTE, /* arg: enum note_tap; ref: field */
};

/* What a view draws with. */
struct canvas {
    const struct app *app;
    bool has_keys; /* set before chrome_begin: what is touched stands low anyway */
    struct ui ui;
    struct press press;
    struct arena *arena;
    enum lang lang;
};

struct screen {
    const char *name; /* inspection's word */
    void (*load)(struct app *app);
    void (*view)(const struct app *app, struct canvas *canvas);
    /* false: not this screen's action */
    bool (*act)(struct app *app, const struct action *action, struct effects *effects);
    /* A key for the focused input; Enter and delete among them. */
    void (*key)(struct app *app, uint32_t key, struct effects *effects);
    /* Whether it shows typing_put's keyboard now; NULL: never. */
    bool (*types)(const struct app *app);
};
extern const struct screen *const screens[SCREEN_COUNT];

/* One per file of screens. */
extern const struct screen screen_home, screen_attract, screen_enroll, screen_services,
    screen_service, screen_page, screen_notices, screen_activities, screen_series, screen_session,
    screen_rooms, screen_room, screen_requests, screen_request, screen_form, screen_contact,
    screen_name, screen_review, screen_result, screen_tickets, screen_ticket_number,
    screen_ticket_phone, screen_ticket_list, screen_ticket, screen_call, screen_search, screen_note;

/* ---- getting about (trail.c) ---- */
const struct place *app_place(const struct app *app);
struct place *app_place_mutable(struct app *app);
/* Goes on; back leads here again. */
void app_go(struct app *app, enum screen_id screen, const char *ref);
/* Goes on so that back leads to home: what lies behind is done. */
void app_go_final(struct app *app, enum screen_id screen);
void app_back(struct app *app);
void app_home(struct app *app);
/* Without an enrolment or content there is nothing else to show. */
void app_lock(struct app *app);
/* Ends the visit: forgets everything entered and looked up. */
void app_wipe(struct app *app, enum screen_id then, struct effects *effects);
void app_load(struct app *app);

struct agenda_source app_agenda_source(const struct app *app);

/* Carries out what a touched area means. */
void app_act(struct app *app, const struct action *action, struct effects *effects);
/* After the visit's language, size of type, theme or visitor, or the window's size, changed. */
void app_restyle(struct app *app);
enum audience visitor_audience(enum visitor visitor);

/* ---- orders (deed.c) ---- */
void app_send(struct app *app, const struct core_order *order, struct effects *effects);
void deed_answered(struct app *app, const struct event *event, struct effects *effects);
/* The database changed: what the hub says by now of an order that it had not answered. */
void deed_follow(struct app *app);
void deed_printed(struct app *app, const struct event *event);
bool deed_gives_slip(const struct deed *deed);
void deed_print(struct app *app, enum slip_mark mark, struct effects *effects);
/* What it is about, as it may be shown in public. */
const char *deed_title(const struct app *app, enum lang lang);

/* ---- look-ups (lookup.c) ---- */
void lookup_scan(struct app *app, const char *number, const char *token, struct effects *effects);
void lookup_number(struct app *app, const char *number, const char *token, struct effects *effects);
void lookup_phone(struct app *app, struct effects *effects);
/* How long until another look-up by phone is allowed; 0: now. */
int64_t lookup_wait_ms(const struct app *app);
/* The ticket looked at may have changed: reads and asks again. */
void lookup_refresh(struct app *app, struct effects *effects);
void lookup_answered(struct app *app, const char *json);

/* ---- texts ---- */
#define T(canvas, msg) text_get((canvas)->lang, (msg))
#define TF(canvas, msg, ...) text_fmt((canvas)->arena, (canvas)->lang, (msg), __VA_ARGS__)
#define TN(canvas, number) text_number((canvas)->arena, (number))
const char *canvas_text(const struct canvas *canvas, struct text text);
/* What the main button of the bottom bar says: the brief words where the full ones do not fit. */
const char *button_words(const struct canvas *canvas, const char *full, const char *brief);
/* A session's places as a tag, and as a sentence. */
struct tag session_tag(const struct canvas *canvas, const struct session_info *info);
const char *session_words(const struct canvas *canvas, const struct session_info *info);
/* The i-th notice shown at this station today, those first that something falls out or changes;
 * NULL past the last. */
const struct notice *notice_shown(const struct app *app, size_t i);
/* The page of this station that lists what stands ready (scan.c); NULL when none does. */
const struct page *page_of_amenities(const struct app *app);
/* The notice by which a session falls out; NULL when none says so. */
const struct notice *notice_of_session(const struct app *app, const char *session_id);
struct banner notice_banner(const struct canvas *canvas, const struct notice *notice);
/* What a visitor wants to know before starting, as rows for widget_facts; returns how many. */
enum { FACTS_MAX = 8 };
size_t facts_of(const struct canvas *canvas, const struct facts *facts, struct fact out[FACTS_MAX]);

#endif
