/* Between texts and the words of the search index; private to search_*. Pure. */
#ifndef STORE_SEARCH_TEXT_H
#define STORE_SEARCH_TEXT_H

#include "base/arena.h"
#include "base/buf.h"
#include "store/search.h"

/* The units of a text, their pinyin not set; in arena. */
struct search_unit *search_divide(struct arena *arena, const char *text, size_t *n);

/* How much of a text is entered. */
enum search_depth {
    SEARCH_DEPTH_BEGINNING, /* as it begins */
    SEARCH_DEPTH_TITLE,     /* every ending, also half characters, half pinyin */
    SEARCH_DEPTH_LINE,      /* every ending in characters, in pinyin, in initials */
    SEARCH_DEPTH_MORE,      /* every ending in characters */
};
/* Appends the index's words for a text, parted by spaces. */
void search_put_words(struct buf *out, const char *text, const struct search_unit *units, size_t n,
                      enum search_depth depth);

/* FTS5 expressions for what was typed, by rank; NULL: nothing of this rank is wanted. */
struct search_query {
    const char *match[SEARCH_MORE + 1];
};
/* For what has all that was typed, or, when there is no such thing, some of it: one of its words,
 * two characters side by side. */
enum search_part { SEARCH_ALL_OF_IT, SEARCH_SOME_OF_IT };
/* false: nothing was typed that can be looked for so. */
bool search_query_make(struct arena *arena, const char *typed, enum search_part part,
                       struct search_query *out);

/* What can be found, in one language; texts "" where there is none. */
struct search_item {
    enum content_kind kind;
    const char *id;
    const char *title, *line, *more;
};
/* Of this station, in the content's order; in arena. */
struct search_item *search_items(struct arena *arena, const struct catalogue *catalogue,
                                 const char *station, enum lang lang, size_t *n);

#endif
