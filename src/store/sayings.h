/* How runs of Chinese characters are read aloud, prepared when content is loaded, so that speaking
 * starts at once: run → pinyin. Derived from the content and the messages; stands in a file of its
 * own beside the database (DATA/sayings.db), is never replicated, and is made anew when it is lost,
 * damaged, or belongs to other content. One thread, the voice's. */
#ifndef STORE_SAYINGS_H
#define STORE_SAYINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

struct sayings;

/* Opens or creates; a file that is no database is replaced. why: a sentence for the operator. */
enum status sayings_open(const char *path, struct sayings **out, char *why,
                         size_t why_size) MUST_CHECK;
/* What was added and not kept is lost. */
void sayings_close(struct sayings *sayings);

/* stamp: a hash of all that was to be prepared and of how it is read. */
bool sayings_is_whole(struct sayings *sayings, uint64_t stamp);
/* Forgets everything. */
void sayings_begin(struct sayings *sayings);
void sayings_add(struct sayings *sayings, const char *run, const char *pinyin);
/* Keeps what was added so far. */
enum status sayings_keep(struct sayings *sayings) MUST_CHECK;
/* Keeps it and notes that all of this stamp is there. */
enum status sayings_end(struct sayings *sayings, uint64_t stamp) MUST_CHECK;

/* Appends the pinyin of a run; false: it was not prepared. */
bool sayings_find(struct sayings *sayings, const char *run, struct buf *out);

#endif
