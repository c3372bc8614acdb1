#include "domain/number.h"

#include <assert.h>
#include <string.h>

#include "base/base32.h"

enum { NUMBER_LEN = TICKET_SIZE - 1, DATA_LEN = NUMBER_LEN - 1, ENROLMENT_MAX = 32767 };

/* One step of multiplying by x in the field of 32 elements, modulo x^5 + x^2 + 1. x generates all
 * 31 non-zero elements, so the ten positions have ten different, non-zero weights. */
static unsigned times_x(unsigned value)
{
    value <<= 1;
    return value & 32u ? value ^ 0x25u : value;
}

/* Horner's rule: the check digit is the one that makes the sum of digit × x^(9 - position) zero. */
static unsigned check_digit(const unsigned digits[DATA_LEN])
{
    unsigned sum = 0;
    for (int i = 0; i < DATA_LEN; i++) {
        sum = times_x(sum ^ digits[i]);
    }
    return sum;
}

void number_make(uint32_t enrolment, uint32_t random30, char out[TICKET_SIZE])
{
    assert(enrolment <= ENROLMENT_MAX);
    unsigned digits[DATA_LEN];
    for (int i = 0; i < 3; i++) {
        digits[i] = (enrolment >> (5 * (2 - i))) & 31u;
    }
    for (int i = 0; i < 6; i++) {
        digits[3 + i] = (random30 >> (5 * (5 - i))) & 31u;
    }
    for (int i = 0; i < DATA_LEN; i++) {
        out[i] = base32_digit(digits[i]);
    }
    out[DATA_LEN] = base32_digit(check_digit(digits));
    out[NUMBER_LEN] = '\0';
}

bool number_parse(const char *text, char out[TICKET_SIZE])
{
    unsigned digits[NUMBER_LEN];
    int len = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == ' ' || *p == '-') {
            continue;
        }
        int value = base32_value(*p);
        if (value < 0 || len == NUMBER_LEN) {
            return false;
        }
        digits[len++] = (unsigned)value;
    }
    if (len != NUMBER_LEN || check_digit(digits) != digits[DATA_LEN]) {
        return false;
    }
    for (int i = 0; i < NUMBER_LEN; i++) {
        out[i] = base32_digit(digits[i]);
    }
    out[NUMBER_LEN] = '\0';
    return true;
}

void number_show(const char ticket[TICKET_SIZE], char out[NUMBER_SHOWN_SIZE])
{
    assert(strlen(ticket) == NUMBER_LEN);
    memcpy(out, ticket, 3);
    out[3] = '-';
    memcpy(out + 4, ticket + 3, 4);
    out[8] = '-';
    memcpy(out + 9, ticket + 7, 3);
    out[12] = '\0';
}

uint32_t number_enrolment(const char ticket[TICKET_SIZE])
{
    uint32_t enrolment = 0;
    for (int i = 0; i < 3; i++) {
        int value = base32_value(ticket[i]);
        assert(value >= 0);
        enrolment = enrolment * 32 + (uint32_t)value;
    }
    return enrolment;
}
