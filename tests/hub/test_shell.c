/* The writer thread: group commit, held answers and what wakes them, limits, due times, the end,
 * and that waiting costs nothing.
 * The clock is the test's; what has to come is waited for, and what must not come has no time. */
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <sys/resource.h>

#include "base/arena.h"
#include "check.h"
#include "client.h"
#include "fake_hub.h"
#include "hub/shell.h"

struct world {
    struct hub hub;
    struct store store;
    struct env env;
    struct shell *shell;
};

struct asked {
    struct shell_job job;
    atomic_int status; /* 0 until done */
    char body[64];
    int64_t done_ms; /* by the test's clock */
};

/* Waits for what has to come. */
#define AWAIT(holds)                                                                               \
    do {                                                                                           \
        int64_t until_ms = clock_ms() + PATIENCE_MS;                                               \
        while (!(holds) && clock_ms() < until_ms) {                                                \
            sleep_for_ms(1);                                                                       \
        }                                                                                          \
        CHECK(holds);                                                                              \
    } while (0)

static void on_done(struct shell_job *job, const struct hub_answer *answer)
{
    struct asked *asked = (struct asked *)job;
    snprintf(asked->body, sizeof asked->body, "%s", answer->body);
    asked->done_ms = fake_clock_ms();
    atomic_store(&asked->status, answer->http_status);
}

static enum shell_taken ask(struct world *world, struct asked *asked, const char *path,
                            const char *session)
{
    *asked = (struct asked){
        .job = {.request = {.path = path, .session = session, .body = ""}, .done = on_done}};
    return shell_submit(world->shell, &asked->job);
}

static bool is_done(struct asked *asked)
{
    return atomic_load(&asked->status) != 0;
}

/* Whether it is still not done after a moment. */
static bool stays_undone(struct asked *asked)
{
    sleep_for_ms(30);
    return !is_done(asked);
}

static struct shell_figures figures_of(struct world *world)
{
    struct shell_figures figures;
    shell_read_figures(world->shell, &figures);
    return figures;
}

static void world_start(struct world *world, const struct shell_limits *limits)
{
    fake_hub_init(&world->hub);
    fake_store_init(&world->store);
    world->env = fake_env();
    shell_init(&world->hub, &world->store, &world->env, limits, &world->shell);
    if (shell_start(world->shell) != OK) {
        exit(1);
    }
    AWAIT(figures_of(world).steps == 1); /* the first of all, without a request */
}

static void world_end(struct world *world)
{
    shell_stop(world->shell);
    shell_join(world->shell);
    shell_destroy(world->shell);
}

static void test_group_commit(void)
{
    static struct world world;
    static struct asked slow, rest[50];
    world_start(&world, &shell_limits_usual);
    CHECK_INT(ask(&world, &slow, "/slow", NULL), SHELL_TAKEN);
    fake_hub_await_gate(&world.hub);
    for (int i = 0; i < 50; i++) {
        CHECK_INT(ask(&world, &rest[i], "/now", NULL), SHELL_TAKEN);
    }
    CHECK_INT(figures_of(&world).queued, 50);
    CHECK(!is_done(&rest[0]));
    fake_hub_let_pass(&world.hub);
    for (int i = 0; i < 50; i++) {
        AWAIT(is_done(&rest[i]));
        CHECK_STR(rest[i].body, "/now");
    }
    AWAIT(figures_of(&world).steps >= 3);
    struct shell_figures figures = figures_of(&world);
    CHECK_INT(figures.steps, 3); /* the first of all, the slow one, the fifty together */
    CHECK_INT(figures.requests, 51);
    CHECK_INT(figures.batches[0], 1);
    CHECK_INT(figures.batches[6], 1);
    CHECK(figures.step_us > 0);
    world_end(&world);
}

/* Four at a time on a slow disk: those that come back are waited for, however long they take. */
static void test_gather(void)
{
    static struct world world;
    static struct asked slow, crowd[4], late, again[4], last;
    struct shell_limits limits = shell_limits_usual;
    limits.gather_ms = 10 * PATIENCE_MS;
    world_start(&world, &limits);
    world.hub.commit_ms = 2 * limits.gather_ms;
    ask(&world, &slow, "/slow", NULL);
    fake_hub_await_gate(&world.hub);
    for (int i = 0; i < 4; i++) {
        ask(&world, &crowd[i], "/slow", NULL);
    }
    fake_hub_let_pass(&world.hub);
    AWAIT(is_done(&slow));
    fake_hub_await_gate(&world.hub); /* nobody was waited for: there was no crowd yet */
    ask(&world, &late, "/now", NULL);
    fake_hub_let_pass(&world.hub);
    AWAIT(is_done(&crowd[3]));
    CHECK(stays_undone(&late));
    for (int i = 0; i < 4; i++) {
        ask(&world, &again[i], "/slow", NULL);
    }
    fake_hub_await_gate(&world.hub); /* with the last of them, not with the time */
    CHECK_INT(fake_hub_look(&world.hub).batch_len[3], 5);
    ask(&world, &last, "/now", NULL);
    fake_hub_let_pass(&world.hub);
    AWAIT(is_done(&late));
    CHECK(stays_undone(&last));
    world_end(&world); /* ends the wait, too */
    CHECK_STR(last.body, "/now");
}

/* One that has gone is not waited for for ever. */
static void test_gather_ends(void)
{
    static struct world world;
    static struct asked slow, crowd[4], late;
    struct shell_limits limits = shell_limits_usual;
    limits.gather_ms = 100;
    world_start(&world, &limits);
    world.hub.commit_ms = 2 * limits.gather_ms;
    ask(&world, &slow, "/slow", NULL);
    fake_hub_await_gate(&world.hub);
    for (int i = 0; i < 4; i++) {
        ask(&world, &crowd[i], "/slow", NULL);
    }
    fake_hub_let_pass(&world.hub);
    AWAIT(is_done(&slow));
    fake_hub_await_gate(&world.hub);
    ask(&world, &late, "/now", NULL);
    fake_hub_let_pass(&world.hub);
    AWAIT(is_done(&late));
    world_end(&world);
}

static void test_hold(void)
{
    static struct world world;
    static struct asked polls[3], change;
    world_start(&world, &shell_limits_usual);
    for (int i = 0; i < 3; i++) {
        ask(&world, &polls[i], "/hold-long", NULL);
    }
    AWAIT(figures_of(&world).held == 3);
    CHECK(!is_done(&polls[0]));
    ask(&world, &change, "/change", NULL);
    for (int i = 0; i < 3; i++) {
        AWAIT(is_done(&polls[i]));
        CHECK_STR(polls[i].body, "news");
    }
    world_end(&world);
}

static void test_hold_ends(void)
{
    static struct world world;
    static struct asked poll, other;
    world_start(&world, &shell_limits_usual);
    int64_t before = fake_clock_ms();
    ask(&world, &poll, "/hold", NULL);
    AWAIT(figures_of(&world).held == 1);
    /* Being asked again for nothing does not lengthen the wait. */
    for (int i = 0; i < 3; i++) {
        fake_clock_pass(100);
        fake_store_change(&world.store, &world.hub);
        pthread_mutex_lock(&world.hub.mutex);
        world.hub.told = world.hub.news;
        pthread_mutex_unlock(&world.hub.mutex);
        ask(&world, &other, "/now", NULL);
        AWAIT(is_done(&other));
        CHECK(!is_done(&poll));
    }
    AWAIT(fake_hub_look(&world.hub).resumed >= 2);
    CHECK(stays_undone(&poll));
    fake_clock_pass(100);
    AWAIT(is_done(&poll));
    CHECK_STR(poll.body, "nothing new");
    CHECK_INT(poll.done_ms - before, FAKE_HOLD_MS);
    world_end(&world);
}

/* A poll is given up for what the same kiosk sends after it. */
static void test_superseded(void)
{
    static struct world world;
    static struct asked mine, other, next;
    world_start(&world, &shell_limits_usual);
    ask(&world, &mine, "/hold-long", "s1");
    ask(&world, &other, "/hold-long", "s2");
    AWAIT(figures_of(&world).held == 2);
    ask(&world, &next, "/now", "s1");
    AWAIT(is_done(&next));
    AWAIT(is_done(&mine));
    CHECK_STR(mine.body, "nothing new");
    CHECK(stays_undone(&other));
    world_end(&world);
    CHECK_STR(other.body, "nothing new"); /* at the end everybody is answered */
}

static size_t looks_at(struct world *world)
{
    pthread_mutex_lock(&world->store.mutex);
    size_t looks = world->store.looks;
    pthread_mutex_unlock(&world->store.mutex);
    return looks;
}

static void test_other_program(void)
{
    static struct world world;
    static struct asked poll;
    struct shell_limits limits = shell_limits_usual;
    limits.watch_ms = 100;
    world_start(&world, &limits);
    fake_clock_pass(250);
    sleep_for_ms(250);
    CHECK_INT(looks_at(&world), 0); /* nobody waits, so nobody looks */
    ask(&world, &poll, "/hold-long", NULL);
    AWAIT(figures_of(&world).held == 1);
    size_t looks = looks_at(&world);
    fake_clock_pass(100);
    AWAIT(looks_at(&world) > looks);
    CHECK(stays_undone(&poll));
    CHECK_INT(fake_hub_look(&world.hub).steps, 2);
    fake_store_change(&world.store, &world.hub);
    CHECK(stays_undone(&poll));
    fake_clock_pass(100);
    AWAIT(is_done(&poll));
    CHECK_STR(poll.body, "news");
    world_end(&world);
}

/* Another program's commit that a step of our own falls upon must not go unnoticed. */
static void test_other_program_before_step(void)
{
    static struct world world;
    static struct asked poll, other;
    world_start(&world, &shell_limits_usual);
    ask(&world, &poll, "/hold-long", NULL);
    AWAIT(figures_of(&world).held == 1);
    fake_store_change(&world.store, &world.hub);
    ask(&world, &other, "/now", NULL);
    AWAIT(is_done(&poll));
    CHECK_STR(poll.body, "news");
    world_end(&world);
}

static void test_gap(void)
{
    static struct world world;
    static struct asked poll, changes[20];
    struct shell_limits limits = shell_limits_usual;
    limits.wake_gap_ms = 200;
    world_start(&world, &limits);
    pthread_mutex_lock(&world.hub.mutex);
    world.hub.told = INT64_MAX; /* no news is ever enough */
    pthread_mutex_unlock(&world.hub.mutex);
    ask(&world, &poll, "/hold-long", NULL);
    AWAIT(figures_of(&world).held == 1);
    for (int i = 0; i < 20; i++) {
        fake_clock_pass(25);
        ask(&world, &changes[i], "/change", NULL);
        AWAIT(is_done(&changes[i]));
    }
    AWAIT(fake_hub_look(&world.hub).resumed >= 2);
    CHECK(stays_undone(&poll));
    CHECK(fake_hub_look(&world.hub).resumed <= 3);
    world_end(&world);
}

static void test_limits(void)
{
    static struct world world;
    static struct asked slow, rest[6], polls[4];
    struct shell_limits limits = shell_limits_usual;
    limits.queue_max = 4;
    limits.held_max = 2;
    limits.crowded_ms = 200;
    limits.watch_ms = 50;
    world_start(&world, &limits);
    ask(&world, &slow, "/slow", NULL);
    fake_hub_await_gate(&world.hub);
    for (int i = 0; i < 6; i++) {
        CHECK_INT(ask(&world, &rest[i], "/now", NULL), i < 4 ? SHELL_TAKEN : SHELL_FULL);
    }
    fake_hub_let_pass(&world.hub);
    AWAIT(is_done(&rest[3]));
    for (size_t i = 0; i < 4; i++) {
        ask(&world, &polls[i], "/hold-long", NULL);
        AWAIT(figures_of(&world).held == i + 1);
    }
    CHECK(stays_undone(&polls[2]));
    fake_clock_pass(200);
    AWAIT(is_done(&polls[2]) && is_done(&polls[3]));
    CHECK(!is_done(&polls[0]) && !is_done(&polls[1]));
    CHECK_STR(polls[2].body, "nothing new");
    CHECK_STR(polls[3].body, "nothing new");
    AWAIT(figures_of(&world).held == 2);
    CHECK_INT(figures_of(&world).turned_away, 2);
    world_end(&world);
}

static void test_failing(void)
{
    static struct world world;
    static struct asked one;
    world_start(&world, &shell_limits_usual);
    CHECK(!figures_of(&world).is_failing);
    ask(&world, &one, "/fail", NULL);
    AWAIT(figures_of(&world).is_failing);
    /* That something can be read does not prove that something can be written. */
    ask(&world, &one, "/now", NULL);
    AWAIT(figures_of(&world).steps == 3);
    CHECK(figures_of(&world).is_failing);
    ask(&world, &one, "/change", NULL);
    AWAIT(!figures_of(&world).is_failing);
    world_end(&world);
}

static void ask_with_due(struct world *world, instant due, size_t steps)
{
    static struct asked one;
    pthread_mutex_lock(&world->hub.mutex);
    world->hub.next_due = due;
    pthread_mutex_unlock(&world->hub.mutex);
    ask(world, &one, "/now", NULL);
    AWAIT(figures_of(world).steps >= steps);
    sleep_for_ms(30);
    CHECK_INT(figures_of(world).steps, steps);
}

static void test_due(void)
{
    static struct world world;
    world_start(&world, &shell_limits_usual);
    ask_with_due(&world, world.env.wall(NULL) + 1, 2);
    fake_clock_pass(1000);
    AWAIT(figures_of(&world).steps == 3);
    /* What stays due is tried again, but not without a pause. */
    for (size_t i = 0; i < 3; i++) {
        ask_with_due(&world, 1, 4 + i);
    }
    fake_clock_pass(500);
    AWAIT(figures_of(&world).steps == 7);
    world_end(&world);
}

static void test_end(void)
{
    static struct world world;
    static struct asked slow, queued, poll, late;
    world_start(&world, &shell_limits_usual);
    ask(&world, &poll, "/hold-long", NULL);
    AWAIT(figures_of(&world).held == 1);
    ask(&world, &slow, "/slow", NULL);
    fake_hub_await_gate(&world.hub);
    ask(&world, &queued, "/hold-long", NULL);
    shell_stop(world.shell);
    CHECK_INT(ask(&world, &late, "/now", NULL), SHELL_STOPPING);
    fake_hub_let_pass(&world.hub);
    shell_join(world.shell);
    CHECK_STR(slow.body, "/slow");
    CHECK_STR(queued.body, "nothing new");
    CHECK_STR(poll.body, "nothing new");
    CHECK_INT(atomic_load(&late.status), 0);
    shell_destroy(world.shell);
}

static long switches(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nvcsw;
}

/* There comes a span in which nearly nothing wakes; it is looked for, as a machine may be busy. */
static void test_idle(void)
{
    static struct world world;
    static struct asked poll;
    world_start(&world, &shell_limits_usual);
    ask(&world, &poll, "/hold-long", NULL);
    AWAIT(figures_of(&world).held == 1);
    long woken = LONG_MAX;
    int64_t until = clock_ms() + PATIENCE_MS;
    while (woken > 8 && clock_ms() < until) {
        long before = switches();
        sleep_for_ms(3000);
        woken = switches() - before;
    }
    CHECK(woken <= 8);
    CHECK_INT(fake_hub_look(&world.hub).steps, 2);
    world_end(&world);
}

int main(void)
{
    test_group_commit();
    test_gather();
    test_gather_ends();
    test_hold();
    test_hold_ends();
    test_superseded();
    test_other_program();
    test_other_program_before_step();
    test_gap();
    test_limits();
    test_failing();
    test_due();
    test_end();
    test_idle();
    return check_done();
}
