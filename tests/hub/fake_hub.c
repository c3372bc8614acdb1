#include "fake_hub.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_llong clock_stands_at = 1000000;

void fake_hub_init(struct hub *hub)
{
    memset(hub, 0, sizeof *hub);
    pthread_mutex_init(&hub->mutex, NULL);
    pthread_cond_init(&hub->moved, NULL);
}

void fake_hub_await_gate(struct hub *hub)
{
    pthread_mutex_lock(&hub->mutex);
    while (!hub->is_at_gate) {
        pthread_cond_wait(&hub->moved, &hub->mutex);
    }
    pthread_mutex_unlock(&hub->mutex);
}

void fake_hub_let_pass(struct hub *hub)
{
    pthread_mutex_lock(&hub->mutex);
    hub->passes++;
    pthread_cond_broadcast(&hub->moved);
    pthread_mutex_unlock(&hub->mutex);
}

/* Under the mutex. */
static void stand_at_gate(struct hub *hub)
{
    hub->is_at_gate = true;
    pthread_cond_broadcast(&hub->moved);
    while (hub->passes == 0) {
        pthread_cond_wait(&hub->moved, &hub->mutex);
    }
    hub->passes--;
    hub->is_at_gate = false;
}

void fake_store_init(struct store *store)
{
    memset(store, 0, sizeof *store);
    pthread_mutex_init(&store->mutex, NULL);
}

struct hub fake_hub_look(struct hub *hub)
{
    pthread_mutex_lock(&hub->mutex);
    struct hub copy = *hub;
    pthread_mutex_unlock(&hub->mutex);
    return copy;
}

void fake_store_change(struct store *store, struct hub *hub)
{
    pthread_mutex_lock(&hub->mutex);
    hub->news++;
    pthread_mutex_unlock(&hub->mutex);
    pthread_mutex_lock(&store->mutex);
    store->version++;
    pthread_mutex_unlock(&store->mutex);
}

int64_t store_data_version(struct store *store)
{
    pthread_mutex_lock(&store->mutex);
    int64_t version = store->version;
    store->looks++;
    pthread_mutex_unlock(&store->mutex);
    return version;
}

static void answer_with(struct hub_answer *answer, struct arena *arena, int status,
                        const char *text)
{
    *answer = (struct hub_answer){.http_status = status, .body = arena_strdup(arena, text)};
    answer->body_len = strlen(text);
}

static void answer_hold(struct hub *hub, struct arena *arena, const struct hub_request *request,
                        struct hub_answer *answer)
{
    if (hub->news > hub->told) {
        answer_with(answer, arena, 200, "news");
    } else if (request->is_last_chance) {
        answer_with(answer, arena, 200, "nothing new");
    } else {
        bool is_long = strcmp(request->path, "/hold-long") == 0;
        *answer = (struct hub_answer){.hold = true,
                                      .hold_ms = is_long ? FAKE_HOLD_LONG_MS : FAKE_HOLD_MS};
    }
}

void hub_set_lock(struct hub *hub, const struct sync_lock *lock)
{
    (void)hub;
    (void)lock;
}

struct sync_proof *hub_prove(struct hub *hub, const struct hub_request *request)
{
    (void)request;
    pthread_mutex_lock(&hub->mutex);
    hub->proofs++;
    pthread_mutex_unlock(&hub->mutex);
    return malloc(1);
}

void hub_proof_free(struct sync_proof *proof)
{
    free(proof);
}

int64_t hub_commit_ms(const struct hub *hub)
{
    return hub->commit_ms;
}

void hub_step(struct hub *hub, struct arena *arena, const struct hub_request *requests, size_t n,
              struct hub_answer *answers, bool *changed, instant *next_due)
{
    pthread_mutex_lock(&hub->mutex);
    hub->batch_len[hub->steps % FAKE_STEPS_MAX] = n;
    hub->steps++;
    bool is_slow = false;
    *changed = false;
    for (size_t i = 0; i < n; i++) {
        const char *path = requests[i].path;
        hub->resumed += requests[i].is_resumed ? 1 : 0;
        if (strncmp(path, "/hold", 5) == 0) {
            answer_hold(hub, arena, &requests[i], &answers[i]);
            continue;
        }
        if (strcmp(path, "/change") == 0) {
            hub->news++;
            *changed = true;
        }
        is_slow = is_slow || strcmp(path, "/slow") == 0;
        answer_with(&answers[i], arena, strcmp(path, "/fail") == 0 ? 503 : 200, path);
    }
    *next_due = hub->next_due;
    hub->next_due = 0;
    if (is_slow) {
        stand_at_gate(hub);
    }
    pthread_mutex_unlock(&hub->mutex);
}

int64_t fake_clock_ms(void)
{
    return atomic_load(&clock_stands_at);
}

void fake_clock_pass(int64_t ms)
{
    atomic_fetch_add(&clock_stands_at, ms);
}

static instant fake_wall(void *ctx)
{
    (void)ctx;
    return fake_clock_ms() / 1000;
}

static int64_t fake_mono_ms(void *ctx)
{
    (void)ctx;
    return fake_clock_ms();
}

static void fake_random(void *ctx, void *out, size_t len)
{
    (void)ctx;
    memset(out, 1, len);
}

struct env fake_env(void)
{
    return (struct env){.wall = fake_wall, .mono_ms = fake_mono_ms, .random = fake_random};
}
