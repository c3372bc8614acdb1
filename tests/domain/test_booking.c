#include "domain/booking.h"

#include "check.h"

enum { OPENS = 1000, NOW = 5000, CLOSES = 9000, STARTS = 10000, ENDS = 20000 };

/* A session of the hub with ten places left, nobody waiting, judged by the hub. */
static struct booking_facts plain_facts(void)
{
    return (struct booking_facts){
        .session_exists = true,
        .starts_at = STARTS,
        .ends_at = ENDS,
        .opens_at = OPENS,
        .closes_at = CLOSES,
        .party_max = 4,
        .waiting_max = 6,
        .pool_left = 10,
        .owns_pool = true,
        .is_drawn_on_hub = true,
        .has_clock = true,
        .has_contact = true,
        .limits = {.open_per_contact = 3, .per_kiosk_10_min = 6},
    };
}

struct expected {
    enum verdict_code code;
    enum reason reason;
    int32_t place, limit, left;
    instant until;
};

static void check_verdict(const char *what, const struct verdict *got, instant judged_at,
                          struct expected expected)
{
    int before = check_failures;
    CHECK_STR(verdict_code_word(got->code), verdict_code_word(expected.code));
    CHECK_STR(reason_word(got->reason), reason_word(expected.reason));
    CHECK_INT(got->place, expected.place);
    CHECK_INT(got->limit, expected.limit);
    CHECK_INT(got->left, expected.left);
    CHECK_INT(got->until, expected.until);
    CHECK_INT(got->judged_at, judged_at);
    CHECK_INT(got->due_at, 0);
    CHECK_INT(got->promoted_count, 0);
    CHECK_STR(got->next, "");
    if (check_failures > before) {
        fprintf(stderr, "  in “%s”\n", what);
    }
}

/* What a row changes in the plain facts. */
enum change {
    NO_CHANGE,
    NO_SESSION,
    WITHDRAWN,
    NO_CLOCK,
    HAS_PLACE,
    HAS_THREE,
    HAS_THREE_NO_LIMIT,
    HAS_THREE_NO_CONTACT,
    SIX_HERE,
    SIX_HERE_STAFF,
    SIX_HERE_NO_LIMIT,
    HUB_FULL,
    HUB_OVER,
    HUB_TWO_LEFT,
    HUB_ONE_WAITS,
    HUB_LIST_FULL,
    HUB_NO_LIST,
    HUB_NO_LIST_TWO_LEFT,
    OWN_POOL,
    OWN_POOL_WAITING,
    OWN_POOL_EMPTY,
    FOREIGN_POOL,
};

static void change_person(struct booking_facts *facts, enum change change)
{
    switch (change) {
    case NO_SESSION:
        facts->session_exists = false;
        break;
    case WITHDRAWN:
        facts->is_withdrawn = true;
        break;
    case NO_CLOCK:
        facts->has_clock = false;
        break;
    case HAS_PLACE:
        facts->contact_in_session = 1;
        break;
    case HAS_THREE_NO_LIMIT:
        facts->limits.open_per_contact = 0;
        facts->contact_open = 3;
        break;
    case HAS_THREE_NO_CONTACT:
        facts->has_contact = false;
        facts->contact_in_session = 1;
        facts->contact_open = 3;
        break;
    case HAS_THREE:
        facts->contact_open = 3;
        break;
    case SIX_HERE_STAFF:
        facts->by_staff = true;
        facts->kiosk_recent = 6;
        break;
    case SIX_HERE_NO_LIMIT:
        facts->limits.per_kiosk_10_min = 0;
        facts->kiosk_recent = 6;
        break;
    case SIX_HERE:
        facts->kiosk_recent = 6;
        break;
    default:
        break;
    }
}

static void change_room(struct booking_facts *facts, enum change change)
{
    switch (change) {
    case HUB_FULL:
        facts->pool_left = 0;
        break;
    case HUB_OVER:
        facts->pool_left = -3;
        break;
    case HUB_TWO_LEFT:
        facts->pool_left = 2;
        break;
    case HUB_ONE_WAITS:
        facts->pool_left = 2;
        facts->waiting_parties = 1;
        facts->waiting_seats = 3;
        break;
    case HUB_LIST_FULL:
        facts->pool_left = 2;
        facts->waiting_parties = 2;
        facts->waiting_seats = 5;
        break;
    case HUB_NO_LIST:
        facts->pool_left = -1;
        facts->waiting_max = 0;
        break;
    case HUB_NO_LIST_TWO_LEFT:
        facts->pool_left = 2;
        facts->waiting_max = 0;
        break;
    case OWN_POOL:
        facts->is_drawn_on_hub = false;
        facts->pool_left = 2;
        break;
    case OWN_POOL_WAITING:
        facts->is_drawn_on_hub = false;
        facts->waiting_parties = 2;
        facts->waiting_seats = 3;
        break;
    case OWN_POOL_EMPTY:
        facts->is_drawn_on_hub = false;
        facts->pool_left = 1;
        break;
    case FOREIGN_POOL:
        facts->owns_pool = false;
        facts->pool_left = 0;
        break;
    default:
        break;
    }
}

static const struct {
    const char *what;
    enum change change;
    int32_t seats;
    instant judged_at;
    struct expected expected;
} rows[] = {
    {"room", NO_CHANGE, 1, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"a whole party", NO_CHANGE, 4, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 6, 0}},
    {"no such session", NO_SESSION, 1, NOW, {VERDICT_REFUSED, REASON_UNKNOWN_SESSION, 0, 0, -1, 0}},
    {"withdrawn", WITHDRAWN, 1, NOW, {VERDICT_REFUSED, REASON_UNKNOWN_SESSION, 0, 0, -1, 0}},
    {"party of five", NO_CHANGE, 5, NOW, {VERDICT_REFUSED, REASON_PARTY_SIZE, 0, 4, -1, 0}},
    {"nobody", NO_CHANGE, 0, NOW, {VERDICT_REFUSED, REASON_BAD_BODY, 0, 0, -1, 0}},
    {"fewer", NO_CHANGE, INT32_MIN, NOW, {VERDICT_REFUSED, REASON_BAD_BODY, 0, 0, -1, 0}},
    {"a crowd", NO_CHANGE, INT32_MAX, NOW, {VERDICT_REFUSED, REASON_PARTY_SIZE, 0, 4, -1, 0}},
    {"no clock", NO_CLOCK, 1, NOW, {VERDICT_PROVISIONAL, REASON_NO_CLOCK, 0, 0, -1, 0}},
    {"1970", NO_CLOCK, 1, 0, {VERDICT_PROVISIONAL, REASON_NO_CLOCK, 0, 0, -1, 0}},
    {"early", NO_CHANGE, 1, OPENS - 1, {VERDICT_REFUSED, REASON_NOT_OPEN, 0, 0, -1, OPENS}},
    {"opens now", NO_CHANGE, 1, OPENS, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"last second", NO_CHANGE, 1, CLOSES - 1, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"closes now", NO_CHANGE, 1, CLOSES, {VERDICT_REFUSED, REASON_CLOSED, 0, 0, -1, CLOSES}},
    {"twice", HAS_PLACE, 1, NOW, {VERDICT_REFUSED, REASON_ALREADY_BOOKED, 0, 1, -1, 0}},
    {"a fourth", HAS_THREE, 1, NOW, {VERDICT_REFUSED, REASON_TOO_MANY_BOOKINGS, 0, 3, -1, 0}},
    {"no limit", HAS_THREE_NO_LIMIT, 1, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"no phone", HAS_THREE_NO_CONTACT, 1, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"a seventh", SIX_HERE, 1, NOW, {VERDICT_REFUSED, REASON_TOO_MANY_HERE, 0, 6, -1, 0}},
    {"staff's seventh", SIX_HERE_STAFF, 1, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"no kiosk limit", SIX_HERE_NO_LIMIT, 1, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"first to wait", HUB_FULL, 2, NOW, {VERDICT_WAITING, REASON_NONE, 1, 0, -1, 0}},
    {"overdrawn", HUB_OVER, 1, NOW, {VERDICT_WAITING, REASON_NONE, 1, 0, -1, 0}},
    {"just fits", HUB_TWO_LEFT, 2, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 0, 0}},
    {"not split", HUB_TWO_LEFT, 3, NOW, {VERDICT_WAITING, REASON_NONE, 1, 0, -1, 0}},
    {"no overtaking", HUB_ONE_WAITS, 1, NOW, {VERDICT_WAITING, REASON_NONE, 2, 0, -1, 0}},
    {"list just fits", HUB_ONE_WAITS, 3, NOW, {VERDICT_WAITING, REASON_NONE, 2, 0, -1, 0}},
    {"list full", HUB_ONE_WAITS, 4, NOW, {VERDICT_REFUSED, REASON_FULL, 0, 0, 0, 0}},
    {"one fits the list", HUB_LIST_FULL, 1, NOW, {VERDICT_WAITING, REASON_NONE, 3, 0, -1, 0}},
    {"two do not", HUB_LIST_FULL, 2, NOW, {VERDICT_REFUSED, REASON_FULL, 0, 0, 0, 0}},
    {"no list", HUB_NO_LIST, 1, NOW, {VERDICT_REFUSED, REASON_FULL, 0, 0, 0, 0}},
    {"two left", HUB_NO_LIST_TWO_LEFT, 3, NOW, {VERDICT_REFUSED, REASON_FULL, 0, 0, 2, 0}},
    {"own pool", OWN_POOL, 2, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 0, 0}},
    {"own pool goes first", OWN_POOL_WAITING, 1, NOW, {VERDICT_ACCEPTED, REASON_NONE, 0, 0, 9, 0}},
    {"own too small",
     OWN_POOL_EMPTY,
     2,
     NOW,
     {VERDICT_PROVISIONAL, REASON_NO_ALLOTMENT, 0, 0, -1, 0}},
    {"not mine", FOREIGN_POOL, 1, NOW, {VERDICT_PROVISIONAL, REASON_AWAITING_HUB, 0, 0, -1, 0}},
    {"closed before pools",
     FOREIGN_POOL,
     1,
     CLOSES,
     {VERDICT_REFUSED, REASON_CLOSED, 0, 0, -1, CLOSES}},
};

static void test_judge(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct booking_facts facts = plain_facts();
        change_person(&facts, rows[i].change);
        change_room(&facts, rows[i].change);
        struct verdict got = booking_judge(&facts, rows[i].seats, rows[i].judged_at);
        check_verdict(rows[i].what, &got, rows[i].judged_at, rows[i].expected);
    }
}

/* With everything wrong at once, mending the cause named shows the next one. */
static void test_order_of_reasons(void)
{
    struct booking_facts facts = plain_facts();
    facts.session_exists = false;
    facts.is_withdrawn = true;
    facts.has_clock = false;
    facts.opens_at = NOW + 1;
    facts.closes_at = NOW;
    facts.contact_in_session = 1;
    facts.contact_open = 9;
    facts.kiosk_recent = 9;
    facts.pool_left = 0;
    facts.waiting_max = 0;
    CHECK_INT(booking_judge(&facts, 99, NOW).reason, REASON_UNKNOWN_SESSION);
    facts.session_exists = true;
    CHECK_INT(booking_judge(&facts, 99, NOW).reason, REASON_UNKNOWN_SESSION);
    facts.is_withdrawn = false;
    CHECK_INT(booking_judge(&facts, 99, NOW).reason, REASON_PARTY_SIZE);
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_NO_CLOCK);
    facts.has_clock = true;
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_NOT_OPEN);
    facts.opens_at = OPENS;
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_CLOSED);
    facts.closes_at = CLOSES;
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_ALREADY_BOOKED);
    facts.contact_in_session = 0;
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_TOO_MANY_BOOKINGS);
    facts.contact_open = 2;
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_TOO_MANY_HERE);
    facts.kiosk_recent = 5;
    CHECK_INT(booking_judge(&facts, 1, NOW).reason, REASON_FULL);
}

/* Bookings on bookings: whatever comes, a pool that starts with its capacity is never overdrawn. */
static void test_never_overbooked(void)
{
    struct booking_facts facts = plain_facts();
    int32_t capacity = 23, promised = 0;
    for (int32_t i = 0; i < 40; i++) {
        int32_t seats = 1 + i * 7 % 4;
        facts.pool_left = capacity - promised;
        struct verdict got = booking_judge(&facts, seats, NOW);
        if (got.code == VERDICT_ACCEPTED) {
            promised += seats;
            CHECK_INT(got.left, capacity - promised);
        } else if (got.code == VERDICT_WAITING) {
            facts.waiting_parties++;
            facts.waiting_seats += seats;
            CHECK_INT(got.place, facts.waiting_parties);
        }
        CHECK(promised <= capacity && facts.waiting_seats <= facts.waiting_max);
    }
    CHECK(promised > capacity - 4 && facts.waiting_parties > 0);
}

static const struct {
    enum booking_state state;
    bool may_cancel;
    enum verdict_code check_in;
    enum reason check_in_reason;
} states[] = {
    {BOOKING_BOOKED, true, VERDICT_ACCEPTED, REASON_NONE},
    {BOOKING_WAITING, true, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW},
    {BOOKING_PROVISIONAL, true, VERDICT_PROVISIONAL, REASON_AWAITING_HUB},
    {BOOKING_CANCELLED, false, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW},
    {BOOKING_CHECKED_IN, false, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW},
    {BOOKING_MISSED, false, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW},
    {BOOKING_REFUSED, false, VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW},
};

static struct booking_move_facts booked(void)
{
    return (struct booking_move_facts){.is_known = true,
                                       .is_proven = true,
                                       .has_clock = true,
                                       .state = BOOKING_BOOKED,
                                       .starts_at = STARTS,
                                       .ends_at = ENDS};
}

static void test_moves_by_state(void)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct booking_move_facts facts = booked();
        facts.state = states[i].state;
        struct verdict got = booking_judge_cancel(&facts, STARTS);
        check_verdict(
            booking_state_word(states[i].state), &got, STARTS,
            states[i].may_cancel
                ? (struct expected){VERDICT_ACCEPTED, REASON_NONE, 0, 0, -1, 0}
                : (struct expected){VERDICT_REFUSED, REASON_NOT_ALLOWED_NOW, 0, 0, -1, 0});
        got = booking_judge_check_in(&facts, STARTS);
        check_verdict(
            booking_state_word(states[i].state), &got, STARTS,
            (struct expected){states[i].check_in, states[i].check_in_reason, 0, 0, -1, 0});
    }
}

static void check_both(const char *what, const struct booking_move_facts *facts,
                       enum verdict_code code, enum reason reason)
{
    struct verdict got = booking_judge_cancel(facts, STARTS);
    check_verdict(what, &got, STARTS, (struct expected){code, reason, 0, 0, -1, 0});
    got = booking_judge_check_in(facts, STARTS);
    check_verdict(what, &got, STARTS, (struct expected){code, reason, 0, 0, -1, 0});
}

static void test_proof(void)
{
    struct booking_move_facts facts = booked();
    facts.is_proven = false;
    check_both("not proven", &facts, VERDICT_REFUSED, REASON_NOT_PROVEN);
    facts.is_known = false;
    check_both("neither", &facts, VERDICT_REFUSED, REASON_UNKNOWN_TICKET);
    facts.is_proven = true;
    check_both("not known", &facts, VERDICT_PROVISIONAL, REASON_UNKNOWN_TICKET);
    facts = booked();
    facts.has_clock = false;
    check_both("no clock", &facts, VERDICT_PROVISIONAL, REASON_NO_CLOCK);
}

static void test_move_times(void)
{
    struct booking_move_facts facts = booked();
    instant opens = STARTS - 3600;
    CHECK_INT(booking_judge_cancel(&facts, 0).code, VERDICT_ACCEPTED);
    CHECK_INT(booking_judge_cancel(&facts, ENDS - 1).code, VERDICT_ACCEPTED);
    struct verdict got = booking_judge_cancel(&facts, ENDS);
    check_verdict("cancel after", &got, ENDS,
                  (struct expected){VERDICT_REFUSED, REASON_CLOSED, 0, 0, -1, ENDS});
    got = booking_judge_check_in(&facts, opens - 1);
    check_verdict("check in early", &got, opens - 1,
                  (struct expected){VERDICT_REFUSED, REASON_NOT_OPEN, 0, 0, -1, opens});
    CHECK_INT(booking_judge_check_in(&facts, opens).code, VERDICT_ACCEPTED);
    CHECK_INT(booking_judge_check_in(&facts, ENDS - 1).code, VERDICT_ACCEPTED);
    got = booking_judge_check_in(&facts, ENDS);
    check_verdict("check in late", &got, ENDS,
                  (struct expected){VERDICT_REFUSED, REASON_CLOSED, 0, 0, -1, ENDS});
}

static void test_state_words(void)
{
    for (int i = BOOKING_BOOKED; i <= BOOKING_REFUSED; i++) {
        CHECK_INT(booking_state_parse(booking_state_word((enum booking_state)i)), i);
    }
    CHECK_STR(booking_state_word(BOOKING_CHECKED_IN), "checked_in");
    CHECK_INT(booking_state_parse("Booked"), -1);
    CHECK_INT(booking_state_parse(""), -1);
}

static void test_allotment(void)
{
    static const struct {
        int32_t capacity, kiosks, each;
    } shares[] = {
        {9, 1, 0},  {10, 1, 2},   {10, 2, 1},  {10, 3, 0},
        {40, 2, 4}, {40, 3, 2},   {300, 7, 8}, {300, 0, 0},
        {0, 1, 0},  {-5, 1, 0},   {14, 1, 2},  {15, 1, 3},
        {15, 2, 1}, {100, -1, 0}, {99, 19, 1}, {INT32_MAX, 5, 85899345},
    };
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        int32_t each = booking_allotment(shares[i].capacity, shares[i].kiosks);
        CHECK_INT(each, shares[i].each);
        CHECK((int64_t)each * shares[i].kiosks * 5 <= shares[i].capacity || each == 0);
    }
}

static void test_promote(void)
{
    static const struct {
        int32_t seats[4], parties, left, max;
        int32_t count, who[4];
    } lists[] = {
        {{0}, 0, 5, 4, 0, {0}},
        {{2, 1, 1, 3}, 4, 0, 4, 0, {0}},
        {{2, 1, 1, 3}, 4, 1, 4, 1, {1}},
        {{2, 1, 1, 3}, 4, 2, 4, 1, {0}},
        {{2, 1, 1, 3}, 4, 3, 4, 2, {0, 1}},
        {{2, 1, 1, 3}, 4, 7, 4, 4, {0, 1, 2, 3}},
        {{2, 1, 1, 3}, 4, 7, 2, 2, {0, 1}},
        {{4, 3, 2, 1}, 4, 3, 4, 1, {1}},
        {{4, 3, 2, 1}, 4, -2, 4, 0, {0}},
        {{4, 2, 2, 1}, 4, 3, 4, 2, {1, 3}},
        {{1, 1, 1, 1}, 4, 9, 0, 0, {0}},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        int32_t who[4] = {-1, -1, -1, -1};
        int32_t count =
            booking_promote(lists[i].seats, lists[i].parties, lists[i].left, who, lists[i].max);
        CHECK_INT(count, lists[i].count);
        for (int32_t j = 0; j < 4; j++) {
            CHECK_INT(who[j], j < count ? lists[i].who[j] : -1);
        }
    }
}

int main(void)
{
    test_judge();
    test_order_of_reasons();
    test_never_overbooked();
    test_moves_by_state();
    test_proof();
    test_move_times();
    test_state_words();
    test_allotment();
    test_promote();
    return check_done();
}
