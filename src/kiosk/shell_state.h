/* Inside the shell: what its files share. shell.c has the loop, shell_start.c the beginning and the
 * end, shell_news.c what threads tell, shell_effect.c what struct app wants done. All on the main
 * thread. */
#ifndef KIOSK_SHELL_STATE_H
#define KIOSK_SHELL_STATE_H

#include <pthread.h>

#include <SDL.h>

#include "kiosk/app.h"
#include "kiosk/entry_thread.h"
#include "kiosk/foresight.h"
#include "kiosk/home_dir.h"
#include "kiosk/index_thread.h"
#include "kiosk/inspect_thread.h"
#include "kiosk/link.h"
#include "kiosk/options.h"
#include "kiosk/shell_microphone.h"
#include "kiosk/shell_post.h"
#include "kiosk/shell_window.h"
#include "kiosk/speak_thread.h"
#include "kiosk/worker.h"
#include "slip/printer_thread.h"
#include "ui/render.h"

enum { WAITS_MAX = 16 };

struct inspect_wait {
    int64_t client;
    int64_t until_ms;
};

struct shell {
    const struct kiosk_options *options; /* outlive it */
    struct env env;
    struct kiosk_home home;
    struct window window;
    struct render *render;
    struct app app;
    struct foresight *foresight;
    bool has_foreseen; /* for the finger that is down */
    struct effects effects;
    struct worker *worker;
    struct link *link; /* NULL: alone */
    struct printer *printer;
    struct search *search;
    struct index_thread *index;
    struct entry_thread *entry;     /* NULL until something is written */
    struct inspect_thread *inspect; /* NULL: not asked for */
    struct post post;
    struct speak_thread *speak;    /* NULL: nothing can be read aloud */
    struct microphone *microphone; /* NULL until something is recorded */
    pthread_mutex_t audio;         /* held by whoever starts or ends the audio system */
    struct inspect_wait waits[WAITS_MAX];
    int waits_n;
    int64_t shown_frame; /* -1: nothing yet, or the window lost its pixels */
    int64_t revision;    /* of the content shown; -1: none */
    bool is_in_force;    /* it came from the database, not from --content */
    bool is_ending;
};

int64_t shell_now_ms(const struct shell *shell);

/* ---- shell_effect.c ---- */

/* Gives the event to the application, with the time now unless it has one, and does what it wants.
 */
void shell_update(struct shell *shell, struct event *event);
/* With the content that is shown: asks for its texts to be prepared for the voice, and looks
 * whether a note can be recorded. */
void shell_prepare_speech(struct shell *shell);

/* ---- shell_news.c ---- */

/* Takes what post_… in shell_post.h has put into the queue, and frees it. */
void shell_take_news(struct shell *shell, const SDL_UserEvent *user);
/* The database may have changed, the content with it. */
void shell_look_at_data(struct shell *shell);

/* ---- shell_start.c ---- */

/* Up to the first screen and the threads behind it; *shell is zeroed but for what shell_run sets.
 * On failure why has a sentence; shell_end is called all the same. */
enum status shell_start(struct shell *shell, char *why, size_t why_size) MUST_CHECK;
void shell_end(struct shell *shell);

/* ---- shell.c ---- */

/* Paints what differs from what the window shows. */
void shell_show(struct shell *shell);

#endif
