/* The frame of a thread that works for others: the thread, the mutex that protects what they give
 * it, and the condition it sleeps on. The owner embeds it and says which of its members the mutex
 * protects; the work is the owner's function. Times are by the monotonic clock.
 *
 * Life: init; start, at once or when there is first something to do; then, from any thread, lock,
 * give, wake, unlock; stop (asks); join (waits, if it was started); fini. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include <pthread.h>

#include "base/status.h"

struct thread {
    pthread_t id;
    pthread_mutex_t mutex;
    pthread_cond_t woken;
    bool is_started;  /* the owner's */
    bool is_stopping; /* protected by mutex */
};

typedef void *thread_run(void *ctx);

void thread_init(struct thread *thread);
/* ERR_LIMIT: the system gives no thread. It must not be running. */
enum status thread_start(struct thread *thread, thread_run *run, void *ctx) MUST_CHECK;

void thread_lock(struct thread *thread);
void thread_unlock(struct thread *thread);

/* ---- with the mutex held ---- */

/* Whoever sleeps looks up. */
void thread_wake(struct thread *thread);
/* Sleeps until woken, or now and then for no reason: look again at what was waited for. */
void thread_sleep(struct thread *thread);
/* The same for at most so long; false: the time is over. */
bool thread_sleep_ms(struct thread *thread, int64_t most_ms);

/* ---- without it ---- */

/* Asks: sets is_stopping and wakes. Whoever has to end more than a sleep does both under the mutex.
 */
void thread_stop(struct thread *thread);
void thread_join(struct thread *thread);
void thread_fini(struct thread *thread);

#endif
