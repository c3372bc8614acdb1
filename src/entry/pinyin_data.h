/* Opening libpinyin, one way for all who use it (spelling.c, reading.c): from Debian's data, with
 * an empty user dictionary that is never written, so nothing that a visitor types is kept. */
#ifndef ENTRY_PINYIN_DATA_H
#define ENTRY_PINYIN_DATA_H

#include <stdbool.h>

/* libpinyin's header defines these instead of declaring them; weak, they may stand in every file
 * that includes it. */
#pragma weak null_token
#pragma weak sentence_start
#pragma weak token_min
#pragma weak token_max
#pragma weak c_separate

#include <glib.h>
#include <pinyin.h>

#include "base/status.h"

/* dir NULL: this build's. 2 ms, some 7 MB; pinyin_fini gives them back. ERR_NOT_FOUND: a file is
 * missing, its path is on the log; ERR_PARSE: libpinyin does not take the data, said likewise. */
enum status pinyin_data_open(const char *dir, pinyin_context_t **out) MUST_CHECK;

#endif
