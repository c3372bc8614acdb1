#include "kiosk/shell.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "kiosk/app.h"
#include "kiosk/entry_thread.h"
#include "kiosk/foresight.h"
#include "kiosk/home_dir.h"
#include "kiosk/index_thread.h"
#include "kiosk/inspect.h"
#include "kiosk/inspect_thread.h"
#include "kiosk/link.h"
#include "kiosk/paper.h"
#include "kiosk/shell_microphone.h"
#include "kiosk/shell_post.h"
#include "kiosk/shell_window.h"
#include "kiosk/speak_thread.h"
#include "kiosk/worker.h"
#include "slip/printer_thread.h"
#include "trust/env_real.h"
#include "ui/render.h"

#define LOG_MODULE "kiosk"
#include "base/log.h"

enum { WHY_SIZE = 768, WAITS_MAX = 16, STOPPING_MS = 1000 };

struct inspect_wait {
    int64_t client;
    int64_t until_ms;
};

struct shell {
    const struct kiosk_options *options;
    struct env env;
    struct kiosk_home home;
    struct window window;
    struct render *render;
    struct app app;
    struct foresight *foresight;
    bool has_foreseen; /* for the finger that is down */
    struct effects effects;
    struct worker *worker;
    struct link *link;
    struct printer *printer;
    struct search *search;
    struct index_thread *index;
    struct entry_thread *entry; /* NULL until something is written */
    struct inspect_thread *inspect;
    struct post post;
    struct speak_thread *speak;
    struct microphone *microphone; /* NULL until something is recorded */
    pthread_mutex_t audio;
    struct inspect_wait waits[WAITS_MAX];
    int waits_n;
    int64_t shown_frame; /* -1: nothing yet, or the window lost its pixels */
    int64_t revision;
    bool is_in_force;
    bool is_ending;
};

static int64_t now_ms(const struct shell *shell)
{
    return shell->env.mono_ms(shell->env.ctx);
}

/* ---- effects ---- */

static void do_print(struct shell *shell, int64_t job)
{
    enum status status = paper_print(&shell->app, shell->render, shell->printer, job);
    if (status == OK)
        return;
    LOG_WARN("slip %lld was not handed to the printer: %s", (long long)job, status_text(status));
    struct event failed = {.kind = EVENT_PRINT_JOB,
                           .at_ms = now_ms(shell),
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

static void update(struct shell *shell, struct event *event)
{
    event->now = shell->env.wall(shell->env.ctx);
    if (event->at_ms == 0)
        event->at_ms = now_ms(shell);
    app_update(&shell->app, event, &shell->effects);
    struct effects effects = shell->effects;
    for (int i = 0; i < effects.n; i++)
        do_effect(shell, &effects.items[i]);
}

/* The screen is up; what it may have to say is prepared meanwhile. */
static void prepare_speech(struct shell *shell)
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

/* ---- news ---- */

/* The catalogue may have been replaced, then nothing of the old one holds any more. */
static void look_at_data(struct shell *shell)
{
    bool is_in_force = false;
    const struct catalogue *catalogue = kiosk_home_catalogue(&shell->home, &is_in_force);
    bool is_same =
        catalogue && catalogue->revision == shell->revision && is_in_force == shell->is_in_force;
    if (!catalogue || is_same) {
        update(shell, &(struct event){.kind = EVENT_DATA});
        return;
    }
    shell->revision = catalogue->revision;
    shell->is_in_force = is_in_force;
    update(shell, &(struct event){.kind = EVENT_CONTENT, .catalogue = catalogue});
    index_want(shell->index);
    prepare_speech(shell);
}

static void ask_by_contact(struct shell *shell, const unsigned char *key)
{
    char hex[2 * HASH_SIZE + 1], question[256];
    if (!key || !shell->link) {
        update(shell, &(struct event){.kind = EVENT_ASKED, .text = ""});
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
        line->client, waits ? now_ms(shell) + line->request.limit_ms : INT64_MIN};
}

static void take_printer(struct shell *shell, const struct printer_notice *notice)
{
    update(shell, &(struct event){.kind = notice->kind == PRINTER_NOTICE_JOB ? EVENT_PRINT_JOB
                                                                             : EVENT_PRINTER,
                                  .printer = (int)notice->state,
                                  .job = notice->job_id,
                                  .job_state = (int)notice->job});
}

static void take_news(struct shell *shell, const SDL_UserEvent *user)
{
    switch ((enum news)user->code) {
    case NEWS_ANSWERED:
        update(shell, &(struct event){.kind = EVENT_ANSWERED, .answer = user->data1});
        break;
    case NEWS_CONTACT:
        ask_by_contact(shell, user->data1);
        break;
    case NEWS_LINK: {
        const struct link_news *news = user->data1;
        /* Content first, so that the first screen after enrolment has it. */
        look_at_data(shell);
        update(shell, &(struct event){.kind = EVENT_LINK, .link = *news});
        break;
    }
    case NEWS_ASKED:
        update(shell, &(struct event){.kind = EVENT_ASKED, .text = user->data1});
        break;
    case NEWS_CHANGED:
        atomic_store(&shell->post.changed_is_posted, false);
        if (shell->link)
            link_kick(shell->link);
        look_at_data(shell);
        break;
    case NEWS_MERGED:
        atomic_store(&shell->post.merged_is_posted, false);
        worker_poke(shell->worker);
        look_at_data(shell);
        break;
    case NEWS_ENTRY:
        update(shell, &(struct event){.kind = EVENT_ENTRY, .entry = user->data1});
        memset(user->data1, 0, sizeof(struct entry_news));
        break;
    case NEWS_PRINTER:
        take_printer(shell, user->data1);
        break;
    case NEWS_SPEECH:
        update(shell, user->data1);
        break;
    case NEWS_NOTE:
        update(shell, &(struct event){.kind = EVENT_NOTE, .note = user->data1});
        post_wipe_note(user->data1);
        break;
    case NEWS_INDEXED:
        index_take(shell->index);
        if (user->data1)
            update(shell, &(struct event){.kind = EVENT_DATA});
        break;
    case NEWS_INSPECT:
        take_inspection(shell, user->data1);
        break;
    }
    free(user->data1);
}

/* ---- loop ---- */

static void handle(struct shell *shell, const SDL_Event *sdl)
{
    struct event events[WINDOW_EVENTS_MAX];
    if (sdl->type == SDL_QUIT) {
        shell->is_ending = true;
        return;
    }
    if (sdl->type == shell->post.type) {
        take_news(shell, &sdl->user);
        return;
    }
    if (sdl->type == SDL_WINDOWEVENT && sdl->window.event == SDL_WINDOWEVENT_EXPOSED) {
        render_expose(shell->render);
        shell->shown_frame = -1;
    }
    int n = window_events(&shell->window, sdl, events);
    for (int i = 0; i < n; i++)
        update(shell, &events[i]);
}

static void show(struct shell *shell)
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
    int64_t now = now_ms(shell);
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
    int64_t left = until - now_ms(shell);
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
    int64_t from_ms = now_ms(shell);
    int has_event = SDL_WaitEventTimeout(&sdl, timeout_ms(shell));
    /* Whoever had to wait found nothing there: what came then is new. */
    if (now_ms(shell) > from_ms + 1)
        shell->window.empty_ms = now_ms(shell);
    if (has_event)
        handle(shell, &sdl);
    while (SDL_PollEvent(&sdl))
        handle(shell, &sdl);
    shell->window.empty_ms = now_ms(shell);
    if (now_ms(shell) >= deadline) {
        /* Another process (yizhanctl) may have changed what a terminal alone looks at. */
        if (shell->home.is_alone)
            look_at_data(shell);
        update(shell, &(struct event){.kind = EVENT_TIME});
    }
    show(shell);
    answer_inspections(shell);
    foresee(shell);
}

/* ---- start and end ---- */

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
        .at_ms = now_ms(shell),
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
    update(shell, &(struct event){.kind = EVENT_LINK, .link = news});
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

static enum status start(struct shell *shell, char *why, size_t why_size)
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
    show(shell);
    prepare_speech(shell);
    return start_rest(shell, why, why_size);
}

static void end(struct shell *shell)
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
    enum status status = start(shell, why, sizeof why);
    if (status != OK)
        fprintf(stderr, "yizhan-kiosk: %s\n", why);
    while (status == OK && !shell->is_ending)
        turn(shell);
    end(shell);
    pthread_mutex_destroy(&shell->audio);
    free(shell);
    return status == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
