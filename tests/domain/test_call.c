#include "domain/call.h"

#include "check.h"

enum { AT = 1795500000 };

static void test_new(void)
{
    static const struct {
        const char *what;
        struct call_facts facts;
        enum verdict_code code;
        enum reason reason;
    } table[] = {
        {"nobody was called", {.heard = AT}, VERDICT_ACCEPTED, REASON_NONE},
        {"a moment ago",
         {.heard = AT, .has_open = true, .opened = AT - 1},
         VERDICT_REFUSED,
         REASON_ALREADY_CALLED},
        {"a clock set back",
         {.heard = AT, .has_open = true, .opened = AT + 30},
         VERDICT_REFUSED,
         REASON_ALREADY_CALLED},
        {"just under five minutes",
         {.heard = AT, .has_open = true, .opened = AT - CALL_AGAIN_S + 1},
         VERDICT_REFUSED,
         REASON_ALREADY_CALLED},
        {"five minutes",
         {.heard = AT, .has_open = true, .opened = AT - CALL_AGAIN_S},
         VERDICT_ACCEPTED,
         REASON_NONE},
        {"heard of ten minutes later", {.heard = AT + CALL_LATE_S}, VERDICT_ACCEPTED, REASON_NONE},
        {"heard of later still", {.heard = AT + CALL_LATE_S + 1}, VERDICT_REFUSED, REASON_TOO_LATE},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct verdict verdict = call_judge(&table[i].facts, OP_CALL, AT);
        if (verdict.code != table[i].code)
            fprintf(stderr, "%s:\n", table[i].what);
        CHECK_INT(verdict.code, table[i].code);
        CHECK_INT(verdict.reason, table[i].reason);
        CHECK_INT(verdict.judged_at, AT);
        instant until =
            verdict.reason == REASON_ALREADY_CALLED ? table[i].facts.opened + CALL_AGAIN_S : 0;
        CHECK_INT(verdict.until, until);
    }
}

static void test_moves(void)
{
    static const struct {
        enum op_kind kind;
        struct call_facts facts;
        enum reason reason;
    } table[] = {
        {OP_CALL_OFF, {.is_known = true, .is_own = true}, REASON_NONE},
        {OP_CALL_OFF, {.is_known = true, .is_own = true, .is_answered = true}, REASON_NONE},
        {OP_CALL_OFF,
         {.is_known = true, .is_own = true, .is_closed = true},
         REASON_NOT_ALLOWED_NOW},
        {OP_CALL_OFF, {.is_own = true}, REASON_NOT_ALLOWED_NOW},
        {OP_CALL_OFF, {.is_known = true, .by_staff = true}, REASON_NOT_PROVEN},
        {OP_CALL_ANSWER, {.is_known = true, .by_staff = true}, REASON_NONE},
        {OP_CALL_ANSWER, {.is_known = true, .is_own = true}, REASON_NOT_PROVEN},
        {OP_CALL_ANSWER,
         {.is_known = true, .by_staff = true, .is_answered = true},
         REASON_NOT_ALLOWED_NOW},
        {OP_CALL_ANSWER,
         {.is_known = true, .by_staff = true, .is_closed = true},
         REASON_NOT_ALLOWED_NOW},
        {OP_CALL_ANSWER, {.by_staff = true}, REASON_NOT_ALLOWED_NOW},
        {OP_CALL_CLOSE, {.is_known = true, .by_staff = true}, REASON_NONE},
        {OP_CALL_CLOSE, {.is_known = true, .by_staff = true, .is_answered = true}, REASON_NONE},
        {OP_CALL_CLOSE,
         {.is_known = true, .by_staff = true, .is_closed = true},
         REASON_NOT_ALLOWED_NOW},
        {OP_CALL_CLOSE, {.is_known = true}, REASON_NOT_PROVEN},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct verdict verdict = call_judge(&table[i].facts, table[i].kind, AT);
        CHECK_INT(verdict.reason, table[i].reason);
        CHECK_INT(verdict.code,
                  table[i].reason == REASON_NONE ? VERDICT_ACCEPTED : VERDICT_REFUSED);
        CHECK_INT(verdict.left, -1);
    }
}

int main(void)
{
    test_new();
    test_moves();
    return check_done();
}
