/* Requests: a form, a due time that counts from filing, a table of allowed moves. Pure. Sources:
 * domain.md C4, D6, E7; standards.md “requests” (due time shown, transfers keep the clock running,
 * closing and refusing need a reason, the visitor confirms, rates or reopens). */
#ifndef DOMAIN_REQUEST_H
#define DOMAIN_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/op.h"
#include "domain/verdict.h"

enum request_state {
    REQUEST_FILED,
    REQUEST_TAKEN,
    REQUEST_WORKING,
    REQUEST_DONE,
    REQUEST_CONFIRMED,
    REQUEST_REFUSED,
    REQUEST_WITHDRAWN,
    REQUEST_PROVISIONAL, /* filed on a kiosk whose clock cannot be trusted */
    REQUEST_STATE_COUNT
};

const char *request_state_word(enum request_state state);
int request_state_parse(const char *word);

struct request_facts {
    bool is_known;
    bool is_proven; /* visitor's moves: the slip's token was checked */
    bool by_staff;
    bool has_note;
    int32_t rating; /* 0: none given */
    enum request_state state;
    bool is_rated;
};

/* May this op kind be applied in this state? On acceptance, and only then, *to is the state
 * afterwards. The allowed moves:
 *   staff    take      filed                        → taken
 *            work      taken                        → working
 *            done      working                      → done       note
 *            refuse    filed taken working          → refused    note
 *            transfer  filed taken working          → filed      note; the due time stays
 *   visitor  withdraw  filed taken provisional      → withdrawn
 *            confirm   done                         → confirmed
 *            reopen    done refused                 → filed      the due time counts anew: the
 *                                                                caller sets the verdict's due_at
 *            rate      done confirmed               stays        1 … 5, once
 * Staff's moves need by_staff, visitors' is_proven, else NOT_PROVEN. A rating out of range is
 * BAD_BODY; confirm may bring one along. A visitor's proven move on a ticket not known here is
 * PROVISIONAL UNKNOWN_TICKET, any other REFUSED. Kinds that are no moves are UNKNOWN_OP. */
struct verdict request_judge_move(const struct request_facts *facts, enum op_kind kind,
                                  instant judged_at, enum request_state *to);

/* Derived when read, never stored (domain.md E4). */
enum request_mark {
    MARK_NONE,   /* settled */
    MARK_BLUE,   /* 稳: in time */
    MARK_YELLOW, /* 近: due within 24 hours, or within a quarter of its term if that is shorter */
    MARK_RED,    /* 急: overdue */
};
/* due_at 0: none promised yet, blue. */
enum request_mark request_mark(enum request_state state, instant filed_at, instant due_at,
                               instant now);
/* Settled: whether it was settled too late; closed_at 0: not closed. Late is after due_at. */
bool request_is_overdue(enum request_state state, instant due_at, instant closed_at, instant now);

#endif
