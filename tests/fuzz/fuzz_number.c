/* Links: domain */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "domain/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char text[256];
    if (len >= sizeof text) {
        return 0;
    }
    memcpy(text, data, len);
    text[len] = '\0';
    char ticket[TICKET_SIZE];
    if (number_parse(text, ticket)) {
        char shown[NUMBER_SHOWN_SIZE], again[TICKET_SIZE];
        assert(strlen(ticket) == TICKET_SIZE - 1);
        assert(number_enrolment(ticket) < 32768);
        number_show(ticket, shown);
        assert(strlen(shown) == NUMBER_SHOWN_SIZE - 1);
        assert(number_parse(shown, again) && strcmp(again, ticket) == 0);
    }
    return 0;
}
