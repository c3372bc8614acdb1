/* Links: domain */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "domain/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char text[256];
    if (len >= sizeof text) {
        return 0;
    }
    memcpy(text, data, len);
    text[len] = '\0';
    struct session_ref ref;
    if (session_id_parse(text, &ref)) {
        /* There is one spelling of each id. */
        char again[CONTENT_ID_SIZE];
        session_id_make(ref.bookable, ref.day, ref.start_s, again);
        assert(strcmp(again, text) == 0);
    }
    return 0;
}
