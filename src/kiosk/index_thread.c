#include "kiosk/index_thread.h"

#include <pthread.h>
#include <stdlib.h>

#include "kiosk/index.h"

#define LOG_MODULE "search"
#include "base/log.h"

enum { WHY_SIZE = 512 };

struct index_thread {
    pthread_t thread;
    bool is_running, is_wanted; /* the main thread's */
    struct index_setup setup;
    struct index_calls calls;
};

static bool make(const struct index_setup *setup)
{
    struct store *store = NULL;
    enum index_outcome outcome = INDEX_WAS_THERE;
    char why[WHY_SIZE] = "it failed";
    enum status status = store_open(&setup->store, &store, why, sizeof why);
    const struct catalogue *catalogue = status == OK ? store_catalogue(store) : NULL;
    if (catalogue)
        status = index_make(setup->path, catalogue, setup->station, &outcome, why, sizeof why);
    if (status != OK)
        LOG_ERR("nothing can be looked for: %s", why);
    store_close(store);
    return status == OK && outcome == INDEX_MADE;
}

static void *run(void *arg)
{
    struct index_thread *self = arg;
    bool is_new = make(&self->setup);
    self->calls.done(self->calls.ctx, is_new);
    return NULL;
}

void index_create(const struct index_setup *setup, const struct index_calls *calls,
                  struct index_thread **out)
{
    struct index_thread *self = xalloc(sizeof *self);
    *self = (struct index_thread){.setup = *setup, .calls = *calls};
    self->setup.store.access = STORE_READ_ONLY;
    *out = self;
}

void index_want(struct index_thread *self)
{
    self->is_wanted = self->is_running;
    if (self->is_running)
        return;
    self->is_running = pthread_create(&self->thread, NULL, run, self) == 0;
    if (!self->is_running)
        LOG_WARN("nothing can be looked for: there is no thread to make the index");
}

static void join(struct index_thread *self)
{
    if (self->is_running)
        pthread_join(self->thread, NULL);
    self->is_running = false;
}

void index_take(struct index_thread *self)
{
    join(self);
    if (self->is_wanted)
        index_want(self);
}

void index_destroy(struct index_thread *self)
{
    if (!self)
        return;
    join(self);
    free(self);
}
