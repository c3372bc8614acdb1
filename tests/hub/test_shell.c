/* The writer thread: group commit, held answers and what wakes them, limits, due times, the end,
 * and that waiting costs nothing. */
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
    int64_t done_ms;
};

static void on_done(struct shell_job *job, const struct hub_answer *answer)
{
    struct asked *asked = (struct asked *)job;
    snprintf(asked->body, sizeof asked->body, "%s", answer->body);
    asked->done_ms = clock_ms();
    atomic_store(&asked->status, answer->http_status);
}

static enum shell_taken ask(struct world *world, struct asked *asked, const char *path,
                            const char *session)
{
    *asked = (struct asked){
        .job = {.request = {.path = path, .session = session, .body = ""}, .done = on_done}};
    return shell_submit(world->shell, &asked->job);
}

static bool is_done_within(struct asked *asked, int ms)
{
    int64_t until = clock_ms() + ms;
    while (atomic_load(&asked->status) == 0 && clock_ms() < until) {
        sleep_for_ms(2);
    }
    return atomic_load(&asked->status) != 0;
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
    struct shell_figures figures;
    world_start(&world, &shell_limits_usual);
    CHECK_INT(ask(&world, &slow, "/slow", NULL), SHELL_TAKEN);
    sleep_for_ms(30);
    for (int i = 0; i < 50; i++) {
        CHECK_INT(ask(&world, &rest[i], "/now", NULL), SHELL_TAKEN);
    }
    shell_read_figures(world.shell, &figures);
    CHECK_INT(figures.queued, 50);
    CHECK(atomic_load(&rest[0].status) == 0);
    for (int i = 0; i < 50; i++) {
        CHECK(is_done_within(&rest[i], 2000));
        CHECK_STR(rest[i].body, "/now");
    }
    sleep_for_ms(20);
    shell_read_figures(world.shell, &figures);
    CHECK_INT(figures.steps, 3); /* the first of all, the slow one, the fifty together */
    CHECK_INT(figures.requests, 51);
    CHECK_INT(figures.batches[0], 1);
    CHECK_INT(figures.batches[6], 1);
    CHECK(figures.step_us >= FAKE_SLOW_MS * 1000);
    world_end(&world);
}

/* Four at a time on a slow disk: those that come back are waited for, one that has gone is not. */
static void test_gather(void)
{
    static struct world world;
    static struct asked slow, crowd[4], late, again[4], last, single;
    struct shell_limits limits = shell_limits_usual;
    limits.gather_ms = 1500;
    world_start(&world, &limits);
    world.hub.commit_ms = 2 * limits.gather_ms;
    ask(&world, &slow, "/slow", NULL);
    sleep_for_ms(30);
    for (int i = 0; i < 4; i++) {
        ask(&world, &crowd[i], "/slow", NULL);
    }
    CHECK(is_done_within(&slow, 2000));
    sleep_for_ms(30);
    ask(&world, &late, "/now", NULL);
    CHECK(is_done_within(&crowd[3], 2000));
    sleep_for_ms(30);
    CHECK(atomic_load(&late.status) == 0);
    int64_t before = clock_ms();
    for (int i = 0; i < 4; i++) {
        ask(&world, &again[i], "/slow", NULL);
    }
    sleep_for_ms(30);
    ask(&world, &last, "/now", NULL);
    CHECK(is_done_within(&late, 2000));
    CHECK(late.done_ms - before < limits.gather_ms); /* with the last of them, not with the time */
    CHECK(is_done_within(&last, 2 * (int)limits.gather_ms));
    CHECK_INT(fake_hub_look(&world.hub).batch_len[3], 5);
    ask(&world, &single, "/now", NULL);
    CHECK(is_done_within(&single, 1000)); /* nobody was waited for: there is no crowd */
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
    sleep_for_ms(100);
    CHECK(atomic_load(&polls[0].status) == 0);
    ask(&world, &change, "/change", NULL);
    for (int i = 0; i < 3; i++) {
        CHECK(is_done_within(&polls[i], 500));
        CHECK_STR(polls[i].body, "news");
    }
    world_end(&world);
}

static void test_hold_ends(void)
{
    static struct world world;
    static struct asked poll, other;
    world_start(&world, &shell_limits_usual);
    int64_t before = clock_ms();
    ask(&world, &poll, "/hold", NULL);
    /* Being asked again for nothing does not lengthen the wait. */
    for (int i = 0; i < 3; i++) {
        sleep_for_ms(100);
        fake_store_change(&world.store, &world.hub);
        pthread_mutex_lock(&world.hub.mutex);
        world.hub.told = world.hub.news;
        pthread_mutex_unlock(&world.hub.mutex);
        ask(&world, &other, "/now", NULL);
    }
    CHECK(is_done_within(&poll, 2000));
    CHECK_STR(poll.body, "nothing new");
    CHECK(poll.done_ms - before >= FAKE_HOLD_MS - 5);
    CHECK(poll.done_ms - before < FAKE_HOLD_MS + 90);
    CHECK(fake_hub_look(&world.hub).resumed >= 2);
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
    sleep_for_ms(50);
    ask(&world, &next, "/now", "s1");
    CHECK(is_done_within(&next, 500));
    CHECK(is_done_within(&mine, 500));
    CHECK_STR(mine.body, "nothing new");
    CHECK(!is_done_within(&other, 50));
    world_end(&world);
    CHECK_STR(other.body, "nothing new"); /* at the end everybody is answered */
}

static void test_other_program(void)
{
    static struct world world;
    static struct asked poll;
    struct shell_limits limits = shell_limits_usual;
    limits.watch_ms = 100;
    world_start(&world, &limits);
    sleep_for_ms(250);
    CHECK_INT(world.store.looks, 0); /* nobody waits, so nobody looks */
    ask(&world, &poll, "/hold-long", NULL);
    sleep_for_ms(250);
    CHECK(atomic_load(&poll.status) == 0);
    CHECK_INT(fake_hub_look(&world.hub).steps, 2);
    fake_store_change(&world.store, &world.hub);
    CHECK(is_done_within(&poll, 400));
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
    sleep_for_ms(100);
    fake_store_change(&world.store, &world.hub);
    ask(&world, &other, "/now", NULL);
    CHECK(is_done_within(&poll, 500));
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
    for (int i = 0; i < 20; i++) {
        sleep_for_ms(25);
        ask(&world, &changes[i], "/change", NULL);
    }
    sleep_for_ms(50);
    size_t resumed = fake_hub_look(&world.hub).resumed;
    CHECK(resumed >= 2 && resumed <= 4);
    world_end(&world);
}

static void test_limits(void)
{
    static struct world world;
    static struct asked slow, rest[6], polls[4];
    struct shell_figures figures;
    struct shell_limits limits = shell_limits_usual;
    limits.queue_max = 4;
    limits.held_max = 2;
    limits.crowded_ms = 200;
    world_start(&world, &limits);
    ask(&world, &slow, "/slow", NULL);
    sleep_for_ms(30);
    for (int i = 0; i < 6; i++) {
        CHECK_INT(ask(&world, &rest[i], "/now", NULL), i < 4 ? SHELL_TAKEN : SHELL_FULL);
    }
    CHECK(is_done_within(&rest[3], 1000));
    for (int i = 0; i < 4; i++) {
        ask(&world, &polls[i], "/hold-long", NULL);
        sleep_for_ms(30);
    }
    CHECK(!is_done_within(&polls[2], 50));
    CHECK(is_done_within(&polls[2], 500) && is_done_within(&polls[3], 500));
    CHECK(atomic_load(&polls[0].status) == 0 && atomic_load(&polls[1].status) == 0);
    CHECK_STR(polls[2].body, "nothing new");
    CHECK_STR(polls[3].body, "nothing new");
    shell_read_figures(world.shell, &figures);
    CHECK_INT(figures.turned_away, 2);
    CHECK_INT(figures.held, 2);
    CHECK(!figures.is_failing);
    ask(&world, &slow, "/fail", NULL);
    CHECK(is_done_within(&slow, 500));
    sleep_for_ms(20);
    shell_read_figures(world.shell, &figures);
    CHECK(figures.is_failing);
    /* That something can be read does not prove that something can be written. */
    ask(&world, &slow, "/now", NULL);
    CHECK(is_done_within(&slow, 500));
    sleep_for_ms(20);
    shell_read_figures(world.shell, &figures);
    CHECK(figures.is_failing);
    ask(&world, &slow, "/change", NULL);
    CHECK(is_done_within(&slow, 500));
    sleep_for_ms(20);
    shell_read_figures(world.shell, &figures);
    CHECK(!figures.is_failing);
    world_end(&world);
}

static void test_due(void)
{
    static struct world world;
    static struct asked one;
    world_start(&world, &shell_limits_usual);
    sleep_for_ms(50);
    pthread_mutex_lock(&world.hub.mutex);
    world.hub.next_due = world.env.wall(NULL) + 1;
    pthread_mutex_unlock(&world.hub.mutex);
    ask(&world, &one, "/now", NULL);
    CHECK(is_done_within(&one, 500));
    sleep_for_ms(50);
    CHECK_INT(fake_hub_look(&world.hub).steps, 2);
    sleep_for_ms(1300);
    CHECK_INT(fake_hub_look(&world.hub).steps, 3);
    /* What stays due is tried again, but not without a pause. */
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&world.hub.mutex);
        world.hub.next_due = 1;
        pthread_mutex_unlock(&world.hub.mutex);
        ask(&world, &one, "/now", NULL);
        CHECK(is_done_within(&one, 500));
        sleep_for_ms(50);
    }
    CHECK(fake_hub_look(&world.hub).steps <= 7);
    world_end(&world);
}

static void test_end(void)
{
    static struct world world;
    static struct asked slow, queued, poll, late;
    world_start(&world, &shell_limits_usual);
    ask(&world, &poll, "/hold-long", NULL);
    sleep_for_ms(30);
    ask(&world, &slow, "/slow", NULL);
    sleep_for_ms(30);
    ask(&world, &queued, "/hold-long", NULL);
    shell_stop(world.shell);
    CHECK_INT(ask(&world, &late, "/now", NULL), SHELL_STOPPING);
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

static void test_idle(void)
{
    static struct world world;
    static struct asked poll;
    world_start(&world, &shell_limits_usual);
    ask(&world, &poll, "/hold-long", NULL);
    sleep_for_ms(200);
    long before = switches();
    sleep_for_ms(3000);
    CHECK(switches() - before <= 8);
    CHECK_INT(fake_hub_look(&world.hub).steps, 2);
    world_end(&world);
}

int main(void)
{
    test_group_commit();
    test_gather();
    test_hold();
    test_hold_ends();
    test_superseded();
    test_other_program();
    test_other_program_before_step();
    test_gap();
    test_limits();
    test_due();
    test_end();
    test_idle();
    return check_done();
}
