/* The frame of a thread: what is given is done in order, a sleep ends with the time or with a call,
 * stopping is heard, and joining waits for what was begun. */
#include "base/thread.h"
#include "check.h"

enum { GIVEN_MAX = 100, BRIEF_MS = 5, LONG_MS = 1000 * 1000 };

struct adder {
    struct thread thread;
    /* ---- protected by the thread's mutex ---- */
    int given[GIVEN_MAX];
    int given_n, done_n;
    long sum;
};

/* Ends when it is stopped and nothing is left. */
static void *add(void *ctx)
{
    struct adder *self = ctx;
    thread_lock(&self->thread);
    while (!self->thread.is_stopping || self->done_n < self->given_n) {
        if (self->done_n == self->given_n)
            thread_sleep(&self->thread);
        else
            self->sum = 2 * self->sum + self->given[self->done_n++];
    }
    thread_unlock(&self->thread);
    return NULL;
}

static void give(struct adder *self, int number)
{
    thread_lock(&self->thread);
    self->given[self->given_n++] = number;
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
}

static void test_work(void)
{
    static const int bits[] = {1, 0, 1, 1, 0, 1};
    struct adder adder = {.sum = 0};
    thread_init(&adder.thread);
    CHECK_INT(thread_start(&adder.thread, add, &adder), OK);
    for (int i = 0; i < 6; i++)
        give(&adder, bits[i]);
    thread_stop(&adder.thread);
    thread_join(&adder.thread);
    CHECK_INT(adder.done_n, 6);
    CHECK_INT(adder.sum, 0x2d);
    CHECK(!adder.thread.is_started);
    thread_fini(&adder.thread);
}

/* Sleeps until it is stopped, however long that takes. */
static void *sleep_long(void *ctx)
{
    struct thread *thread = ctx;
    thread_lock(thread);
    while (!thread->is_stopping && thread_sleep_ms(thread, LONG_MS))
        ;
    thread_unlock(thread);
    return NULL;
}

static void test_sleeping(void)
{
    struct thread thread;
    thread_init(&thread);
    thread_lock(&thread);
    while (thread_sleep_ms(&thread, BRIEF_MS))
        ;
    while (thread_sleep_ms(&thread, 0))
        ;
    thread_unlock(&thread);
    CHECK_INT(thread_start(&thread, sleep_long, &thread), OK);
    thread_stop(&thread);
    thread_join(&thread);
    thread_fini(&thread);
}

static void test_never_started(void)
{
    struct thread thread;
    thread_init(&thread);
    thread_stop(&thread);
    CHECK(thread.is_stopping && !thread.is_started);
    thread_join(&thread);
    thread_fini(&thread);
}

int main(void)
{
    test_work();
    test_sleeping();
    test_never_started();
    return check_done();
}
