/* yizhanctl: one function per command. Each parses its own words, prints one clear sentence for
 * every failure, and returns the exit status. Works on the database file whether the hub runs or
 * not; what changes something is an op like any other. */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <stdbool.h>

#include "base/env.h"
#include "base/options.h"
#include "base/status.h"
#include "store/store.h"
#include "trust/keys.h"

enum { CTL_WHY_SIZE = 768, CTL_TIME_SIZE = 64 };

int ctl_check(int argc, char **argv);
int ctl_load(int argc, char **argv);
int ctl_enroll(int argc, char **argv);
int ctl_retire(int argc, char **argv);
int ctl_status(int argc, char **argv);
int ctl_backup(int argc, char **argv);
int ctl_restore(int argc, char **argv);
int ctl_request(int argc, char **argv);
int ctl_call(int argc, char **argv);
int ctl_badge(int argc, char **argv);
int ctl_rebuild(int argc, char **argv);

/* ---- for the commands ---- */

struct ctl {
    struct env env;
    struct store *store;
};

enum ctl_presence { CTL_MUST_EXIST, CTL_MAY_CREATE };

/* Opens the hub's database; 0, or the exit status after a sentence was printed. */
int ctl_open(struct ctl *ctl, const struct program *program, const char *db_path,
             enum ctl_presence presence, enum store_access access);
void ctl_close(struct ctl *ctl);

/* A path, not a URL, or the exit status after a sentence. */
int ctl_check_path(const struct program *program, const char *db_path);
/* "PROGRAM: sentence" on stderr; returns EXIT_FAILED. */
int ctl_fail(const struct program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "2026-11-22T09:00:00+08:00"; "never" for 0. */
void ctl_format_time(instant at, char out[CTL_TIME_SIZE]);

#endif
