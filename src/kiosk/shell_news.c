#include "kiosk/shell_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "kiosk/inspect.h"

/* The catalogue may have been replaced, then nothing of the old one holds any more. */
void shell_look_at_data(struct shell *shell)
{
    bool is_in_force = false;
    const struct catalogue *catalogue = kiosk_home_catalogue(&shell->home, &is_in_force);
    bool is_same =
        catalogue && catalogue->revision == shell->revision && is_in_force == shell->is_in_force;
    if (!catalogue || is_same) {
        shell_update(shell, &(struct event){.kind = EVENT_DATA});
        return;
    }
    shell->revision = catalogue->revision;
    shell->is_in_force = is_in_force;
    shell_update(shell, &(struct event){.kind = EVENT_CONTENT, .catalogue = catalogue});
    index_want(shell->index);
    shell_prepare_speech(shell);
}

static void ask_by_contact(struct shell *shell, const unsigned char *key)
{
    char hex[2 * HASH_SIZE + 1], question[256];
    if (!key || !shell->link) {
        shell_update(shell, &(struct event){.kind = EVENT_ASKED, .text = ""});
        return;
    }
    hex_encode(key, HASH_SIZE, hex);
    (void)snprintf(question, sizeof question, "{\"ask\":\"phone\",\"contact\":\"%s\"}", hex);
    link_ask(shell->link, question);
}

static void take_inspection(struct shell *shell, const struct inspect_line *line)
{
    if (line->request.what == INSPECT_BAD || shell->waits_n == WAITS_MAX) {
        struct buf out = {0};
        inspect_put_error(&out);
        inspect_answer(shell->inspect, line->client, out.data, out.len);
        buf_fini(&out);
        return;
    }
    bool waits = line->request.what == INSPECT_WAIT;
    /* A tree is a wait that is over at once: both are answered after all input was handled. */
    shell->waits[shell->waits_n++] = (struct inspect_wait){
        line->client, waits ? shell_now_ms(shell) + line->request.limit_ms : INT64_MIN};
}

static void take_printer(struct shell *shell, const struct printer_notice *notice)
{
    shell_update(shell, &(struct event){.kind = notice->kind == PRINTER_NOTICE_JOB ? EVENT_PRINT_JOB
                                                                                   : EVENT_PRINTER,
                                        .printer = (int)notice->state,
                                        .job = notice->job_id,
                                        .job_state = (int)notice->job});
}

void shell_take_news(struct shell *shell, const SDL_UserEvent *user)
{
    switch ((enum news)user->code) {
    case NEWS_ANSWERED:
        shell_update(shell, &(struct event){.kind = EVENT_ANSWERED, .answer = user->data1});
        break;
    case NEWS_CONTACT:
        ask_by_contact(shell, user->data1);
        break;
    case NEWS_LINK: {
        const struct link_news *news = user->data1;
        /* Content first, so that the first screen after enrolment has it. */
        shell_look_at_data(shell);
        shell_update(shell, &(struct event){.kind = EVENT_LINK, .link = *news});
        break;
    }
    case NEWS_ASKED:
        shell_update(shell, &(struct event){.kind = EVENT_ASKED, .text = user->data1});
        break;
    case NEWS_CHANGED:
        atomic_store(&shell->post.changed_is_posted, false);
        if (shell->link)
            link_kick(shell->link);
        shell_look_at_data(shell);
        break;
    case NEWS_MERGED:
        atomic_store(&shell->post.merged_is_posted, false);
        worker_poke(shell->worker);
        shell_look_at_data(shell);
        break;
    case NEWS_ENTRY:
        shell_update(shell, &(struct event){.kind = EVENT_ENTRY, .entry = user->data1});
        memset(user->data1, 0, sizeof(struct entry_news));
        break;
    case NEWS_PRINTER:
        take_printer(shell, user->data1);
        break;
    case NEWS_SPEECH:
        shell_update(shell, user->data1);
        break;
    case NEWS_NOTE:
        shell_update(shell, &(struct event){.kind = EVENT_NOTE, .note = user->data1});
        post_wipe_note(user->data1);
        break;
    case NEWS_INDEXED:
        index_take(shell->index);
        if (user->data1)
            shell_update(shell, &(struct event){.kind = EVENT_DATA});
        break;
    case NEWS_INSPECT:
        take_inspection(shell, user->data1);
        break;
    }
    free(user->data1);
}
