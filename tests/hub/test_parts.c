/* The small parts: how often a client may ask, and that watching connections costs nothing. */
#include <limits.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "client.h"
#include "hub/http_watch.h"
#include "hub/rate.h"

static void test_rate(void)
{
    static struct rate rate;
    enum { START_MS = 1000 };
    int taken = 0;
    while (rate_take(&rate, 1, 1, START_MS)) {
        taken++;
    }
    CHECK_INT(taken, RATE_BURST);
    CHECK(rate_take(&rate, 2, 1, START_MS)); /* another client */
    CHECK(!rate_take(&rate, 1, 1, START_MS + 900));
    CHECK(rate_take(&rate, 1, 1, START_MS + 1000));
    CHECK(!rate_take(&rate, 1, 1, START_MS + 1900));
    /* Half seconds add up. */
    CHECK(rate_take(&rate, 1, 1, START_MS + 2000));
    CHECK(!rate_take(&rate, 1, 5, START_MS + 6900));
    CHECK(rate_take(&rate, 1, 5, START_MS + 7000));
    /* It never holds more than the burst. */
    taken = 0;
    while (rate_take(&rate, 1, 1, START_MS + 10000000)) {
        taken++;
    }
    CHECK_INT(taken, RATE_BURST);
}

static long switches(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nvcsw;
}

/* Deadlines move with every request; the watch must not run along. */
static void test_watch_is_quiet(void)
{
    enum { NAPS = 200 };
    struct http_watch *watch = NULL;
    struct http_watched *watched[2];
    int fds[2];
    CHECK_INT(http_watch_start(&watch), OK);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    watched[0] = http_watch_add(watch, fds[0], 30000);
    watched[1] = http_watch_add(watch, fds[1], 30000);
    /* One round of several has to be quiet: a busy machine may disturb some. */
    long woken = LONG_MAX;
    for (int round = 0; round < 20 && woken >= NAPS + 20; round++) {
        long before = switches();
        for (int i = 0; i < NAPS; i++) {
            http_watch_set(watch, watched[i % 2], 0);
            http_watch_set(watch, watched[i % 2], 60000);
            http_watch_set(watch, watched[i % 2], 30000);
            sleep_for_ms(1);
        }
        woken = switches() - before;
    }
    CHECK(woken < NAPS + 20); /* our own naps and a few */
    CHECK_INT(http_watch_count(watch), 2);
    http_watch_remove(watch, watched[0]);
    http_watch_remove(watch, watched[1]);
    http_watch_stop(watch);
    http_watch_destroy(watch);
    close(fds[0]);
    close(fds[1]);
}

/* A short deadline after a long one is kept long before that one. */
static void test_watch_shorter(void)
{
    struct http_watch *watch = NULL;
    static struct client near, far;
    int a[2], b[2];
    CHECK_INT(http_watch_start(&watch), OK);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, a), 0);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, b), 0);
    struct http_watched *long_one = http_watch_add(watch, a[0], 10 * PATIENCE_MS);
    sleep_for_ms(50);
    struct http_watched *short_one = http_watch_add(watch, b[0], 200);
    far.fd = a[1];
    near.fd = b[1];
    CHECK(client_is_closed(&near, PATIENCE_MS));
    CHECK(!client_is_closed(&far, 50));
    http_watch_remove(watch, long_one);
    http_watch_remove(watch, short_one);
    http_watch_stop(watch);
    http_watch_destroy(watch);
    close(a[0]);
    close(a[1]);
    close(b[0]);
    close(b[1]);
}

int main(void)
{
    test_rate();
    test_watch_is_quiet();
    test_watch_shorter();
    return check_done();
}
