/* Enrolment tokens: STATION.SECRET.HUBKEY, at most 90 characters, once, 24 hours. */
#ifndef TRUST_ENROLMENT_H
#define TRUST_ENROLMENT_H

#include <stdbool.h>

#include "base/env.h"
#include "trust/keys.h"

enum { STATION_ID_SIZE = 11, ENROL_SECRET_SIZE = 16, ENROL_TOKEN_SIZE = 91 };

struct enrol_token {
    char station[STATION_ID_SIZE]; /* [a-z0-9-], at most 10 */
    unsigned char secret[ENROL_SECRET_SIZE];
    unsigned char hub_key[KEY_SIZE];
};

bool station_id_is_valid(const char *id);
void enrol_token_format(const struct enrol_token *token, char out[ENROL_TOKEN_SIZE]);
bool enrol_token_parse(const char *text, struct enrol_token *out);

#endif
