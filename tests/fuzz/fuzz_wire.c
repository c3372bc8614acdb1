/* Links: sync store trust domain base */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "sync/wire.h"
#include "trust/enrolment.h"
#include "trust/ticket.h"

static void check_op(const json_t *object)
{
    struct arena arena = {0};
    struct wire_op op = {0};
    enum wire_op_form form = wire_op_read(object, "demo-1", 7, &arena, &op);
    if (form != WIRE_OP_NONE) {
        assert(op.op.seq > 0 && op.op.incarnation == 7 && op.op.kind[0] != '\0');
        assert(strcmp(op.op.kiosk, "demo-1") == 0 && strlen(op.op.body) <= OP_BODY_MAX);
    }
    if (form == WIRE_OP_BAD) {
        assert(!op.has_envelope && !op.is_recorded && !op.op.has_envelope);
    }
    arena_fini(&arena);
}

/* What people scan and type: a token or a ticket that is read is read again from its own text. */
static void check_texts(const char *text)
{
    struct enrol_token token;
    struct enrol_token again;
    char formatted[96];
    if (enrol_token_parse(text, &token)) {
        enrol_token_format(&token, formatted);
        assert(enrol_token_parse(formatted, &again));
        assert(memcmp(again.secret, token.secret, sizeof token.secret) == 0);
    }
    char number[TICKET_SIZE];
    char ticket_token[TOKEN_TEXT_SIZE];
    if (ticket_parse_scan(text, number, ticket_token)) {
        struct ticket ticket;
        static const unsigned char key[KEY_SIZE] = {1};
        assert(ticket_verify(number, ticket_token, key, &ticket) != TICKET_GENUINE);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char text[8192];
    json_t *object = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
    check_op(object);
    json_decref(object);
    if (len < sizeof text) {
        memcpy(text, data, len);
        text[len] = '\0';
        check_texts(text);
    }
    return 0;
}
