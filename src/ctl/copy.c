/* backup and restore. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/str.h"
#include "ctl/ctl.h"
#include "domain/calendar.h"
#include "store/verify.h"
#include "trust/env_real.h"
#include "trust/hub_home.h"

int ctl_backup(int argc, char **argv)
{
    static const struct program_option options[] = {
        {"--db", "PATH", "the hub's database", OPTION_REQUIRED}};
    static const struct program program = {
        .name = "yizhanctl backup",
        .purpose = "Writes a copy of the database as it is now, and checks it. Keys are not in it.",
        .options = options,
        .options_len = 1,
        .arguments = "FILE",
        .arguments_min = 1,
        .arguments_max = 1};
    const char *values[1] = {NULL};
    const char *arguments[2];
    char why[CTL_WHY_SIZE] = "";
    struct ctl ctl = {0};
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    int exit_status = ctl_open(&ctl, &program, values[0], CTL_MUST_EXIST, STORE_READ_ONLY);
    if (exit_status == EXIT_SUCCESS) {
        if (store_backup(ctl.store, arguments[0], why, sizeof why) == OK) {
            printf("%s is a checked copy of %s\n", arguments[0], values[0]);
        } else {
            exit_status = ctl_fail(&program, "%s", why);
        }
    }
    ctl_close(&ctl);
    return exit_status;
}

/* ---- restore ---- */

struct restoring {
    const struct program *program;
    struct env env;
    const char *copy, *db, *key;
    char lock_path[PATH_MAX];
    char fresh[PATH_MAX]; /* the copy of the copy, beside the database */
    char aside[PATH_MAX]; /* what is replaced */
    int lock;
};

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    return true;
}

static bool copy_bytes(int from, int to)
{
    enum { CHUNK = 1 << 14 };
    char chunk[CHUNK];
    for (;;) {
        ssize_t n = read(from, chunk, sizeof chunk);
        if (n == 0) {
            return fsync(to) == 0;
        }
        if (n < 0 && errno != EINTR) {
            return false;
        }
        if (n > 0 && !write_all(to, chunk, (size_t)n)) {
            return false;
        }
    }
}

static void path_with(char out[PATH_MAX], const char *path, const char *ending)
{
    /* The kernel takes no path of PATH_MAX bytes, so nothing that could be opened is cut. */
    snprintf(out, PATH_MAX, "%.*s%s", PATH_MAX - 16, path, ending);
}

/* SQLite would play a log that another file of the same name left behind into a new one. */
static void remove_logs(const char *path)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal"};
    char log[PATH_MAX];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        path_with(log, path, endings[i]);
        unlink(log);
    }
}

static int copy_file(const struct restoring *r)
{
    int exit_status = EXIT_SUCCESS;
    int to = -1;
    int from = open(r->copy, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        return ctl_fail(r->program, "%s cannot be read: %s", r->copy, strerror(errno));
    }
    unlink(r->fresh);
    remove_logs(r->fresh); /* of a restore that was killed */
    to = open(r->fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0 || !copy_bytes(from, to)) {
        exit_status = ctl_fail(r->program, "%s cannot be written: %s", r->fresh, strerror(errno));
    }
    close(from);
    if (to >= 0) {
        close(to);
    }
    return exit_status;
}

/* The key file must be the copy's, or the hub would refuse it afterwards. */
static int check_key(const struct restoring *r, struct store *store)
{
    struct hub_keys keys;
    char recorded[META_VALUE_MAX];
    char mine[HUB_KEY_HEX_SIZE];
    if (!store_meta_get(store, "hub_key", recorded, sizeof recorded)) {
        return EXIT_SUCCESS;
    }
    enum status status = hub_keys_load(r->key, &keys);
    if (status != OK) {
        fprintf(stderr, "%s: warning: %s: %s; the hub needs the key file of %.16s to start\n",
                r->program->name, r->key, status_text(status), recorded);
        return EXIT_SUCCESS;
    }
    hub_home_record(&keys, mine);
    keys_wipe(&keys, sizeof keys);
    if (!str_equal(mine, recorded)) {
        return ctl_fail(r->program, "%s belongs to the hub %.16s, the key file %s is that of %.16s",
                        r->copy, recorded, r->key, mine);
    }
    return EXIT_SUCCESS;
}

/* Opens the copy as the hub would, which also brings an older one up to date, and reads it all. */
static int check_fresh(const struct restoring *r)
{
    char why[CTL_WHY_SIZE] = "";
    struct store *store = NULL;
    struct store_options options = {
        .path = r->fresh, .role = STORE_HUB, .access = STORE_READ_WRITE, .env = &r->env};
    int exit_status = EXIT_SUCCESS;
    enum status status = store_open(&options, &store, why, sizeof why);
    if (status == OK) {
        status = store_verify(store, why, sizeof why);
    }
    if (status != OK) {
        exit_status = ctl_fail(r->program, "%s cannot be restored: %s", r->copy, why);
    } else {
        exit_status = check_key(r, store);
    }
    store_close(store);
    return exit_status;
}

/* Closing it as the last one writes its log into it; a log that stays tells of somebody else. */
static int settle_live(const struct restoring *r)
{
    char why[CTL_WHY_SIZE] = "";
    char log[PATH_MAX];
    struct store *store = NULL;
    struct store_options options = {
        .path = r->db, .role = STORE_HUB, .access = STORE_READ_WRITE, .env = &r->env};
    path_with(log, r->db, "-wal");
    if (access(r->db, F_OK) != 0 || store_open(&options, &store, why, sizeof why) != OK) {
        return EXIT_SUCCESS; /* none, or one that is beyond use: it is set aside as it is */
    }
    store_close(store);
    if (access(log, F_OK) == 0) {
        return ctl_fail(r->program, "another program has %s open; stop it first", r->db);
    }
    return EXIT_SUCCESS;
}

static int set_aside(const struct restoring *r)
{
    static const char *const endings[] = {"-wal", "-journal", ""};
    char from[PATH_MAX], to[PATH_MAX];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        path_with(from, r->db, endings[i]);
        path_with(to, r->aside, endings[i]);
        if (access(from, F_OK) == 0 && rename(from, to) != 0) {
            return ctl_fail(r->program, "%s cannot be set aside: %s", from, strerror(errno));
        }
    }
    remove_logs(r->db);
    return EXIT_SUCCESS;
}

static void sync_folder(const char *path)
{
    char folder[PATH_MAX];
    path_with(folder, path, "");
    char *slash = strrchr(folder, '/');
    snprintf(slash != NULL ? slash + 1 : folder, 2, ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

static int swap(const struct restoring *r)
{
    bool had_one = access(r->db, F_OK) == 0;
    int exit_status = settle_live(r);
    if (exit_status == EXIT_SUCCESS) {
        exit_status = set_aside(r);
    }
    if (exit_status != EXIT_SUCCESS) {
        return exit_status;
    }
    sync_folder(r->db); /* a power cut must not bring the old log back beside the new file */
    if (rename(r->fresh, r->db) != 0) {
        return ctl_fail(r->program, "%s cannot be put in place: %s; the old one is %s", r->db,
                        strerror(errno), r->aside);
    }
    sync_folder(r->db);
    printf("%s is restored from %s\n", r->db, r->copy);
    if (had_one) {
        printf("what it replaced is %s\n", r->aside);
    }
    return EXIT_SUCCESS;
}

static int restore(struct restoring *r)
{
    char beside[PATH_MAX];
    char now[CTL_TIME_SIZE];
    if (env_real_init(&r->env) != OK) {
        return ctl_fail(r->program, "the crypto library cannot be initialised");
    }
    ctl_format_time(r->env.wall(r->env.ctx), now);
    path_with(r->lock_path, r->db, ".lock");
    path_with(r->fresh, r->db, ".restoring");
    path_with(beside, r->db, ".key");
    snprintf(r->aside, sizeof r->aside, "%s.replaced-%.19s", r->db, now);
    r->key = r->key != NULL ? r->key : beside;
    enum status status = lock_take(r->lock_path, &r->lock);
    if (status == ERR_BUSY) {
        return ctl_fail(r->program, "a hub runs on %s; stop it first", r->db);
    }
    if (status != OK) {
        return ctl_fail(r->program, "%s cannot be written", r->lock_path);
    }
    int exit_status = copy_file(r);
    if (exit_status == EXIT_SUCCESS) {
        exit_status = check_fresh(r);
    }
    if (exit_status == EXIT_SUCCESS) {
        exit_status = swap(r);
    }
    if (exit_status != EXIT_SUCCESS) {
        unlink(r->fresh);
        remove_logs(r->fresh);
    }
    return exit_status;
}

int ctl_restore(int argc, char **argv)
{
    enum { DB, KEY, LEN };
    static const struct program_option options[LEN] = {
        [DB] = {"--db", "PATH", "the hub's database", OPTION_REQUIRED},
        [KEY] = {"--key", "FILE", "the hub's keys; PATH.key unless given", OPTION_OPTIONAL},
    };
    static const struct program program = {
        .name = "yizhanctl restore",
        .purpose = "Checks a copy, sets the database aside and puts the copy in its place. The hub "
                   "must be stopped; kiosks offer again what the copy lacks.",
        .options = options,
        .options_len = LEN,
        .arguments = "FILE",
        .arguments_min = 1,
        .arguments_max = 1};
    const char *values[LEN] = {NULL};
    const char *arguments[2];
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    int wrong = ctl_check_path(&program, values[DB]);
    if (wrong != EXIT_SUCCESS) {
        return wrong;
    }
    struct restoring restoring = {.program = &program,
                                  .copy = arguments[0],
                                  .db = values[DB],
                                  .key = values[KEY],
                                  .lock = -1};
    int exit_status = restore(&restoring);
    lock_release(restoring.lock);
    return exit_status;
}
