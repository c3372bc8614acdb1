#include "base/status.h"

#include <assert.h>

const char *status_text(enum status status)
{
    static const char *const texts[] = {
#define STATUS_TEXT(name, text) [name] = text,
        STATUS_LIST(STATUS_TEXT)
#undef STATUS_TEXT
    };
    assert((unsigned)status < sizeof texts / sizeof texts[0]);
    return texts[status];
}
