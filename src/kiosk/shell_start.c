#include "kiosk/shell_state.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "trust/env_real.h"

enum { WHY_SIZE = 768 };

static enum status start_render(struct shell *shell, char *why, size_t why_size)
{
    char faces[PATH_MAX], icons[PATH_MAX];
    file_beside_program("faces", YIZHAN_FACES_DIR, faces);
    file_beside_program("icons.bin", YIZHAN_ICONS_DIR, icons);
    struct render_options options = {.faces_path = faces, .icons_path = icons};
    enum status status = render_create(&options, &shell->render);
    if (status != OK)
        snprintf(why, why_size, "fonts (%.300s) cannot be read", faces);
    return status;
}

static enum status start_app(struct shell *shell, char *why, size_t why_size)
{
    const struct catalogue *catalogue = kiosk_home_catalogue(&shell->home, &shell->is_in_force);
    const char *station = shell->options->station;
    shell->revision = catalogue ? catalogue->revision : -1;
    if (catalogue && !catalogue_find_station(catalogue, station)) {
        snprintf(why, why_size, "--station %s: the content has no such station", station);
        return ERR_NOT_FOUND;
    }
    search_create(shell->home.search, &shell->search);
    struct app_setup setup = {
        .station = station,
        .lang = shell->options->lang,
        .catalogue = catalogue,
        .store = shell->home.reader,
        .search = shell->search,
        .measure = render_measure(shell->render),
        .width_px = shell->window.width_px,
        .height_px = shell->window.height_px,
        .is_alone = shell->home.is_alone,
        .can_speak = speak_is_possible(),
        .at_ms = shell_now_ms(shell),
        .now = shell->env.wall(shell->env.ctx),
    };
    app_init(&shell->app, &setup);
    shell->app.printer = (int)printer_first_state(shell->printer);
    char kiosk[META_VALUE_MAX];
    struct link_news news = {
        .state = shell->home.is_alone ? LINK_NONE : LINK_OFFLINE,
        .has_token = shell->options->enroll != NULL,
        .is_enrolled = store_meta_get(shell->home.reader, "kiosk", kiosk, sizeof kiosk),
        .has_content = shell->is_in_force,
    };
    if (news.is_enrolled && shell->options->enroll)
        fprintf(stderr, "yizhan-kiosk: this terminal is enrolled as %s; --enroll is ignored\n",
                kiosk);
    shell_update(shell, &(struct event){.kind = EVENT_LINK, .link = news});
    return OK;
}

static enum status start_threads(struct shell *shell, char *why, size_t why_size)
{
    struct core core = {
        .store = shell->home.writer,
        .env = &shell->env,
        .keys = &shell->home.keys,
        .cost = &contact_cost_real,
    };
    struct worker_calls worker = {&shell->post, post_answered, post_contact, post_changed};
    enum status status = worker_start(&core, &worker, &shell->worker);
    if (status == OK && !shell->home.is_alone) {
        struct link_setup setup = {
            .url = shell->options->hub,
            .token = shell->options->enroll,
            .store = shell->home.linked,
            .keys = &shell->home.keys,
            .env = &shell->env,
        };
        struct link_calls link = {&shell->post, post_link, post_merged, post_asked};
        status = link_start(&setup, &link, &shell->link);
    }
    if (status != OK)
        snprintf(why, why_size, "the terminal's threads cannot be started: %s",
                 status_text(status));
    struct index_setup index = {kiosk_home_store(&shell->home, &shell->env), shell->home.search,
                                shell->options->station};
    index_create(&index, &(struct index_calls){&shell->post, post_indexed}, &shell->index);
    index_want(shell->index);
    return status;
}

/* The data directory is opened while the window and the fonts are: each takes as long. */
struct home_opening {
    struct shell *shell;
    pthread_t thread;
    enum status status;
    char why[WHY_SIZE];
};

static void *open_home(void *arg)
{
    struct home_opening *opening = arg;
    struct shell *shell = opening->shell;
    opening->status = kiosk_home_open(shell->options, &shell->env, &shell->home, opening->why,
                                      sizeof opening->why);
    return NULL;
}

static enum status start_screen(struct shell *shell, char *why, size_t why_size)
{
    const struct kiosk_options *options = shell->options;
    enum status status = window_open(options->width_px, options->height_px, &shell->env,
                                     &shell->window, why, why_size);
    if (status != OK)
        return status;
    shell->post.type = SDL_RegisterEvents(1);
    return start_render(shell, why, why_size);
}

static enum status start_screen_and_home(struct shell *shell, char *why, size_t why_size)
{
    struct home_opening opening = {.shell = shell, .why = ""};
    window_prepare();
    if (pthread_create(&opening.thread, NULL, open_home, &opening) != 0) {
        snprintf(why, why_size, "the terminal's threads cannot be started");
        return ERR_IO;
    }
    enum status status = start_screen(shell, why, why_size);
    pthread_join(opening.thread, NULL);
    if (opening.status != OK)
        snprintf(why, why_size, "%s", opening.why);
    return opening.status != OK ? opening.status : status;
}

/* What is not needed to show the first screen comes after it. */
static enum status start_rest(struct shell *shell, char *why, size_t why_size)
{
    enum status status =
        kiosk_home_settle(shell->options, &shell->env, &shell->home, why, why_size);
    if (status == OK)
        status = start_threads(shell, why, why_size);
    if (status == OK && shell->home.is_alone)
        fprintf(stderr, "yizhan-kiosk: running alone; names are protected by this machine only\n");
    /* The socket appears only now that the first screen is complete. */
    if (status == OK && shell->options->inspect)
        status = inspect_start(shell->options->inspect, post_inspect, &shell->post, why, why_size,
                               &shell->inspect);
    return status;
}

enum status shell_start(struct shell *shell, char *why, size_t why_size)
{
    enum status status = env_real_init(&shell->env);
    if (status != OK) {
        snprintf(why, why_size, "the crypto library cannot be initialised");
        return status;
    }
    status = start_screen_and_home(shell, why, why_size);
    if (status == OK)
        status = printer_start(shell->options->printer, post_printer, &shell->post, why,
                               &shell->printer);
    if (status == OK)
        status = start_app(shell, why, why_size);
    if (status != OK)
        return status;
    shell_show(shell);
    shell_prepare_speech(shell);
    return start_rest(shell, why, why_size);
}

void shell_end(struct shell *shell)
{
    inspect_stop(shell->inspect);
    link_stop(shell->link);
    worker_stop(shell->worker);
    printer_stop(shell->printer);
    microphone_end(shell->microphone);
    entry_thread_stop(shell->entry);
    speak_thread_stop(shell->speak);
    inspect_join(shell->inspect);
    link_join(shell->link);
    worker_join(shell->worker);
    printer_join(shell->printer);
    entry_thread_join(shell->entry);
    speak_thread_join(shell->speak);
    index_destroy(shell->index);
    if (shell->window.sdl) {
        SDL_Event sdl;
        while (SDL_PollEvent(&sdl))
            if (sdl.type == shell->post.type)
                free(sdl.user.data1);
    }
    app_destroy(&shell->app);
    search_destroy(shell->search);
    foresight_destroy(shell->foresight);
    render_destroy(shell->render);
    window_close(&shell->window);
    kiosk_home_close(&shell->home);
}
