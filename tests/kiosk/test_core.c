/* From an order to its ticket: what is stored, what is sealed, what is signed. */
#include "check.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/number.h"
#include "screens/world.h"
#include "store/query.h"

static const char phone[] = "13800376021";
static const char secret_name[] = "陈小明";

static struct core_order booking(void)
{
    struct core_order order = {
        .id = 7, .kind = OP_BOOK, .link = CORE_LINK_ALONE, .seats = 2, .erase_days = 90};
    (void)str_copy(order.session, sizeof order.session, "photo-class.2026-11-25");
    return order;
}

static void add_person(struct core_order *order)
{
    (void)snprintf(order->personal, sizeof order->personal, "{\"name\":\"%s\",\"phone\":\"%s\"}",
                   secret_name, phone);
    (void)str_copy(order->phone, sizeof order->phone, phone);
}

static void submit(struct world *world, const struct core_order *order, struct core_answer *answer)
{
    core_submit(&world->core, order, answer);
    while (!core_check(&world->core, answer))
        world->mono_ms += 10;
}

static void test_a_booking_gets_a_signed_ticket(struct world *world)
{
    struct core_order order = booking();
    struct core_answer answer;
    struct kiosk_row kiosk;
    struct ticket said;
    char number[TICKET_SIZE], token[TOKEN_TEXT_SIZE];
    submit(world, &order, &answer);
    CHECK_INT(answer.status, OK);
    CHECK_INT(answer.verdict.code, VERDICT_ACCEPTED);
    CHECK(answer.hub_answered);
    CHECK(strlen(answer.qr) <= QR_TEXT_MAX);
    CHECK(ticket_parse_scan(answer.qr, number, token));
    CHECK_STR(number, answer.ticket);
    CHECK(query_kiosk_by_number(world->store, number_enrolment(number), &kiosk));
    CHECK_INT(ticket_verify(number, token, kiosk.key, &said), TICKET_GENUINE);
    CHECK_INT(said.verdict, VERDICT_ACCEPTED);
    CHECK_INT(said.kind, TICKET_BOOKING);
}

static void test_a_refusal_gives_no_ticket(struct world *world)
{
    struct core_order order = booking();
    struct core_answer answer;
    order.seats = 4; /* one more than a party may have */
    submit(world, &order, &answer);
    CHECK_INT(answer.status, OK);
    CHECK_INT(answer.verdict.code, VERDICT_REFUSED);
    CHECK_INT(answer.verdict.reason, REASON_PARTY_SIZE);
    CHECK_STR(answer.qr, "");
}

static void test_the_same_phone_only_once(struct world *world)
{
    struct core_order order = booking();
    struct core_answer answer;
    order.seats = 1;
    add_person(&order);
    submit(world, &order, &answer);
    CHECK_INT(answer.verdict.code, VERDICT_ACCEPTED);
    submit(world, &order, &answer);
    CHECK_INT(answer.verdict.code, VERDICT_REFUSED);
    CHECK_INT(answer.verdict.reason, REASON_ALREADY_BOOKED);
}

static bool file_holds(const char *dir, const char *name, const char *text)
{
    struct arena arena = {0};
    char path[128], *data = NULL;
    size_t len = 0, text_len = strlen(text);
    bool is_there = false;
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    if (file_read(&arena, path, 64 << 20, &data, &len) == OK)
        for (size_t i = 0; i + text_len <= len && !is_there; i++)
            is_there = memcmp(data + i, text, text_len) == 0;
    arena_fini(&arena);
    return is_there;
}

static void test_nothing_personal_in_clear(struct world *world)
{
    static const char *const files[] = {"yizhan.db", "yizhan.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        CHECK(!file_holds(world->dir, files[i], phone));
        CHECK(!file_holds(world->dir, files[i], secret_name));
    }
    /* The same look finds what is meant to be there. */
    CHECK(file_holds(world->dir, files[0], "photo-class") ||
          file_holds(world->dir, files[1], "photo-class"));
}

static void test_moves_need_a_good_token(struct world *world)
{
    struct core_order order = booking(), cancel = {.id = 8, .kind = OP_CANCEL};
    struct core_answer made, answer;
    order.seats = 1;
    submit(world, &order, &made);
    CHECK_INT(made.verdict.code, VERDICT_ACCEPTED);
    memcpy(cancel.ticket, made.ticket, sizeof cancel.ticket);
    memcpy(cancel.token, made.token, sizeof cancel.token);
    cancel.token[50] = cancel.token[50] == '7' ? '8' : '7';
    submit(world, &cancel, &answer);
    CHECK_INT(answer.verdict.code, VERDICT_REFUSED);
    CHECK_INT(answer.verdict.reason, REASON_NOT_PROVEN);
    memcpy(cancel.token, made.token, sizeof cancel.token);
    submit(world, &cancel, &answer);
    CHECK_INT(answer.verdict.code, VERDICT_ACCEPTED);
    CHECK_STR(answer.qr, "");
}

int main(void)
{
    struct world *world = xalloc(sizeof *world);
    text_init();
    world_open(world, "tests/screens/content", &world_measure, 1080, 1920);
    test_a_booking_gets_a_signed_ticket(world);
    test_a_refusal_gives_no_ticket(world);
    test_the_same_phone_only_once(world);
    test_moves_need_a_good_token(world);
    test_nothing_personal_in_clear(world);
    world_close(world);
    free(world);
    return check_done();
}
