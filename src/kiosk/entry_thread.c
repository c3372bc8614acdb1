#include "kiosk/entry_thread.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/thread.h"

struct entry_thread {
    struct thread thread;
    struct entry *entry; /* the thread's */
    entry_answered *answered;
    void *ctx;
    struct entry_query at_work; /* the thread's */
    struct entry_news news;     /* the thread's */
    /* ---- protected by the thread's mutex ---- */
    bool has_query, has_close;
    struct entry_query query;
};

/* With the mutex held, waits for something to do; false: the end. */
static bool take(struct entry_thread *self, bool *closes)
{
    while (!self->has_query && !self->has_close && !self->thread.is_stopping)
        thread_sleep(&self->thread);
    if (self->thread.is_stopping)
        return false;
    *closes = self->has_close;
    self->has_close = false;
    if (!*closes) {
        self->at_work = self->query;
        memset(&self->query, 0, sizeof self->query);
        self->has_query = false;
    }
    return true;
}

static void answer(struct entry_thread *self)
{
    struct entry_news *news = &self->news;
    news->serial = self->at_work.serial;
    entry_set_fuzzy(self->entry, self->at_work.fuzzy);
    news->status = self->at_work.ask == ENTRY_ASK_INK
                       ? entry_ink(self->entry, &self->at_work.ink, &news->answer)
                       : entry_pinyin(self->entry, self->at_work.letters, &news->answer);
    if (news->status != OK)
        memset(&news->answer, 0, sizeof news->answer);
    self->answered(self->ctx, news);
    memset(&self->at_work, 0, sizeof self->at_work);
    memset(news, 0, sizeof *news);
}

static void *run(void *arg)
{
    struct entry_thread *self = arg;
    for (;;) {
        bool closes = false;
        thread_lock(&self->thread);
        bool goes_on = take(self, &closes);
        thread_unlock(&self->thread);
        if (!goes_on)
            return NULL;
        if (closes)
            entry_close_models(self->entry);
        else
            answer(self);
    }
}

static void dispose(struct entry_thread *self)
{
    entry_destroy(self->entry);
    thread_fini(&self->thread);
    memset(self, 0, sizeof *self);
    free(self);
}

enum status entry_thread_start(const struct entry_options *options, entry_answered *answered,
                               void *ctx, struct entry_thread **out)
{
    struct entry_thread *self = xalloc(sizeof *self);
    self->answered = answered;
    self->ctx = ctx;
    entry_create(options, &self->entry);
    thread_init(&self->thread);
    enum status status = thread_start(&self->thread, run, self);
    if (status != OK) {
        dispose(self);
        return status;
    }
    *out = self;
    return OK;
}

void entry_thread_ask(struct entry_thread *self, const struct entry_query *query)
{
    thread_lock(&self->thread);
    if (query->ask == ENTRY_ASK_CLOSE) {
        self->has_close = true;
        self->has_query = false;
        memset(&self->query, 0, sizeof self->query);
    } else {
        self->has_query = true;
        self->query = *query;
    }
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
}

void entry_thread_stop(struct entry_thread *self)
{
    if (self)
        thread_stop(&self->thread);
}

void entry_thread_join(struct entry_thread *self)
{
    if (!self)
        return;
    thread_join(&self->thread);
    dispose(self);
}
