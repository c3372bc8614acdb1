/* The parts of the generic form: which field stands on which page, and choosing a place. */
#ifndef KIOSK_FORM_H
#define KIOSK_FORM_H

#include "kiosk/chrome.h"

struct form_page {
    bool is_consent;
    size_t first, n; /* fields */
};
struct form_pages {
    struct form_page items[DRAFT_ANSWERS_MAX + 1]; /* one may be the consent */
    int n;
};
/* As the draft stands: without consent there are no personal pages. */
struct form_pages form_pages_of(const struct draft *draft, const struct request_kind *kind);
int form_page_of(const struct draft *draft, const struct request_kind *kind, size_t field);

/* One question with its heading above it, or without, where the page's title asks it. */
enum form_heading { FORM_HEADED, FORM_BARE };
void form_field_put(const struct canvas *canvas, struct column *column,
                    const struct request_kind *kind, size_t index, enum form_heading heading);
/* What stands beside a question's heading; NULL: nothing. */
const char *form_field_hint(const struct canvas *canvas, const struct field *field);
/* A number as it stands; it starts at its least. */
int32_t form_number_now(const struct field *field, const struct draft_answer *answer);
int32_t form_number_most(const struct field *field);

/* The taps from estate to room, or from road to landmark. */
void place_put(const struct canvas *canvas, struct column *column, const struct field *field,
               const struct draft_place *place);
bool place_act(struct app *app, const struct field *field, struct draft_place *place,
               const struct action *action);

/* A text in free words: the field, and phrases to tap; form_text_most is how many characters. */
void form_text_put(const struct canvas *canvas, struct column *column, const struct field *field,
                   const struct draft_answer *answer);
int32_t form_text_most(const struct field *field);
/* The way to say it, for fields of which note_is_offered. */
struct button form_text_say(const struct canvas *canvas, const struct field *field);

#endif
