/* The generated tables; only text.c and the generated msg.c include this. */
#ifndef LANG_TABLE_H
#define LANG_TABLE_H

#include "base/lang.h"
#include "lang/msg.h"

extern const char *const lang_table[LANG_COUNT][MSG_COUNT];
extern const char *const lang_keys[MSG_COUNT];
/* How many different placeholders a message has. */
extern const unsigned char lang_holes[MSG_COUNT];

#endif
