/* What was answered, in words for the review and as JSON for the op. */
#ifndef KIOSK_ANSWERS_H
#define KIOSK_ANSWERS_H

#include "kiosk/screen.h"

/* In the canvas's language; "" when nothing was answered. */
const char *answer_words(const struct canvas *canvas, const struct request_kind *kind,
                         size_t field);
const char *place_words(const struct canvas *canvas, const struct draft_place *place);
/* "138 **** 6021". */
const char *phone_masked(struct arena *arena, const char *phone);
/* Surname and form of address, or the full name. */
const char *name_words(const struct canvas *canvas);

/* The order for the draft as it stands; false when it grew too large. */
bool answers_order(const struct app *app, struct core_order *out);

/* What the draft's series or request kind asks of the visitor; never NULL for a draft begun. */
const struct contact_policy *draft_policy(const struct app *app);

#endif
