/* Which characters of a content directory no font has. */
#ifndef CTL_GLYPHS_H
#define CTL_GLYPHS_H

#include <stddef.h>
#include <stdio.h>

#include "base/status.h"
#include "domain/content.h"

/* Prints "FILE:LINE: …" for each line of dir's files with a character that is in the rows and in no
 * face of the list at faces_path, as far as the first such lines go; *missing_len is how many
 * characters there are. ERR_NOT_FOUND, ERR_IO, ERR_PARSE: the main fonts cannot be read here. */
enum status glyphs_check(const char *dir, const char *faces_path, const struct content_row *rows,
                         size_t rows_len, FILE *to, size_t *missing_len) MUST_CHECK;

#endif
