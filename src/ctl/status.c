/* status. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/ctl.h"
#include "store/figures.h"
#include "store/fleet.h"

static void print_kiosk(void *ctx, const struct fleet_status *status)
{
    (void)ctx;
    char contact[CTL_TIME_SIZE];
    ctl_format_time(status->last_contact, contact);
    printf("kiosk %-14s %-8s last contact %s, ops %" PRId64 "\n", status->kiosk.id,
           status->kiosk.is_active ? "active" : "retired", contact, status->last_seq);
}

static void print_ops(const struct op_tally *tally)
{
    for (int kind = 0; kind <= OP_KIND_COUNT; kind++) {
        for (int code = 0; code < FIGURE_VERDICTS; code++) {
            if (tally->counts[kind][code] > 0) {
                printf("ops %-12s %-12s %" PRId64 "\n",
                       kind < OP_KIND_COUNT ? op_kind_word((enum op_kind)kind) : "other",
                       verdict_code_word((enum verdict_code)code), tally->counts[kind][code]);
            }
        }
    }
}

static int print_status(const struct program *program, struct ctl *ctl)
{
    struct figures figures;
    struct op_tally tally = {0};
    char key[META_VALUE_MAX] = "none yet";
    char url[META_VALUE_MAX] = "none yet";
    if (figures_read(ctl->store, ctl->env.wall(ctl->env.ctx), &figures) != OK ||
        figures_tally_ops(ctl->store, &tally) != OK) {
        return ctl_fail(program, "the database cannot be read");
    }
    if (store_meta_get(ctl->store, "hub_key", key, sizeof key)) {
        key[16] = '\0'; /* enough to tell hubs apart */
    }
    store_setting_get(ctl->store, "public_url", url, sizeof url);
    printf("hub key          %s\n", key);
    printf("public url       %s\n", url);
    printf("content revision %" PRId64 "\n", figures.revision);
    printf("feed head        %" PRId64 " in run %" PRId64 "\n", figures.feed_head, figures.runs);
    printf("requests         %" PRId64 " open, %" PRId64 " overdue\n", figures.open_requests,
           figures.overdue_requests);
    printf("calls            %" PRId64 " open\n", figures.open_calls);
    printf("waiting ops      %" PRId64 "\n", figures.waiting_ops);
    printf("envelopes        %" PRId64 "\n", figures.envelopes);
    for (size_t i = 0; i < figures.staff_len; i++) {
        printf("staff %-12s %" PRId64 "\n", figures.staff[i].kind, figures.staff[i].items);
    }
    fleet_each(ctl->store, print_kiosk, NULL);
    print_ops(&tally);
    return EXIT_SUCCESS;
}

int ctl_status(int argc, char **argv)
{
    static const struct program_option options[] = {
        {"--db", "PATH", "the hub's database", OPTION_REQUIRED}};
    static const struct program program = {.name = "yizhanctl status",
                                           .purpose =
                                               "Prints what stations, content and requests are at.",
                                           .options = options,
                                           .options_len = 1};
    const char *values[1] = {NULL};
    const char *arguments[1];
    struct ctl ctl = {0};
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    int exit_status = ctl_open(&ctl, &program, values[0], CTL_MUST_EXIST, STORE_READ_ONLY);
    if (exit_status == EXIT_SUCCESS) {
        exit_status = print_status(&program, &ctl);
    }
    ctl_close(&ctl);
    return exit_status;
}
