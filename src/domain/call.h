/* 叫人帮我: a visitor calls the desk to a terminal. A kiosk has at most one call that stands; the
 * desk answers it (“on my way”) and closes it, the visitor may take it back. Pure. Sources: face.md
 * and content-ideas.md §15 (what the screen says), standards.md (“elders: no human help”).
 *
 * Of a call nothing is known but kiosk, screen and time. */
#ifndef DOMAIN_CALL_H
#define DOMAIN_CALL_H

#include <stdbool.h>

#include "domain/op.h"
#include "domain/verdict.h"

enum {
    CALL_AGAIN_S = 5 * MINUTE_S, /* so long after a call that stands another one says nothing new */
    CALL_LATE_S = 10 * MINUTE_S, /* heard of later than this nobody is sent: whoever called left */
};

struct call_facts {
    bool is_known;    /* moves: the call is here */
    bool is_own;      /* call_off: it is this kiosk's */
    bool is_answered; /* somebody is on the way */
    bool is_closed;
    bool by_staff;
    bool has_open;  /* call: one of this kiosk stands … */
    instant opened; /* … since then */
    instant heard;  /* when this node learned of the op */
};

/* call: ACCEPTED, or REFUSED ALREADY_CALLED with `until` (when a new one may be made) or TOO_LATE.
 * call_off takes back one's own that stands; call_answer and call_close are staff's, on one that
 * is not answered yet or not closed. What is not there, over or done is NOT_ALLOWED_NOW; who may
 * not is NOT_PROVEN. */
struct verdict call_judge(const struct call_facts *facts, enum op_kind kind, instant judged_at);

#endif
