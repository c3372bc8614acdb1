#include <stdlib.h>
#include <string.h>

#include "actors.h"
#include "checker.h"
#include "hub_node.h"
#include "kiosk_node.h"
#include "trace.h"
#include "troubles.h"
#include "world.h"

/* After the faults: long enough for every back-off, session and poll to come round. */
enum { CALM_MS = 30 * 60000, LOOK_MS = 600000 };

/* A kiosk and its hub that talk without end are a fault, too; usual are three events a second. */
enum { STEPS_PER_S = 15 };

static void handle(struct world *world, struct event *event)
{
    struct kiosk_node *kiosk = &world->kiosks[event->node];
    switch ((enum event_kind)event->kind) {
    case EVENT_LINK:
        if (event->arg == kiosk->turn)
            kiosk_link(world, kiosk);
        break;
    case EVENT_REQUEST:
        checker_read_message(world, event->packet);
        hub_request(world, event->packet);
        break;
    case EVENT_ANSWER:
        checker_read_message(world, event->packet);
        kiosk_answer(world, kiosk, event->packet);
        break;
    case EVENT_GIVE_UP:
        kiosk_give_up(world, kiosk, event->arg);
        break;
    case EVENT_PRINT:
        actors_stop_waiting(world, kiosk, (size_t)event->arg);
        break;
    case EVENT_HUB_STEP:
        hub_run_step(world);
        break;
    case EVENT_HUB_BACKUP:
        hub_backup(world);
        break;
    case EVENT_VISIT:
        actors_visit(world);
        break;
    case EVENT_RUSH:
        actors_rush(world, event->arg);
        troubles_at_rush(world);
        break;
    case EVENT_RUSH_VISIT:
        actors_rush_visit(world, kiosk, event->arg);
        break;
    case EVENT_STAFF:
        actors_staff(world);
        break;
    case EVENT_KIOSK_BOOT:
        kiosk_boot(world, kiosk);
        break;
    case EVENT_HUB_BOOT:
        hub_boot(world);
        break;
    case EVENT_TROUBLE:
        troubles_happen(world, event);
        break;
    case EVENT_LOOK:
        checker_look(world);
        queue_push(&world->queue,
                   (struct event){.at_ms = world->now_ms + LOOK_MS, .kind = EVENT_LOOK});
        break;
    }
}

static void begin(struct world *world)
{
    struct enrol_token tokens[KIOSKS_MAX];
    struct rng rng = rng_fork(&world->rng, 1);
    world->kiosks_len = (int)rng_range(&rng, 2, KIOSKS_MAX);
    world->net = (struct net){.queue = &world->queue,
                              .rng = rng_fork(&world->rng, 2),
                              .event_request = EVENT_REQUEST,
                              .event_answer = EVENT_ANSWER};
    hub_init(world, tokens, world->kiosks_len);
    hub_boot(world);
    for (int i = 0; i < world->kiosks_len; i++) {
        kiosk_init(world, i, &tokens[i]);
        kiosk_boot(world, &world->kiosks[i]);
    }
    troubles_plan(world);
    queue_push(&world->queue, (struct event){.at_ms = 20000, .kind = EVENT_VISIT});
    queue_push(&world->queue, (struct event){.at_ms = 60000, .kind = EVENT_STAFF});
    queue_push(&world->queue, (struct event){.at_ms = 300000, .kind = EVENT_RUSH});
    queue_push(&world->queue, (struct event){.at_ms = LOOK_MS, .kind = EVENT_LOOK});
}

static void run(struct world *world)
{
    int64_t end_ms = world->options.length_ms;
    struct event event;
    int64_t steps = 0;
    while (queue_pop(&world->queue, &event)) {
        if (event.at_ms >= end_ms && !world->is_calm) {
            world->now_ms = end_ms;
            trace(world, "W", "calm");
            troubles_end(world);
        }
        if (event.at_ms >= end_ms + CALM_MS) {
            world->now_ms = end_ms + CALM_MS;
            packet_free(event.packet);
            break;
        }
        world->now_ms = event.at_ms;
        handle(world, &event);
        if (++steps > (end_ms + CALM_MS) / 1000 * STEPS_PER_S) {
            violation(world, "W", "does not come to rest");
            break;
        }
    }
}

static void end(struct world *world)
{
    for (int i = 0; i < world->kiosks_len; i++)
        kiosk_fini(&world->kiosks[i]);
    hub_fini(&world->hub);
    queue_fini(&world->queue);
    model_fini(&world->model);
}

void world_run(const struct world_options *options, struct world_result *out)
{
    struct world *world = calloc(1, sizeof *world);
    if (world == NULL)
        abort();
    world->options = *options;
    rng_init(&world->rng, options->seed);
    begin(world);
    run(world);
    checker_conclude(world);
    *out = (struct world_result){.operations = world->operations,
                                 .faults = world->faults + world->net.fault_count,
                                 .violations = world->violations,
                                 .visits = world->visits,
                                 .power_cuts = world->power_cuts,
                                 .message_faults = world->net.fault_count};
    memcpy(out->first_violation, world->first_violation, sizeof out->first_violation);
    end(world);
    free(world);
}
