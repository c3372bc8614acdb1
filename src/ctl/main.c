/* yizhanctl: finds the command. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/str.h"
#include "ctl/ctl.h"

static const struct command {
    const char *name;
    const char *use, *purpose;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"check", "DIR", "name every mistake in a content directory", ctl_check},
    {"load", "DIR --db PATH", "make a content directory the revision in force", ctl_load},
    {"enroll", "--db PATH --station ID", "print a token that enrols one kiosk within 24 hours",
     ctl_enroll},
    {"retire", "KIOSK --db PATH", "end a kiosk: its key counts no more", ctl_retire},
    {"status", "--db PATH", "print what stations, content and requests are at", ctl_status},
    {"backup", "--db PATH FILE", "write a checked copy of the database", ctl_backup},
    {"restore", "FILE --db PATH", "put a copy in the database's place, the hub stopped",
     ctl_restore},
    {"request", "NUMBER take|work|done|refuse|transfer --db PATH --by STAFF --note TEXT",
     "move a request along", ctl_request},
    {"call", "[KIOSK answer|close --by STAFF] --db PATH",
     "list who calls the desk, or say that somebody goes", ctl_call},
    {"badge", "--id ID --name TEXT", "make a staff member's badge", ctl_badge},
    {"rebuild", "--db PATH", "derive every table from the ops again and compare", ctl_rebuild},
};

enum { COMMANDS_LEN = sizeof commands / sizeof commands[0] };

static void print_help(void)
{
    printf("Usage: yizhanctl COMMAND …\n\nLooks after a hub's database.\n\n");
    for (int i = 0; i < COMMANDS_LEN; i++) {
        printf("  %s %s\n      %s\n", commands[i].name, commands[i].use, commands[i].purpose);
    }
    printf("  --help, --version; each command has a --help of its own\n");
}

static int complain(const char *word)
{
    fprintf(stderr, "yizhanctl: %s%s%s; expected one of", word == NULL ? "no command" : "“",
            word == NULL ? "" : word, word == NULL ? "" : "” is no command");
    for (int i = 0; i < COMMANDS_LEN; i++) {
        fprintf(stderr, "%s %s", i > 0 ? "," : "", commands[i].name);
    }
    fprintf(stderr, "\nTry: yizhanctl --help\n");
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : NULL;
    log_set_level(LOG_LEVEL_ERROR);
    umask(077); /* databases and copies are nobody else's business */
    if (word != NULL && str_equal(word, "--help")) {
        print_help();
        return EXIT_SUCCESS;
    }
    if (word != NULL && str_equal(word, "--version")) {
        printf("yizhanctl %s\n", YIZHAN_VERSION);
        return EXIT_SUCCESS;
    }
    for (int i = 0; word != NULL && i < COMMANDS_LEN; i++) {
        if (str_equal(word, commands[i].name)) {
            int status = commands[i].run(argc - 1, argv + 1);
            /* A full disk behind a redirected output is a failure, too. */
            return status == EXIT_SUCCESS && fflush(stdout) != 0 ? EXIT_FAILED : status;
        }
    }
    return complain(word);
}
