#include "base/thread.h"

#include <assert.h>
#include <errno.h>
#include <time.h>

enum { MS_A_SECOND = 1000, NS_A_MS = 1000000, NS_A_SECOND = 1000000000 };

void thread_init(struct thread *thread)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&thread->woken, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&thread->mutex, NULL);
    thread->is_started = thread->is_stopping = false;
}

enum status thread_start(struct thread *thread, thread_run *run, void *ctx)
{
    assert(!thread->is_started);
    thread->is_started = pthread_create(&thread->id, NULL, run, ctx) == 0;
    return thread->is_started ? OK : ERR_LIMIT;
}

void thread_lock(struct thread *thread)
{
    int error = pthread_mutex_lock(&thread->mutex);
    assert(error == 0);
}

void thread_unlock(struct thread *thread)
{
    int error = pthread_mutex_unlock(&thread->mutex);
    assert(error == 0);
}

void thread_wake(struct thread *thread)
{
    pthread_cond_signal(&thread->woken);
}

void thread_sleep(struct thread *thread)
{
    pthread_cond_wait(&thread->woken, &thread->mutex);
}

bool thread_sleep_ms(struct thread *thread, int64_t most_ms)
{
    struct timespec until;
    assert(most_ms >= 0);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(most_ms / MS_A_SECOND);
    until.tv_nsec += (long)(most_ms % MS_A_SECOND) * NS_A_MS;
    if (until.tv_nsec >= NS_A_SECOND) {
        until.tv_sec++;
        until.tv_nsec -= NS_A_SECOND;
    }
    return pthread_cond_timedwait(&thread->woken, &thread->mutex, &until) != ETIMEDOUT;
}

void thread_stop(struct thread *thread)
{
    thread_lock(thread);
    thread->is_stopping = true;
    thread_wake(thread);
    thread_unlock(thread);
}

void thread_join(struct thread *thread)
{
    if (!thread->is_started)
        return;
    int error = pthread_join(thread->id, NULL);
    assert(error == 0);
    thread->is_started = false;
}

void thread_fini(struct thread *thread)
{
    assert(!thread->is_started);
    pthread_cond_destroy(&thread->woken);
    pthread_mutex_destroy(&thread->mutex);
}
