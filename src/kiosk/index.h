/* Makes the search index (store/search.h) of a catalogue with pinyin from entry/reading.h. Takes
 * some hundred milliseconds and, meanwhile, 10 MB: never on the main thread. */
#ifndef KIOSK_INDEX_H
#define KIOSK_INDEX_H

#include "base/status.h"
#include "store/search.h"

enum index_outcome {
    INDEX_WAS_THERE, /* made of this content before: nothing was done */
    INDEX_MADE,
};

/* Without libpinyin's data the index knows characters and English words only, the log says so, and
 * the next start tries again. */
enum status index_make(const char *path, const struct catalogue *catalogue, const char *station,
                       enum index_outcome *out, char *why, size_t why_size) MUST_CHECK;

#endif
