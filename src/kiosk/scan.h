/* What a scanner read, taken to where it belongs. Whatever was being filled in is kept: “back”
 * leads to it. Main thread. */
#ifndef KIOSK_SCAN_H
#define KIOSK_SCAN_H

#include "kiosk/app.h"

/* False, and nothing changed: the text is nothing this terminal knows. It is hostile. */
bool scan_take(struct app *app, const char *text, struct effects *effects);
/* Something was scanned that is none of these; false: nobody is told here. */
bool scan_take_unknown(struct app *app, struct effects *effects);

#endif
