#include "kiosk_node.h"

#include <assert.h>
#include <string.h>

#include "actors.h"
#include "hub_node.h"
#include "trace.h"

/* A client that waits for nothing says so with the end of time. */
enum { WAIT_MAX_MS = 24 * 3600 * 1000 };

static const char database[] = "kiosk.db";
static const char log_of_it[] = "kiosk.db-wal";
static const char copy[] = "copy.db";

void kiosk_init(struct world *world, int index, const struct enrol_token *token)
{
    struct kiosk_node *kiosk = &world->kiosks[index];
    kiosk->index = index;
    kiosk->copied_ms = -1;
    snprintf(kiosk->label, sizeof kiosk->label, "K%d", index + 1);
    struct rng rng = rng_fork(&world->rng, 100 + (uint64_t)index);
    node_env_init(&kiosk->env, &world->now_ms, rng_fork(&rng, 1));
    node_env_plant(&kiosk->env, world->options.plant);
    char name[16];
    snprintf(name, sizeof name, "kiosk-%d", index);
    kiosk->vfs = vfs_new(name, &kiosk->env.env, rng_fork(&rng, 2));
    kiosk_keys_make(&kiosk->env.env, &kiosk->keys);
    enrol_token_format(token, kiosk->token);
}

static void close_all(struct kiosk_node *kiosk)
{
    sync_client_close(kiosk->client);
    store_close(kiosk->link);
    store_close(kiosk->app);
    kiosk->client = NULL;
    kiosk->link = kiosk->app = NULL;
    kiosk->is_up = false;
    kiosk->is_exchanging = kiosk->is_polling = false;
    kiosk->exchange++;
    kiosk->turn++;
    kiosk->waits_len = 0;
    kiosk->is_asking = false;
}

void kiosk_fini(struct kiosk_node *kiosk)
{
    if (kiosk->vfs == NULL)
        return;
    vfs_fail_at(kiosk->vfs, 0, 0, 0, 0);
    vfs_cut_after(kiosk->vfs, 0);
    close_all(kiosk);
    vfs_free(kiosk->vfs);
    kiosk->vfs = NULL;
}

void kiosk_stop(struct world *world, struct kiosk_node *kiosk, int64_t down_ms)
{
    trace(world, kiosk->label, "stops for %lld ms", (long long)down_ms);
    close_all(kiosk);
    queue_push(&world->queue, (struct event){.at_ms = world->now_ms + down_ms,
                                             .kind = EVENT_KIOSK_BOOT,
                                             .node = kiosk->index});
}

bool kiosk_stands(struct world *world, struct kiosk_node *kiosk)
{
    if (kiosk->is_up && vfs_is_down(kiosk->vfs)) {
        trace(world, kiosk->label, "loses power");
        kiosk_stop(world, kiosk, rng_range(&world->rng, 2000, 240000));
    }
    return kiosk->is_up;
}

static void link_later(struct world *world, struct kiosk_node *kiosk, int64_t at_ms)
{
    queue_push(&world->queue,
               (struct event){
                   .at_ms = at_ms, .kind = EVENT_LINK, .node = kiosk->index, .arg = ++kiosk->turn});
}

static enum status open_all(struct kiosk_node *kiosk)
{
    char why[256] = "";
    struct store_options options = {.path = database,
                                    .role = STORE_KIOSK,
                                    .access = STORE_READ_WRITE,
                                    .env = &kiosk->env.env,
                                    .vfs = vfs_name(kiosk->vfs)};
    enum status status = store_open(&options, &kiosk->app, why, sizeof why);
    if (status == OK)
        status = store_open(&options, &kiosk->link, why, sizeof why);
    if (status == OK)
        status = sync_client_open(kiosk->link, &kiosk->keys, &kiosk->env.env, kiosk->token,
                                  &kiosk->client);
    return status;
}

void kiosk_boot(struct world *world, struct kiosk_node *kiosk)
{
    if (kiosk->is_up)
        return;
    vfs_power_on(kiosk->vfs);
    node_env_boot(&kiosk->env);
    enum status status = open_all(kiosk);
    if (status != OK) {
        trace(world, kiosk->label, "cannot start: %s", status_text(status));
        if (status == ERR_CONFLICT)
            vfs_remove(kiosk->vfs, log_of_it); /* whoever set it back does what it says */
        kiosk_stop(world, kiosk, 5000);
        return;
    }
    kiosk->is_up = true;
    trace(world, kiosk->label, "is up");
    if (kiosk_stands(world, kiosk))
        link_later(world, kiosk, world->now_ms);
}

/* ---- an old copy ---- */

void kiosk_copy(struct world *world, struct kiosk_node *kiosk)
{
    char why[256];
    if (!kiosk->is_up)
        return;
    vfs_remove(kiosk->vfs, copy);
    if (store_backup(kiosk->app, copy, why, sizeof why) == OK)
        kiosk->copied_ms = world->now_ms;
    else
        kiosk->copied_ms = -1;
    kiosk_stands(world, kiosk);
}

/* What nobody has any more was promised in vain: the disk was lost. */
static void forget_lost(struct world *world, const struct kiosk_node *kiosk)
{
    struct model *model = &world->model;
    char id[KIOSK_ID_SIZE];
    snprintf(id, sizeof id, "%s", kiosk->id);
    for (size_t i = 0; i < model->told_len; i++) {
        struct told *told = &model->told[i];
        if (strcmp(told->kiosk, id) == 0 && told->at_ms >= kiosk->copied_ms)
            told->is_excused = true;
    }
}

void kiosk_set_back(struct world *world, struct kiosk_node *kiosk)
{
    if (!kiosk->is_up || kiosk->copied_ms < 0)
        return;
    /* In haste: the machine is switched off, and its log is forgotten beside the copy. */
    struct rng rng = rng_fork(&world->rng, 8);
    bool is_log_forgotten = rng_chance(&rng, 400);
    if (is_log_forgotten)
        vfs_kill(kiosk->vfs);
    kiosk_stop(world, kiosk, 30000);
    if (!vfs_copy(kiosk->vfs, copy, database))
        return;
    if (!is_log_forgotten)
        vfs_remove(kiosk->vfs, log_of_it);
    vfs_remove(kiosk->vfs, "kiosk.db-journal");
    forget_lost(world, kiosk);
    kiosk->was_set_back = world->has_old_copies = true;
    trace(world, kiosk->label, "is set back to %lld", (long long)kiosk->copied_ms);
}

/* ---- the link ---- */

static void send(struct world *world, struct kiosk_node *kiosk, const struct sync_request *request)
{
    kiosk->is_exchanging = true;
    kiosk->is_polling = request->is_poll;
    kiosk->exchange++;
    struct packet model = {.kiosk = kiosk->index,
                           .exchange = kiosk->exchange,
                           .path = (char *)(uintptr_t)request->path,
                           .session = (char *)(uintptr_t)request->session,
                           .counter = (char *)(uintptr_t)request->counter,
                           .mac = (char *)(uintptr_t)request->mac,
                           .body = (char *)(uintptr_t)request->body,
                           .body_len = request->body_len};
    trace(world, kiosk->label, "sends %s, %zu bytes, exchange %llu", request->path,
          request->body_len, (unsigned long long)kiosk->exchange);
    trace_ops(world, kiosk->label, request->body, request->body_len);
    int64_t patience_ms = request->timeout_ms;
    if (kiosk->is_cut_off)
        patience_ms = rng_range(&world->rng, 1, 3000);
    else
        net_send(&world->net, world->now_ms, packet_new(&model));
    queue_push(&world->queue, (struct event){.at_ms = world->now_ms + patience_ms,
                                             .kind = EVENT_GIVE_UP,
                                             .node = kiosk->index,
                                             .arg = kiosk->exchange});
}

void kiosk_link(struct world *world, struct kiosk_node *kiosk)
{
    if (!kiosk->is_up || kiosk->is_exchanging)
        return;
    struct sync_request request = {0};
    int64_t wait_until_ms = 0;
    bool has_work = sync_client_next(kiosk->client, &request, &wait_until_ms);
    if (!kiosk_stands(world, kiosk))
        return;
    if (has_work) {
        send(world, kiosk, &request);
        return;
    }
    const struct env *env = &kiosk->env.env;
    int64_t wait_ms = wait_until_ms - env->mono_ms(env->ctx);
    wait_ms = wait_ms > 1 ? wait_ms : 1;
    link_later(world, kiosk, world->now_ms + (wait_ms < WAIT_MAX_MS ? wait_ms : WAIT_MAX_MS));
}

void kiosk_answer(struct world *world, struct kiosk_node *kiosk, struct packet *answer)
{
    if (!kiosk->is_up || !kiosk->is_exchanging || answer->exchange != kiosk->exchange) {
        packet_free(answer);
        return;
    }
    kiosk->is_exchanging = kiosk->is_polling = false;
    trace(world, kiosk->label, "hears %d, %zu bytes", answer->http_status, answer->body_len);
    sync_client_answer(kiosk->client, answer->http_status, answer->mac, answer->retry_after_s,
                       answer->body, answer->body_len);
    packet_free(answer);
    if (!kiosk_stands(world, kiosk))
        return;
    actors_hear(world, kiosk);
    actors_look_at_waits(world, kiosk);
    if (kiosk->is_up)
        kiosk_link(world, kiosk);
}

void kiosk_give_up(struct world *world, struct kiosk_node *kiosk, uint64_t exchange)
{
    if (!kiosk->is_up || !kiosk->is_exchanging || exchange != kiosk->exchange)
        return;
    kiosk->is_exchanging = kiosk->is_polling = false;
    trace(world, kiosk->label, "gives up on exchange %llu", (unsigned long long)exchange);
    sync_client_failed(kiosk->client, false);
    if (kiosk_stands(world, kiosk))
        kiosk_link(world, kiosk);
}

void kiosk_kick(struct world *world, struct kiosk_node *kiosk)
{
    if (!kiosk->is_up)
        return;
    sync_client_kick(kiosk->client);
    if (kiosk->is_exchanging && kiosk->is_polling) {
        kiosk->is_exchanging = kiosk->is_polling = false;
        sync_client_failed(kiosk->client, true);
    }
    if (kiosk_stands(world, kiosk))
        kiosk_link(world, kiosk);
}
