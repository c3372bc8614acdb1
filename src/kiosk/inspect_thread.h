/* The inspection socket on a thread of its own: takes request lines, hands them to the main loop,
 * and writes its answers. Life: start, stop (asks), join (waits, removes the socket, frees). */
#ifndef KIOSK_INSPECT_THREAD_H
#define KIOSK_INSPECT_THREAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct inspect_thread;

/* Called on the thread; line is valid during the call only. client is to be given back. */
typedef void inspect_line_fn(void *ctx, int64_t client, const char *line);

/* A socket file left behind is replaced. ERR_IO with a sentence in why. */
enum status inspect_start(const char *path, inspect_line_fn *on_line, void *ctx, char *why,
                          size_t why_size, struct inspect_thread **out) MUST_CHECK;
/* From any thread; a client that has gone is passed over. */
void inspect_answer(struct inspect_thread *thread, int64_t client, const char *data, size_t len);
void inspect_stop(struct inspect_thread *thread);
void inspect_join(struct inspect_thread *thread);

#endif
