/* request: a staff member moves a request along. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ctl/ctl.h"
#include "domain/number.h"
#include "store/query.h"

enum { DB, BY, NOTE, TO, LEN };

static const struct program_option options[LEN] = {
    [DB] = {"--db", "PATH", "the hub's database", OPTION_REQUIRED},
    [BY] = {"--by", "STAFF", "who does it", OPTION_REQUIRED},
    [NOTE] = {"--note", "TEXT", "words for the visitor; refuse, done and transfer need some",
              OPTION_OPTIONAL},
    [TO] = {"--to", "DESK", "where a transfer goes", OPTION_OPTIONAL},
};
static const struct program program = {
    .name = "yizhanctl request",
    .purpose = "Moves a request along: take, work, done, refuse or transfer.",
    .options = options,
    .options_len = LEN,
    .arguments = "NUMBER take|work|done|refuse|transfer",
    .arguments_min = 2,
    .arguments_max = 2,
};

static bool move_parse(const char *word, enum op_kind *out)
{
    int kind = op_kind_parse(word);
    if (kind != OP_TAKE && kind != OP_WORK && kind != OP_DONE && kind != OP_REFUSE &&
        kind != OP_TRANSFER) {
        return false;
    }
    *out = (enum op_kind)kind;
    return true;
}

/* 0, or the exit status after a sentence. */
static int check_texts(const char *const *values)
{
    for (int i = BY; i < LEN; i++) {
        if (values[i] != NULL && !utf8_is_valid(values[i], strlen(values[i]))) {
            return options_complain(&program, "%s is not valid UTF-8", options[i].name);
        }
    }
    return EXIT_SUCCESS;
}

static void put_member(struct buf *body, const char *name, const char *value, bool keep_newline)
{
    if (value == NULL) {
        return;
    }
    char *clean = xstrdup(value);
    utf8_strip_controls(clean, keep_newline);
    buf_printf(body, ",\"%s\":", name);
    buf_put_json(body, clean);
    free(clean);
}

/* Whether there is such a request, and its state, in its own arena. */
static bool read_request(struct ctl *ctl, struct arena *arena, const char *number,
                         struct ticket_view *out)
{
    struct buf json = {0};
    bool is_there = query_ticket_json(ctl->store, number, &json, NULL) &&
                    ticket_view_parse(json.data, arena, out) == OK;
    buf_fini(&json);
    return is_there;
}

static int explain(const struct verdict *verdict, const char *shown, const char *word,
                   const char *state)
{
    switch (verdict->reason) {
    case REASON_NEEDS_NOTE:
        return ctl_fail(&program, "%s: %s needs a reason; expected --note TEXT", shown, word);
    case REASON_NOT_ALLOWED_NOW:
        return ctl_fail(&program, "%s: %s is not possible, the request is %s", shown, word, state);
    case REASON_BAD_BODY:
        return ctl_fail(&program, "%s: --by, --note or --to is too long", shown);
    default:
        return ctl_fail(&program, "%s: %s was not accepted: %s", shown, word,
                        reason_word(verdict->reason));
    }
}

static int move(struct ctl *ctl, struct arena *arena, const char *number, enum op_kind kind,
                const char *const *values)
{
    struct ticket_view before, after;
    struct verdict verdict;
    struct buf body = {0};
    char shown[NUMBER_SHOWN_SIZE];
    struct apply_context context = {.arrived_at = ctl->env.wall(ctl->env.ctx), .by_staff = true};
    number_show(number, shown);
    if (!read_request(ctl, arena, number, &before)) {
        return ctl_fail(&program, "there is no ticket %s", shown);
    }
    if (!before.is_request) {
        return ctl_fail(&program, "%s is a booking, not a request", shown);
    }
    buf_printf(&body, "{\"ticket\":\"%s\"", number);
    put_member(&body, "by", values[BY], false);
    put_member(&body, "note", values[NOTE], true);
    put_member(&body, "to", values[TO], false);
    buf_putc(&body, '}');
    enum status status = store_submit(ctl->store, kind, body.data, NULL, &context, NULL, &verdict);
    buf_fini(&body);
    if (status != OK) {
        return ctl_fail(&program, "%s cannot be changed: %s", shown, status_text(status));
    }
    if (verdict.code != VERDICT_ACCEPTED) {
        return explain(&verdict, shown, op_kind_word(kind), before.state);
    }
    bool is_read = read_request(ctl, arena, number, &after);
    printf("%s is %s\n", shown, is_read ? after.state : "changed");
    return EXIT_SUCCESS;
}

int ctl_request(int argc, char **argv)
{
    const char *values[LEN] = {NULL};
    const char *arguments[3];
    struct ctl ctl = {0};
    struct arena arena = {0};
    char number[TICKET_SIZE];
    enum op_kind kind;
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    if (!number_parse(arguments[0], number)) {
        return options_complain(&program,
                                "“%s” is not a ticket's number; expected XXX-XXXX-XXX as on the "
                                "slip",
                                arguments[0]);
    }
    if (!move_parse(arguments[1], &kind)) {
        return options_complain(&program, "“%s”: expected take, work, done, refuse or transfer",
                                arguments[1]);
    }
    if (kind == OP_TRANSFER && values[TO] == NULL) {
        return options_complain(&program, "transfer needs --to DESK");
    }
    int exit_status = check_texts(values);
    if (exit_status == EXIT_SUCCESS) {
        exit_status = ctl_open(&ctl, &program, values[DB], CTL_MUST_EXIST, STORE_READ_WRITE);
    }
    if (exit_status == EXIT_SUCCESS) {
        exit_status = move(&ctl, &arena, number, kind, values);
    }
    arena_fini(&arena);
    ctl_close(&ctl);
    return exit_status;
}
