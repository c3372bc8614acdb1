#include "troubles.h"

#include <sqlite3.h>

#include "hub_node.h"
#include "kiosk_node.h"
#include "programme.h"
#include "trace.h"

enum trouble {
    TROUBLE_KIOSK_CUT,     /* power goes at one of the next calls of its disk */
    TROUBLE_KIOSK_CUT_NOW, /* … or at last now, if the disk was idle */
    TROUBLE_HUB_CUT,
    TROUBLE_HUB_CUT_NOW,
    TROUBLE_KIOSK_KILL,
    TROUBLE_HUB_KILL,
    TROUBLE_LINE_DOWN,
    TROUBLE_LINE_UP,
    TROUBLE_CLOCK_JUMP,
    TROUBLE_CLOCK_DEAD, /* stands at 1970 */
    TROUBLE_CLOCK_RIGHT,
    TROUBLE_DISK_ERROR,
    TROUBLE_HUB_DISK_ERROR,
    TROUBLE_DISK_FULL,
    TROUBLE_DISK_ROOM,
    TROUBLE_COPY,
    TROUBLE_SET_BACK, /* the kiosk to that copy */
    TROUBLE_RESTORE,
    TROUBLE_PUBLISH,
    TROUBLE_RETIRE,
};

/* How often in two hours, and for which part of histories. */
static const struct {
    enum trouble trouble;
    int times, histories_per_mille;
} plan[] = {
    {TROUBLE_KIOSK_CUT, 5, 1000}, {TROUBLE_HUB_CUT, 3, 1000},   {TROUBLE_KIOSK_KILL, 2, 800},
    {TROUBLE_HUB_KILL, 2, 800},   {TROUBLE_LINE_DOWN, 4, 900},  {TROUBLE_CLOCK_JUMP, 2, 500},
    {TROUBLE_CLOCK_DEAD, 1, 300}, {TROUBLE_DISK_ERROR, 3, 600}, {TROUBLE_HUB_DISK_ERROR, 4, 600},
    {TROUBLE_DISK_FULL, 1, 300},  {TROUBLE_COPY, 8, 300},       {TROUBLE_SET_BACK, 3, 500},
    {TROUBLE_RESTORE, 1, 250},    {TROUBLE_PUBLISH, 1, 400},    {TROUBLE_RETIRE, 1, 100},
};

static void later(struct world *world, int64_t in_ms, enum trouble trouble, int node)
{
    queue_push(&world->queue, (struct event){.at_ms = world->now_ms + in_ms,
                                             .kind = EVENT_TROUBLE,
                                             .node = node,
                                             .arg = (uint64_t)trouble});
}

void troubles_plan(struct world *world)
{
    struct rng rng = rng_fork(&world->rng, 7);
    int64_t length_ms = world->options.length_ms;
    for (size_t i = 0; i < sizeof plan / sizeof plan[0]; i++) {
        if (!rng_chance(&rng, plan[i].histories_per_mille))
            continue;
        int64_t times = (plan[i].times * length_ms + 7199999) / 7200000;
        for (int64_t n = 0; n < times; n++)
            later(world, rng_range(&rng, 0, length_ms - 1), plan[i].trouble,
                  (int)rng_range(&rng, 0, world->kiosks_len - 1));
    }
    for (int64_t at_ms = 15 * 60000; at_ms < length_ms; at_ms += rng_range(&rng, 600000, 1500000))
        queue_push(&world->queue, (struct event){.at_ms = at_ms, .kind = EVENT_HUB_BACKUP});
    bool is_rough = rng_chance(&rng, 300);
    world->net.faults =
        is_rough ? (struct net_faults){60, 40, 60, 20, 20} : (struct net_faults){10, 8, 12, 4, 4};
}

static void cut_kiosk(struct world *world, struct kiosk_node *kiosk)
{
    if (!kiosk->is_up)
        return;
    vfs_power_cut(kiosk->vfs);
    kiosk_stands(world, kiosk);
}

static void cut_hub(struct world *world)
{
    if (!world->hub.is_up)
        return;
    vfs_power_cut(world->hub.vfs);
    hub_stands(world);
}

static void fail_disk(struct world *world, struct vfs *vfs)
{
    static const struct {
        unsigned mask;
        int code;
    } faults[] = {{VFS_WRITE, SQLITE_IOERR},    {VFS_WRITE, SQLITE_FULL},
                  {VFS_SYNC, SQLITE_IOERR},     {VFS_READ, SQLITE_IOERR},
                  {VFS_TRUNCATE, SQLITE_IOERR}, {VFS_OPEN, SQLITE_CANTOPEN}};
    size_t which =
        (size_t)rng_range(&world->rng, 0, (int64_t)(sizeof faults / sizeof faults[0]) - 1);
    vfs_fail_at(vfs, faults[which].mask, rng_range(&world->rng, 1, 40),
                rng_range(&world->rng, 1, 3), faults[which].code);
}

static void clock_goes_wrong(struct world *world, struct kiosk_node *kiosk, enum trouble trouble)
{
    if (trouble == TROUBLE_CLOCK_DEAD)
        node_env_set_wall(&kiosk->env, rng_range(&world->rng, 0, 100000));
    else
        node_env_set_clock(&kiosk->env, rng_range(&world->rng, -7200000, 7200000),
                           (int32_t)rng_range(&world->rng, -200, 200));
    later(world, rng_range(&world->rng, 60000, 1200000), TROUBLE_CLOCK_RIGHT, kiosk->index);
}

static void publish_again(struct world *world)
{
    struct hub_node *hub = &world->hub;
    struct buf body = {0};
    struct verdict verdict;
    if (!hub->is_up)
        return;
    struct apply_context context = {.arrived_at = hub->env.env.wall(hub->env.env.ctx),
                                    .by_staff = true};
    programme_publish_body(2 + world->now_ms / 1000, &body);
    if (store_submit(hub->ctl, OP_PUBLISH, body.data, NULL, &context, NULL, &verdict) == OK) {
        hub->has_changed = true;
        hub_step_at(world, world->now_ms + 1000);
    }
    buf_fini(&body);
    hub_stands(world);
}

static void retire(struct world *world, struct kiosk_node *kiosk)
{
    struct hub_node *hub = &world->hub;
    char body[64];
    struct verdict verdict;
    if (!hub->is_up || kiosk->id[0] == '\0')
        return;
    struct apply_context context = {.arrived_at = hub->env.env.wall(hub->env.env.ctx),
                                    .by_staff = true};
    snprintf(body, sizeof body, "{\"kiosk\":\"%s\"}", kiosk->id);
    if (store_submit(hub->ctl, OP_RETIRE, body, NULL, &context, NULL, &verdict) == OK)
        kiosk->is_retired = true;
    hub_stands(world);
}

static void happen_to_kiosk(struct world *world, struct kiosk_node *kiosk, enum trouble trouble)
{
    switch (trouble) {
    case TROUBLE_KIOSK_CUT:
        world->power_cuts++;
        vfs_cut_after(kiosk->vfs, rng_range(&world->rng, 1, 120));
        later(world, 120000, TROUBLE_KIOSK_CUT_NOW, kiosk->index);
        break;
    case TROUBLE_KIOSK_CUT_NOW:
        if (vfs_cut_is_armed(kiosk->vfs))
            cut_kiosk(world, kiosk);
        break;
    case TROUBLE_KIOSK_KILL:
        if (!kiosk->is_up)
            break;
        vfs_kill(kiosk->vfs);
        kiosk_stop(world, kiosk, rng_range(&world->rng, 500, 20000));
        break;
    case TROUBLE_LINE_DOWN:
        kiosk->is_cut_off = true;
        later(world, rng_range(&world->rng, 30000, 1500000), TROUBLE_LINE_UP, kiosk->index);
        break;
    case TROUBLE_LINE_UP:
        kiosk->is_cut_off = false;
        break;
    case TROUBLE_CLOCK_JUMP:
    case TROUBLE_CLOCK_DEAD:
        clock_goes_wrong(world, kiosk, trouble);
        break;
    case TROUBLE_CLOCK_RIGHT:
        node_env_set_clock(&kiosk->env, rng_range(&world->rng, -3000, 3000), 0);
        break;
    case TROUBLE_DISK_ERROR:
        fail_disk(world, kiosk->vfs);
        break;
    case TROUBLE_COPY:
        kiosk_copy(world, kiosk);
        break;
    case TROUBLE_SET_BACK:
        kiosk_set_back(world, kiosk);
        break;
    case TROUBLE_RETIRE:
        retire(world, kiosk);
        break;
    case TROUBLE_DISK_FULL:
        vfs_limit(kiosk->vfs, vfs_used(kiosk->vfs) + rng_range(&world->rng, 0, 100000));
        later(world, rng_range(&world->rng, 10000, 300000), TROUBLE_DISK_ROOM, kiosk->index);
        break;
    default:
        vfs_limit(kiosk->vfs, 0);
        break;
    }
}

static void happen_to_hub(struct world *world, enum trouble trouble)
{
    switch (trouble) {
    case TROUBLE_HUB_CUT:
        world->power_cuts++;
        vfs_cut_after(world->hub.vfs, rng_range(&world->rng, 1, 200));
        later(world, 120000, TROUBLE_HUB_CUT_NOW, 0);
        break;
    case TROUBLE_HUB_CUT_NOW:
        if (vfs_cut_is_armed(world->hub.vfs))
            cut_hub(world);
        break;
    case TROUBLE_HUB_KILL:
        if (world->hub.is_up) {
            vfs_kill(world->hub.vfs);
            hub_stop(world, rng_range(&world->rng, 500, 60000));
        }
        break;
    case TROUBLE_HUB_DISK_ERROR:
        fail_disk(world, world->hub.vfs);
        break;
    case TROUBLE_RESTORE:
        hub_restore(world);
        break;
    default:
        publish_again(world);
        break;
    }
}

void troubles_happen(struct world *world, const struct event *event)
{
    static const char *const names[] = {
        [TROUBLE_KIOSK_CUT] = "power will go",       [TROUBLE_KIOSK_CUT_NOW] = "power goes",
        [TROUBLE_HUB_CUT] = "power will go",         [TROUBLE_HUB_CUT_NOW] = "power goes",
        [TROUBLE_KIOSK_KILL] = "is killed",          [TROUBLE_HUB_KILL] = "is killed",
        [TROUBLE_LINE_DOWN] = "line goes down",      [TROUBLE_LINE_UP] = "line comes up",
        [TROUBLE_CLOCK_JUMP] = "clock jumps",        [TROUBLE_CLOCK_DEAD] = "clock stands at 1970",
        [TROUBLE_CLOCK_RIGHT] = "clock is set",      [TROUBLE_DISK_ERROR] = "disk will fail",
        [TROUBLE_HUB_DISK_ERROR] = "disk will fail", [TROUBLE_DISK_FULL] = "disk fills up",
        [TROUBLE_DISK_ROOM] = "disk has room",       [TROUBLE_COPY] = "data are copied",
        [TROUBLE_SET_BACK] = "will be set back",     [TROUBLE_RESTORE] = "will be restored",
        [TROUBLE_PUBLISH] = "content changes",       [TROUBLE_RETIRE] = "is retired",
    };
    enum trouble trouble = (enum trouble)event->arg;
    bool is_hub = trouble == TROUBLE_HUB_CUT || trouble == TROUBLE_HUB_CUT_NOW ||
                  trouble == TROUBLE_HUB_KILL || trouble == TROUBLE_HUB_DISK_ERROR ||
                  trouble == TROUBLE_RESTORE || trouble == TROUBLE_PUBLISH;
    if (world->is_calm)
        return;
    world->faults++;
    trace(world, is_hub ? "H" : world->kiosks[event->node].label, "%s", names[trouble]);
    if (is_hub)
        happen_to_hub(world, trouble);
    else
        happen_to_kiosk(world, &world->kiosks[event->node], trouble);
}

void troubles_at_rush(struct world *world)
{
    struct vfs *vfs = world->hub.vfs;
    if (world->is_calm || !rng_chance(&world->rng, 400))
        return;
    world->faults++;
    if (rng_chance(&world->rng, 300)) {
        world->power_cuts++;
        vfs_cut_after(vfs, rng_range(&world->rng, 1, 80));
    } else {
        vfs_fail_at(vfs, VFS_WRITE | VFS_SYNC, rng_range(&world->rng, 1, 40), 1, SQLITE_IOERR);
    }
    trace(world, "H", "disk or power will fail");
}

static void repair(struct vfs *vfs)
{
    vfs_cut_after(vfs, 0);
    vfs_fail_at(vfs, 0, 0, 0, 0);
    vfs_limit(vfs, 0);
}

void troubles_end(struct world *world)
{
    world->is_calm = true;
    world->net.faults = (struct net_faults){0};
    repair(world->hub.vfs);
    for (int i = 0; i < world->kiosks_len; i++) {
        struct kiosk_node *kiosk = &world->kiosks[i];
        repair(kiosk->vfs);
        kiosk->is_cut_off = false;
        node_env_set_clock(&kiosk->env, 0, 0);
    }
}
