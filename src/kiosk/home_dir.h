/* What a terminal has on disk, opened in order: the lock that keeps a second process away, its key,
 * its database with one connection per thread. With a hub that is DATA/kiosk.db, a replica; alone
 * it is DATA/yizhan.db, the central database itself with DATA/hub.key beside it. Data made one way
 * is never used the other way. */
#ifndef KIOSK_HOME_DIR_H
#define KIOSK_HOME_DIR_H

#include <limits.h>

#include "base/arena.h"
#include "hub/home.h"
#include "hub/step.h"
#include "kiosk/options.h"
#include "store/catalogue.h"
#include "store/store.h"
#include "trust/keys.h"

struct kiosk_home {
    int lock; /* -1: not taken */
    char db[PATH_MAX];
    char search[PATH_MAX]; /* the search index beside it; made when needed, lost without harm */
    struct kiosk_keys keys;
    struct store *reader; /* the main thread's */
    struct store *writer; /* the worker's */
    struct store *linked; /* the link's; NULL when alone */
    /* alone: */
    bool is_alone;
    struct hub_home hub_home;
    struct hub *hub;
    /* with a hub: --content, shown until the hub's is there */
    struct arena content_arena;
    struct catalogue content;
    bool has_content;
};

/* Opens what the first screen needs; it may run on any thread. env outlives the home. On failure
 * `why` has one sentence for the operator. */
enum status kiosk_home_open(const struct kiosk_options *options, const struct env *env,
                            struct kiosk_home *out, char *why, size_t why_size) MUST_CHECK;
/* The rest, which can wait until the first screen is shown: alone, the hub's part and whether
 * --content differs from what is in force. Once, before the writer is handed to its thread. */
enum status kiosk_home_settle(const struct kiosk_options *options, const struct env *env,
                              struct kiosk_home *home, char *why, size_t why_size) MUST_CHECK;
void kiosk_home_close(struct kiosk_home *home);
/* For one more reader of the database. */
struct store_options kiosk_home_store(const struct kiosk_home *home, const struct env *env);

/* The catalogue in force, or --content's before the first sync; NULL when there is none. Main
 * thread; holds until the next call. *is_in_force: it is the database's. */
const struct catalogue *kiosk_home_catalogue(struct kiosk_home *home, bool *is_in_force);

#endif
