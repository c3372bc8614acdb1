#include "domain/booking.h"

#include <assert.h>
#include <stddef.h>

#include "base/str.h"

enum { CHECK_IN_BEFORE_S = HOUR_S, SHARE_LENT = 5, CAPACITY_LENT_MIN = 10 };

static struct verdict answer(enum verdict_code code, enum reason reason, instant judged_at)
{
    return (struct verdict){.code = code, .reason = reason, .judged_at = judged_at, .left = -1};
}

static struct verdict refuse_with_limit(enum reason reason, int32_t limit, instant judged_at)
{
    struct verdict verdict = answer(VERDICT_REFUSED, reason, judged_at);
    verdict.limit = limit;
    return verdict;
}

static struct verdict refuse_until(enum reason reason, instant until, instant judged_at)
{
    struct verdict verdict = answer(VERDICT_REFUSED, reason, judged_at);
    verdict.until = until;
    return verdict;
}

static bool is_over(int32_t count, int32_t limit)
{
    return limit > 0 && count >= limit;
}

/* What does not depend on room; code ACCEPTED means that nothing speaks against it so far. */
static struct verdict judge_standing(const struct booking_facts *facts, int32_t seats,
                                     instant judged_at)
{
    if (!facts->session_exists || facts->is_withdrawn) {
        return answer(VERDICT_REFUSED, REASON_UNKNOWN_SESSION, judged_at);
    }
    if (seats < 1) {
        return answer(VERDICT_REFUSED, REASON_BAD_BODY, judged_at);
    }
    if (seats > facts->party_max) {
        return refuse_with_limit(REASON_PARTY_SIZE, facts->party_max, judged_at);
    }
    if (!facts->has_clock) {
        return answer(VERDICT_PROVISIONAL, REASON_NO_CLOCK, judged_at);
    }
    if (judged_at < facts->opens_at) {
        return refuse_until(REASON_NOT_OPEN, facts->opens_at, judged_at);
    }
    if (judged_at >= facts->closes_at) {
        return refuse_until(REASON_CLOSED, facts->closes_at, judged_at);
    }
    if (facts->has_contact && facts->contact_in_session > 0) {
        return refuse_with_limit(REASON_ALREADY_BOOKED, 1, judged_at);
    }
    if (facts->has_contact && is_over(facts->contact_open, facts->limits.open_per_contact)) {
        return refuse_with_limit(REASON_TOO_MANY_BOOKINGS, facts->limits.open_per_contact,
                                 judged_at);
    }
    if (!facts->by_staff && is_over(facts->kiosk_recent, facts->limits.per_kiosk_10_min)) {
        return refuse_with_limit(REASON_TOO_MANY_HERE, facts->limits.per_kiosk_10_min, judged_at);
    }
    return answer(VERDICT_ACCEPTED, REASON_NONE, judged_at);
}

static struct verdict promise(const struct booking_facts *facts, int32_t seats, instant judged_at)
{
    struct verdict verdict = answer(VERDICT_ACCEPTED, REASON_NONE, judged_at);
    verdict.left = facts->pool_left - seats;
    return verdict;
}

static struct verdict judge_hub_pool(const struct booking_facts *facts, int32_t seats,
                                     instant judged_at)
{
    bool is_queue_empty = facts->waiting_parties == 0;
    if (is_queue_empty && seats <= facts->pool_left) {
        return promise(facts, seats, judged_at);
    }
    if ((int64_t)facts->waiting_seats + seats <= facts->waiting_max) {
        struct verdict verdict = answer(VERDICT_WAITING, REASON_NONE, judged_at);
        verdict.place = facts->waiting_parties + 1;
        return verdict;
    }
    /* A smaller party may still fit, unless those who wait come first. */
    struct verdict verdict = answer(VERDICT_REFUSED, REASON_FULL, judged_at);
    verdict.left = is_queue_empty && facts->pool_left > 0 ? facts->pool_left : 0;
    return verdict;
}

struct verdict booking_judge(const struct booking_facts *facts, int32_t seats, instant judged_at)
{
    struct verdict standing = judge_standing(facts, seats, judged_at);
    if (standing.code != VERDICT_ACCEPTED) {
        return standing;
    }
    if (!facts->owns_pool) {
        return answer(VERDICT_PROVISIONAL, REASON_AWAITING_HUB, judged_at);
    }
    if (facts->is_drawn_on_hub) {
        return judge_hub_pool(facts, seats, judged_at);
    }
    if (seats <= facts->pool_left) {
        return promise(facts, seats, judged_at);
    }
    return answer(VERDICT_PROVISIONAL, REASON_NO_ALLOTMENT, judged_at);
}

static const char *const state_words[] = {
    [BOOKING_BOOKED] = "booked",           [BOOKING_WAITING] = "waiting",
    [BOOKING_PROVISIONAL] = "provisional", [BOOKING_CANCELLED] = "cancelled",
    [BOOKING_CHECKED_IN] = "checked_in",   [BOOKING_MISSED] = "missed",
    [BOOKING_REFUSED] = "refused",
};

enum { STATE_COUNT = sizeof state_words / sizeof state_words[0] };

const char *booking_state_word(enum booking_state state)
{
    assert((size_t)state < STATE_COUNT);
    return state_words[state];
}

int booking_state_parse(const char *word)
{
    for (int i = 0; i < STATE_COUNT; i++) {
        if (str_equal(state_words[i], word)) {
            return i;
        }
    }
    return -1;
}

/* Whether the ticket may be acted upon at all; code ACCEPTED means that it may. */
static struct verdict judge_holder(const struct booking_move_facts *facts, instant judged_at)
{
    if (!facts->is_known) {
        return answer(facts->is_proven ? VERDICT_PROVISIONAL : VERDICT_REFUSED,
                      REASON_UNKNOWN_TICKET, judged_at);
    }
    if (!facts->is_proven) {
        return answer(VERDICT_REFUSED, REASON_NOT_PROVEN, judged_at);
    }
    return answer(VERDICT_ACCEPTED, REASON_NONE, judged_at);
}

struct verdict booking_judge_cancel(const struct booking_move_facts *facts, instant judged_at)
{
    struct verdict verdict = judge_holder(facts, judged_at);
    if (verdict.code != VERDICT_ACCEPTED) {
        return verdict;
    }
    if (facts->state != BOOKING_BOOKED && facts->state != BOOKING_WAITING &&
        facts->state != BOOKING_PROVISIONAL) {
        return answer(VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW, judged_at);
    }
    if (!facts->has_clock) {
        return answer(VERDICT_PROVISIONAL, REASON_NO_CLOCK, judged_at);
    }
    if (judged_at >= facts->ends_at) {
        return refuse_until(REASON_CLOSED, facts->ends_at, judged_at);
    }
    return verdict;
}

struct verdict booking_judge_check_in(const struct booking_move_facts *facts, instant judged_at)
{
    struct verdict verdict = judge_holder(facts, judged_at);
    if (verdict.code != VERDICT_ACCEPTED) {
        return verdict;
    }
    if (facts->state != BOOKING_BOOKED && facts->state != BOOKING_PROVISIONAL) {
        return answer(VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW, judged_at);
    }
    if (!facts->has_clock) {
        return answer(VERDICT_PROVISIONAL, REASON_NO_CLOCK, judged_at);
    }
    if (judged_at < facts->starts_at - CHECK_IN_BEFORE_S) {
        return refuse_until(REASON_NOT_OPEN, facts->starts_at - CHECK_IN_BEFORE_S, judged_at);
    }
    if (judged_at >= facts->ends_at) {
        return refuse_until(REASON_CLOSED, facts->ends_at, judged_at);
    }
    if (facts->state == BOOKING_PROVISIONAL) {
        /* The visitor stands here; the hub decides the place first and then this. */
        return answer(VERDICT_PROVISIONAL, REASON_AWAITING_HUB, judged_at);
    }
    return verdict;
}

int32_t booking_allotment(int32_t capacity, int32_t kiosks)
{
    if (capacity < CAPACITY_LENT_MIN || kiosks < 1) {
        return 0;
    }
    return capacity / SHARE_LENT / kiosks;
}

int32_t booking_promote(const int32_t *seats, int32_t parties, int32_t left, int32_t *out,
                        int32_t max)
{
    int32_t count = 0;
    for (int32_t i = 0; i < parties && count < max; i++) {
        assert(seats[i] > 0);
        if (seats[i] <= left) {
            out[count++] = i;
            left -= seats[i];
        }
    }
    return count;
}
