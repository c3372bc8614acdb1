/* Links: store domain base */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/number.h"
#include "store/body.h"

static void check_body(enum op_kind kind, const char *text)
{
    struct op_body body;
    if (body_parse(kind, text, &body) != OK) {
        return;
    }
    char ticket[TICKET_SIZE];
    assert(body.ticket[0] == '\0' ||
           (number_parse(body.ticket, ticket) && strcmp(ticket, body.ticket) == 0));
    assert(utf8_is_valid(body.session, strlen(body.session)));
    assert(body.rating >= 0 && body.rating <= 5 && body.seats >= 0);
    assert(strlen(body.note) <= NOTE_MAX);
    body_fini(&body);
}

/* A verdict that is read says the same when it is written and read again. */
static void check_verdict(const char *text)
{
    struct verdict verdict;
    struct verdict again;
    struct buf json = {0};
    if (verdict_from_json(text, &verdict) != OK) {
        return;
    }
    verdict_to_json(&verdict, &json);
    assert(verdict_from_json(json.data, &again) == OK);
    struct buf second = {0};
    verdict_to_json(&again, &second);
    assert(strcmp(json.data, second.data) == 0);
    buf_fini(&second);
    buf_fini(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = malloc(len + 1);
    assert(text != NULL);
    memcpy(text, data, len);
    text[len] = '\0';
    for (int kind = 0; kind < OP_KIND_COUNT; kind++) {
        check_body((enum op_kind)kind, text);
    }
    check_verdict(text);
    free(text);
    return 0;
}
