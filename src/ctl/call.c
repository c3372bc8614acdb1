/* call: who calls the desk, and that somebody is on the way. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ctl/ctl.h"
#include "store/query.h"

enum { DB, STATION, BY, LEN };
enum { CALLS_MAX = 256 };

static const struct program_option options[LEN] = {
    [DB] = {"--db", "PATH", "the hub's database", OPTION_REQUIRED},
    [STATION] = {"--station", "ID", "only calls of this station", OPTION_OPTIONAL},
    [BY] = {"--by", "STAFF", "who goes; answer and close need it", OPTION_OPTIONAL},
};
static const struct program program = {
    .name = "yizhanctl call",
    .purpose = "Lists the calls of visitors to the desk that stand, or answers or closes one.",
    .options = options,
    .options_len = LEN,
    .arguments = "[KIOSK answer|close]",
    .arguments_min = 0,
    .arguments_max = 2,
};

static int list(struct ctl *ctl, const char *station)
{
    struct call_row *calls = xalloc(CALLS_MAX * sizeof *calls);
    instant now = ctl->env.wall(ctl->env.ctx);
    size_t n = query_open_calls(ctl->store, station != NULL ? station : "", calls, CALLS_MAX);
    for (size_t i = 0; i < n; i++) {
        char at[CTL_TIME_SIZE];
        ctl_format_time(calls[i].called_at, at);
        printf("%s called from %s at %s, %" PRId64 " s ago%s%s\n", calls[i].kiosk, calls[i].screen,
               at, (int64_t)(now - calls[i].called_at),
               calls[i].answered_at != 0 ? ", answered by " : "", calls[i].by);
    }
    if (n == 0) {
        printf("nobody calls\n");
    }
    free(calls);
    return EXIT_SUCCESS;
}

static int explain(const struct verdict *verdict, const struct call_row *call, const char *kiosk)
{
    if (verdict->reason == REASON_NOT_ALLOWED_NOW && call->answered_at != 0) {
        return ctl_fail(&program, "%s: %s is on the way already", kiosk, call->by);
    }
    if (verdict->reason == REASON_BAD_BODY) {
        return ctl_fail(&program, "%s: --by is too long", kiosk);
    }
    return ctl_fail(&program, "%s: not accepted: %s", kiosk, reason_word(verdict->reason));
}

static int move(struct ctl *ctl, const char *kiosk, enum op_kind kind, const char *by)
{
    struct call_row call;
    struct kiosk_row row;
    struct verdict verdict;
    struct buf body = {0};
    char hex[2 * OP_ID_SIZE + 1];
    struct apply_context context = {.arrived_at = ctl->env.wall(ctl->env.ctx), .by_staff = true};
    if (!query_kiosk(ctl->store, kiosk, &row)) {
        return ctl_fail(&program, "there is no kiosk %s", kiosk);
    }
    if (!query_last_call(ctl->store, kiosk, &call) || call.closed_at != 0) {
        return ctl_fail(&program, "nobody calls at %s", kiosk);
    }
    hex_encode(call.id.bytes, sizeof call.id.bytes, hex);
    char *clean = xstrdup(by);
    utf8_strip_controls(clean, false);
    buf_printf(&body, "{\"op\":\"%s\",\"by\":", hex);
    buf_put_json(&body, clean);
    buf_putc(&body, '}');
    free(clean);
    enum status status = store_submit(ctl->store, kind, body.data, NULL, &context, NULL, &verdict);
    buf_fini(&body);
    if (status != OK) {
        return ctl_fail(&program, "the call of %s cannot be changed: %s", kiosk,
                        status_text(status));
    }
    if (verdict.code != VERDICT_ACCEPTED) {
        return explain(&verdict, &call, kiosk);
    }
    printf("the call of %s is %s\n", kiosk, kind == OP_CALL_ANSWER ? "answered" : "closed");
    return EXIT_SUCCESS;
}

/* 0, or the exit status after a sentence. */
static int check_words(const char *const *values, const char *const *arguments, enum op_kind *kind)
{
    if (arguments[1] == NULL) {
        return options_complain(&program, "“%s”: expected KIOSK answer or KIOSK close",
                                arguments[0]);
    }
    bool is_answer = str_equal(arguments[1], "answer");
    if (!is_answer && !str_equal(arguments[1], "close")) {
        return options_complain(&program, "“%s”: expected answer or close", arguments[1]);
    }
    if (values[BY] == NULL || !utf8_is_valid(values[BY], strlen(values[BY])) ||
        values[BY][0] == '\0') {
        return options_complain(&program, "%s needs --by STAFF", arguments[1]);
    }
    *kind = is_answer ? OP_CALL_ANSWER : OP_CALL_CLOSE;
    return EXIT_SUCCESS;
}

int ctl_call(int argc, char **argv)
{
    const char *values[LEN] = {NULL};
    const char *arguments[3] = {NULL};
    struct ctl ctl = {0};
    enum op_kind kind = OP_CALL_ANSWER;
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    bool is_list = arguments[0] == NULL;
    int exit_status = is_list ? EXIT_SUCCESS : check_words(values, arguments, &kind);
    if (exit_status == EXIT_SUCCESS) {
        exit_status = ctl_open(&ctl, &program, values[DB], CTL_MUST_EXIST,
                               is_list ? STORE_READ_ONLY : STORE_READ_WRITE);
    }
    if (exit_status == EXIT_SUCCESS) {
        exit_status =
            is_list ? list(&ctl, values[STATION]) : move(&ctl, arguments[0], kind, values[BY]);
    }
    ctl_close(&ctl);
    return exit_status;
}
