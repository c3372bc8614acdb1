/* Links: trust domain base */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "domain/code.h"
#include "trust/ticket.h"

/* A card or a thing that is read is read again from what would be printed for it; no text is two
 * kinds of thing. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char text[512], number[TICKET_SIZE], token[TOKEN_TEXT_SIZE];
    struct code code;
    if (len >= sizeof text) {
        return 0;
    }
    memcpy(text, data, len);
    text[len] = '\0';
    if (code_parse(text, &code)) {
        struct code again;
        char shown[CODE_SHOWN_SIZE];
        assert(strlen(code.body) >= CODE_BODY_LEAST && strlen(code.body) <= CODE_BODY_MOST);
        code_show(&code, shown);
        assert(code_parse(shown, &again));
        assert(again.kind == code.kind && strcmp(again.body, code.body) == 0);
        assert(!ticket_parse_scan(shown, number, token));
    }
    return 0;
}
