/* What is printed on cards and things for a scanner: YZ, a letter for what it is, letters and
 * digits, and a check character, as YZC-7K2M-9QXD-5. Dashes are only for the eye.
 *
 *   YZC-…  a rider's card
 *   YZT-…  a thing that is lent or stands ready; it begins with its group (YZT-RAIN-0012-…)
 *
 * The check character is that of ISO 7064 MOD 37,36 over the kind's letter and the rest: it finds
 * every wrong character and nearly every two that changed places. Capitals and small letters are
 * the same; nothing else is forgiven, since nobody types these. With eight characters or more
 * it is longer than a ticket's number and never taken for one. */
#ifndef DOMAIN_CODE_H
#define DOMAIN_CODE_H

#include <stdbool.h>

enum code_kind { CODE_CARD, CODE_THING };
enum { CODE_BODY_LEAST = 8, CODE_BODY_MOST = 24, CODE_BODY_SIZE = CODE_BODY_MOST + 1 };
enum { CODE_SHOWN_SIZE = CODE_BODY_MOST * 2 + 8 };

struct code {
    enum code_kind kind;
    char body[CODE_BODY_SIZE]; /* capitals and digits, without dashes and check character */
};

/* False on anything else; the text may be hostile. */
bool code_parse(const char *text, struct code *out);
/* What is printed, in groups of four. body: 8 to 24 capitals and digits. */
void code_show(const struct code *code, char out[CODE_SHOWN_SIZE]);

#endif
