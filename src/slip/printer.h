/* What a terminal knows about its printer and its slips. The machine behind it is
 * printer_machine.h, the thread that runs it printer_thread.h. A slip goes
 *     queued → sending → confirmed or unconfirmed
 *            ↘ waiting ↗  (nothing was sent: no paper, cover open, no printer in reach)
 * and its bytes are sent at most once. Unknown is not ok: such a printer gets the slip, but nobody
 * says “printed”. */
#ifndef SLIP_PRINTER_H
#define SLIP_PRINTER_H

#include <stdbool.h>
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

enum printer_job_state {
    PRINTER_JOB_QUEUED,
    PRINTER_JOB_WAITING,     /* nothing was sent; tried again until sent or cancelled */
    PRINTER_JOB_SENDING,     /* on its way: cannot be cancelled any more */
    PRINTER_JOB_CONFIRMED,   /* ready before and after: may be called printed */
    PRINTER_JOB_UNCONFIRMED, /* sent, wholly or in part, without proof: never call it printed */
    PRINTER_JOB_FAILED,      /* will not be sent: there is no printer */
};

/* Confirmed, unconfirmed and failed: the job's last notice. */
bool printer_job_is_over(enum printer_job_state state);

enum printer_notice_kind { PRINTER_NOTICE_STATE, PRINTER_NOTICE_JOB };

struct printer_notice {
    enum printer_notice_kind kind;
    enum printer_state state; /* the printer's, with both kinds */
    int64_t job_id;           /* with PRINTER_NOTICE_JOB */
    enum printer_job_state job;
};

#endif
