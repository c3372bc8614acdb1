#include "hub/home.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/lock.h"
#include "content/content.h"
#include "domain/calendar.h"
#include "store/revision.h"
#include "trust/hub_home.h"

#define LOG_MODULE "hub"
#include "base/log.h"

static enum status take_lock(const char *db_path, int *out, char *why, size_t why_size)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s.lock", db_path);
    enum status status = lock_take(path, out);
    if (status == ERR_BUSY) {
        snprintf(why, why_size, "another hub runs on %s, or it is being restored", db_path);
    } else if (status != OK) {
        snprintf(why, why_size, "%s cannot be written; expected a folder this user may write to",
                 path);
    }
    return status;
}

/* Within a transaction, so that a yizhanctl at the same moment does not make other keys. */
static enum status open_keys(struct store *store, const char *key_path, const struct env *env,
                             struct hub_keys *out, char *why, size_t why_size)
{
    char recorded[META_VALUE_MAX] = "";
    char mine[HUB_KEY_HEX_SIZE];
    enum status status = store_begin(store);
    if (status != OK) {
        snprintf(why, why_size, "the database cannot be written: %s", status_text(status));
        return status;
    }
    bool is_new = !store_meta_get(store, "hub_key", recorded, sizeof recorded);
    status = hub_home_keys(key_path, recorded, env, out, why, why_size);
    if (status != OK) {
        store_rollback(store);
        return status;
    }
    hub_home_record(out, mine);
    status = is_new ? store_meta_set(store, "hub_key", mine) : OK;
    if (status == OK) {
        status = store_commit(store);
    } else {
        store_rollback(store);
    }
    if (status != OK) {
        snprintf(why, why_size, "the database cannot be written: %s", status_text(status));
    }
    return status;
}

enum status hub_home_open(const char *db_path, const char *key_path, const struct env *env,
                          struct hub_home *out, char *why, size_t why_size)
{
    char beside[PATH_MAX];
    struct hub_home home = {.lock = -1};
    struct store_options options = {
        .path = db_path, .role = STORE_HUB, .access = STORE_READ_WRITE, .env = env};
    snprintf(beside, sizeof beside, "%s.key", db_path);
    enum status status = take_lock(db_path, &home.lock, why, why_size);
    if (status == OK) {
        status = store_open(&options, &home.store, why, why_size);
    }
    if (status == OK) {
        status = open_keys(home.store, key_path != NULL ? key_path : beside, env, &home.keys, why,
                           why_size);
    }
    if (status == OK) {
        options.access = STORE_READ_ONLY;
        status = store_open(&options, &home.reader, why, why_size);
    }
    if (status != OK) {
        hub_home_close(&home);
        return status;
    }
    *out = home;
    return OK;
}

void hub_home_close(struct hub_home *home)
{
    keys_wipe(&home->keys, sizeof home->keys);
    store_close(home->reader);
    store_close(home->store);
    lock_release(home->lock);
    *home = (struct hub_home){.lock = -1};
}

static void print_errors(struct arena *arena, const struct content_report *report)
{
    for (size_t i = 0; i < report->notes_len; i++) {
        if (report->notes[i].severity == CONTENT_ERROR) {
            fprintf(stderr, "%s\n", content_note_line(arena, &report->notes[i]));
        }
    }
}

bool hub_home_is_empty(struct hub_home *home)
{
    int64_t revision = 0;
    return revision_compare(home->store, NULL, 0, &revision) == REVISION_NONE;
}

enum status hub_home_content(struct hub_home *home, const char *content_dir, const char *db_path,
                             const struct env *env, char *why, size_t why_size)
{
    struct arena arena = {0};
    struct content_report report = {0};
    const struct content_row *rows = NULL;
    size_t rows_len = 0;
    int64_t revision = 0;
    day_number today = day_of_instant(env->wall(env->ctx));
    bool is_empty = revision_compare(home->store, NULL, 0, &revision) == REVISION_NONE;
    enum status status = content_read(content_dir, today, &arena, &report, &rows, &rows_len);
    if (status != OK && is_empty) {
        print_errors(&arena, &report);
        snprintf(why, why_size,
                 "the content in %s cannot be loaded, see above; expected a directory that "
                 "yizhanctl check finds good",
                 content_dir);
    } else if (status != OK) {
        LOG_WARN("the content in %s has %zu mistakes; revision %" PRId64
                 " stays in force, yizhanctl check names them",
                 content_dir, report.errors, revision);
        status = OK;
    } else if (is_empty) {
        status = revision_publish(home->store, rows, rows_len, &revision);
        if (status == OK) {
            LOG_INFO("%s is revision %" PRId64 " now", content_dir, revision);
        } else {
            snprintf(why, why_size, "the content in %s cannot be stored: %s", content_dir,
                     status_text(status));
        }
    } else if (revision_compare(home->store, rows, rows_len, &revision) == REVISION_OTHER) {
        LOG_WARN("%s differs from revision %" PRId64
                 " in force; to apply it: yizhanctl load %s --db %s",
                 content_dir, revision, content_dir, db_path);
    }
    arena_fini(&arena);
    return status;
}
