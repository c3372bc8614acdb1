#include "domain/call.h"

#include <assert.h>

static struct verdict refused(enum reason reason)
{
    return (struct verdict){.code = VERDICT_REFUSED, .reason = reason, .left = -1};
}

static struct verdict accepted(void)
{
    return (struct verdict){.code = VERDICT_ACCEPTED, .reason = REASON_NONE, .left = -1};
}

static struct verdict judge_new(const struct call_facts *facts, instant judged_at)
{
    if (facts->heard - judged_at > CALL_LATE_S)
        return refused(REASON_TOO_LATE);
    if (facts->has_open && judged_at - facts->opened < CALL_AGAIN_S) {
        struct verdict verdict = refused(REASON_ALREADY_CALLED);
        verdict.until = facts->opened + CALL_AGAIN_S;
        return verdict;
    }
    return accepted();
}

struct verdict call_judge(const struct call_facts *facts, enum op_kind kind, instant judged_at)
{
    struct verdict verdict;
    switch (kind) {
    case OP_CALL:
        verdict = judge_new(facts, judged_at);
        break;
    case OP_CALL_OFF:
        verdict = !facts->is_known || facts->is_closed ? refused(REASON_NOT_ALLOWED_NOW)
                  : !facts->is_own                     ? refused(REASON_NOT_PROVEN)
                                                       : accepted();
        break;
    case OP_CALL_ANSWER:
    case OP_CALL_CLOSE: {
        bool is_over = facts->is_closed || (kind == OP_CALL_ANSWER && facts->is_answered);
        verdict = !facts->by_staff              ? refused(REASON_NOT_PROVEN)
                  : !facts->is_known || is_over ? refused(REASON_NOT_ALLOWED_NOW)
                                                : accepted();
        break;
    }
    default:
        assert(false && "not about a call");
        verdict = refused(REASON_UNKNOWN_OP);
        break;
    }
    verdict.judged_at = judged_at;
    return verdict;
}
