#include "kiosk/entry_thread.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct entry_thread {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct entry *entry; /* the thread's */
    entry_answered *answered;
    void *ctx;
    struct entry_query at_work; /* the thread's */
    struct entry_news news;     /* the thread's */
    /* ---- protected by mutex ---- */
    bool is_stopping, has_query, has_close;
    struct entry_query query;
};

/* With the mutex held, waits for something to do; false: the end. */
static bool take(struct entry_thread *self, bool *closes)
{
    while (!self->has_query && !self->has_close && !self->is_stopping)
        pthread_cond_wait(&self->wake, &self->mutex);
    if (self->is_stopping)
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
        pthread_mutex_lock(&self->mutex);
        bool goes_on = take(self, &closes);
        pthread_mutex_unlock(&self->mutex);
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
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->mutex);
    memset(self, 0, sizeof *self);
    free(self);
}

enum status entry_thread_start(const struct entry_options *options, entry_answered *answered,
                               void *ctx, struct entry_thread **out)
{
    struct entry_thread *self = xalloc(sizeof *self);
    memset(self, 0, sizeof *self);
    self->answered = answered;
    self->ctx = ctx;
    entry_create(options, &self->entry);
    pthread_cond_init(&self->wake, NULL);
    pthread_mutex_init(&self->mutex, NULL);
    if (pthread_create(&self->thread, NULL, run, self) != 0) {
        dispose(self);
        return ERR_IO;
    }
    *out = self;
    return OK;
}

void entry_thread_ask(struct entry_thread *self, const struct entry_query *query)
{
    pthread_mutex_lock(&self->mutex);
    if (query->ask == ENTRY_ASK_CLOSE) {
        self->has_close = true;
        self->has_query = false;
        memset(&self->query, 0, sizeof self->query);
    } else {
        self->has_query = true;
        self->query = *query;
    }
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->mutex);
}

void entry_thread_stop(struct entry_thread *self)
{
    if (!self)
        return;
    pthread_mutex_lock(&self->mutex);
    self->is_stopping = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->mutex);
}

void entry_thread_join(struct entry_thread *self)
{
    if (!self)
        return;
    pthread_join(self->thread, NULL);
    dispose(self);
}
