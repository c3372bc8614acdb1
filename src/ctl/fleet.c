/* enroll and retire. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "ctl/ctl.h"
#include "store/catalogue.h"
#include "store/fleet.h"
#include "trust/enrolment.h"
#include "trust/hub_home.h"

/* A hub that was never started has no keys yet: they are made here, as its first start would. */
static enum status open_keys(struct ctl *ctl, const char *key_path, struct hub_keys *out, char *why,
                             size_t why_size)
{
    char recorded[META_VALUE_MAX] = "";
    char mine[HUB_KEY_HEX_SIZE];
    bool is_new = !store_meta_get(ctl->store, "hub_key", recorded, sizeof recorded);
    enum status status = hub_home_keys(key_path, recorded, &ctl->env, out, why, why_size);
    if (status == OK && is_new) {
        hub_home_record(out, mine);
        status = store_meta_set(ctl->store, "hub_key", mine);
        snprintf(why, why_size, "the database cannot be written: %s", status_text(status));
    }
    return status;
}

static enum status make_token(struct ctl *ctl, const char *station, const char *key_path,
                              char out[ENROL_TOKEN_SIZE], char *why, size_t why_size)
{
    struct hub_keys keys = {0};
    struct enrol_token token = {0};
    unsigned char hash[HASH_SIZE];
    const struct env *env = &ctl->env;
    enum status status = store_begin(ctl->store);
    if (status != OK) {
        snprintf(why, why_size, "the database cannot be written: %s", status_text(status));
        return status;
    }
    status = open_keys(ctl, key_path, &keys, why, why_size);
    if (status == OK) {
        str_copy(token.station, sizeof token.station, station);
        memcpy(token.hub_key, keys.sign_public, KEY_SIZE);
        env->random(env->ctx, token.secret, sizeof token.secret);
        env->hash(env->ctx, token.secret, sizeof token.secret, hash);
        status = fleet_token_add(ctl->store, hash, station, env->wall(env->ctx) + DAY_S);
        snprintf(why, why_size, "the database cannot be written: %s", status_text(status));
    }
    if (status == OK) {
        status = store_commit(ctl->store);
    } else {
        store_rollback(ctl->store);
    }
    if (status == OK) {
        enrol_token_format(&token, out);
    }
    keys_wipe(&keys, sizeof keys);
    keys_wipe(&token, sizeof token);
    return status;
}

static void warn_unknown_station(struct ctl *ctl, const struct program *program,
                                 const char *station)
{
    const struct catalogue *catalogue = store_catalogue(ctl->store);
    if (catalogue != NULL && catalogue->stations_len > 0 &&
        catalogue_find_station(catalogue, station) == NULL) {
        fprintf(stderr, "%s: warning: the content in force has no station “%s”\n", program->name,
                station);
    }
}

static int enroll(const struct program *program, const char *db_path, const char *station,
                  const char *key_path)
{
    struct ctl ctl = {0};
    char beside[PATH_MAX];
    char token[ENROL_TOKEN_SIZE];
    char why[CTL_WHY_SIZE] = "";
    if (!station_id_is_valid(station)) {
        return options_complain(program, "--station “%s”: expected at most %d of a–z, 0–9 and -",
                                station, STATION_ID_SIZE - 1);
    }
    snprintf(beside, sizeof beside, "%s.key", db_path);
    int exit_status = ctl_open(&ctl, program, db_path, CTL_MAY_CREATE, STORE_READ_WRITE);
    if (exit_status != EXIT_SUCCESS) {
        goto out;
    }
    warn_unknown_station(&ctl, program, station);
    if (make_token(&ctl, station, key_path != NULL ? key_path : beside, token, why, sizeof why) ==
        OK) {
        printf("%s\n", token);
    } else {
        exit_status = ctl_fail(program, "%s", why);
    }
    keys_wipe(token, sizeof token);
out:
    ctl_close(&ctl);
    return exit_status;
}

int ctl_enroll(int argc, char **argv)
{
    enum { DB, STATION, KEY, LEN };
    static const struct program_option options[LEN] = {
        [DB] = {"--db", "PATH", "the hub's database; made if there is none", OPTION_REQUIRED},
        [STATION] = {"--station", "ID", "the station the kiosk will stand in", OPTION_REQUIRED},
        [KEY] = {"--key", "FILE", "the hub's keys; PATH.key unless given", OPTION_OPTIONAL},
    };
    static const struct program program = {
        .name = "yizhanctl enroll",
        .purpose = "Prints a token with which one kiosk can enrol within 24 hours.",
        .options = options,
        .options_len = LEN};
    const char *values[LEN] = {NULL};
    const char *arguments[1];
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    return enroll(&program, values[DB], values[STATION], values[KEY]);
}

static int retire(const struct program *program, struct ctl *ctl, const char *id)
{
    struct kiosk_row kiosk;
    struct verdict verdict;
    struct buf body = {0};
    struct apply_context context = {.arrived_at = ctl->env.wall(ctl->env.ctx), .by_staff = true};
    if (!query_kiosk(ctl->store, id, &kiosk)) {
        return ctl_fail(program, "there is no kiosk “%s”; yizhanctl status lists them", id);
    }
    if (!kiosk.is_active) {
        return ctl_fail(program, "%s was retired before", id);
    }
    buf_puts(&body, "{\"kiosk\":");
    buf_put_json(&body, id);
    buf_putc(&body, '}');
    enum status status =
        store_submit(ctl->store, OP_RETIRE, body.data, NULL, &context, NULL, &verdict);
    buf_fini(&body);
    if (status != OK) {
        return ctl_fail(program, "%s cannot be retired: %s", id, status_text(status));
    }
    if (verdict.code != VERDICT_ACCEPTED) {
        return ctl_fail(program, "%s cannot be retired: %s", id, reason_word(verdict.reason));
    }
    printf("%s is retired\n", id);
    return EXIT_SUCCESS;
}

int ctl_retire(int argc, char **argv)
{
    static const struct program_option options[] = {
        {"--db", "PATH", "the hub's database", OPTION_REQUIRED}};
    static const struct program program = {
        .name = "yizhanctl retire",
        .purpose = "Ends a kiosk: its key counts no more, its places go back to the hub.",
        .options = options,
        .options_len = 1,
        .arguments = "KIOSK",
        .arguments_min = 1,
        .arguments_max = 1};
    const char *values[1] = {NULL};
    const char *arguments[2];
    struct ctl ctl = {0};
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    int exit_status = ctl_open(&ctl, &program, values[0], CTL_MUST_EXIST, STORE_READ_WRITE);
    if (exit_status == EXIT_SUCCESS) {
        exit_status = retire(&program, &ctl, arguments[0]);
    }
    ctl_close(&ctl);
    return exit_status;
}
