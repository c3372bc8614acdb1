/* The printer's thread on real ports: sockets, a pseudo-terminal in the device's place, files. Its
 * clock is a thread that counts its own naps: where a busy machine keeps threads waiting, it waits
 * with them, and 500 ms for an answer stay enough. */
#include "slip/printer_thread.h"

#include "check.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

#include "emulator.h"

enum { JOB_LEN = 50000, HEARD_MAX = 64, PATIENCE_S = 120, PRINT_MS = 50, TICK_MS = 5 };

static const struct emulator_mood well = {.manner = EMULATOR_ANSWERS};
static const struct emulator_mood open_cover = {EMULATOR_ANSWERS, {0x1A, 0x16, 0x12}, 0};
static const struct emulator_mood near_end = {EMULATOR_ANSWERS, {0x12, 0x12, 0x1E}, 0};

static void nap(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* ---- the clock ---- */

static atomic_llong clock_stands_at = 1000;
static atomic_bool clock_ends;
static char clock_task[64]; /* "PID/task/TID", set before its first tick */

static void *tick(void *arg)
{
    (void)arg;
    ssize_t len = readlink("/proc/thread-self", clock_task, sizeof clock_task - 1);
    clock_task[len < 0 ? 0 : len] = '\0';
    while (!atomic_load(&clock_ends)) {
        nap(TICK_MS);
        atomic_fetch_add(&clock_stands_at, TICK_MS);
    }
    return NULL;
}

/* In the place of printer_port_now_ms for the printer's thread; the linker sees to it. */
int64_t __wrap_printer_port_now_ms(void);
int64_t __wrap_printer_port_now_ms(void)
{
    return atomic_load(&clock_stands_at);
}

/* What the printer's thread said. */
struct ear {
    pthread_mutex_t lock; /* protects all below */
    pthread_cond_t heard;
    struct printer_notice notices[HEARD_MAX];
    int n, taken;
};

struct bench {
    struct ear ear;
    struct printer *printer;
    uint8_t job[JOB_LEN];
    uint8_t got[4 * JOB_LEN];
};

static void hear(void *ctx, const struct printer_notice *notice)
{
    struct ear *ear = ctx;
    pthread_mutex_lock(&ear->lock);
    if (ear->n < HEARD_MAX)
        ear->notices[ear->n++] = *notice;
    pthread_cond_signal(&ear->heard);
    pthread_mutex_unlock(&ear->lock);
}

/* The next notice; false when none comes. */
static bool listen_to(struct ear *ear, struct printer_notice *out)
{
    struct timespec until;
    int error = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    pthread_mutex_lock(&ear->lock);
    while (ear->taken == ear->n && error == 0)
        error = pthread_cond_timedwait(&ear->heard, &ear->lock, &until);
    bool has_one = ear->taken < ear->n;
    if (has_one)
        *out = ear->notices[ear->taken++];
    pthread_mutex_unlock(&ear->lock);
    return has_one;
}

static void expect_state(struct bench *bench, int line, enum printer_state state)
{
    struct printer_notice notice = {.kind = PRINTER_NOTICE_JOB, .state = PRINTER_NONE};
    listen_to(&bench->ear, &notice);
    check_int(__FILE__, line, "kind", notice.kind, PRINTER_NOTICE_STATE);
    check_str(__FILE__, line, "state", printer_state_name(notice.state), printer_state_name(state));
}

static void expect_job(struct bench *bench, int line, int64_t id, enum printer_job_state state)
{
    struct printer_notice notice = {.kind = PRINTER_NOTICE_STATE};
    listen_to(&bench->ear, &notice);
    check_int(__FILE__, line, "kind", notice.kind, PRINTER_NOTICE_JOB);
    check_int(__FILE__, line, "job id", notice.job_id, id);
    check_int(__FILE__, line, "job", notice.job, state);
}

#define EXPECT_STATE(bench, state) expect_state((bench), __LINE__, (state))
#define EXPECT_JOB(bench, id, state) expect_job((bench), __LINE__, (id), (state))

static struct bench *bench_new(const char *uri)
{
    struct bench *bench = xalloc(sizeof *bench);
    char why[PRINTER_WHY_SIZE] = "";

    memset(bench, 0, sizeof *bench);
    pthread_mutex_init(&bench->ear.lock, NULL);
    pthread_cond_init(&bench->ear.heard, NULL);
    for (int i = 0; i < JOB_LEN; i++)
        bench->job[i] = (uint8_t)(0x40 + i % 61);
    CHECK_INT(printer_start(uri, hear, &bench->ear, why, &bench->printer), OK);
    return bench;
}

static void bench_free(struct bench *bench)
{
    printer_stop(bench->printer);
    printer_join(bench->printer);
    CHECK_INT(bench->ear.n, bench->ear.taken);
    pthread_mutex_destroy(&bench->ear.lock);
    pthread_cond_destroy(&bench->ear.heard);
    free(bench);
}

static struct bench *bench_at(const struct emulator *emulator)
{
    char uri[80];
    snprintf(uri, sizeof uri, "tcp://127.0.0.1:%d", emulator_port(emulator));
    return bench_new(uri);
}

static void submit(struct bench *bench, int64_t id)
{
    CHECK_INT(printer_submit(bench->printer, id, bench->job, JOB_LEN, PRINT_MS), OK);
}

/* Waits until the jobs have come out; no more may. */
static void check_received(struct bench *bench, struct emulator *emulator, size_t jobs)
{
    size_t len = 0;
    for (int i = 0; i < PATIENCE_S * 100; i++) {
        len = emulator_received(emulator, bench->got, sizeof bench->got);
        if (len >= jobs * JOB_LEN)
            break;
        nap(10);
    }
    CHECK_INT((int64_t)len, (int64_t)jobs * JOB_LEN);
    for (size_t i = 0; i < jobs && len == jobs * JOB_LEN; i++)
        CHECK_MEM(bench->got + i * JOB_LEN, bench->job, JOB_LEN);
}

/* Voluntary context switches of all threads of this process but the clock. */
static long count_switches(void)
{
    long sum = 0;
    DIR *tasks = opendir("/proc/self/task");
    struct dirent *task;

    while (tasks != NULL && (task = readdir(tasks)) != NULL) {
        char path[320], line[128];
        snprintf(path, sizeof path, "/proc/self/task/%s/status", task->d_name);
        const char *ticking = strrchr(clock_task, '/');
        bool is_clock = ticking != NULL && strcmp(ticking + 1, task->d_name) == 0;
        FILE *f = task->d_name[0] == '.' || is_clock ? NULL : fopen(path, "r");
        while (f != NULL && fgets(line, sizeof line, f) != NULL)
            if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
                sum += strtol(line + 24, NULL, 10);
        if (f != NULL)
            fclose(f);
    }
    if (tasks != NULL)
        closedir(tasks);
    return sum;
}

static void test_prints_and_rests(void)
{
    struct emulator *emulator = emulator_start_tcp(0);
    struct bench *bench = bench_at(emulator);

    CHECK_INT(printer_first_state(bench->printer), PRINTER_UNKNOWN);
    EXPECT_STATE(bench, PRINTER_OK);
    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 1, PRINTER_JOB_CONFIRMED);
    emulator_set(emulator, near_end);
    submit(bench, 2);
    EXPECT_STATE(bench, PRINTER_NEAR_END);
    EXPECT_JOB(bench, 2, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 2, PRINTER_JOB_CONFIRMED);
    check_received(bench, emulator, 2);
    CHECK_INT(emulator_requests(emulator), 3 + 6 + 6);

    /* There comes a time when only this thread's own naps are left. */
    long woken = LONG_MAX;
    for (int i = 0; i < PATIENCE_S && woken > 3; i++) {
        long before = count_switches();
        nap(1500);
        woken = count_switches() - before;
    }
    CHECK(woken <= 3);
    CHECK_INT(emulator_requests(emulator), 15);
    bench_free(bench);
    emulator_stop(emulator);
}

static void test_cover_open_then_closed(void)
{
    struct emulator *emulator = emulator_start_tcp(0);
    emulator_set(emulator, open_cover);
    struct bench *bench = bench_at(emulator);

    EXPECT_STATE(bench, PRINTER_COVER);
    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_WAITING);
    check_received(bench, emulator, 0);
    emulator_set(emulator, well);
    EXPECT_STATE(bench, PRINTER_OK);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 1, PRINTER_JOB_CONFIRMED);
    check_received(bench, emulator, 1);
    bench_free(bench);
    emulator_stop(emulator);
}

/* What was cancelled never comes out, and nobody asks the printer for it any more. */
static void test_cancelled(void)
{
    struct emulator *emulator = emulator_start_tcp(0);
    emulator_set(emulator, open_cover);
    struct bench *bench = bench_at(emulator);

    EXPECT_STATE(bench, PRINTER_COVER);
    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_WAITING);
    printer_cancel(bench->printer, 1);
    int requests = emulator_requests(emulator);
    emulator_set(emulator, well);
    nap(PRINTER_POLL_MS + 500);
    CHECK_INT(emulator_requests(emulator), requests);
    submit(bench, 2);
    EXPECT_STATE(bench, PRINTER_OK);
    EXPECT_JOB(bench, 2, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 2, PRINTER_JOB_CONFIRMED);
    check_received(bench, emulator, 1);
    bench_free(bench);
    emulator_stop(emulator);
}

static void test_no_answers(enum emulator_manner manner)
{
    struct emulator *emulator = emulator_start_tcp(0);
    emulator_set(emulator, (struct emulator_mood){.manner = manner});
    struct bench *bench = bench_at(emulator);

    for (int i = 1; i <= 2; i++) {
        submit(bench, i);
        EXPECT_JOB(bench, i, PRINTER_JOB_SENDING);
        EXPECT_JOB(bench, i, PRINTER_JOB_UNCONFIRMED);
    }
    /* Nothing proves that it arrived; but the orderly close sees to it. */
    printer_stop(bench->printer);
    check_received(bench, emulator, 2);
    CHECK_INT(emulator_resets(emulator), 0);
    bench_free(bench);
    emulator_stop(emulator);
}

/* The connection breaks amid the first slip: it is not sent again, the second comes out whole. */
static void test_hangs_up(void)
{
    struct emulator *emulator = emulator_start_tcp(0);
    emulator_set(emulator, (struct emulator_mood){EMULATOR_HANGS_UP, {0}, 20000});
    struct bench *bench = bench_at(emulator);

    EXPECT_STATE(bench, PRINTER_OK);
    submit(bench, 1);
    submit(bench, 2);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_STATE(bench, PRINTER_GONE);
    EXPECT_JOB(bench, 1, PRINTER_JOB_UNCONFIRMED);
    EXPECT_JOB(bench, 2, PRINTER_JOB_WAITING);
    EXPECT_STATE(bench, PRINTER_OK);
    EXPECT_JOB(bench, 2, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 2, PRINTER_JOB_CONFIRMED);
    size_t len = emulator_received(emulator, bench->got, sizeof bench->got);
    CHECK(len >= 20000 + 9216 + JOB_LEN);
    CHECK_MEM(bench->got, bench->job, 20000);
    CHECK_INT(bench->got[len - JOB_LEN - 1], 0);
    CHECK_INT(bench->got[len - JOB_LEN - 9216], 0);
    CHECK_MEM(bench->got + len - JOB_LEN, bench->job, JOB_LEN);
    bench_free(bench);
    emulator_stop(emulator);
}

/* The time to answer counts from when the slip is through, not from when the kernel has it. */
static void test_slow(void)
{
    struct emulator *emulator = emulator_start_tcp(0);
    emulator_set(emulator, (struct emulator_mood){.manner = EMULATOR_IS_SLOW});
    struct bench *bench = bench_at(emulator);

    EXPECT_STATE(bench, PRINTER_OK);
    CHECK_INT(printer_submit(bench->printer, 1, bench->job, JOB_LEN, 0), OK);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 1, PRINTER_JOB_CONFIRMED);
    check_received(bench, emulator, 1);
    bench_free(bench);
    emulator_stop(emulator);
}

/* Nobody listens; later the printer is switched on. */
static void test_gone_then_there(void)
{
    struct emulator *emulator = emulator_start_tcp(0);
    int port = emulator_port(emulator);
    char uri[80];

    emulator_stop(emulator);
    snprintf(uri, sizeof uri, "tcp://127.0.0.1:%d", port);
    struct bench *bench = bench_new(uri);
    EXPECT_STATE(bench, PRINTER_GONE);
    for (int i = 1; i <= PRINTER_JOBS_MAX; i++) {
        submit(bench, i);
        EXPECT_JOB(bench, i, PRINTER_JOB_WAITING);
    }
    CHECK_INT(printer_submit(bench->printer, 99, bench->job, JOB_LEN, 0), ERR_LIMIT);
    for (int i = 2; i <= PRINTER_JOBS_MAX; i++)
        printer_cancel(bench->printer, i);
    emulator = emulator_start_tcp(port);
    printer_watch(bench->printer, true);
    EXPECT_STATE(bench, PRINTER_OK);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 1, PRINTER_JOB_CONFIRMED);
    check_received(bench, emulator, 1);
    bench_free(bench);
    emulator_stop(emulator);
}

static int64_t cpu_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

/* Its queue of connections is full and nobody empties it: the next one gets no answer. */
static int hang_up_on_all(int clients[2], int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_INT(listen(listener, 0), 0);
    CHECK_INT(getsockname(listener, (struct sockaddr *)&address, &len), 0);
    for (int i = 0; i < 2; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)connect(clients[i], (struct sockaddr *)&address, sizeof address);
    }
    nap(50);
    *port = ntohs(address.sin_port);
    return listener;
}

/* A connection that is never made: calls in the meantime neither spin nor are lost. */
static void test_connection_hangs(void)
{
    char uri[80];
    int clients[2];
    int port = 0;
    int listener = hang_up_on_all(clients, &port);

    snprintf(uri, sizeof uri, "tcp://127.0.0.1:%d", port);
    struct bench *bench = bench_new(uri);
    nap(100);
    submit(bench, 1);
    int64_t before = cpu_ms();
    EXPECT_STATE(bench, PRINTER_GONE);
    EXPECT_JOB(bench, 1, PRINTER_JOB_WAITING);
    CHECK(cpu_ms() - before < 300);
    bench_free(bench);
    close(clients[0]);
    close(clients[1]);
    close(listener);
}

static void test_device(void)
{
    struct emulator *emulator = emulator_start_device();
    char uri[80];

    snprintf(uri, sizeof uri, "dev:%s", emulator_path(emulator));
    struct bench *bench = bench_new(uri);
    EXPECT_STATE(bench, PRINTER_OK);
    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 1, PRINTER_JOB_CONFIRMED);
    check_received(bench, emulator, 1);
    emulator_set(emulator, open_cover);
    submit(bench, 2);
    EXPECT_STATE(bench, PRINTER_COVER);
    EXPECT_JOB(bench, 2, PRINTER_JOB_WAITING);
    bench_free(bench);
    emulator_stop(emulator);
}

static void check_file(const struct bench *bench, const char *path, const char *head, size_t jobs)
{
    struct arena arena = {0};
    size_t head_len = strlen(head);
    char *data = NULL;
    size_t len = 0;

    CHECK_INT(file_read(&arena, path, 1 << 20, &data, &len), OK);
    CHECK_INT((int64_t)len, (int64_t)(head_len + jobs * JOB_LEN));
    if (len == head_len + jobs * JOB_LEN) {
        CHECK_MEM(data, head, head_len);
        for (size_t i = 0; i < jobs; i++)
            CHECK_MEM(data + head_len + i * JOB_LEN, bench->job, JOB_LEN);
    }
    arena_fini(&arena);
}

/* Exactly the jobs' bytes, behind what was there. */
static void test_file(const char *dir)
{
    char path[200], uri[220];

    snprintf(path, sizeof path, "%s/slips.bin", dir);
    snprintf(uri, sizeof uri, "file:%s", path);
    CHECK_INT(file_replace(path, "kept", 4, 0600), OK);
    struct bench *bench = bench_new(uri);
    CHECK_INT(printer_first_state(bench->printer), PRINTER_OK);
    for (int i = 1; i <= 3; i++)
        submit(bench, i);
    for (int i = 1; i <= 3; i++) {
        EXPECT_JOB(bench, i, PRINTER_JOB_SENDING);
        EXPECT_JOB(bench, i, PRINTER_JOB_CONFIRMED);
        if (i == 3)
            check_file(bench, path, "kept", 3);
    }
    /* What was submitted right before the end is written, too. */
    submit(bench, 4);
    printer_stop(bench->printer);
    EXPECT_JOB(bench, 4, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 4, PRINTER_JOB_CONFIRMED);
    check_file(bench, path, "kept", 4);
    bench_free(bench);
    unlink(path);
}

static void test_missing_folder(const char *dir)
{
    char uri[220];

    snprintf(uri, sizeof uri, "file:%s/no/such/folder", dir);
    struct bench *bench = bench_new(uri);
    submit(bench, 1);
    EXPECT_STATE(bench, PRINTER_GONE);
    EXPECT_JOB(bench, 1, PRINTER_JOB_WAITING);
    bench_free(bench);
}

static void test_full_disk(void)
{
    struct bench *bench = bench_new("file:/dev/full");

    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_STATE(bench, PRINTER_GONE);
    EXPECT_JOB(bench, 1, PRINTER_JOB_WAITING);
    bench_free(bench);
}

/* The disk fills up amid a job: the file gets back its former length, and nobody says printed. */
static void test_disk_fills_up(const char *dir)
{
    char path[200], uri[220];
    struct rlimit before, small;

    snprintf(path, sizeof path, "%s/slips.bin", dir);
    snprintf(uri, sizeof uri, "file:%s", path);
    CHECK_INT(file_replace(path, "kept", 4, 0600), OK);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 20000;
    setrlimit(RLIMIT_FSIZE, &small);
    struct bench *bench = bench_new(uri);
    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_SENDING);
    EXPECT_STATE(bench, PRINTER_GONE);
    EXPECT_JOB(bench, 1, PRINTER_JOB_UNCONFIRMED);
    setrlimit(RLIMIT_FSIZE, &before);
    check_file(bench, path, "kept", 0);
    submit(bench, 2);
    EXPECT_STATE(bench, PRINTER_OK);
    EXPECT_JOB(bench, 2, PRINTER_JOB_SENDING);
    EXPECT_JOB(bench, 2, PRINTER_JOB_CONFIRMED);
    check_file(bench, path, "kept", 1);
    bench_free(bench);
    unlink(path);
}

static void test_none(void)
{
    struct bench *bench = bench_new("none:");

    CHECK_INT(printer_first_state(bench->printer), PRINTER_NONE);
    submit(bench, 1);
    EXPECT_JOB(bench, 1, PRINTER_JOB_FAILED);
    bench_free(bench);
    printer_stop(NULL);
    printer_join(NULL);
}

static void test_bad_uri(void)
{
    char why[PRINTER_WHY_SIZE] = "";
    struct printer *printer = NULL;

    CHECK_INT(printer_start("lpt1", hear, NULL, why, &printer), ERR_PARSE);
    CHECK(printer == NULL && strstr(why, "lpt1") != NULL);
}

int main(void)
{
    char dir[] = "/tmp/yizhan-test-printer-XXXXXX";

    pthread_t clock;
    CHECK_INT(pthread_create(&clock, NULL, tick, NULL), 0);
    signal(SIGPIPE, SIG_IGN); /* the emulator writes to whoever has gone */
    CHECK(mkdtemp(dir) != NULL);
    test_prints_and_rests();
    test_cover_open_then_closed();
    test_cancelled();
    test_no_answers(EMULATOR_IS_SILENT);
    test_no_answers(EMULATOR_TALKS_RUBBISH);
    test_no_answers(EMULATOR_CHATTERS);
    test_connection_hangs();
    test_hangs_up();
    test_slow();
    test_gone_then_there();
    test_device();
    test_file(dir);
    test_missing_folder(dir);
    test_full_disk();
    test_disk_fills_up(dir);
    test_none();
    test_bad_uri();
    rmdir(dir);
    atomic_store(&clock_ends, true);
    pthread_join(clock, NULL);
    return check_done();
}
