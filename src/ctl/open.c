#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "domain/calendar.h"
#include "trust/env_real.h"

int ctl_fail(const struct program *program, const char *format, ...)
{
    char sentence[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    fprintf(stderr, "%s: %s\n", program->name, sentence);
    return EXIT_FAILED;
}

int ctl_check_path(const struct program *program, const char *db_path)
{
    if (strstr(db_path, "://") != NULL) {
        return options_complain(program, "this build speaks SQLite only; expected --db PATH, the "
                                         "path of a SQLite file");
    }
    return EXIT_SUCCESS;
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

int ctl_open(struct ctl *ctl, const struct program *program, const char *db_path,
             enum ctl_presence presence, enum store_access access)
{
    char why[CTL_WHY_SIZE] = "";
    int wrong = ctl_check_path(program, db_path);
    *ctl = (struct ctl){0};
    if (wrong != EXIT_SUCCESS) {
        return wrong;
    }
    if (presence == CTL_MUST_EXIST && !is_there(db_path)) {
        return ctl_fail(program, "there is no database at %s", db_path);
    }
    if (env_real_init(&ctl->env) != OK) {
        return ctl_fail(program, "the crypto library cannot be initialised");
    }
    struct store_options options = {
        .path = db_path, .role = STORE_HUB, .access = access, .env = &ctl->env};
    if (store_open(&options, &ctl->store, why, sizeof why) != OK) {
        return ctl_fail(program, "%s", why);
    }
    return EXIT_SUCCESS;
}

void ctl_close(struct ctl *ctl)
{
    store_close(ctl->store);
    ctl->store = NULL;
}

void ctl_format_time(instant at, char out[CTL_TIME_SIZE])
{
    if (at == 0) {
        snprintf(out, CTL_TIME_SIZE, "never");
        return;
    }
    struct date date = date_of_day(day_of_instant(at));
    int32_t second = second_of_instant(at);
    snprintf(out, CTL_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", date.year % 10000,
             date.month % 100, date.day % 100, second / HOUR_S, second % HOUR_S / MINUTE_S,
             second % MINUTE_S);
}
