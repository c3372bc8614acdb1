/* What a visitor has entered and not sent yet. Plain bytes in one place, so that ending a visit is
 * one wipe. Nothing here is ever stored. */
#ifndef KIOSK_DRAFT_H
#define KIOSK_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/calendar.h"
#include "store/catalogue.h"

enum {
    DRAFT_ANSWERS_MAX = 16,
    DRAFT_TEXT_SIZE = 256,
    DRAFT_NAME_SIZE = 64,
    DRAFT_PHONE_DIGITS = 11,
    DRAFT_ROOM_SIZE = 8,
    DRAFT_HALFDAYS_MAX = 64,
};

enum draft_kind { DRAFT_NONE, DRAFT_BOOKING, DRAFT_REQUEST };

enum place_way { PLACE_WAY_NONE, PLACE_WAY_HOME, PLACE_WAY_STREET };

/* A place as it was tapped, from the large to the small. */
struct draft_place {
    enum place_way way;
    char estate[CONTENT_ID_SIZE];
    int32_t building, unit; /* 0: not chosen yet */
    char room[DRAFT_ROOM_SIZE];
    char road[CONTENT_ID_SIZE];
    char landmark[CONTENT_ID_SIZE];
};

/* The answer to one field; which member counts is the field's kind. */
struct draft_answer {
    uint64_t chosen; /* CHOICE, CHOICES: bit i is option i; HALFDAYS: bit 2 * day + afternoon */
    bool has_number;
    int32_t number; /* NUMBER */
    day_number day; /* DATE; 0: none */
    char text[DRAFT_TEXT_SIZE];
    int32_t note_s; /* TEXT: instead of the text, a spoken note that long; 0: none (note.h) */
    struct draft_place place;
};

enum phone_choice { PHONE_CHOICE_OPEN, PHONE_CHOICE_GIVEN, PHONE_CHOICE_NONE };

struct draft_contact {
    char phone[DRAFT_PHONE_DIGITS + 1];
    char name[DRAFT_NAME_SIZE]; /* surname or, where a kind asks for it, the full name */
    int address;                /* index of the form of address, -1: none */
    enum phone_choice choice;
    bool has_agreed;
};

struct draft {
    enum draft_kind kind;
    char ref[CONTENT_ID_SIZE]; /* session or request kind */
    int32_t seats;
    struct draft_answer answers[DRAFT_ANSWERS_MAX];
    struct draft_contact contact;
};

void draft_begin(struct draft *draft, enum draft_kind kind, const char *ref);
void draft_wipe(struct draft *draft);

/* Whether the field has what it needs. */
bool draft_is_answered(const struct draft *draft, const struct request_kind *kind, size_t field);
/* The grid the request belongs to: the kind's, else the place's, else "". */
const char *draft_grid(const struct draft *draft, const struct request_kind *kind,
                       const struct catalogue *catalogue);
const struct urgency *draft_urgency(const struct draft *draft, const struct request_kind *kind);
/* Eleven digits beginning with 1 and then 3 … 9. */
bool draft_phone_is_whole(const char *phone);
/* Whether there is a contact step at all. */
bool contact_is_asked(const struct contact_policy *policy);
bool draft_name_is_complete(const struct draft_contact *contact,
                            const struct contact_policy *policy);
/* Whether the contact step has what the policy asks for, the consent included. */
bool draft_contact_is_complete(const struct draft_contact *contact,
                               const struct contact_policy *policy);
/* Whether any field of the form is personal, so that consent comes before the first one. */
bool request_has_personal(const struct request_kind *kind);

#endif
