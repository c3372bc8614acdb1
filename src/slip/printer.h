/* The printer as a state machine: no descriptors, no clock, no threads, so that a test or the
 * simulator plays any printer against it. The owner feeds it events with a time in milliseconds
 * (monotonic, any zero), does what printer_machine_next says, and takes notices out. An asked
 * printer answers DLE EOT n (n = 1, 2, 4) with one byte each; a byte is an answer only if
 * (b & 0x93) == 0x12, and no answer within 500 ms means unknown, never ok. (Source: Epson's
 * ESC/POS reference.) A job goes
 *     queued → asked → sent → confirmed or unconfirmed
 *                  ↘ waiting (nothing sent; kept until the printer is ready or the job is
 * cancelled) and its bytes are sent at most once. A machine without jobs that nobody watches asks
 * for nothing and has no deadline. Not thread-safe: one owner (printer_thread.h is one). */
#ifndef SLIP_PRINTER_H
#define SLIP_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum printer_state {
    PRINTER_OK,
    PRINTER_NEAR_END, /* prints, but paper will be needed */
    PRINTER_OUT,
    PRINTER_COVER,
    PRINTER_ERROR,
    PRINTER_GONE,    /* no connection, no device */
    PRINTER_UNKNOWN, /* connected, but gives no valid answer; or not asked yet */
    PRINTER_NONE,    /* this terminal has no printer */
};

/* The words of the inspection contract: "ok", "near_end", …; static. */
const char *printer_state_name(enum printer_state state);
/* Whether a slip is worth sending: ok, near_end and unknown. */
bool printer_state_takes_jobs(enum printer_state state);

enum printer_kind {
    PRINTER_KIND_NONE,  /* jobs fail at once */
    PRINTER_KIND_BLIND, /* a file: no status request, what is written counts as printed */
    PRINTER_KIND_ASKED,
};

enum printer_job_state {
    PRINTER_JOB_QUEUED,
    PRINTER_JOB_WAITING,     /* nothing was sent; sent later unless cancelled */
    PRINTER_JOB_CONFIRMED,   /* ready before and after: may be called printed */
    PRINTER_JOB_UNCONFIRMED, /* sent, wholly or in part, without proof: never call it printed */
    PRINTER_JOB_FAILED,      /* will not be sent: there is no printer */
};

struct printer_job {
    int64_t id;          /* the caller's; not used twice */
    const uint8_t *data; /* lent until the job's last notice or its cancellation */
    size_t len;
    int print_ms; /* from the last byte to the end of printing (slip_print_ms) */
};

struct printer_notice {
    enum { PRINTER_NOTICE_STATE, PRINTER_NOTICE_JOB } kind;
    enum printer_state state; /* the printer's, with both kinds */
    int64_t job_id;
    enum printer_job_state job;
};

enum printer_event_kind {
    PRINTER_EVENT_OPENED,  /* the port is open */
    PRINTER_EVENT_LOST,    /* opening failed, or the connection broke */
    PRINTER_EVENT_BYTES,   /* data, len: what the printer said */
    PRINTER_EVENT_WRITTEN, /* len bytes of the last PRINTER_DO_WRITE were taken */
    PRINTER_EVENT_CLOSED,  /* after PRINTER_DO_CLOSE */
    PRINTER_EVENT_TICK,    /* wait_until_ms came */
};

struct printer_event {
    enum printer_event_kind kind;
    const uint8_t *data;
    size_t len;
};

enum printer_do {
    PRINTER_DO_WAIT,  /* for bytes (if open), a call from above, or wait_until_ms */
    PRINTER_DO_OPEN,  /* then report OPENED or LOST, at latest at wait_until_ms */
    PRINTER_DO_WRITE, /* data, len, as far as the port takes it; report WRITTEN, BYTES or LOST */
    PRINTER_DO_CLOSE, /* orderly: what was written must reach the printer; report CLOSED */
};

struct printer_todo {
    enum printer_do what;
    const uint8_t *data;
    size_t len;
    int64_t wait_until_ms; /* PRINTER_FOREVER: no deadline */
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
    PRINTER_PHASE_ASKING, /* request part `ask` is out, wholly or partly */
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
    bool wants_look;  /* one look at the state is owed */
    bool after_print; /* the asking under way is the one after a job */
    bool proven;      /* the printer said before the job that it was ready */
    bool cut_short;   /* a job broke off: the printer may still expect picture data */
    int ask;          /* index of the status request under way */
    uint8_t answers[3];
    size_t sent; /* bytes of the request, the filling or the job that are out */
    size_t fill; /* bytes of filling due before the job */
    int64_t deadline_ms;
    int64_t backoff_ms;
    struct printer_job jobs[PRINTER_JOBS_MAX];
    enum printer_job_state job_states[PRINTER_JOBS_MAX];
    int jobs_n;
    struct printer_notice notices[PRINTER_NOTICES_MAX];
    int notices_n;
};

/* An asked printer starts as unknown and is looked at once; a blind one is ok. */
void printer_machine_init(struct printer_machine *machine, enum printer_kind kind);
/* False when PRINTER_JOBS_MAX jobs are there already. */
bool printer_machine_submit(struct printer_machine *machine, const struct printer_job *job,
                            int64_t now_ms);
/* Forgets a queued or waiting job, without a notice (the visitor has left). False when its bytes
 * are on their way or it is unknown; a job on its way goes on and is reported. */
bool printer_machine_cancel(struct printer_machine *machine, int64_t job_id, int64_t now_ms);
/* While watched (a screen shows the state, somebody mends the printer) a printer is polled. */
void printer_machine_watch(struct printer_machine *machine, bool watched, int64_t now_ms);

struct printer_todo printer_machine_next(struct printer_machine *machine, int64_t now_ms);
void printer_machine_event(struct printer_machine *machine, const struct printer_event *event,
                           int64_t now_ms);
/* Takes the oldest notice; false when there is none. Only changes of state are noticed. */
bool printer_machine_take(struct printer_machine *machine, struct printer_notice *out);

#endif
