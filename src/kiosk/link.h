/* The link thread: carries sync_client's requests to the hub with libcurl and brings back the
 * answers. Owns a store connection of its own; never touches the screen. Everything it has to say
 * it says through two callbacks, on its thread, which should only post an event. It sleeps while a
 * long poll is under way or a back-off runs.
 *
 * start, then stop (asks), join (waits), destroy. */
#ifndef KIOSK_LINK_H
#define KIOSK_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"
#include "sync/client.h"

struct link;

struct link_report {
    enum sync_state state;
    enum sync_problem problem;
    bool is_enrolled;
    bool has_content;  /* a revision is in force here */
    bool is_busy;      /* an enrolment or a first sync is under way */
    bool has_new_data; /* the last exchange changed the database */
    int64_t pending;   /* own ops the hub has not answered */
};

struct link_options {
    const char *hub_url;     /* http://HOST:PORT, without a path */
    const char *db_path;     /* the kiosk's database */
    const char *token;       /* --enroll, or NULL */
    struct kiosk_keys *keys; /* outlive the link */
    const struct env *env;   /* outlives the link */
    void *ctx;
    /* Whenever something in it changed. */
    void (*on_report)(void *ctx, const struct link_report *report);
    /* The hub's answer to link_ask, "" when there was none; the text lives during the call. */
    void (*on_answer)(void *ctx, const char *answer);
};

/* options' strings are copied. why: a sentence for the operator. */
enum status link_start(const struct link_options *options, struct link **out, char *why,
                       size_t why_size) MUST_CHECK;
void link_stop(struct link *link);
void link_join(struct link *link);
void link_destroy(struct link *link);

/* From any thread. There are ops to send: a poll under way is abandoned. */
void link_kick(struct link *link);
/* Try now instead of at the end of the back-off. */
void link_retry(struct link *link);
/* One question at a time; the answer comes by on_answer. */
void link_ask(struct link *link, const char *body);

#endif
