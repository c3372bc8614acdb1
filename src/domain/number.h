/* A ticket's number: ten Crockford base32 characters, shown XXX-XXXX-XXX: 3 for the kiosk's
 * enrolment, 6 random, 1 check (design: tickets).
 *
 * The check character makes the sum of digit × x^(9 - position) zero in the field of 32 elements
 * (x^5 + x^2 + 1). Ten different weights, none of them zero: every single wrong character and every
 * two characters swapped, adjacent or not, are noticed. */
#ifndef DOMAIN_NUMBER_H
#define DOMAIN_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/verdict.h"

enum { NUMBER_SHOWN_SIZE = 13 };

/* enrolment 0 … 32767, random30 uses 30 bits. */
void number_make(uint32_t enrolment, uint32_t random30, char out[TICKET_SIZE]);
/* Forgives case, spaces, dashes, O for 0, I and L for 1; false on a wrong length, a foreign
 * character or a wrong check character. */
bool number_parse(const char *text, char out[TICKET_SIZE]);
void number_show(const char ticket[TICKET_SIZE], char out[NUMBER_SHOWN_SIZE]);
uint32_t number_enrolment(const char ticket[TICKET_SIZE]);

#endif
