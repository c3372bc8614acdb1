/* The printer as a state machine: no descriptors, no clock, no threads, so that a test or the
 * simulator plays any printer against it. The owner does what printer_machine_next says, reports
 * what came of it with the time in milliseconds (monotonic, any zero), and takes notices out after
 * each call. A printer that can be asked answers DLE EOT n (n = 1, 2, 4) with one byte each; a byte
 * is an answer only if (b & 0x93) == 0x12, and no answer within 500 ms means unknown, never ok.
 * (Source: Epson's ESC/POS reference.) It is asked before and after each job. A machine without
 * jobs that nobody watches closes its port and has no deadline. One owner, no locks. */
#ifndef SLIP_PRINTER_MACHINE_H
#define SLIP_PRINTER_MACHINE_H

#include <stddef.h>

#include "slip/printer.h"

enum printer_kind {
    PRINTER_KIND_NONE,  /* jobs fail at once */
    PRINTER_KIND_BLIND, /* a file: no status request, what is written and synced is printed */
    PRINTER_KIND_ASKED,
};

struct printer_job {
    int64_t id;          /* the caller's; not used twice */
    const uint8_t *data; /* lent until the job's last notice or its cancellation */
    size_t len;
    int print_ms; /* from the last byte to the end of printing (slip_print_ms) */
};

enum printer_event_kind {
    PRINTER_EVENT_OPENED,  /* the port is open */
    PRINTER_EVENT_LOST,    /* opening failed, or the connection broke, or closing lost bytes */
    PRINTER_EVENT_BYTES,   /* data, len: what the printer said */
    PRINTER_EVENT_WRITTEN, /* len bytes of the last PRINTER_DO_WRITE were taken */
    PRINTER_EVENT_CLOSED,  /* after PRINTER_DO_CLOSE */
};

struct printer_event {
    enum printer_event_kind kind;
    const uint8_t *data;
    size_t len;
};

enum printer_do {
    PRINTER_DO_WAIT,  /* for bytes if open, for a call from above, or until wait_until_ms */
    PRINTER_DO_OPEN,  /* report OPENED or LOST, or nothing at wait_until_ms */
    PRINTER_DO_WRITE, /* data, len, as far as the port takes it; or report BYTES or LOST. With
                       * must_arrive the last byte counts as taken only when the printer has it,
                       * for then the time of printing begins */
    PRINTER_DO_CLOSE, /* orderly: what was written must arrive; report CLOSED or LOST */
};

struct printer_todo {
    enum printer_do what;
    const uint8_t *data;
    size_t len;
    bool must_arrive;
    int64_t wait_until_ms; /* then ask again what to do; PRINTER_FOREVER: no deadline */
};

#define PRINTER_FOREVER INT64_MAX

enum {
    PRINTER_JOBS_MAX = 8,
    PRINTER_NOTICES_MAX = 32,
    PRINTER_ANSWER_MS = 500,   /* an answer to a status request */
    PRINTER_OPEN_MS = 3000,    /* a connection */
    PRINTER_STALL_MS = 10000,  /* a write without progress */
    PRINTER_POLL_MS = 3000,    /* between looks at a printer somebody waits for */
    PRINTER_BACKOFF_MS = 1000, /* after the first failed opening; doubles … */
    PRINTER_BACKOFF_MAX_MS = 30000,
};

enum printer_phase {
    PRINTER_PHASE_CLOSED,
    PRINTER_PHASE_OPENING,
    PRINTER_PHASE_REST,   /* open, nothing under way */
    PRINTER_PHASE_ASKING, /* status request number `ask` is out, wholly or partly */
    PRINTER_PHASE_SENDING,
    PRINTER_PHASE_PRINTING, /* all sent; asked again at deadline_ms */
    PRINTER_PHASE_CLOSING,
};

/* Visible to be embedded by its one owner; the fields are the machine's alone. */
struct printer_machine {
    enum printer_kind kind;
    enum printer_state state;
    enum printer_phase phase;
    bool watched;
    bool wants_look; /* one look at the state is owed */
    bool has_sent;   /* jobs[0] is wholly out, its result still open */
    bool is_proven;  /* the printer said before jobs[0] that it was ready */
    bool cut_short;  /* a job broke off: the printer may still expect picture data */
    int ask;         /* 0 … 2 */
    uint8_t answers[3];
    size_t sent; /* bytes of the request or of jobs[0] that are out */
    size_t fill; /* bytes of filling due before jobs[0] */
    int64_t deadline_ms;
    int64_t backoff_ms;
    struct printer_job jobs[PRINTER_JOBS_MAX];
    enum printer_job_state job_states[PRINTER_JOBS_MAX];
    int jobs_n;
    struct printer_notice notices[PRINTER_NOTICES_MAX];
    int notices_n;
};

/* A printer that can be asked starts as unknown and is looked at once; a blind one is ok. */
void printer_machine_init(struct printer_machine *machine, enum printer_kind kind);
/* False when PRINTER_JOBS_MAX jobs are there already. */
bool printer_machine_submit(struct printer_machine *machine, const struct printer_job *job,
                            int64_t now_ms);
/* Forgets a queued or waiting job, without a notice (the visitor has left). False when its bytes
 * are on their way or it is unknown; a job on its way goes on and is reported. */
bool printer_machine_cancel(struct printer_machine *machine, int64_t job_id);
/* While watched (a screen shows the state, somebody mends the printer) a printer is polled. */
void printer_machine_watch(struct printer_machine *machine, bool watched, int64_t now_ms);

struct printer_todo printer_machine_next(struct printer_machine *machine, int64_t now_ms);
void printer_machine_event(struct printer_machine *machine, const struct printer_event *event,
                           int64_t now_ms);
/* Takes the oldest notice; false when there is none. States are noticed when they change. */
bool printer_machine_take(struct printer_machine *machine, struct printer_notice *out);
/* Whether a job is being asked for, sent or printed just now. */
bool printer_machine_is_busy(const struct printer_machine *machine);

#endif
