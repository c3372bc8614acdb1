#include "kiosk/home_dir.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/lock.h"
#include "base/str.h"
#include "content/content.h"
#include "store/fleet.h"

#define LOG_MODULE "home"
#include "base/log.h"

static const char own_public_url[] = "HTTPS://YIZHAN.INVALID";

static void path_in(const char *dir, const char *name, char out[PATH_MAX])
{
    (void)snprintf(out, PATH_MAX, "%s/%s", dir, name);
}

static bool is_there(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* Data made alone stay alone, and the reverse. */
static enum status check_kind(const char *data, bool is_alone, char *why, size_t why_size)
{
    char other[PATH_MAX];
    path_in(data, is_alone ? "kiosk.db" : "yizhan.db", other);
    if (!is_there(other))
        return OK;
    if (is_alone)
        snprintf(
            why, why_size,
            "%s belongs to a terminal of a hub; expected --hub, or another --data to run alone",
            data);
    else
        snprintf(why, why_size,
                 "%s was made by a terminal that runs alone and is never joined to a hub; expected "
                 "another --data",
                 data);
    return ERR_CONFLICT;
}

static enum status open_data(const char *data, int *lock, char *why, size_t why_size)
{
    char path[PATH_MAX];
    if (mkdir(data, 0700) != 0 && errno != EEXIST) {
        snprintf(why, why_size, "--data %s cannot be made: %s", data, strerror(errno));
        return ERR_IO;
    }
    path_in(data, "lock", path);
    enum status status = lock_take(path, lock);
    if (status == ERR_BUSY)
        snprintf(why, why_size, "another yizhan-kiosk runs on --data %s", data);
    else if (status != OK)
        snprintf(why, why_size, "--data %s cannot be written to", data);
    return status;
}

static enum status open_key(const char *data, const struct env *env, struct kiosk_keys *out,
                            char *why, size_t why_size)
{
    char path[PATH_MAX];
    path_in(data, "kiosk.key", path);
    enum status status = kiosk_keys_load(path, out);
    if (status == ERR_NOT_FOUND) {
        kiosk_keys_make(env, out);
        status = kiosk_keys_save(path, out);
    }
    if (status != OK)
        snprintf(why, why_size, "%s: %s", path, status_text(status));
    return status;
}

static void take_content(const char *dir, const struct env *env, struct kiosk_home *home)
{
    struct content_report report = {0};
    const struct content_row *rows = NULL;
    size_t n = 0;
    char why[256] = "";
    day_number today = day_of_instant(env->wall(env->ctx));
    enum status status = content_read(dir, today, &home->content_arena, &report, &rows, &n);
    if (status == OK)
        status = catalogue_load(rows, n, 0, &home->content_arena, &home->content, why, sizeof why);
    home->has_content = status == OK;
    if (status != OK)
        LOG_WARN("--content %s is not used: %zu mistakes; yizhanctl check names them", dir,
                 report.errors);
}

/* ---- alone ---- */

static enum status enroll_itself(struct kiosk_home *home, const char *station,
                                 const struct env *env)
{
    char kiosk[META_VALUE_MAX];
    if (store_meta_get(home->writer, "kiosk", kiosk, sizeof kiosk))
        return OK;
    enum status status =
        fleet_enroll_key(home->writer, station, home->keys.sign_public, env->wall(env->ctx), kiosk);
    if (status == OK)
        status = store_meta_set(home->writer, "kiosk", kiosk);
    if (status == OK)
        status = store_meta_set(home->writer, "station", station);
    return status;
}

static enum status open_alone(const struct kiosk_options *options, const struct env *env,
                              struct kiosk_home *home, char *why, size_t why_size)
{
    char db[PATH_MAX], key[PATH_MAX];
    path_in(options->data, "yizhan.db", db);
    path_in(options->data, "hub.key", key);
    enum status status = hub_home_open(db, key, env, &home->hub_home, why, why_size);
    if (status != OK)
        return status;
    home->is_alone = true;
    home->writer = home->hub_home.store;
    home->reader = home->hub_home.reader;
    /* The first start has nothing to show before this; later ones have. */
    return hub_home_is_empty(&home->hub_home) ? kiosk_home_settle(options, env, home, why, why_size)
                                              : OK;
}

static enum status settle_alone(const struct kiosk_options *options, const struct env *env,
                                struct kiosk_home *home, char *why, size_t why_size)
{
    char db[PATH_MAX];
    path_in(options->data, "yizhan.db", db);
    enum status status =
        hub_home_content(&home->hub_home, options->content, db, env, why, why_size);
    if (status == OK)
        status = hub_open(home->writer, &home->hub_home.keys, env, own_public_url, &home->hub, why,
                          why_size);
    if (status != OK)
        return status;
    status = enroll_itself(home, options->station, env);
    if (status != OK)
        snprintf(why, why_size, "%s cannot be written: %s", db, status_text(status));
    return status;
}

enum status kiosk_home_settle(const struct kiosk_options *options, const struct env *env,
                              struct kiosk_home *home, char *why, size_t why_size)
{
    if (!home->is_alone || home->hub)
        return OK;
    return settle_alone(options, env, home, why, why_size);
}

/* ---- with a hub ---- */

static enum status open_replica(const struct kiosk_options *options, const struct env *env,
                                struct kiosk_home *home, char *why, size_t why_size)
{
    char db[PATH_MAX];
    path_in(options->data, "kiosk.db", db);
    struct store_options store = {
        .path = db, .role = STORE_KIOSK, .access = STORE_READ_WRITE, .env = env};
    enum status status = store_open(&store, &home->writer, why, why_size);
    if (status == OK)
        status = store_open(&store, &home->linked, why, why_size);
    store.access = STORE_READ_ONLY;
    if (status == OK)
        status = store_open(&store, &home->reader, why, why_size);
    return status;
}

enum status kiosk_home_open(const struct kiosk_options *options, const struct env *env,
                            struct kiosk_home *out, char *why, size_t why_size)
{
    struct kiosk_home home = {.lock = -1, .hub_home = {.lock = -1}};
    bool is_alone = options->hub == NULL;
    enum status status = open_data(options->data, &home.lock, why, why_size);
    if (status == OK)
        status = check_kind(options->data, is_alone, why, why_size);
    if (status == OK)
        status = open_key(options->data, env, &home.keys, why, why_size);
    if (status == OK)
        status = is_alone ? open_alone(options, env, &home, why, why_size)
                          : open_replica(options, env, &home, why, why_size);
    if (status != OK) {
        kiosk_home_close(&home);
        return status;
    }
    bool is_in_force = false;
    (void)kiosk_home_catalogue(&home, &is_in_force);
    if (!is_alone && !is_in_force)
        take_content(options->content, env, &home);
    *out = home;
    path_in(options->data, is_alone ? "yizhan.db" : "kiosk.db", out->db);
    path_in(options->data, "search.db", out->search);
    return OK;
}

struct store_options kiosk_home_store(const struct kiosk_home *home, const struct env *env)
{
    return (struct store_options){.path = home->db,
                                  .role = home->is_alone ? STORE_HUB : STORE_KIOSK,
                                  .access = STORE_READ_ONLY,
                                  .env = env};
}

void kiosk_home_close(struct kiosk_home *home)
{
    if (home->is_alone) {
        if (home->hub)
            hub_close(home->hub);
        hub_home_close(&home->hub_home);
    } else {
        store_close(home->reader);
        store_close(home->linked);
        store_close(home->writer);
    }
    keys_wipe(&home->keys, sizeof home->keys);
    arena_fini(&home->content_arena);
    lock_release(home->lock);
    *home = (struct kiosk_home){.lock = -1, .hub_home = {.lock = -1}};
}

const struct catalogue *kiosk_home_catalogue(struct kiosk_home *home, bool *is_in_force)
{
    const struct catalogue *catalogue = store_catalogue(home->reader);
    *is_in_force = catalogue && catalogue->revision > 0;
    if (*is_in_force)
        return catalogue;
    return home->has_content ? &home->content : NULL;
}
