#include "kiosk/shell.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "kiosk/inspect.h"
#include "kiosk/shell_state.h"

#define LOG_MODULE "kiosk"
#include "base/log.h"

enum { WHY_SIZE = 768 };

int64_t shell_now_ms(const struct shell *shell)
{
    return shell->env.mono_ms(shell->env.ctx);
}

static void handle(struct shell *shell, const SDL_Event *sdl)
{
    struct event events[WINDOW_EVENTS_MAX];
    if (sdl->type == SDL_QUIT) {
        shell->is_ending = true;
        return;
    }
    if (sdl->type == shell->post.type) {
        shell_take_news(shell, &sdl->user);
        return;
    }
    if (sdl->type == SDL_WINDOWEVENT && sdl->window.event == SDL_WINDOWEVENT_EXPOSED) {
        render_expose(shell->render);
        shell->shown_frame = -1;
    }
    int n = window_events(&shell->window, sdl, events);
    for (int i = 0; i < n; i++)
        shell_update(shell, &events[i]);
}

void shell_show(struct shell *shell)
{
    (void)foresight_fulfil(shell->foresight, &shell->app);
    const struct draw_list *list = app_frame(&shell->app);
    if (shell->app.frame_no == shell->shown_frame)
        return;
    if (render_show(shell->render, shell->window.sdl, list) == OK)
        shell->shown_frame = shell->app.frame_no;
}

static void answer_inspections(struct shell *shell)
{
    int kept = 0;
    int64_t now = shell_now_ms(shell);
    bool is_settled = app_is_settled(&shell->app);
    for (int i = 0; i < shell->waits_n; i++) {
        struct inspect_wait wait = shell->waits[i];
        if (!is_settled && now < wait.until_ms) {
            shell->waits[kept++] = wait;
            continue;
        }
        struct buf out = {0};
        inspect_put_tree(&shell->app, app_frame(&shell->app), shell->app.frame_no, &out);
        inspect_answer(shell->inspect, wait.client, out.data, out.len);
        buf_fini(&out);
    }
    shell->waits_n = kept;
}

static int timeout_ms(const struct shell *shell)
{
    int64_t until = app_deadline_ms(&shell->app);
    for (int i = 0; i < shell->waits_n; i++)
        until = shell->waits[i].until_ms < until ? shell->waits[i].until_ms : until;
    if (until == INT64_MAX)
        return -1;
    int64_t left = until - shell_now_ms(shell);
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* With the press shown and nothing else to do, the next screen is painted for the release. */
static void foresee(struct shell *shell)
{
    if (!shell->app.touch.is_down) {
        shell->has_foreseen = false;
        return;
    }
    SDL_PumpEvents();
    if (shell->has_foreseen || SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT))
        return;
    shell->has_foreseen = true;
    const struct draw_list *list = foresight_list(shell->foresight, &shell->app);
    if (list && render_prepare(shell->render, shell->window.sdl, list) != OK)
        LOG_WARN("the next screen could not be painted beforehand");
}

static void turn(struct shell *shell)
{
    SDL_Event sdl;
    int64_t deadline = app_deadline_ms(&shell->app);
    int64_t from_ms = shell_now_ms(shell);
    int has_event = SDL_WaitEventTimeout(&sdl, timeout_ms(shell));
    /* Whoever had to wait found nothing there: what came then is new. */
    if (shell_now_ms(shell) > from_ms + 1)
        shell->window.empty_ms = shell_now_ms(shell);
    if (has_event)
        handle(shell, &sdl);
    while (SDL_PollEvent(&sdl))
        handle(shell, &sdl);
    shell->window.empty_ms = shell_now_ms(shell);
    if (shell_now_ms(shell) >= deadline) {
        /* Another process (yizhanctl) may have changed what a terminal alone looks at. */
        if (shell->home.is_alone)
            shell_look_at_data(shell);
        shell_update(shell, &(struct event){.kind = EVENT_TIME});
    }
    shell_show(shell);
    answer_inspections(shell);
    foresee(shell);
}

int shell_run(const struct kiosk_options *options)
{
    char why[WHY_SIZE] = "it failed";
    struct shell *shell = xalloc(sizeof *shell);
    memset(shell, 0, sizeof *shell);
    shell->options = options;
    shell->home = (struct kiosk_home){.lock = -1, .hub_home = {.lock = -1}};
    shell->shown_frame = -1;
    pthread_mutex_init(&shell->audio, NULL);
    text_init();
    foresight_create(&shell->foresight);
    enum status status = shell_start(shell, why, sizeof why);
    if (status != OK)
        fprintf(stderr, "yizhan-kiosk: %s\n", why);
    while (status == OK && !shell->is_ending)
        turn(shell);
    shell_end(shell);
    pthread_mutex_destroy(&shell->audio);
    free(shell);
    return status == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
