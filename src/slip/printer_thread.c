#include "slip/printer_thread.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define LOG_MODULE "printer"
#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"

/* After stop, what is on its way may go on for so long. */
enum { LAST_WORK_MS = 1000, ARRIVAL_MS = 20 };

struct kept_job {
    int64_t id;
    uint8_t *data;
};

struct printer {
    pthread_t thread;
    int wake_fd; /* an eventfd; readable when the thread shall look up */
    printer_notice_fn *on_notice;
    void *ctx;
    enum printer_state first_state;

    struct printer_port port; /* the thread's alone */
    size_t under_way;         /* taken but not arrived yet; the thread's alone */

    pthread_mutex_t lock;
    struct printer_machine machine;         /* protected by lock */
    struct kept_job kept[PRINTER_JOBS_MAX]; /* protected by lock; data NULL: free */
    bool is_stopping;                       /* protected by lock */
    int64_t stop_by_ms;                     /* protected by lock */
};

static void lock(struct printer *printer)
{
    int error = pthread_mutex_lock(&printer->lock);
    assert(error == 0);
}

static void unlock(struct printer *printer)
{
    int error = pthread_mutex_unlock(&printer->lock);
    assert(error == 0);
}

static void wake(struct printer *printer)
{
    uint64_t one = 1;
    ssize_t n = write(printer->wake_fd, &one, sizeof one);
    assert(n == (ssize_t)sizeof one || errno == EAGAIN);
}

static void drain_wake(struct printer *printer)
{
    uint64_t count;
    ssize_t n = read(printer->wake_fd, &count, sizeof count);
    (void)n; /* nothing to drain is fine */
}

/* Under the lock. */
static void drop_kept(struct printer *printer, int64_t job_id)
{
    for (int i = 0; i < PRINTER_JOBS_MAX; i++)
        if (printer->kept[i].data != NULL && printer->kept[i].id == job_id) {
            free(printer->kept[i].data);
            printer->kept[i].data = NULL;
        }
}

/* Takes all notices under the lock, passes them on without it. */
static void deliver(struct printer *printer)
{
    struct printer_notice notices[PRINTER_NOTICES_MAX];
    int n = 0;

    lock(printer);
    while (n < PRINTER_NOTICES_MAX && printer_machine_take(&printer->machine, &notices[n])) {
        if (notices[n].kind == PRINTER_NOTICE_JOB && printer_job_is_over(notices[n].job))
            drop_kept(printer, notices[n].job_id);
        n++;
    }
    unlock(printer);
    for (int i = 0; i < n; i++)
        printer->on_notice(printer->ctx, &notices[i]);
}

static int timeout_to(int64_t until_ms)
{
    if (until_ms == PRINTER_FOREVER)
        return -1;
    int64_t left_ms = until_ms - printer_port_now_ms();
    return left_ms <= 0 ? 0 : left_ms > 60000 ? 60000 : (int)left_ms;
}

static void report(struct printer *printer, enum printer_event_kind kind, const uint8_t *data,
                   size_t len)
{
    struct printer_event event = {kind, data, len};
    lock(printer);
    printer_machine_event(&printer->machine, &event, printer_port_now_ms());
    unlock(printer);
}

static void lose(struct printer *printer)
{
    printer->under_way = 0;
    if (printer->port.fd >= 0) {
        enum status status = printer_port_close(&printer->port);
        (void)status; /* lost anyway */
    }
    report(printer, PRINTER_EVENT_LOST, NULL, 0);
}

static void do_open(struct printer *printer, const struct printer_todo *todo)
{
    drain_wake(printer);
    enum status status =
        printer_port_open(&printer->port, printer->wake_fd, timeout_to(todo->wait_until_ms));
    if (status == OK)
        report(printer, PRINTER_EVENT_OPENED, NULL, 0);
    else if (status != ERR_BUSY)
        lose(printer);
    /* ERR_BUSY: somebody called; the machine asks for the port again if it still wants it. */
}

static void do_close(struct printer *printer)
{
    printer->under_way = 0;
    enum status status = printer_port_close(&printer->port);
    report(printer, status == OK ? PRINTER_EVENT_CLOSED : PRINTER_EVENT_LOST, NULL, 0);
}

static void do_read(struct printer *printer)
{
    uint8_t bytes[64];
    size_t got = 0;
    if (printer_port_read(&printer->port, bytes, sizeof bytes, &got) != OK)
        lose(printer);
    else if (got > 0)
        report(printer, PRINTER_EVENT_BYTES, bytes, got);
}

static void do_write(struct printer *printer, const struct printer_todo *todo)
{
    size_t taken = 0;
    if (printer_port_write(&printer->port, todo->data, todo->len, &taken) != OK)
        lose(printer);
    else if (todo->must_arrive && taken == todo->len)
        printer->under_way = taken;
    else if (taken > 0)
        report(printer, PRINTER_EVENT_WRITTEN, NULL, taken);
}

/* No descriptor tells when the last byte has arrived, so this looks from time to time. */
static void do_await_arrival(struct printer *printer)
{
    struct pollfd fd = {.fd = printer->port.fd, .events = 0};

    if (printer_port_has_arrived(&printer->port)) {
        size_t taken = printer->under_way;
        printer->under_way = 0;
        report(printer, PRINTER_EVENT_WRITTEN, NULL, taken);
    } else if (poll(&fd, 1, ARRIVAL_MS) > 0) {
        lose(printer);
    }
}

/* Waits for bytes, for room if there is something to write, for a call, or for the deadline; then
 * does one thing. */
static void do_wait_or_write(struct printer *printer, const struct printer_todo *todo)
{
    bool is_open = printer->port.fd >= 0;
    bool is_writing = todo->what == PRINTER_DO_WRITE;
    struct pollfd fds[2] = {{.fd = printer->wake_fd, .events = POLLIN},
                            {.fd = printer->port.fd, .events = is_writing ? POLLOUT : 0}};

    if (printer->port.ear == PRINTER_LISTENS)
        fds[1].events |= POLLIN;
    int n = poll(fds, is_open ? 2 : 1, timeout_to(todo->wait_until_ms));
    if (n <= 0)
        return;
    if (fds[0].revents != 0)
        drain_wake(printer);
    if (!is_open || fds[1].revents == 0)
        return;
    /* Writing first: a printer that never stops talking must not keep a slip from going out. */
    if (is_writing && (fds[1].revents & POLLOUT))
        do_write(printer, todo);
    else if (fds[1].revents & POLLIN)
        do_read(printer);
    else
        lose(printer);
}

static bool is_over(struct printer *printer, int64_t now_ms)
{
    return printer->is_stopping &&
           (now_ms >= printer->stop_by_ms || !printer_machine_is_busy(&printer->machine));
}

static void *run(void *arg)
{
    struct printer *printer = arg;

    for (;;) {
        int64_t now_ms = printer_port_now_ms();
        lock(printer);
        struct printer_todo todo = printer_machine_next(&printer->machine, now_ms);
        bool is_last = is_over(printer, now_ms);
        if (printer->is_stopping && todo.wait_until_ms > printer->stop_by_ms)
            todo.wait_until_ms = printer->stop_by_ms;
        unlock(printer);
        deliver(printer);
        if (is_last)
            break;
        switch (todo.what) {
        case PRINTER_DO_OPEN:
            do_open(printer, &todo);
            break;
        case PRINTER_DO_CLOSE:
            do_close(printer);
            break;
        case PRINTER_DO_WAIT:
        case PRINTER_DO_WRITE:
            if (printer->under_way > 0)
                do_await_arrival(printer);
            else
                do_wait_or_write(printer, &todo);
            break;
        }
        deliver(printer);
    }
    if (printer->port.fd >= 0)
        do_close(printer);
    deliver(printer);
    return NULL;
}

static void free_printer(struct printer *printer)
{
    if (printer == NULL)
        return;
    for (int i = 0; i < PRINTER_JOBS_MAX; i++)
        free(printer->kept[i].data);
    if (printer->wake_fd >= 0)
        close(printer->wake_fd);
    pthread_mutex_destroy(&printer->lock);
    free(printer);
}

enum status printer_start(const char *uri, printer_notice_fn *on_notice, void *ctx,
                          char why[PRINTER_WHY_SIZE], struct printer **out)
{
    struct printer_uri target;
    enum status status = printer_uri_parse(uri, why, &target);
    if (status != OK)
        return status;

    struct printer *printer = xalloc(sizeof *printer);
    *printer = (struct printer){.on_notice = on_notice, .ctx = ctx};
    int error = pthread_mutex_init(&printer->lock, NULL);
    assert(error == 0);
    printer_machine_init(&printer->machine, printer_uri_kind(&target));
    printer->first_state = printer->machine.state;
    printer_port_init(&printer->port, &target);
    printer->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    error = printer->wake_fd < 0 ? errno : pthread_create(&printer->thread, NULL, run, printer);
    if (error != 0) {
        (void)str_copy(why, PRINTER_WHY_SIZE, "no thread for the printer could be started");
        LOG_ERR("start the printer's thread: %s", strerror(error));
        free_printer(printer);
        return ERR_IO;
    }
    *out = printer;
    return OK;
}

enum printer_state printer_first_state(const struct printer *printer)
{
    return printer->first_state;
}

enum status printer_submit(struct printer *printer, int64_t job_id, const void *data, size_t len,
                           int print_ms)
{
    enum status status = ERR_LIMIT;
    uint8_t *copy = xalloc(len);
    memcpy(copy, data, len);
    struct printer_job job = {job_id, copy, len, print_ms};

    lock(printer);
    for (int i = 0; i < PRINTER_JOBS_MAX; i++) {
        if (printer->kept[i].data != NULL)
            continue;
        if (printer_machine_submit(&printer->machine, &job, printer_port_now_ms())) {
            printer->kept[i] = (struct kept_job){job_id, copy};
            copy = NULL;
            status = OK;
        }
        break;
    }
    unlock(printer);
    free(copy);
    wake(printer);
    return status;
}

void printer_cancel(struct printer *printer, int64_t job_id)
{
    lock(printer);
    if (printer_machine_cancel(&printer->machine, job_id))
        drop_kept(printer, job_id);
    unlock(printer);
    wake(printer);
}

void printer_watch(struct printer *printer, bool watched)
{
    lock(printer);
    printer_machine_watch(&printer->machine, watched, printer_port_now_ms());
    unlock(printer);
    wake(printer);
}

void printer_stop(struct printer *printer)
{
    if (printer == NULL)
        return;
    lock(printer);
    printer->is_stopping = true;
    printer->stop_by_ms = printer_port_now_ms() + LAST_WORK_MS;
    unlock(printer);
    wake(printer);
}

void printer_join(struct printer *printer)
{
    if (printer == NULL)
        return;
    int error = pthread_join(printer->thread, NULL);
    assert(error == 0);
    free_printer(printer);
}
