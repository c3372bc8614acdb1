/* From letters to candidates with libpinyin; nothing is trained or saved. One thread. */
#ifndef ENTRY_SPELLING_H
#define ENTRY_SPELLING_H

#include "entry/entry.h"

struct spelling;

/* Fails as pinyin_data_open does. */
enum status spelling_create(const char *dir, enum entry_fuzzy fuzzy,
                            struct spelling **out) MUST_CHECK;
void spelling_set_fuzzy(struct spelling *spelling, enum entry_fuzzy fuzzy);
/* letters has at most ENTRY_LETTERS_MAX bytes. */
void spelling_ask(struct spelling *spelling, const char *letters, struct entry_answer *out);
void spelling_destroy(struct spelling *spelling);

#endif
