#include "hub_node.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/fleet.h"

#include "programme.h"
#include "trace.h"

static const char database[] = "hub.db";
static const char label[] = "H";
static const char public_url[] = "HTTPS://YIZHAN.INVALID";

static enum status open_store(struct hub_node *hub, struct store **out)
{
    char why[256] = "";
    struct store_options options = {.path = database,
                                    .role = STORE_HUB,
                                    .access = STORE_READ_WRITE,
                                    .env = &hub->env.env,
                                    .vfs = vfs_name(hub->vfs)};
    return store_open(&options, out, why, sizeof why);
}

static void publish(struct hub_node *hub, int64_t revision)
{
    struct buf body = {0};
    struct verdict verdict;
    struct apply_context context = {.arrived_at = hub->env.env.wall(hub->env.env.ctx),
                                    .by_staff = true};
    programme_publish_body(revision, &body);
    enum status status =
        store_submit(hub->store, OP_PUBLISH, body.data, NULL, &context, NULL, &verdict);
    assert(status == OK && verdict.code == VERDICT_ACCEPTED);
    buf_fini(&body);
}

static void give_token(struct hub_node *hub, struct enrol_token *token)
{
    const struct env *env = &hub->env.env;
    memset(token, 0, sizeof *token);
    memcpy(token->station, "demo", sizeof "demo");
    env->random(env->ctx, token->secret, sizeof token->secret);
    memcpy(token->hub_key, hub->keys.sign_public, sizeof token->hub_key);
    unsigned char hash[HASH_SIZE];
    env->hash(env->ctx, token->secret, sizeof token->secret, hash);
    enum status status =
        fleet_token_add(hub->store, hash, token->station, env->wall(env->ctx) + DAY_S);
    assert(status == OK);
}

void hub_init(struct world *world, struct enrol_token *tokens, int tokens_len)
{
    struct hub_node *hub = &world->hub;
    struct rng rng = rng_fork(&world->rng, 99);
    node_env_init(&hub->env, &world->now_ms, rng_fork(&rng, 1));
    node_env_plant(&hub->env, world->options.plant);
    hub->vfs = vfs_new("hub", &hub->env.env, rng_fork(&rng, 2));
    hub_keys_make(&hub->env.env, &hub->keys);
    enum status status = open_store(hub, &hub->store);
    assert(status == OK);
    publish(hub, 1);
    for (int i = 0; i < tokens_len; i++)
        give_token(hub, &tokens[i]);
    store_close(hub->store);
    hub->store = NULL;
}

static void forget_requests(struct hub_node *hub)
{
    for (size_t i = 0; i < hub->inbox_len; i++)
        packet_free(hub->inbox[i]);
    for (size_t i = 0; i < hub->held_len; i++)
        packet_free(hub->held[i].request);
    hub->inbox_len = hub->held_len = 0;
}

static void close_all(struct hub_node *hub)
{
    hub_close(hub->hub);
    store_close(hub->ctl);
    store_close(hub->store);
    hub->hub = NULL;
    hub->store = hub->ctl = NULL;
    hub->is_up = hub->is_stepping = hub->has_changed = false;
    forget_requests(hub);
}

void hub_fini(struct hub_node *hub)
{
    if (hub->vfs == NULL)
        return;
    vfs_fail_at(hub->vfs, 0, 0, 0, 0);
    vfs_cut_after(hub->vfs, 0);
    close_all(hub);
    free(hub->inbox);
    free(hub->held);
    arena_fini(&hub->arena);
    vfs_free(hub->vfs);
    hub->vfs = NULL;
}

void hub_stop(struct world *world, int64_t down_ms)
{
    trace(world, label, "stops for %lld ms", (long long)down_ms);
    close_all(&world->hub);
    queue_push(&world->queue,
               (struct event){.at_ms = world->now_ms + down_ms, .kind = EVENT_HUB_BOOT});
}

bool hub_stands(struct world *world)
{
    struct hub_node *hub = &world->hub;
    if (hub->is_up && vfs_is_down(hub->vfs)) {
        trace(world, label, "loses power");
        hub_stop(world, rng_range(&world->rng, 2000, 120000));
    }
    return hub->is_up;
}

void hub_boot(struct world *world)
{
    struct hub_node *hub = &world->hub;
    char why[256] = "";
    if (hub->is_up)
        return;
    vfs_power_on(hub->vfs);
    node_env_boot(&hub->env);
    enum status status = open_store(hub, &hub->store);
    if (status == OK)
        status = open_store(hub, &hub->ctl);
    if (status == OK)
        status =
            hub_open(hub->store, &hub->keys, &hub->env.env, public_url, &hub->hub, why, sizeof why);
    if (status != OK) {
        trace(world, label, "cannot start: %s %s", status_text(status), why);
        hub_stop(world, 5000);
        return;
    }
    hub->is_up = true;
    trace(world, label, "is up");
    if (hub_stands(world))
        hub_step_at(world, world->now_ms + 1);
}

/* ---- steps ---- */

void hub_step_at(struct world *world, int64_t at_ms)
{
    struct hub_node *hub = &world->hub;
    if (!hub->is_up || (hub->is_stepping && hub->step_ms <= at_ms))
        return;
    hub->is_stepping = true;
    hub->step_ms = at_ms;
    queue_push(&world->queue, (struct event){.at_ms = at_ms, .kind = EVENT_HUB_STEP});
}

void hub_request(struct world *world, struct packet *request)
{
    struct hub_node *hub = &world->hub;
    if (!hub->is_up) {
        queue_push(&world->queue,
                   (struct event){.at_ms = world->now_ms + rng_range(&world->rng, 1, 60),
                                  .kind = EVENT_GIVE_UP,
                                  .node = request->kiosk,
                                  .arg = request->exchange});
        packet_free(request);
        return;
    }
    if (hub->inbox_len == hub->inbox_cap) {
        hub->inbox_cap = hub->inbox_cap == 0 ? 16 : hub->inbox_cap * 2;
        hub->inbox = xrealloc(hub->inbox, hub->inbox_cap * sizeof(struct packet *));
    }
    hub->inbox[hub->inbox_len++] = request;
    hub_step_at(world, world->now_ms + rng_range(&world->rng, 0, 15));
}

static void hold(struct world *world, struct packet *request, int64_t hold_ms)
{
    struct hub_node *hub = &world->hub;
    if (hub->held_len == hub->held_cap) {
        hub->held_cap = hub->held_cap == 0 ? 16 : hub->held_cap * 2;
        hub->held = xrealloc(hub->held, hub->held_cap * sizeof *hub->held);
    }
    hub->held[hub->held_len++] =
        (struct held){.request = request, .until_ms = world->now_ms + hold_ms};
}

static void answer(struct world *world, const struct packet *request,
                   const struct hub_answer *answer)
{
    struct packet model = {.kiosk = request->kiosk,
                           .exchange = request->exchange,
                           .is_answer = true,
                           .http_status = answer->http_status,
                           .retry_after_s = answer->retry_after_s,
                           .mac = (char *)(uintptr_t)answer->mac,
                           .body = (char *)(uintptr_t)answer->body,
                           .body_len = answer->body_len};
    trace(world, label, "answers K%d %s %d, %zu bytes", request->kiosk + 1, request->path,
          answer->http_status, answer->body_len);
    trace_ops(world, label, answer->body, answer->body_len);
    net_send(&world->net, world->now_ms, packet_new(&model));
}

enum { BATCH_MAX = 64 };

/* What this step answers: everything new, and what was held if there may be news for it. */
struct batch {
    struct packet *packets[BATCH_MAX];
    struct hub_request requests[BATCH_MAX];
    struct hub_answer answers[BATCH_MAX];
    int64_t until_ms[BATCH_MAX]; /* of held ones; -1 for new ones */
    size_t len;
};

static void batch_add(struct batch *batch, struct packet *packet, int64_t until_ms, int64_t now_ms)
{
    batch->packets[batch->len] = packet;
    batch->until_ms[batch->len] = until_ms;
    batch->answers[batch->len] = (struct hub_answer){0};
    batch->requests[batch->len] =
        (struct hub_request){.path = packet->path,
                             .session = packet->session,
                             .counter = packet->counter,
                             .mac = packet->mac,
                             .body = packet->body,
                             .body_len = packet->body_len,
                             .is_resumed = until_ms >= 0,
                             .is_last_chance = until_ms >= 0 && now_ms >= until_ms};
    batch->len++;
}

static void batch_fill(struct world *world, struct batch *batch)
{
    struct hub_node *hub = &world->hub;
    size_t left = 0;
    batch->len = 0;
    for (size_t i = 0; i < hub->held_len; i++) {
        struct held *held = &hub->held[i];
        if ((hub->has_changed || world->now_ms >= held->until_ms) && batch->len < BATCH_MAX)
            batch_add(batch, held->request, held->until_ms, world->now_ms);
        else
            hub->held[left++] = *held;
    }
    hub->held_len = left;
    left = 0;
    for (size_t i = 0; i < hub->inbox_len; i++) {
        if (batch->len < BATCH_MAX)
            batch_add(batch, hub->inbox[i], -1, world->now_ms);
        else
            hub->inbox[left++] = hub->inbox[i];
    }
    hub->inbox_len = left;
    hub->has_changed = false;
}

/* Power may have gone while the step ran. Its answers may or may not have left by then: either
 * must be fine, since they speak of a commit that stood. */
static void batch_answer(struct world *world, struct batch *batch)
{
    struct hub_node *hub = &world->hub;
    bool is_heard = !vfs_is_down(hub->vfs) || rng_chance(&world->rng, 500);
    for (size_t i = 0; i < batch->len; i++) {
        if (batch->answers[i].hold) {
            int64_t hold_ms = batch->until_ms[i] >= 0 ? batch->until_ms[i] - world->now_ms
                                                      : batch->answers[i].hold_ms;
            hold(world, batch->packets[i], hold_ms > 0 ? hold_ms : 1);
            continue;
        }
        if (is_heard)
            answer(world, batch->packets[i], &batch->answers[i]);
        packet_free(batch->packets[i]);
    }
}

static void next_step(struct world *world, instant next_due)
{
    struct hub_node *hub = &world->hub;
    const struct env *env = &hub->env.env;
    if (hub->has_changed && hub->held_len > 0)
        hub_step_at(world, world->now_ms + 1);
    if (hub->inbox_len > 0)
        hub_step_at(world, world->now_ms + 1);
    for (size_t i = 0; i < hub->held_len; i++)
        hub_step_at(world, hub->held[i].until_ms);
    if (next_due != 0) {
        int64_t in_s = next_due - env->wall(env->ctx);
        hub_step_at(world, world->now_ms + (in_s > 0 ? in_s * 1000 : 1000));
    }
}

void hub_run_step(struct world *world)
{
    struct hub_node *hub = &world->hub;
    if (!hub->is_up || !hub->is_stepping || hub->step_ms != world->now_ms)
        return;
    struct batch batch;
    bool changed = false;
    instant next_due = 0;
    hub->is_stepping = false;
    batch_fill(world, &batch);
    hub_step(hub->hub, &hub->arena, batch.requests, batch.len, batch.answers, &changed, &next_due);
    batch_answer(world, &batch);
    arena_reset(&hub->arena);
    if (!hub_stands(world))
        return;
    hub->has_changed = changed;
    next_step(world, next_due);
}

/* ---- backups ---- */

static void backup_name(int number, char out[32])
{
    snprintf(out, 32, "backup-%d.db", number);
}

void hub_backup(struct world *world)
{
    struct hub_node *hub = &world->hub;
    char name[32], why[256] = "";
    if (!hub->is_up)
        return;
    backup_name(hub->backups + 1, name);
    vfs_remove(hub->vfs, name);
    enum status status = store_backup(hub->store, name, why, sizeof why);
    trace(world, label, "backs up: %s", status_text(status));
    if (status == OK) {
        char old[32];
        backup_name(hub->backups, old);
        vfs_remove(hub->vfs, old);
        hub->backups++;
        hub->backup_ms = world->now_ms;
    }
    hub_stands(world);
}

/* What the hub itself did since the backup is gone, and nobody can offer it again. */
static void forget_own_ops(struct world *world)
{
    struct model *model = &world->model;
    for (size_t i = 0; i < model->told_len; i++) {
        struct told *told = &model->told[i];
        if (strcmp(told->kiosk, "hub") == 0 && told->at_ms >= world->hub.backup_ms)
            told->stage = OP_TRIED;
    }
}

bool hub_restore(struct world *world)
{
    struct hub_node *hub = &world->hub;
    char name[32];
    if (hub->backups == 0)
        return false;
    backup_name(hub->backups, name);
    if (hub->is_up)
        hub_stop(world, rng_range(&world->rng, 1000, 60000));
    if (!vfs_copy(hub->vfs, name, database))
        return false;
    vfs_remove(hub->vfs, "hub.db-wal");
    vfs_remove(hub->vfs, "hub.db-journal");
    hub->was_restored = world->has_old_copies = true;
    forget_own_ops(world);
    trace(world, label, "is restored to %lld", (long long)hub->backup_ms);
    return true;
}
