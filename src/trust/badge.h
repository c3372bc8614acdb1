/* 帮办: the badge a staff member scans to help a visitor. It shows a random code; content knows
 * only its hash, so that nobody can make a badge from the files. The code is YZB- and 16 characters
 * of Crockford base32 (80 bits) in fours: too many to try, so one plain hash is enough. */
#ifndef TRUST_BADGE_H
#define TRUST_BADGE_H

#include <stdbool.h>

#include "base/env.h"

enum { BADGE_CODE_SIZE = 24, BADGE_HASH_SIZE = 33 };

/* "YZB-XXXX-XXXX-XXXX-XXXX" from env's randomness. */
void badge_make(const struct env *env, char out[BADGE_CODE_SIZE]);
/* Whether what was scanned calls itself a badge, good or not. */
bool badge_is_meant(const char *text);
/* Brings a badge's text into the form of badge_make; forgives case, O for 0, I and L for 1, and
 * missing dashes. False: it is none. */
bool badge_parse(const char *text, char out[BADGE_CODE_SIZE]);
/* 32 characters of hex: what stands as `badge` in the list of staff. code as of badge_parse. */
void badge_hash(const char code[BADGE_CODE_SIZE], char out[BADGE_HASH_SIZE]);

#endif
