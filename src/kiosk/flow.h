/* The steps from an empty form to “send”: answers, contact, review. Each knows only which comes
 * next; what does not apply is left out. */
#ifndef KIOSK_FLOW_H
#define KIOSK_FLOW_H

#include "kiosk/chrome.h"

enum flow_step { FLOW_FORM, FLOW_CONTACT, FLOW_REVIEW };

/* The step header; returns its height. */
int flow_steps(const struct canvas *canvas, struct box box, enum flow_step current);
/* Leaves a step that is complete: to the next that applies, or back to the review it was opened
 * from. */
void flow_next(struct app *app, enum flow_step from);
/* Opens a step from the review: its “next” leads back there. */
void flow_edit(struct app *app, enum flow_step step, int page);
/* Whether this place was opened by flow_edit, and which page of the form it shows. */
bool flow_is_edit(const struct place *place);
int flow_page(const struct place *place);

/* ---- pieces several steps draw or do ---- */
/* Who sees it, how long, what is never printed, and what says yes to that: on a card, or on one a
 * page where it is higher than a page. */
enum consent_tick { CONSENT_READ, CONSENT_TICKED };
void consent_put(const struct canvas *canvas, struct column *column, int32_t erase_days,
                 enum consent_tick tick);
void digits_type(char *text, size_t digits_max, uint32_t key);
void text_type(char *text, size_t size, size_t points_max, uint32_t code);

#endif
