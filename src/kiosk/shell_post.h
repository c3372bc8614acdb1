/* What the threads tell the main thread, through the window system's queue: it wakes the loop. Each
 * function may be called on any thread, with a struct post as ctx, and only posts; user.code is an
 * enum news, user.data1 a copy that the main thread frees. */
#ifndef KIOSK_SHELL_POST_H
#define KIOSK_SHELL_POST_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "kiosk/core.h"
#include "kiosk/event.h"
#include "kiosk/inspect.h"
#include "kiosk/typing.h"
#include "slip/printer.h"

enum news {
    NEWS_ANSWERED,
    NEWS_CONTACT,
    NEWS_LINK,
    NEWS_ASKED,
    NEWS_CHANGED,
    NEWS_MERGED,
    NEWS_PRINTER,
    NEWS_INDEXED, /* data1 not NULL: the index is a new one */
    NEWS_ENTRY,
    NEWS_SPEECH, /* an event as the application takes it */
    NEWS_NOTE,
    NEWS_INSPECT
};

struct inspect_line {
    int64_t client;
    struct inspect_request request;
};

struct post {
    uint32_t type;                                   /* of the events, as SDL has given it */
    atomic_bool changed_is_posted, merged_is_posted; /* one of each in the queue at a time */
};

void post_answered(void *ctx, const struct core_answer *answer);
void post_contact(void *ctx, const unsigned char *key);
void post_changed(void *ctx);
void post_link(void *ctx, const struct link_news *news);
void post_merged(void *ctx);
void post_asked(void *ctx, const char *answer);
void post_printer(void *ctx, const struct printer_notice *notice);
void post_indexed(void *ctx, bool is_new);
void post_entry(void *ctx, const struct entry_news *news);
void post_speech(void *ctx, int64_t id, enum speech_state state);
/* With the file behind it in the same copy. */
void post_note(void *ctx, const struct note_news *news);
/* Before such a copy is freed. */
void post_wipe_note(struct note_news *copy);
void post_inspect(void *ctx, int64_t client, const char *line);

#endif
