/* The link's thread: carries sync_client's requests over HTTP. Sleeps in one place, so it wakes
 * only for an answer, a deadline, or a call from here; a poll is abandoned when there is something
 * to send. Life: start, then kick, ask and retry from any thread, stop (asks), join (waits, frees).
 */
#ifndef KIOSK_LINK_H
#define KIOSK_LINK_H

#include "base/env.h"
#include "base/status.h"
#include "kiosk/event.h"
#include "store/store.h"
#include "trust/keys.h"

struct link;

/* Called on the link's thread; must only pass on what they are given. */
struct link_calls {
    void *ctx;
    void (*news)(void *ctx, const struct link_news *news); /* something in it changed */
    void (*merged)(void *ctx);                             /* the database changed */
    void (*asked)(void *ctx, const char *answer);          /* JSON, or "" */
};

struct link_setup {
    const char *url;     /* "http://127.0.0.1:8080", without a path */
    const char *token;   /* --enroll, or NULL */
    struct store *store; /* this thread's from now on */
    struct kiosk_keys *keys;
    const struct env *env;
};

enum status link_start(const struct link_setup *setup, const struct link_calls *calls,
                       struct link **out) MUST_CHECK;
/* There are ops to send. */
void link_kick(struct link *link);
/* Forget the back-off. */
void link_retry(struct link *link);
/* Copies the question; answered by asked(). */
void link_ask(struct link *link, const char *question);
void link_stop(struct link *link);
void link_join(struct link *link);

#endif
