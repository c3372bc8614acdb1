#include "domain/request.h"

#include "check.h"

enum { JUDGED_AT = 4242, NO = -1 };

static const enum op_kind visitor_kinds[] = {OP_WITHDRAW, OP_CONFIRM, OP_REOPEN, OP_RATE};

static bool is_visitors(enum op_kind kind)
{
    for (size_t i = 0; i < sizeof visitor_kinds / sizeof visitor_kinds[0]; i++) {
        if (visitor_kinds[i] == kind) {
            return true;
        }
    }
    return false;
}

/* The state afterwards for each kind in each state; NO: not allowed now. Columns in the order of
 * enum request_state: filed, taken, working, done, confirmed, refused, withdrawn, provisional. */
static const struct {
    enum op_kind kind;
    int after[REQUEST_STATE_COUNT];
} matrix[] = {
    {OP_TAKE, {REQUEST_TAKEN, NO, NO, NO, NO, NO, NO, NO}},
    {OP_WORK, {NO, REQUEST_WORKING, NO, NO, NO, NO, NO, NO}},
    {OP_DONE, {NO, NO, REQUEST_DONE, NO, NO, NO, NO, NO}},
    {OP_REFUSE, {REQUEST_REFUSED, REQUEST_REFUSED, REQUEST_REFUSED, NO, NO, NO, NO, NO}},
    {OP_TRANSFER, {REQUEST_FILED, REQUEST_FILED, REQUEST_FILED, NO, NO, NO, NO, NO}},
    {OP_WITHDRAW, {REQUEST_WITHDRAWN, REQUEST_WITHDRAWN, NO, NO, NO, NO, NO, REQUEST_WITHDRAWN}},
    {OP_CONFIRM, {NO, NO, NO, REQUEST_CONFIRMED, NO, NO, NO, NO}},
    {OP_REOPEN, {NO, NO, NO, REQUEST_FILED, NO, REQUEST_FILED, NO, NO}},
    {OP_RATE, {NO, NO, NO, REQUEST_DONE, REQUEST_CONFIRMED, NO, NO, NO}},
};

/* Facts under which the kind is allowed wherever the state allows it. */
static struct request_facts good_facts(enum op_kind kind)
{
    return (struct request_facts){
        .is_known = true,
        .is_proven = is_visitors(kind),
        .by_staff = !is_visitors(kind),
        .has_note = true,
        .rating = kind == OP_RATE ? 5 : 0,
    };
}

static void check_move(const struct request_facts *facts, enum op_kind kind, enum verdict_code code,
                       enum reason reason, int after)
{
    int before = check_failures;
    enum request_state to = REQUEST_STATE_COUNT;
    struct verdict got = request_judge_move(facts, kind, JUDGED_AT, &to);
    CHECK_STR(verdict_code_word(got.code), verdict_code_word(code));
    CHECK_STR(reason_word(got.reason), reason_word(reason));
    CHECK_INT(to, after == NO ? REQUEST_STATE_COUNT : after);
    CHECK_INT(got.judged_at, JUDGED_AT);
    CHECK_INT(got.left, -1);
    CHECK_INT(got.due_at, 0);
    if (check_failures > before) {
        fprintf(stderr, "  in %s of %s\n", op_kind_word(kind), request_state_word(facts->state));
    }
}

static void test_whole_matrix(void)
{
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
        for (int state = 0; state < REQUEST_STATE_COUNT; state++) {
            struct request_facts facts = good_facts(matrix[i].kind);
            facts.state = (enum request_state)state;
            int after = matrix[i].after[state];
            if (after == NO) {
                check_move(&facts, matrix[i].kind, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW, NO);
            } else {
                check_move(&facts, matrix[i].kind, VERDICT_ACCEPTED, REASON_NONE, after);
            }
        }
    }
}

static void test_other_kinds_are_no_moves(void)
{
    for (int kind = 0; kind < OP_KIND_COUNT; kind++) {
        bool is_move = false;
        for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
            is_move = is_move || (int)matrix[i].kind == kind;
        }
        if (!is_move) {
            struct request_facts facts = good_facts((enum op_kind)kind);
            check_move(&facts, (enum op_kind)kind, VERDICT_REFUSED, REASON_UNKNOWN_OP, NO);
        }
    }
}

/* A state in which the kind is allowed. */
static enum request_state fitting_state(size_t row)
{
    int state = 0;
    while (matrix[row].after[state] == NO) {
        state++;
    }
    return (enum request_state)state;
}

static void test_who_may(void)
{
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
        enum op_kind kind = matrix[i].kind;
        struct request_facts facts = good_facts(kind);
        facts.state = fitting_state(i);
        /* The other side's credentials do not help. */
        facts.is_proven = !facts.is_proven;
        facts.by_staff = !facts.by_staff;
        check_move(&facts, kind, VERDICT_REFUSED, REASON_NOT_PROVEN, NO);
        facts.is_proven = false;
        facts.by_staff = false;
        check_move(&facts, kind, VERDICT_REFUSED, REASON_NOT_PROVEN, NO);
        facts.is_known = false;
        check_move(&facts, kind, VERDICT_REFUSED, REASON_UNKNOWN_TICKET, NO);
        facts = good_facts(kind);
        facts.state = fitting_state(i);
        facts.is_known = false;
        check_move(&facts, kind, is_visitors(kind) ? VERDICT_PROVISIONAL : VERDICT_REFUSED,
                   REASON_UNKNOWN_TICKET, NO);
    }
}

static void test_notes(void)
{
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
        enum op_kind kind = matrix[i].kind;
        struct request_facts facts = good_facts(kind);
        facts.state = fitting_state(i);
        facts.has_note = false;
        if (kind == OP_DONE || kind == OP_REFUSE || kind == OP_TRANSFER) {
            check_move(&facts, kind, VERDICT_REFUSED, REASON_NEEDS_NOTE, NO);
        } else {
            check_move(&facts, kind, VERDICT_ACCEPTED, REASON_NONE, matrix[i].after[facts.state]);
        }
    }
}

static void test_ratings(void)
{
    struct request_facts facts = good_facts(OP_RATE);
    facts.state = REQUEST_DONE;
    for (int32_t rating = -1; rating <= 7; rating++) {
        facts.rating = rating;
        bool is_fit = rating >= 1 && rating <= 5;
        check_move(&facts, OP_RATE, is_fit ? VERDICT_ACCEPTED : VERDICT_REFUSED,
                   is_fit ? REASON_NONE : REASON_BAD_BODY, is_fit ? REQUEST_DONE : NO);
        is_fit = rating >= 0 && rating <= 5;
        check_move(&facts, OP_CONFIRM, is_fit ? VERDICT_ACCEPTED : VERDICT_REFUSED,
                   is_fit ? REASON_NONE : REASON_BAD_BODY, is_fit ? REQUEST_CONFIRMED : NO);
    }
    facts.rating = 4;
    facts.is_rated = true;
    check_move(&facts, OP_RATE, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW, NO);
    facts.rating = 0;
    check_move(&facts, OP_CONFIRM, VERDICT_ACCEPTED, REASON_NONE, REQUEST_CONFIRMED);
}

static void test_marks(void)
{
    enum { H = HOUR_S, D = DAY_S };
    static const struct {
        enum request_state state;
        instant filed_at, due_at, now;
        enum request_mark mark;
    } rows[] = {
        /* A long term: near is the last day. */
        {REQUEST_FILED, 1000, 1000 + 8 * D, 1000, MARK_BLUE},
        {REQUEST_FILED, 1000, 1000 + 8 * D, 1000 + 7 * D - 1, MARK_BLUE},
        {REQUEST_TAKEN, 1000, 1000 + 8 * D, 1000 + 7 * D, MARK_YELLOW},
        {REQUEST_WORKING, 1000, 1000 + 8 * D, 1000 + 8 * D, MARK_YELLOW},
        {REQUEST_WORKING, 1000, 1000 + 8 * D, 1000 + 8 * D + 1, MARK_RED},
        /* A short one: near is its last quarter. */
        {REQUEST_FILED, 1000, 1000 + 2 * H, 1000, MARK_BLUE},
        {REQUEST_FILED, 1000, 1000 + 2 * H, 1000 + 2 * H - H / 2 - 1, MARK_BLUE},
        {REQUEST_FILED, 1000, 1000 + 2 * H, 1000 + 2 * H - H / 2, MARK_YELLOW},
        {REQUEST_FILED, 1000, 1000 + 2 * H, 1000 + 2 * H + 1, MARK_RED},
        /* A term of four days: both are the same. */
        {REQUEST_FILED, 1000, 1000 + 4 * D, 1000 + 3 * D - 1, MARK_BLUE},
        {REQUEST_FILED, 1000, 1000 + 4 * D, 1000 + 3 * D, MARK_YELLOW},
        /* Nothing promised yet; settled. */
        {REQUEST_PROVISIONAL, 1000, 0, 1000 + 9 * D, MARK_BLUE},
        {REQUEST_DONE, 1000, 2000, 9000, MARK_NONE},
        {REQUEST_CONFIRMED, 1000, 2000, 9000, MARK_NONE},
        {REQUEST_REFUSED, 1000, 2000, 9000, MARK_NONE},
        {REQUEST_WITHDRAWN, 1000, 2000, 9000, MARK_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(request_mark(rows[i].state, rows[i].filed_at, rows[i].due_at, rows[i].now),
                  rows[i].mark);
    }
}

static void test_overdue(void)
{
    static const struct {
        enum request_state state;
        instant due_at, closed_at, now;
        bool is_overdue;
    } rows[] = {
        {REQUEST_FILED, 2000, 0, 2000, false},
        {REQUEST_FILED, 2000, 0, 2001, true},
        {REQUEST_WORKING, 2000, 0, 9000, true},
        {REQUEST_DONE, 2000, 2000, 9000, false},
        {REQUEST_DONE, 2000, 2001, 9000, true},
        {REQUEST_CONFIRMED, 2000, 1500, 9000, false},
        {REQUEST_REFUSED, 2000, 3000, 9000, true},
        {REQUEST_WITHDRAWN, 2000, 1000, 9000, false},
        {REQUEST_PROVISIONAL, 0, 0, 9000, false},
        /* Reopened: an old closing says nothing any more. */
        {REQUEST_FILED, 5000, 3000, 4000, false},
        {REQUEST_FILED, 5000, 3000, 5001, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(request_is_overdue(rows[i].state, rows[i].due_at, rows[i].closed_at, rows[i].now),
                  rows[i].is_overdue);
    }
}

static void test_state_words(void)
{
    for (int i = 0; i < REQUEST_STATE_COUNT; i++) {
        CHECK_INT(request_state_parse(request_state_word((enum request_state)i)), i);
    }
    CHECK_STR(request_state_word(REQUEST_WITHDRAWN), "withdrawn");
    CHECK_INT(request_state_parse("transferred"), -1);
}

int main(void)
{
    test_whole_matrix();
    test_other_kinds_are_no_moves();
    test_who_may();
    test_notes();
    test_ratings();
    test_marks();
    test_overdue();
    test_state_words();
    return check_done();
}
