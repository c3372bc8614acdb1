/* yizhan-hub: options, wiring, and the wait for a signal. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/options.h"
#include "hub/home.h"
#include "hub/http.h"
#include "hub/routes.h"
#include "hub/shell.h"
#include "hub/step.h"
#include "trust/env_real.h"
#include "trust/ticket.h"

#define LOG_MODULE "hub"
#include "base/log.h"

enum { WHY_SIZE = 768 };

static const char default_public_url[] = "HTTPS://YIZHAN.INVALID";

enum value { VALUE_DB, VALUE_LISTEN, VALUE_CONTENT, VALUE_PUBLIC_URL, VALUE_KEY, VALUES_LEN };

static const struct program_option options[VALUES_LEN] = {
    [VALUE_DB] = {"--db", "PATH", "the database, a SQLite file; made if there is none",
                  OPTION_REQUIRED},
    [VALUE_LISTEN] = {"--listen", "HOST:PORT", "where kiosks connect; port 0: any free one",
                      OPTION_REQUIRED},
    [VALUE_CONTENT] = {"--content", "DIR", "kiosk-config; loaded into an empty database",
                       OPTION_REQUIRED},
    [VALUE_PUBLIC_URL] = {"--public-url", "URL", "what tickets' QR codes begin with",
                          OPTION_OPTIONAL},
    [VALUE_KEY] = {"--key", "FILE", "the hub's keys; PATH.key unless given", OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "yizhan-hub",
    .purpose = "The hub of a community's stations: the central database and what kiosks sync with.",
    .options = options,
    .options_len = VALUES_LEN,
};

struct settings {
    const char *db, *content, *key;
    struct http_address address;
    char public_url[PUBLIC_URL_MAX + 1];
};

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* 0, or the exit status after a sentence was printed. */
static int settings_take(const char *const *values, struct settings *out)
{
    const char *url = values[VALUE_PUBLIC_URL];
    *out = (struct settings){
        .db = values[VALUE_DB], .content = values[VALUE_CONTENT], .key = values[VALUE_KEY]};
    if (strstr(out->db, "://") != NULL) {
        return options_complain(&program, "this build speaks SQLite only; expected --db PATH, the "
                                          "path of a SQLite file");
    }
    if (is_directory(out->db)) {
        return options_complain(&program,
                                "%s is a directory; expected --db PATH, the path of a "
                                "SQLite file",
                                out->db);
    }
    if (!http_address_parse(values[VALUE_LISTEN], &out->address)) {
        return options_complain(&program,
                                "--listen “%s”: expected HOST:PORT, such as 127.0.0.1:8080 or "
                                "[::1]:0, with a numeric HOST",
                                values[VALUE_LISTEN]);
    }
    if (!is_directory(out->content)) {
        return options_complain(&program, "--content “%s”: expected a directory with kiosk-config",
                                out->content);
    }
    if (!public_url_normalise(url != NULL ? url : default_public_url, out->public_url)) {
        return options_complain(&program,
                                "--public-url “%s”: expected http:// or https:// and a host, at "
                                "most %d characters of A–Z 0–9 and $%%*+-./:",
                                url, PUBLIC_URL_MAX);
    }
    return 0;
}

/* SIGTERM and SIGINT are taken by sigwait, in one place; every thread made later inherits this. */
static void block_signals(sigset_t *out)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL); /* a file at its limit is a failed write, no more */
    sigemptyset(out);
    sigaddset(out, SIGTERM);
    sigaddset(out, SIGINT);
    pthread_sigmask(SIG_BLOCK, out, NULL);
}

struct running {
    struct hub *hub;
    struct shell *shell;
    struct routes *routes;
    struct http *http;
    bool is_shell_running;
};

static enum status running_start(struct hub_home *home, const struct settings *settings,
                                 const struct env *env, struct running *out, char *why,
                                 size_t why_size)
{
    enum status status =
        hub_open(home->store, &home->keys, env, settings->public_url, &out->hub, why, why_size);
    if (status != OK) {
        return status;
    }
    shell_init(out->hub, home->store, env, &shell_limits_usual, &out->shell);
    routes_init(out->shell, home->reader, env, &out->routes);
    status = shell_start(out->shell);
    if (status != OK) {
        snprintf(why, why_size, "the writer's thread cannot be started");
        return status;
    }
    out->is_shell_running = true;
    struct http_handler handler = routes_handler(out->routes);
    return http_start(&settings->address, &http_limits_usual, &handler, &out->http, why, why_size);
}

/* What is queued is done, what is held answered, and the answers are out before the end. */
static void running_end(struct running *running)
{
    if (running->http != NULL) {
        http_stop(running->http);
    }
    if (running->is_shell_running) {
        shell_stop(running->shell);
        shell_join(running->shell);
    }
    if (running->http != NULL) {
        http_join(running->http);
    }
    http_destroy(running->http);
    routes_destroy(running->routes);
    shell_destroy(running->shell);
    hub_close(running->hub);
}

static int run(const struct settings *settings, const sigset_t *signals)
{
    char why[WHY_SIZE] = "";
    struct env env;
    struct hub_home home = {.lock = -1};
    struct running running = {0};
    enum status status = env_real_init(&env);
    if (status != OK) {
        snprintf(why, sizeof why, "the crypto library cannot be initialised");
        goto out;
    }
    status = hub_home_open(settings->db, settings->key, &env, &home, why, sizeof why);
    if (status == OK) {
        status = hub_home_content(&home, settings->content, settings->db, &env, why, sizeof why);
    }
    if (status == OK) {
        status = running_start(&home, settings, &env, &running, why, sizeof why);
    }
    if (status != OK) {
        goto out;
    }
    if (!settings->address.is_loopback) {
        LOG_WARN("plain HTTP beyond this machine; put a TLS proxy in front");
    }
    printf("listening on %s\n", http_url(running.http));
    fflush(stdout);
    int number = 0;
    sigwait(signals, &number);
    LOG_INFO("stopping");
out:
    running_end(&running);
    hub_home_close(&home);
    if (status != OK) {
        fprintf(stderr, "%s: %s\n", program.name, why);
    }
    return status == OK ? EXIT_SUCCESS : EXIT_FAILED;
}

int main(int argc, char **argv)
{
    const char *values[VALUES_LEN] = {NULL};
    const char *arguments[1];
    struct settings settings;
    sigset_t signals;
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    int wrong = settings_take(values, &settings);
    if (wrong != 0) {
        return wrong;
    }
    block_signals(&signals);
    umask(077); /* sealed or not, the database is nobody else's business */
    return run(&settings, &signals);
}
