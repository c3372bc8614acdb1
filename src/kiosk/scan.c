#include "kiosk/scan.h"

#include "kiosk/screen.h"
#include "trust/ticket.h"

bool scan_take(struct app *app, const char *text, struct effects *effects)
{
    char number[TICKET_SIZE], token[TOKEN_TEXT_SIZE];
    if (!ticket_parse_scan(text, number, token))
        return false;
    lookup_scan(app, number, token, effects);
    return true;
}

bool scan_take_unknown(struct app *app, struct effects *effects)
{
    (void)app;
    (void)effects;
    return false;
}
