/* What a hub has on disk, opened in order: the lock that keeps a second hub and a restore away, the
 * database, its key file, the content. Each failure is one sentence for the operator. */
#ifndef HUB_HOME_H
#define HUB_HOME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/env.h"
#include "base/status.h"
#include "store/store.h"
#include "trust/keys.h"

struct hub_home {
    int lock; /* PATH.lock; -1: not taken */
    struct store *store;
    struct store *reader; /* for pages, read only */
    struct hub_keys keys;
};

/* key_path NULL: PATH.key. env outlives the home. */
enum status hub_home_open(const char *db_path, const char *key_path, const struct env *env,
                          struct hub_home *out, char *why, size_t why_size) MUST_CHECK;
/* Wipes the keys; the last to close the database leaves no log behind. */
void hub_home_close(struct hub_home *home);

/* True while nothing was ever loaded. */
bool hub_home_is_empty(struct hub_home *home);
/* With an empty database the directory becomes the first revision; its mistakes are printed on
 * stderr and make this fail. Later a difference is only reported: yizhanctl load applies it. */
enum status hub_home_content(struct hub_home *home, const char *content_dir, const char *db_path,
                             const struct env *env, char *why, size_t why_size) MUST_CHECK;

#endif
