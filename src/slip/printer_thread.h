/* A printer on a thread of its own: the state machine of printer_machine.h on a port of
 * printer_port.h. Life: start, then submit, cancel and watch from any thread, stop (asks), join
 * (waits and frees). An idle printer's thread sleeps without a deadline. */
#ifndef SLIP_PRINTER_THREAD_H
#define SLIP_PRINTER_THREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "slip/printer_port.h"

struct printer;

/* Called on the printer's thread; must only pass the notice on. */
typedef void printer_notice_fn(void *ctx, const struct printer_notice *notice);

/* uri: file:PATH, tcp://HOST:PORT, dev:PATH, none: or NULL (none). ERR_PARSE with a sentence in why
 * on any other; ERR_IO when no thread can be had. A missing device or file is no failure here but
 * the state gone. Notices may come before this returns. */
enum status printer_start(const char *uri, printer_notice_fn *on_notice, void *ctx,
                          char why[PRINTER_WHY_SIZE], struct printer **out) MUST_CHECK;

/* The state before the first notice. */
enum printer_state printer_first_state(const struct printer *printer);
/* Copies data. ERR_LIMIT when PRINTER_JOBS_MAX jobs are there already. */
enum status printer_submit(struct printer *printer, int64_t job_id, const void *data, size_t len,
                           int print_ms) MUST_CHECK;
/* As printer_machine_cancel; the job's notices may already be on their way. */
void printer_cancel(struct printer *printer, int64_t job_id);
void printer_watch(struct printer *printer, bool watched);

/* Asks the thread to end; a job on its way is cut after at most a second. NULL is fine. */
void printer_stop(struct printer *printer);
void printer_join(struct printer *printer);

#endif
