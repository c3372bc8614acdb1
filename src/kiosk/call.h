/* 叫人帮我: calling the desk to this terminal. The tool on every screen leads to screen “call”,
 * which calls at once and says honestly what became of it; back leads to exactly where one was,
 * with everything entered. What stands is read from the database, so it outlives visit and restart:
 * who taps again within CALL_AGAIN_S is told that the desk knows already. Main thread. */
#ifndef KIOSK_CALL_H
#define KIOSK_CALL_H

#include <stdbool.h>

#include "kiosk/core.h"
#include "store/query.h"

struct app;
struct action;
struct effects;
struct event;

struct call {
    bool is_sending; /* an order is on its way */
    bool has_failed; /* the last one could not even be stored */
    int64_t last_id;
    struct core_order order;
    bool has_last; /* screen “call”: this terminal's last call */
    struct call_row last;
    char focus[CONTENT_ID_SIZE]; /* of the screen one came from */
};

enum call_state {
    CALL_NONE,    /* nobody is called */
    CALL_SENDING, /* the screen waits for the hub's word */
    CALL_UNTOLD,  /* recorded here, but the desk cannot know of it */
    CALL_TOLD,
    CALL_COMING, /* somebody said so */
    CALL_OVER,   /* seen to, or taken back */
};
enum call_state call_state_of(const struct app *app);
/* Whether the tool is there: this terminal belongs to a station. */
bool call_is_offered(const struct app *app);
/* The tool was tapped. */
void call_tap(struct app *app, struct effects *effects);
void call_answered(struct app *app, const struct event *event);
/* Forgets what this visit entered; a call that stands, stands. */
void call_wipe(struct call *call);

#endif
