#include "slip/printer_machine.h"

#include <assert.h>
#include <string.h>

#include "slip/escpos.h"

enum { REQUEST_LEN = 3, REQUESTS = 3 };

static const uint8_t requests[REQUESTS][REQUEST_LEN] = {
    {0x10, 0x04, 0x01}, /* printer: on line? */
    {0x10, 0x04, 0x02}, /* why off line: cover, paper, error */
    {0x10, 0x04, 0x04}, /* paper sensors */
};

/* NUL does nothing outside of a picture, and completes one that broke off. */
static const uint8_t filling[512];

const char *printer_state_name(enum printer_state state)
{
    static const char *const names[] = {
        [PRINTER_OK] = "ok",           [PRINTER_NEAR_END] = "near_end", [PRINTER_OUT] = "out",
        [PRINTER_COVER] = "cover",     [PRINTER_ERROR] = "error",       [PRINTER_GONE] = "gone",
        [PRINTER_UNKNOWN] = "unknown", [PRINTER_NONE] = "none",
    };
    assert((size_t)state < sizeof names / sizeof names[0]);
    return names[state];
}

bool printer_state_takes_jobs(enum printer_state state)
{
    return state == PRINTER_OK || state == PRINTER_NEAR_END || state == PRINTER_UNKNOWN;
}

bool printer_job_is_over(enum printer_job_state state)
{
    return state == PRINTER_JOB_CONFIRMED || state == PRINTER_JOB_UNCONFIRMED ||
           state == PRINTER_JOB_FAILED;
}

/* An open cover often reads as missing paper, too, and any of the causes as off line: the cause a
 * person can see and mend comes first. */
static enum printer_state judge_answers(const uint8_t answers[REQUESTS])
{
    if (answers[1] & 0x04)
        return PRINTER_COVER;
    if ((answers[1] & 0x20) || (answers[2] & 0x60))
        return PRINTER_OUT;
    if ((answers[1] & 0x40) || (answers[0] & 0x08))
        return PRINTER_ERROR;
    return (answers[2] & 0x0C) ? PRINTER_NEAR_END : PRINTER_OK;
}

static struct printer_notice *add_notice(struct printer_machine *machine)
{
    assert(machine->notices_n < PRINTER_NOTICES_MAX);
    struct printer_notice *notice = &machine->notices[machine->notices_n++];
    *notice = (struct printer_notice){.state = machine->state};
    return notice;
}

static void set_state(struct printer_machine *machine, enum printer_state state)
{
    if (machine->state == state)
        return;
    machine->state = state;
    add_notice(machine)->kind = PRINTER_NOTICE_STATE;
}

static void set_job(struct printer_machine *machine, int i, enum printer_job_state state)
{
    if (machine->job_states[i] == state)
        return;
    machine->job_states[i] = state;
    struct printer_notice *notice = add_notice(machine);
    notice->kind = PRINTER_NOTICE_JOB;
    notice->job_id = machine->jobs[i].id;
    notice->job = state;
}

static void remove_job(struct printer_machine *machine, int i)
{
    machine->jobs_n--;
    size_t after = (size_t)(machine->jobs_n - i);
    memmove(&machine->jobs[i], &machine->jobs[i + 1], after * sizeof machine->jobs[0]);
    memmove(&machine->job_states[i], &machine->job_states[i + 1],
            after * sizeof machine->job_states[0]);
}

/* Ends jobs[0]; the next one, if any, is due at once. */
static void finish_job(struct printer_machine *machine, enum printer_job_state result)
{
    assert(printer_job_is_over(result));
    set_job(machine, 0, result);
    remove_job(machine, 0);
    machine->has_sent = false;
    machine->is_proven = false;
}

static void hold_jobs(struct printer_machine *machine)
{
    for (int i = 0; i < machine->jobs_n; i++)
        set_job(machine, i, PRINTER_JOB_WAITING);
}

static bool has_reason(const struct printer_machine *machine)
{
    return machine->jobs_n > 0 || machine->watched || machine->wants_look;
}

static void start_asking(struct printer_machine *machine, int ask, int64_t now_ms)
{
    machine->phase = PRINTER_PHASE_ASKING;
    machine->ask = ask;
    machine->sent = 0;
    machine->deadline_ms = now_ms + PRINTER_ANSWER_MS;
}

static void start_sending(struct printer_machine *machine, int64_t now_ms)
{
    machine->phase = PRINTER_PHASE_SENDING;
    machine->sent = 0;
    machine->fill = machine->cut_short ? ESCPOS_BAND_BYTES_MAX : 0;
    machine->deadline_ms = now_ms + PRINTER_STALL_MS;
    set_job(machine, 0, PRINTER_JOB_SENDING);
}

static void finish_sending(struct printer_machine *machine, int64_t now_ms)
{
    machine->cut_short = false;
    machine->has_sent = true;
    if (machine->kind == PRINTER_KIND_BLIND) {
        machine->phase = PRINTER_PHASE_CLOSING;
    } else if (machine->is_proven) {
        machine->phase = PRINTER_PHASE_PRINTING;
        machine->deadline_ms = now_ms + machine->jobs[0].print_ms;
    } else {
        /* Who gave no answer before the job proves nothing by one after it. */
        finish_job(machine, PRINTER_JOB_UNCONFIRMED);
        machine->phase = PRINTER_PHASE_CLOSING;
        machine->deadline_ms = machine->jobs_n > 0 ? now_ms : now_ms + PRINTER_POLL_MS;
    }
}

/* A silent printer's port is closed after use: a late answer must not be taken for the next one. */
static void finish_asking(struct printer_machine *machine, enum printer_state state, int64_t now_ms)
{
    bool is_ready = state == PRINTER_OK || state == PRINTER_NEAR_END;

    machine->wants_look = false;
    set_state(machine, state);
    if (state != PRINTER_UNKNOWN)
        machine->backoff_ms = PRINTER_BACKOFF_MS;
    if (machine->has_sent)
        finish_job(machine, is_ready ? PRINTER_JOB_CONFIRMED : PRINTER_JOB_UNCONFIRMED);
    else if (machine->jobs_n > 0 && printer_state_takes_jobs(state)) {
        machine->is_proven = is_ready;
        start_sending(machine, now_ms);
        return;
    }
    if (!printer_state_takes_jobs(state))
        hold_jobs(machine);
    bool is_next_due = machine->jobs_n > 0 && printer_state_takes_jobs(state);
    machine->deadline_ms = is_next_due ? now_ms : now_ms + PRINTER_POLL_MS;
    machine->phase = state == PRINTER_UNKNOWN ? PRINTER_PHASE_CLOSING : PRINTER_PHASE_REST;
}

static void take_answer(struct printer_machine *machine, const uint8_t *data, size_t len,
                        int64_t now_ms)
{
    if (machine->phase != PRINTER_PHASE_ASKING || machine->sent < REQUEST_LEN)
        return;
    /* One byte answers one request; the rest of what came is noise. */
    for (size_t i = 0; i < len; i++) {
        if ((data[i] & 0x93) != 0x12)
            continue;
        machine->answers[machine->ask] = data[i];
        if (machine->ask + 1 < REQUESTS)
            start_asking(machine, machine->ask + 1, now_ms);
        else
            finish_asking(machine, judge_answers(machine->answers), now_ms);
        return;
    }
}

static void take_written(struct printer_machine *machine, size_t len, int64_t now_ms)
{
    if (machine->phase == PRINTER_PHASE_ASKING) {
        assert(len <= REQUEST_LEN - machine->sent);
        machine->sent += len;
        return;
    }
    if (machine->phase != PRINTER_PHASE_SENDING || len == 0)
        return;
    machine->deadline_ms = now_ms + PRINTER_STALL_MS;
    if (machine->fill > 0) {
        assert(len <= machine->fill);
        machine->fill -= len;
        return;
    }
    assert(len <= machine->jobs[0].len - machine->sent);
    machine->sent += len;
    if (machine->sent == machine->jobs[0].len)
        finish_sending(machine, now_ms);
}

static void take_opened(struct printer_machine *machine, int64_t now_ms)
{
    machine->deadline_ms = now_ms;
    machine->phase = PRINTER_PHASE_REST;
    if (machine->kind == PRINTER_KIND_BLIND) {
        machine->wants_look = false;
        machine->backoff_ms = PRINTER_BACKOFF_MS;
        set_state(machine, PRINTER_OK);
    }
}

static void take_lost(struct printer_machine *machine, int64_t now_ms)
{
    bool is_sending = machine->phase == PRINTER_PHASE_SENDING && machine->sent > 0;

    if (machine->phase == PRINTER_PHASE_CLOSED)
        return;
    if (machine->phase == PRINTER_PHASE_CLOSING && !machine->has_sent) {
        machine->phase = PRINTER_PHASE_CLOSED;
        return;
    }
    machine->phase = PRINTER_PHASE_CLOSED;
    machine->wants_look = false;
    machine->deadline_ms = now_ms + machine->backoff_ms;
    machine->backoff_ms *= 2;
    if (machine->backoff_ms > PRINTER_BACKOFF_MAX_MS)
        machine->backoff_ms = PRINTER_BACKOFF_MAX_MS;
    set_state(machine, PRINTER_GONE);
    if (is_sending)
        machine->cut_short = machine->kind == PRINTER_KIND_ASKED;
    if (is_sending || machine->has_sent)
        finish_job(machine, PRINTER_JOB_UNCONFIRMED);
    hold_jobs(machine);
}

static void take_closed(struct printer_machine *machine, int64_t now_ms)
{
    machine->phase = PRINTER_PHASE_CLOSED;
    if (!machine->has_sent)
        return;
    finish_job(machine, PRINTER_JOB_CONFIRMED);
    machine->deadline_ms = now_ms;
}

/* The port takes no more. With a part of the slip out the rest is thrown away: sent is sent. */
static void give_up_sending(struct printer_machine *machine, int64_t now_ms)
{
    set_state(machine, PRINTER_UNKNOWN);
    if (machine->sent > 0) {
        machine->cut_short = machine->kind == PRINTER_KIND_ASKED;
        finish_job(machine, PRINTER_JOB_UNCONFIRMED);
    }
    hold_jobs(machine);
    machine->phase = PRINTER_PHASE_CLOSING;
    machine->deadline_ms = now_ms + PRINTER_POLL_MS;
}

/* Acts on a deadline that has passed. */
static void expire(struct printer_machine *machine, int64_t now_ms)
{
    if (now_ms < machine->deadline_ms)
        return;
    switch (machine->phase) {
    case PRINTER_PHASE_OPENING:
        take_lost(machine, now_ms);
        break;
    case PRINTER_PHASE_ASKING:
        finish_asking(machine, PRINTER_UNKNOWN, now_ms);
        break;
    case PRINTER_PHASE_SENDING:
        give_up_sending(machine, now_ms);
        break;
    case PRINTER_PHASE_PRINTING:
        start_asking(machine, 0, now_ms);
        break;
    case PRINTER_PHASE_CLOSED:
    case PRINTER_PHASE_REST:
    case PRINTER_PHASE_CLOSING:
        break;
    }
}

void printer_machine_init(struct printer_machine *machine, enum printer_kind kind)
{
    *machine = (struct printer_machine){.kind = kind, .backoff_ms = PRINTER_BACKOFF_MS};
    machine->deadline_ms = INT64_MIN;
    machine->state = kind == PRINTER_KIND_NONE    ? PRINTER_NONE
                     : kind == PRINTER_KIND_BLIND ? PRINTER_OK
                                                  : PRINTER_UNKNOWN;
    machine->wants_look = kind == PRINTER_KIND_ASKED;
}

/* Ends the pause between two looks or two tries. */
static void hurry(struct printer_machine *machine, int64_t now_ms)
{
    if (machine->phase == PRINTER_PHASE_CLOSED || machine->phase == PRINTER_PHASE_REST ||
        machine->phase == PRINTER_PHASE_CLOSING)
        machine->deadline_ms = now_ms;
}

bool printer_machine_submit(struct printer_machine *machine, const struct printer_job *job,
                            int64_t now_ms)
{
    assert(job->len > 0 && job->print_ms >= 0);
    if (machine->jobs_n == PRINTER_JOBS_MAX)
        return false;
    machine->jobs[machine->jobs_n] = *job;
    machine->job_states[machine->jobs_n] = PRINTER_JOB_QUEUED;
    machine->jobs_n++;
    hurry(machine, now_ms);
    return true;
}

bool printer_machine_cancel(struct printer_machine *machine, int64_t job_id)
{
    for (int i = 0; i < machine->jobs_n; i++)
        if (machine->jobs[i].id == job_id && machine->job_states[i] != PRINTER_JOB_SENDING) {
            remove_job(machine, i);
            return true;
        }
    return false;
}

void printer_machine_watch(struct printer_machine *machine, bool watched, int64_t now_ms)
{
    if (watched && !machine->watched)
        hurry(machine, now_ms);
    machine->watched = watched;
}

/* What a phase that is under way needs. */
static struct printer_todo next_busy(const struct printer_machine *machine)
{
    struct printer_todo todo = {.what = PRINTER_DO_WAIT, .wait_until_ms = machine->deadline_ms};

    switch (machine->phase) {
    case PRINTER_PHASE_OPENING:
        todo.what = PRINTER_DO_OPEN;
        break;
    case PRINTER_PHASE_ASKING:
        if (machine->sent < REQUEST_LEN) {
            todo.what = PRINTER_DO_WRITE;
            todo.data = requests[machine->ask] + machine->sent;
            todo.len = REQUEST_LEN - machine->sent;
        }
        break;
    case PRINTER_PHASE_SENDING:
        todo.what = PRINTER_DO_WRITE;
        if (machine->fill > 0) {
            todo.data = filling;
            todo.len = machine->fill < sizeof filling ? machine->fill : sizeof filling;
        } else {
            todo.data = machine->jobs[0].data + machine->sent;
            todo.len = machine->jobs[0].len - machine->sent;
            todo.must_arrive = true;
        }
        break;
    case PRINTER_PHASE_CLOSING:
        todo.what = PRINTER_DO_CLOSE;
        break;
    case PRINTER_PHASE_CLOSED:
    case PRINTER_PHASE_REST:
    case PRINTER_PHASE_PRINTING:
        break;
    }
    return todo;
}

static struct printer_todo next_idle(struct printer_machine *machine, int64_t now_ms)
{
    bool is_open = machine->phase == PRINTER_PHASE_REST;
    struct printer_todo todo = {.what = PRINTER_DO_WAIT, .wait_until_ms = PRINTER_FOREVER};
    /* Watching a file tells nothing. */
    bool has_work = machine->kind == PRINTER_KIND_BLIND ? machine->jobs_n > 0 : has_reason(machine);

    if (!has_work) {
        if (is_open) {
            machine->phase = PRINTER_PHASE_CLOSING;
            todo.what = PRINTER_DO_CLOSE;
        }
        return todo;
    }
    if (now_ms < machine->deadline_ms) {
        todo.wait_until_ms = machine->deadline_ms;
        return todo;
    }
    if (is_open && machine->kind == PRINTER_KIND_BLIND) {
        start_sending(machine, now_ms);
    } else if (is_open) {
        start_asking(machine, 0, now_ms);
    } else {
        machine->phase = PRINTER_PHASE_OPENING;
        machine->deadline_ms = now_ms + PRINTER_OPEN_MS;
    }
    return next_busy(machine);
}

struct printer_todo printer_machine_next(struct printer_machine *machine, int64_t now_ms)
{
    struct printer_todo todo = {.what = PRINTER_DO_WAIT, .wait_until_ms = PRINTER_FOREVER};

    if (machine->kind == PRINTER_KIND_NONE) {
        while (machine->jobs_n > 0)
            finish_job(machine, PRINTER_JOB_FAILED);
        return todo;
    }
    expire(machine, now_ms);
    if (machine->phase == PRINTER_PHASE_CLOSED || machine->phase == PRINTER_PHASE_REST)
        return next_idle(machine, now_ms);
    return next_busy(machine);
}

void printer_machine_event(struct printer_machine *machine, const struct printer_event *event,
                           int64_t now_ms)
{
    switch (event->kind) {
    case PRINTER_EVENT_OPENED:
        if (machine->phase == PRINTER_PHASE_OPENING)
            take_opened(machine, now_ms);
        break;
    case PRINTER_EVENT_LOST:
        take_lost(machine, now_ms);
        break;
    case PRINTER_EVENT_BYTES:
        take_answer(machine, event->data, event->len, now_ms);
        break;
    case PRINTER_EVENT_WRITTEN:
        take_written(machine, event->len, now_ms);
        break;
    case PRINTER_EVENT_CLOSED:
        take_closed(machine, now_ms);
        break;
    }
}

bool printer_machine_take(struct printer_machine *machine, struct printer_notice *out)
{
    if (machine->notices_n == 0)
        return false;
    *out = machine->notices[0];
    machine->notices_n--;
    memmove(&machine->notices[0], &machine->notices[1],
            (size_t)machine->notices_n * sizeof machine->notices[0]);
    return true;
}

bool printer_machine_is_busy(const struct printer_machine *machine)
{
    for (int i = 0; i < machine->jobs_n; i++)
        if (machine->job_states[i] != PRINTER_JOB_WAITING)
            return true;
    return false;
}
