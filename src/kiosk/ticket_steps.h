/* The page of one ticket, from what is known of it: its state as a tag, what it promises, what
 * happened to it and what comes. Nothing personal; of what is confidential no more than its neutral
 * name. */
#ifndef KIOSK_TICKET_STEPS_H
#define KIOSK_TICKET_STEPS_H

#include "kiosk/chrome.h"

/* Its state in a word; a request that is open carries its mark. */
struct tag ticket_tag(const struct canvas *canvas);
/* Until when it is promised, or when it begins; when it is done, whether that was in time. */
void ticket_put_promise(const struct canvas *canvas, struct column *column);
/* What happened, where it stands, and what comes next as far as that is certain. */
void ticket_put_steps(const struct canvas *canvas, struct column *column);
/* Where, who, what to bring: as far as there is room. */
void ticket_put_facts(const struct canvas *canvas, struct column *column);

#endif
