/* Makes the search index beside everything else: a thread that lives only while it works, with a
 * connection of its own to the database. Wanted after the first frame and when content was
 * replaced; where the index is there already it ends at once. All calls are the main thread's. */
#ifndef KIOSK_INDEX_THREAD_H
#define KIOSK_INDEX_THREAD_H

#include <stdbool.h>

#include "store/store.h"

struct index_thread;

struct index_setup {
    struct store_options store; /* of the terminal's database, read only */
    const char *path;           /* of the index */
    const char *station;
};

struct index_calls {
    void *ctx;
    /* On the thread, as the last thing it does; must lead to index_take. is_new: the index was
     * made. */
    void (*done)(void *ctx, bool is_new);
};

/* Starts nothing yet. The strings outlive it. */
void index_create(const struct index_setup *setup, const struct index_calls *calls,
                  struct index_thread **out);
/* Looks at the content now, or once more when the thread is at work. */
void index_want(struct index_thread *index);
/* After done was called. */
void index_take(struct index_thread *index);
/* Waits for the thread. */
void index_destroy(struct index_thread *index);

#endif
