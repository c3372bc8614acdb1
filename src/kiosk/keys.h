/* Keys from a keyboard or a scanner that types. A burst is a scan only if it ends in Enter, has at
 * least six characters no more than 35 ms apart, and reads as a ticket; every other key goes to the
 * focused input unchanged, at the latest 50 ms after the last one. What a scanner sends is hostile:
 * control characters never get through and the length is limited. */
#ifndef KIOSK_KEYS_H
#define KIOSK_KEYS_H

#include "kiosk/app.h"

void keys_take(struct app *app, const struct event *event, struct effects *effects);
/* Hands on what was held back for long enough. */
void keys_flush(struct app *app, int64_t at_ms, struct effects *effects);
int64_t keys_deadline_ms(const struct app *app);

#endif
