#include "kiosk/shell_state.h"

#include <limits.h>
#include <stdio.h>

#include "kiosk/paper.h"

#define LOG_MODULE "kiosk"
#include "base/log.h"

static void do_print(struct shell *shell, int64_t job)
{
    enum status status = paper_print(&shell->app, shell->render, shell->printer, job);
    if (status == OK)
        return;
    LOG_WARN("slip %lld was not handed to the printer: %s", (long long)job, status_text(status));
    struct event failed = {.kind = EVENT_PRINT_JOB,
                           .at_ms = shell_now_ms(shell),
                           .now = shell->env.wall(shell->env.ctx),
                           .printer = shell->app.printer,
                           .job = job,
                           .job_state = PRINTER_JOB_FAILED};
    struct effects none;
    app_update(&shell->app, &failed, &none);
}

static void do_entry(struct shell *shell, const struct entry_query *query)
{
    if (!shell->entry && entry_thread_start(NULL, post_entry, &shell->post, &shell->entry) != OK)
        post_entry(&shell->post, &(struct entry_news){.serial = query->serial, .status = ERR_IO});
    else
        entry_thread_ask(shell->entry, query);
}

static void do_effect(struct shell *shell, const struct effect *effect)
{
    switch (effect->kind) {
    case EFFECT_SUBMIT:
        worker_submit(shell->worker, effect->order);
        break;
    case EFFECT_ASK:
        if (shell->link)
            link_ask(shell->link, effect->text);
        break;
    case EFFECT_ASK_PHONE:
        worker_make_contact(shell->worker, effect->text);
        break;
    case EFFECT_PRINT:
        do_print(shell, effect->arg);
        break;
    case EFFECT_PRINT_CANCEL:
        printer_cancel(shell->printer, effect->arg);
        break;
    case EFFECT_PRINTER_WATCH:
        printer_watch(shell->printer, effect->arg != 0);
        break;
    case EFFECT_LINK_RETRY:
        if (shell->link)
            link_retry(shell->link);
        break;
    case EFFECT_ENTRY:
        do_entry(shell, effect->entry);
        break;
    case EFFECT_SPEAK:
    case EFFECT_HUSH:
    case EFFECT_VOLUME:
        speak_thread_do(shell->speak, effect);
        break;
    case EFFECT_NOTE:
        microphone_do(&shell->microphone,
                      &(struct microphone_calls){&shell->post, post_note, &shell->audio}, effect);
        break;
    }
}

void shell_update(struct shell *shell, struct event *event)
{
    event->now = shell->env.wall(shell->env.ctx);
    if (event->at_ms == 0)
        event->at_ms = shell_now_ms(shell);
    app_update(&shell->app, event, &shell->effects);
    struct effects effects = shell->effects;
    for (int i = 0; i < effects.n; i++)
        do_effect(shell, &effects.items[i]);
}

/* The screen is up; what it may have to say is prepared meanwhile. */
void shell_prepare_speech(struct shell *shell)
{
    char path[PATH_MAX], sounds[PATH_MAX];
    shell->app.setup.can_record =
        microphone_is_possible(shell->app.setup.catalogue, shell->options->station);
    if (!shell->app.setup.can_speak)
        return;
    if (!shell->speak) {
        (void)snprintf(path, sizeof path, "%s/sayings.db", shell->options->data);
        (void)snprintf(sounds, sizeof sounds, "%s/sounds", shell->options->content);
        speak_thread_create(path, sounds,
                            &(struct speak_calls){&shell->post, post_speech, &shell->audio},
                            &shell->speak);
    }
    speak_thread_load(shell->speak, shell->app.setup.catalogue, shell->options->station);
}
