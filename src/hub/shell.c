#include "hub/shell.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/thread.h"
#include "sync/server.h"

#define LOG_MODULE "shell"
#include "base/log.h"

const struct shell_limits shell_limits_usual = {
    .queue_max = 128,
    .held_max = 192,
    .crowded_ms = 1000,
    .wake_gap_ms = 50,
    .watch_ms = 1000,
    .gather_ms = 4,
};

/* From how slow a commit and how many answers on gathering pays. */
enum { GATHER_FROM_MS = 2, GATHER_FEWEST = 4 };
/* How many spent proofs one submit frees: more than the one it makes. */
enum { SPENT_TAKEN = 4 };
/* When something stays due although it was done, it is tried again after the pause; and as the wall
 * clock may be set, what is far off is looked at again within a minute. */
enum { DUE_PAUSE_MS = 500, DUE_SLEEP_MAX_S = 60, FAILING_MS = 60000 };

static const int64_t NEVER = INT64_MAX;

struct job_list {
    struct shell_job *first;
    struct shell_job **end; /* where the next one is hung in */
    size_t len;
};

struct shell {
    struct hub *hub;
    struct store *store;
    const struct env *env;
    struct shell_limits limits;
    pthread_mutex_t sessions; /* what hub_prove and hub_step share */

    struct thread thread;
    struct job_list queue; /* protected by the thread's mutex, as are the next six */
    /* Proofs of requests that are done. Who submits frees some: memory that goes back where it came
     * from costs no fight over the allocator's locks. At most queue_max. */
    struct sync_proof **spent;
    size_t spent_len;
    size_t wanted;                /* at which length of the queue the writer wants to know, or 0 */
    struct shell_figures figures; /* but for queued, which is queue.len, and is_failing */
    int64_t failed_ms;            /* when a whole batch failed, unless changes go through again */

    /* The writer thread's own. */
    struct arena arena;
    struct job_list held;
    bool wakes_held; /* something changed since the held ones were asked */
    int64_t woken_ms;
    int64_t watched_ms;
    int64_t seen_version;
    int64_t due_ms;  /* when to step without a request, or NEVER */
    size_t answered; /* in the last step */
};

static void list_clear(struct job_list *list)
{
    list->first = NULL;
    list->end = &list->first;
    list->len = 0;
}

static void list_append(struct job_list *list, struct shell_job *job)
{
    job->next = NULL;
    *list->end = job;
    list->end = &job->next;
    list->len++;
}

static int64_t mono_ms(const struct shell *shell)
{
    return shell->env->mono_ms(shell->env->ctx);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- one batch ---- */

struct batch {
    struct shell_job **jobs;
    struct hub_request *requests;
    struct hub_answer *answers;
    size_t len;
};

static void batch_add(struct batch *batch, struct shell_job *job)
{
    batch->jobs[batch->len] = job;
    batch->requests[batch->len] = job->request;
    batch->len++;
}

/* A kiosk that sends something new has given up the answer it was waiting for. */
static bool is_superseded(const struct shell_job *held, const struct job_list *fresh)
{
    if (held->request.session == NULL) {
        return false;
    }
    for (const struct shell_job *job = fresh->first; job != NULL; job = job->next) {
        if (job->request.session != NULL &&
            str_equal(job->request.session, held->request.session)) {
            return true;
        }
    }
    return false;
}

/* Moves into the batch whatever of the held is to be asked for again now. */
static void batch_add_held(struct shell *shell, struct batch *batch, const struct job_list *fresh,
                           bool is_stopping, int64_t now)
{
    bool wakes_all = shell->wakes_held && now - shell->woken_ms >= shell->limits.wake_gap_ms;
    if (wakes_all) {
        shell->wakes_held = false;
        shell->woken_ms = now;
    }
    struct shell_job *job = shell->held.first;
    list_clear(&shell->held);
    while (job != NULL) {
        struct shell_job *next = job->next;
        bool is_over = is_stopping || now >= job->held_until_ms || is_superseded(job, fresh);
        if (is_over || wakes_all) {
            job->request.is_resumed = true;
            job->request.is_last_chance = is_over;
            batch_add(batch, job);
        } else {
            list_append(&shell->held, job);
        }
        job = next;
    }
}

static void hold(struct shell *shell, struct shell_job *job, int64_t hold_ms, int64_t now)
{
    assert(!job->request.is_last_chance);
    int64_t until = now + hold_ms;
    /* Asking again does not lengthen the wait that the client counts on. */
    job->held_until_ms = job->request.is_resumed ? earlier(job->held_until_ms, until) : until;
    if (shell->held.len >= shell->limits.held_max) {
        job->held_until_ms = earlier(job->held_until_ms, now + shell->limits.crowded_ms);
    }
    list_append(&shell->held, job);
}

static void spend(struct shell *shell, struct sync_proof **proofs, size_t n)
{
    thread_lock(&shell->thread);
    for (; n > 0 && shell->spent_len < shell->limits.queue_max; n--) {
        shell->spent[shell->spent_len++] = proofs[n - 1];
    }
    thread_unlock(&shell->thread);
    for (; n > 0; n--) {
        hub_proof_free(proofs[n - 1]);
    }
}

/* Gives the answers out; jobs that are done may be gone afterwards. */
static bool batch_finish(struct shell *shell, struct batch *batch, int64_t now)
{
    size_t failed = 0;
    struct sync_proof **spent = arena_array(&shell->arena, batch->len, sizeof *spent);
    shell->answered = 0;
    for (size_t i = 0; i < batch->len; i++) {
        const struct hub_answer *answer = &batch->answers[i];
        if (answer->hold) {
            hold(shell, batch->jobs[i], answer->hold_ms, now);
        } else {
            failed += answer->http_status == 503 ? 1 : 0;
            spent[shell->answered++] = batch->jobs[i]->request.proof;
            batch->jobs[i]->done(batch->jobs[i], answer);
        }
    }
    spend(shell, spent, shell->answered);
    return batch->len > 0 && failed == batch->len;
}

/* What another program committed since we last looked concerns the held as well. */
static void look_at_version(struct shell *shell)
{
    int64_t version = store_data_version(shell->store);
    if (version != shell->seen_version) {
        shell->wakes_held = true;
        shell->seen_version = version;
    }
}

static void note_due(struct shell *shell, instant next_due, int64_t now)
{
    if (next_due == 0) {
        shell->due_ms = NEVER;
        return;
    }
    int64_t wait_s = next_due - shell->env->wall(shell->env->ctx);
    int64_t wait_ms = 1000 * earlier(wait_s, DUE_SLEEP_MAX_S);
    shell->due_ms = now + (wait_ms < DUE_PAUSE_MS ? DUE_PAUSE_MS : wait_ms);
}

enum step_outcome { STEP_NOTHING, STEP_CHANGED, STEP_FAILED };

static void count_step(struct shell *shell, size_t batch_len, int64_t took_us,
                       enum step_outcome outcome)
{
    size_t bucket = 0;
    while (bucket < SHELL_BUCKETS - 1 && batch_len > (size_t)1 << bucket) {
        bucket++;
    }
    thread_lock(&shell->thread);
    struct shell_figures *figures = &shell->figures;
    figures->steps++;
    figures->requests += batch_len;
    figures->batches[bucket] += batch_len > 0 ? 1 : 0;
    figures->step_us += (uint64_t)took_us;
    figures->held = shell->held.len;
    if (outcome != STEP_NOTHING) {
        shell->failed_ms = outcome == STEP_FAILED ? mono_ms(shell) : NEVER;
    }
    thread_unlock(&shell->thread);
}

static int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void step_once(struct shell *shell, const struct job_list *fresh, bool is_stopping)
{
    size_t max = fresh->len + shell->held.len;
    struct batch batch = {
        .jobs = arena_array(&shell->arena, max, sizeof *batch.jobs),
        .requests = arena_array(&shell->arena, max, sizeof *batch.requests),
        .answers = arena_array(&shell->arena, max, sizeof *batch.answers),
    };
    if (shell->held.len > 0) {
        look_at_version(shell);
    }
    /* The held come last, so that they see what this batch changes. */
    for (struct shell_job *job = fresh->first; job != NULL; job = job->next) {
        batch_add(&batch, job);
    }
    batch_add_held(shell, &batch, fresh, is_stopping, mono_ms(shell));

    bool changed = false;
    instant next_due = 0;
    int64_t before_us = clock_us();
    hub_step(shell->hub, &shell->arena, batch.requests, batch.len, batch.answers, &changed,
             &next_due);
    int64_t took_us = clock_us() - before_us;
    int64_t now = mono_ms(shell);
    bool has_failed = batch_finish(shell, &batch, now);
    if (shell->held.len > 0) {
        shell->seen_version = store_data_version(shell->store);
    }
    /* A poll that is held since this batch may stand before what changed in it. */
    shell->wakes_held = shell->held.len > 0 && (shell->wakes_held || changed);
    shell->watched_ms = now;
    note_due(shell, next_due, now);
    count_step(shell, batch.len, took_us,
               has_failed ? STEP_FAILED
               : changed  ? STEP_CHANGED
                          : STEP_NOTHING);
    arena_reset(&shell->arena);
}

/* ---- the thread ---- */

/* When there is something to do although nothing is queued. */
static int64_t next_wake_ms(const struct shell *shell)
{
    int64_t wake = shell->due_ms;
    if (shell->held.len == 0) {
        return wake;
    }
    wake = earlier(wake, shell->watched_ms + shell->limits.watch_ms);
    if (shell->wakes_held) {
        wake = earlier(wake, shell->woken_ms + shell->limits.wake_gap_ms);
    }
    for (const struct shell_job *job = shell->held.first; job != NULL; job = job->next) {
        wake = earlier(wake, job->held_until_ms);
    }
    return wake;
}

/* Under the mutex, with a backlog. */
static void gather(struct shell *shell)
{
    int64_t commit_ms = hub_commit_ms(shell->hub);
    bool is_over = commit_ms < GATHER_FROM_MS || shell->answered < GATHER_FEWEST;
    shell->wanted = shell->queue.len + shell->answered;
    while (!is_over && !shell->thread.is_stopping && shell->queue.len < shell->wanted) {
        is_over = !thread_sleep_ms(&shell->thread, earlier(commit_ms / 2, shell->limits.gather_ms));
    }
    shell->wanted = 0;
}

/* Sleeps until there is something to do; takes what is queued. Returns whether it is stopping. */
static bool wait_for_work(struct shell *shell, struct job_list *fresh)
{
    thread_lock(&shell->thread);
    if (shell->queue.len > 0) {
        gather(shell);
    }
    for (;;) {
        int64_t wake = next_wake_ms(shell);
        int64_t now = mono_ms(shell);
        if (shell->queue.len > 0 || shell->thread.is_stopping || wake <= now) {
            break;
        }
        if (wake == NEVER) {
            thread_sleep(&shell->thread);
        } else {
            (void)thread_sleep_ms(&shell->thread, wake - now);
        }
    }
    *fresh = shell->queue;
    if (fresh->len == 0) {
        list_clear(fresh);
    }
    list_clear(&shell->queue);
    bool is_stopping = shell->thread.is_stopping;
    thread_unlock(&shell->thread);
    return is_stopping;
}

/* Whether a wake-up was for more than a look at other programs' changes. */
static bool has_work(struct shell *shell, const struct job_list *fresh, bool is_stopping)
{
    if (fresh->len > 0 || is_stopping) {
        return true;
    }
    int64_t now = mono_ms(shell);
    if (shell->held.len > 0 && now >= shell->watched_ms + shell->limits.watch_ms) {
        shell->watched_ms = now;
        look_at_version(shell);
    }
    return next_wake_ms(shell) <= now;
}

static void *shell_run(void *arg)
{
    struct shell *shell = arg;
    struct job_list fresh;
    bool is_stopping = false;
    list_clear(&fresh);
    step_once(shell, &fresh, false); /* what became due while the hub was away */
    while (!is_stopping || shell->held.len > 0) {
        is_stopping = wait_for_work(shell, &fresh);
        if (has_work(shell, &fresh, is_stopping)) {
            step_once(shell, &fresh, is_stopping);
        }
    }
    return NULL;
}

/* ---- life, and what others call ---- */

static void take_sessions(void *ctx)
{
    pthread_mutex_lock(ctx);
}

static void release_sessions(void *ctx)
{
    pthread_mutex_unlock(ctx);
}

void shell_init(struct hub *hub, struct store *store, const struct env *env,
                const struct shell_limits *limits, struct shell **out)
{
    struct shell *shell = xalloc(sizeof *shell);
    shell->hub = hub;
    shell->store = store;
    shell->env = env;
    shell->limits = *limits;
    shell->spent = xalloc(limits->queue_max * sizeof(struct sync_proof *));
    shell->due_ms = NEVER;
    shell->failed_ms = NEVER;
    list_clear(&shell->queue);
    list_clear(&shell->held);
    thread_init(&shell->thread);
    pthread_mutex_init(&shell->sessions, NULL);
    hub_set_lock(hub, &(struct sync_lock){&shell->sessions, take_sessions, release_sessions});
    *out = shell;
}

enum status shell_start(struct shell *shell)
{
    enum status status = thread_start(&shell->thread, shell_run, shell);
    if (status != OK) {
        LOG_ERR("the writer thread cannot be started");
    }
    return status;
}

void shell_stop(struct shell *shell)
{
    thread_stop(&shell->thread);
}

void shell_join(struct shell *shell)
{
    thread_join(&shell->thread);
}

void shell_destroy(struct shell *shell)
{
    if (shell == NULL) {
        return;
    }
    assert(!shell->thread.is_started && shell->held.len == 0);
    arena_fini(&shell->arena);
    for (size_t i = 0; i < shell->spent_len; i++) {
        hub_proof_free(shell->spent[i]);
    }
    free(shell->spent);
    thread_fini(&shell->thread);
    pthread_mutex_destroy(&shell->sessions);
    free(shell);
}

static enum shell_taken room(const struct shell *shell)
{
    return shell->thread.is_stopping                     ? SHELL_STOPPING
           : shell->queue.len >= shell->limits.queue_max ? SHELL_FULL
                                                         : SHELL_TAKEN;
}

enum shell_taken shell_submit(struct shell *shell, struct shell_job *job)
{
    thread_lock(&shell->thread);
    enum shell_taken taken = room(shell);
    if (taken == SHELL_TAKEN) {
        /* While the writer works on the batch before; a hub that is full does not even look. */
        struct sync_proof *spent[SPENT_TAKEN];
        size_t n = 0;
        while (n < SPENT_TAKEN && shell->spent_len > 0) {
            spent[n++] = shell->spent[--shell->spent_len];
        }
        thread_unlock(&shell->thread);
        while (n > 0) {
            hub_proof_free(spent[--n]);
        }
        job->request.proof = hub_prove(shell->hub, &job->request);
        thread_lock(&shell->thread);
        taken = room(shell);
    }
    if (taken != SHELL_TAKEN) {
        shell->figures.turned_away += taken == SHELL_FULL ? 1 : 0;
        hub_proof_free(job->request.proof);
        job->request.proof = NULL;
    } else {
        list_append(&shell->queue, job);
        if (shell->queue.len == 1 || shell->queue.len == shell->wanted) {
            thread_wake(&shell->thread);
        }
    }
    thread_unlock(&shell->thread);
    return taken;
}

void shell_read_figures(struct shell *shell, struct shell_figures *out)
{
    thread_lock(&shell->thread);
    *out = shell->figures;
    out->queued = shell->queue.len;
    out->is_failing = shell->failed_ms != NEVER && mono_ms(shell) - shell->failed_ms < FAILING_MS;
    thread_unlock(&shell->thread);
}
