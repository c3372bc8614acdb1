#include "domain/request.h"

#include <assert.h>
#include <stddef.h>

#include "base/str.h"

enum { RATING_MAX = 5 };

static const char *const state_words[] = {
    [REQUEST_FILED] = "filed",         [REQUEST_TAKEN] = "taken",
    [REQUEST_WORKING] = "working",     [REQUEST_DONE] = "done",
    [REQUEST_CONFIRMED] = "confirmed", [REQUEST_REFUSED] = "refused",
    [REQUEST_WITHDRAWN] = "withdrawn", [REQUEST_PROVISIONAL] = "provisional",
};

static_assert(sizeof state_words / sizeof state_words[0] == REQUEST_STATE_COUNT,
              "every state has its word");

const char *request_state_word(enum request_state state)
{
    assert((size_t)state < REQUEST_STATE_COUNT);
    return state_words[state];
}

int request_state_parse(const char *word)
{
    for (int i = 0; i < REQUEST_STATE_COUNT; i++) {
        if (str_equal(state_words[i], word)) {
            return i;
        }
    }
    return -1;
}

enum mover { MOVER_STAFF, MOVER_VISITOR };
enum note { NOTE_OPTIONAL, NOTE_NEEDED };
enum after { AFTER_MOVES, AFTER_STAYS };

#define IN(state) (1u << REQUEST_##state)

struct move {
    enum op_kind kind;
    unsigned from; /* a set of IN(state) */
    enum after after;
    enum request_state to; /* AFTER_MOVES */
    enum mover mover;
    enum note note;
};

static const struct move moves[] = {
    {OP_TAKE, IN(FILED), AFTER_MOVES, REQUEST_TAKEN, MOVER_STAFF, NOTE_OPTIONAL},
    {OP_WORK, IN(TAKEN), AFTER_MOVES, REQUEST_WORKING, MOVER_STAFF, NOTE_OPTIONAL},
    {OP_DONE, IN(WORKING), AFTER_MOVES, REQUEST_DONE, MOVER_STAFF, NOTE_NEEDED},
    {OP_REFUSE, IN(FILED) | IN(TAKEN) | IN(WORKING), AFTER_MOVES, REQUEST_REFUSED, MOVER_STAFF,
     NOTE_NEEDED},
    {OP_TRANSFER, IN(FILED) | IN(TAKEN) | IN(WORKING), AFTER_MOVES, REQUEST_FILED, MOVER_STAFF,
     NOTE_NEEDED},
    {OP_WITHDRAW, IN(FILED) | IN(TAKEN) | IN(PROVISIONAL), AFTER_MOVES, REQUEST_WITHDRAWN,
     MOVER_VISITOR, NOTE_OPTIONAL},
    {OP_CONFIRM, IN(DONE), AFTER_MOVES, REQUEST_CONFIRMED, MOVER_VISITOR, NOTE_OPTIONAL},
    {OP_REOPEN, IN(DONE) | IN(REFUSED), AFTER_MOVES, REQUEST_FILED, MOVER_VISITOR, NOTE_OPTIONAL},
    {OP_RATE, IN(DONE) | IN(CONFIRMED), AFTER_STAYS, REQUEST_STATE_COUNT, MOVER_VISITOR,
     NOTE_OPTIONAL},
};

static const struct move *find_move(enum op_kind kind)
{
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (moves[i].kind == kind) {
            return &moves[i];
        }
    }
    return NULL;
}

static struct verdict answer(enum verdict_code code, enum reason reason, instant judged_at)
{
    return (struct verdict){.code = code, .reason = reason, .judged_at = judged_at, .left = -1};
}

/* Whether a rating, if one is given, is one, and whether one is given where it is the point. */
static bool is_rating_fit(const struct request_facts *facts, enum op_kind kind)
{
    int32_t lowest = kind == OP_RATE ? 1 : 0;
    return facts->rating >= lowest && facts->rating <= RATING_MAX;
}

struct verdict request_judge_move(const struct request_facts *facts, enum op_kind kind,
                                  instant judged_at, enum request_state *to)
{
    const struct move *move = find_move(kind);
    if (move == NULL) {
        return answer(VERDICT_REFUSED, REASON_UNKNOWN_OP, judged_at);
    }
    bool may_move = move->mover == MOVER_STAFF ? facts->by_staff : facts->is_proven;
    if (!facts->is_known) {
        bool may_come = move->mover == MOVER_VISITOR && facts->is_proven;
        return answer(may_come ? VERDICT_PROVISIONAL : VERDICT_REFUSED, REASON_UNKNOWN_TICKET,
                      judged_at);
    }
    if (!may_move) {
        return answer(VERDICT_REFUSED, REASON_NOT_PROVEN, judged_at);
    }
    bool is_rated_twice = kind == OP_RATE && facts->is_rated;
    if ((move->from & (1u << facts->state)) == 0 || is_rated_twice) {
        return answer(VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW, judged_at);
    }
    if (move->note == NOTE_NEEDED && !facts->has_note) {
        return answer(VERDICT_REFUSED, REASON_NEEDS_NOTE, judged_at);
    }
    if (!is_rating_fit(facts, kind)) {
        return answer(VERDICT_REFUSED, REASON_BAD_BODY, judged_at);
    }
    *to = move->after == AFTER_STAYS ? facts->state : move->to;
    return answer(VERDICT_ACCEPTED, REASON_NONE, judged_at);
}

static bool is_settled(enum request_state state)
{
    return state == REQUEST_DONE || state == REQUEST_CONFIRMED || state == REQUEST_REFUSED ||
           state == REQUEST_WITHDRAWN;
}

enum request_mark request_mark(enum request_state state, instant filed_at, instant due_at,
                               instant now)
{
    if (is_settled(state)) {
        return MARK_NONE;
    }
    if (due_at == 0) {
        return MARK_BLUE;
    }
    if (now > due_at) {
        return MARK_RED;
    }
    instant near_s = (due_at - filed_at) / 4;
    if (near_s > DAY_S) {
        near_s = DAY_S;
    }
    return due_at - now <= near_s ? MARK_YELLOW : MARK_BLUE;
}

bool request_is_overdue(enum request_state state, instant due_at, instant closed_at, instant now)
{
    if (due_at == 0) {
        return false;
    }
    return (is_settled(state) && closed_at != 0 ? closed_at : now) > due_at;
}
