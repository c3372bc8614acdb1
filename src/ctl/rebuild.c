/* rebuild. */
#include <stdio.h>
#include <stdlib.h>

#include "ctl/ctl.h"

int ctl_rebuild(int argc, char **argv)
{
    static const struct program_option options[] = {
        {"--db", "PATH", "the hub's database", OPTION_REQUIRED}};
    static const struct program program = {
        .name = "yizhanctl rebuild",
        .purpose = "Derives every table from ops and verdicts again, in one transaction, and says "
                   "whether anything differed.",
        .options = options,
        .options_len = 1};
    const char *values[1] = {NULL};
    const char *arguments[1];
    char difference[256] = "";
    bool is_same = false;
    struct ctl ctl = {0};
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    int exit_status = ctl_open(&ctl, &program, values[0], CTL_MUST_EXIST, STORE_READ_WRITE);
    if (exit_status != EXIT_SUCCESS) {
        goto out;
    }
    enum status status = store_rebuild(ctl.store, &is_same, difference, sizeof difference);
    if (status != OK) {
        exit_status = ctl_fail(&program, "%s was not rebuilt, it is as before: %s", values[0],
                               status_text(status));
    } else if (!is_same) {
        exit_status =
            ctl_fail(&program, "rebuilt; the tables differed from the ops: %s", difference);
    } else {
        printf("rebuilt; equal to the live tables\n");
    }
out:
    ctl_close(&ctl);
    return exit_status;
}
