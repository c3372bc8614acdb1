#include "kiosk/worker.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/thread.h"

#define LOG_MODULE "worker"
#include "base/log.h"

enum { QUEUE_MAX = 4 };

struct worker {
    struct thread thread;
    struct core core; /* the thread's */
    struct worker_calls calls;
    /* ---- protected by the thread's mutex ---- */
    bool is_poked;
    struct core_order queue[QUEUE_MAX];
    int queue_n;
    char phone[PHONE_SIZE]; /* "": nothing asked */
};

static int64_t now_ms(struct worker *self)
{
    return self->core.env->mono_ms(self->core.env->ctx);
}

static instant now(struct worker *self)
{
    return self->core.env->wall(self->core.env->ctx);
}

/* With the mutex held; below 0 ms: until woken. */
static void sleep_for(struct worker *self, int64_t ms)
{
    if (ms < 0)
        thread_sleep(&self->thread);
    else
        (void)thread_sleep_ms(&self->thread, ms);
}

static void carry_out(struct worker *self, const struct core_order *order)
{
    struct core_answer answer;
    core_submit(&self->core, order, &answer);
    /* The link sends it on at once; its verdict is looked for whenever something was merged. */
    self->calls.changed(self->calls.ctx);
    while (!core_check(&self->core, &answer)) {
        thread_lock(&self->thread);
        int64_t left_ms = answer.wait_until_ms - now_ms(self);
        if (!self->is_poked && !self->thread.is_stopping && left_ms > 0)
            sleep_for(self, left_ms);
        self->is_poked = false;
        if (self->thread.is_stopping)
            answer.wait_until_ms = 0;
        thread_unlock(&self->thread);
    }
    self->calls.answered(self->calls.ctx, &answer);
}

static void make_contact(struct worker *self, const char *phone)
{
    char hex[META_VALUE_MAX];
    unsigned char salt[SALT_SIZE], key[HASH_SIZE];
    bool is_made = store_setting_get(self->core.store, "salt", hex, sizeof hex) &&
                   hex_decode(hex, salt, sizeof salt) &&
                   contact_key(phone, salt, self->core.cost, key) == OK;
    self->calls.contact(self->calls.ctx, is_made ? key : NULL);
}

/* Returns how long until something is due again, in ms; below 0: nothing. */
static int64_t run_due(struct worker *self)
{
    instant next_at = 0, at = now(self);
    int64_t before = store_data_version(self->core.store);
    if (store_run_due(self->core.store, at, &next_at) != OK)
        return 60 * 1000;
    if (store_data_version(self->core.store) != before)
        self->calls.changed(self->calls.ctx);
    if (next_at == 0)
        return -1;
    return next_at > at ? (next_at - at) * 1000 : 0;
}

/* Takes what is next; false: nothing to do. */
static bool take(struct worker *self, struct core_order *order, char phone[PHONE_SIZE])
{
    phone[0] = '\0';
    order->id = 0;
    if (self->queue_n > 0) {
        *order = self->queue[0];
        self->queue_n--;
        memmove(self->queue, self->queue + 1, (size_t)self->queue_n * sizeof self->queue[0]);
        memset(&self->queue[self->queue_n], 0, sizeof self->queue[0]);
        return true;
    }
    if (self->phone[0] != '\0') {
        memcpy(phone, self->phone, PHONE_SIZE);
        memset(self->phone, 0, PHONE_SIZE);
        return true;
    }
    return false;
}

/* With the copy of its note that worker_submit made. */
static void forget(struct core_order *order)
{
    void *note = NULL;
    memcpy(&note, &order->note, sizeof note);
    if (note)
        memset(note, 0, order->note_len);
    free(note);
    memset(order, 0, sizeof *order);
}

static void *run(void *arg)
{
    struct worker *self = arg;
    struct core_order *order = xalloc(sizeof *order);
    char phone[PHONE_SIZE];
    int64_t due_ms = run_due(self);
    for (;;) {
        thread_lock(&self->thread);
        bool has_work = take(self, order, phone);
        if (!has_work && !self->thread.is_stopping)
            sleep_for(self, due_ms);
        self->is_poked = false;
        bool is_over = self->thread.is_stopping && !has_work;
        if (!has_work)
            has_work = take(self, order, phone);
        thread_unlock(&self->thread);
        if (is_over && !has_work)
            break;
        if (order->id != 0)
            carry_out(self, order);
        else if (phone[0] != '\0')
            make_contact(self, phone);
        forget(order);
        due_ms = run_due(self);
    }
    free(order);
    return NULL;
}

enum status worker_start(const struct core *core, const struct worker_calls *calls,
                         struct worker **out)
{
    struct worker *self = xalloc(sizeof *self);
    self->core = *core;
    self->calls = *calls;
    thread_init(&self->thread);
    enum status status = thread_start(&self->thread, run, self);
    if (status != OK) {
        thread_fini(&self->thread);
        free(self);
        return status;
    }
    *out = self;
    return OK;
}

void worker_submit(struct worker *self, const struct core_order *order)
{
    thread_lock(&self->thread);
    /* The screen sends one order at a time, so the queue cannot fill. */
    if (self->queue_n < QUEUE_MAX) {
        struct core_order *kept = &self->queue[self->queue_n++];
        *kept = *order;
        if (order->note) {
            void *note = xalloc(order->note_len);
            memcpy(note, order->note, order->note_len);
            kept->note = note;
        }
    }
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
}

void worker_make_contact(struct worker *self, const char *phone)
{
    thread_lock(&self->thread);
    (void)str_copy(self->phone, sizeof self->phone, phone);
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
}

void worker_poke(struct worker *self)
{
    thread_lock(&self->thread);
    self->is_poked = true;
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
}

void worker_stop(struct worker *self)
{
    if (self)
        thread_stop(&self->thread);
}

void worker_join(struct worker *self)
{
    if (!self)
        return;
    thread_join(&self->thread);
    thread_fini(&self->thread);
    memset(self, 0, sizeof *self);
    free(self);
}
