/* The engines' thread: candidates for what is written, so that no dictionary ever holds up the
 * screen. It keeps one question, the newest; what an older one would have brought is not wanted any
 * more. Engines open with their first question and close with ENTRY_ASK_CLOSE. It sleeps until it
 * is asked. Life: start, then ask from any thread, stop (asks), join (waits and frees). */
#ifndef KIOSK_ENTRY_THREAD_H
#define KIOSK_ENTRY_THREAD_H

#include "base/status.h"
#include "kiosk/typing.h"

struct entry_thread;

/* Called on the thread; must only pass on what it is given. */
typedef void entry_answered(void *ctx, const struct entry_news *news);

enum status entry_thread_start(const struct entry_options *options, entry_answered *answered,
                               void *ctx, struct entry_thread **out) MUST_CHECK;
/* Copies the question; the copy is wiped once it is answered. */
void entry_thread_ask(struct entry_thread *self, const struct entry_query *query);
void entry_thread_stop(struct entry_thread *self);
void entry_thread_join(struct entry_thread *self);

#endif
