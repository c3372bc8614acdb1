/* Search over what a station offers, as a visitor types: characters, pinyin, pinyin's initials,
 * English words, and mixtures (理f, liangxy). The index is derived from the catalogue and stands in
 * a file of its own beside the database (DATA/search.db): never replicated, no loss when lost, made
 * anew when the content or the index's form changes. Full-text search by FTS5; a title is entered
 * with each of its endings, so that every word in it can be typed from its first letter.
 *
 *   search_check, search_build   where files may be read and time passes: a thread of their own
 *   search_ask                   the main thread, on each key: well under 2 ms
 *
 * What is typed is data, never part of a query's grammar, and is not logged. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "base/status.h"
#include "domain/content.h"
#include "domain/session.h"
#include "store/catalogue.h"

/* ---- making the index ---- */

/* A character of a text that is read as a syllable, or a run of Latin letters and digits. */
enum { SEARCH_PINYIN_SIZE = 8 };
struct search_unit {
    size_t at, len;                  /* bytes of the text */
    bool is_chinese;                 /* one character */
    bool goes_on;                    /* nothing stands between it and the unit before */
    char pinyin[SEARCH_PINYIN_SIZE]; /* "li", without the tone; "": not known */
};

/* Sets the pinyin of the Chinese units of a text. */
struct search_reader {
    void *ctx;
    void (*read)(void *ctx, const char *text, struct search_unit *units, size_t n);
};

enum search_state {
    SEARCH_MISSING,        /* no index, a damaged one, or one of other content */
    SEARCH_WITHOUT_PINYIN, /* made of this content, without a reader */
    SEARCH_WHOLE,
};
enum search_state search_check(const char *path, const struct catalogue *catalogue,
                               const char *station);
/* In one transaction; whoever asks meanwhile sees the old index. reader NULL: characters and
 * English only. A file that is no database is made anew. why: a sentence for the operator. */
enum status search_build(const char *path, const struct catalogue *catalogue, const char *station,
                         const struct search_reader *reader, char *why, size_t why_size) MUST_CHECK;

/* ---- asking ---- */

struct search;

/* Opens nothing yet. */
void search_create(const char *path, struct search **out);
void search_destroy(struct search *search);
/* Closes the file until it is asked again; what was typed is forgotten with it. */
void search_rest(struct search *search);

/* How well something fits; the better, the smaller. */
enum search_rank {
    SEARCH_BEGINNING, /* its title begins so */
    SEARCH_TITLE,
    SEARCH_LINE, /* the line below the title, or its category */
    SEARCH_MORE, /* for whom, when, what to bring; headings of a page */
};

struct search_hit {
    enum content_kind kind; /* service, series, room, request or page */
    char id[CONTENT_ID_SIZE];
    enum search_rank rank;
};

enum { SEARCH_TYPED_MAX = 24 }; /* characters; what is beyond is not looked at */

/* By rank, then as in the content; texts in the visitor's language first, in the other one when
 * there are none; when nothing has all that was typed, what has some of it. ERR_NOT_FOUND: there is
 * no index yet. */
enum status search_ask(struct search *search, enum lang lang, const char *typed,
                       struct search_hit *hits, size_t max, size_t *n) MUST_CHECK;

#endif
