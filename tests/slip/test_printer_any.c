/* The printer's state machine under any events at any time, from fixed seeds. */
#include "slip/printer_machine.h"

#include "check.h"

#include "play.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* What a job's notices may say after one another. */
static bool may_follow(int from, enum printer_job_state to)
{
    if (from >= 0 && printer_job_is_over((enum printer_job_state)from))
        return false;
    if (to == PRINTER_JOB_CONFIRMED || to == PRINTER_JOB_UNCONFIRMED)
        return from == PRINTER_JOB_SENDING;
    return to != PRINTER_JOB_FAILED;
}

enum { ANY_JOBS = 4000 };

/* What is known of the jobs of one random life. */
struct record {
    int last[ANY_JOBS]; /* the last notice, -1: none */
    size_t sent[ANY_JOBS];
    int64_t jobs_n;
};

static void check_notices(struct play *play, struct record *record)
{
    struct printer_notice notice;
    while (printer_machine_take(&play->machine, &notice)) {
        if (notice.kind != PRINTER_NOTICE_JOB)
            continue;
        CHECK(may_follow(record->last[notice.job_id], notice.job));
        record->last[notice.job_id] = (int)notice.job;
    }
}

/* Does what the machine wants, in part; notes what of a job went out. */
static void obey(struct play *play, struct record *record, const struct printer_todo *todo,
                 uint32_t dice)
{
    size_t len = todo->len > 0 ? dice % (todo->len + 1) : 0;

    switch (todo->what) {
    case PRINTER_DO_OPEN:
        tell(play, PRINTER_EVENT_OPENED, NULL, 0);
        break;
    case PRINTER_DO_CLOSE:
        tell(play, PRINTER_EVENT_CLOSED, NULL, 0);
        break;
    case PRINTER_DO_WRITE:
        if (todo->data >= slip && todo->data < slip + sizeof slip) {
            int64_t id = play->machine.jobs[0].id;
            CHECK_INT((int64_t)record->sent[id], todo->data - slip);
            record->sent[id] += len;
        }
        tell(play, PRINTER_EVENT_WRITTEN, NULL, len);
        break;
    case PRINTER_DO_WAIT:
        play->now_ms += dice % 700;
        break;
    }
}

/* One thing that may happen at any time. */
static void happen(struct play *play, struct record *record, uint32_t dice)
{
    uint8_t bytes[3] = {0x12, (uint8_t)(dice >> 8), 0x16};
    struct printer_job job = {record->jobs_n, slip, sizeof slip, 300};

    switch (dice % 8) {
    case 0:
    case 1:
        if (record->jobs_n < ANY_JOBS && printer_machine_submit(&play->machine, &job, play->now_ms))
            record->jobs_n++;
        break;
    case 2:
        printer_machine_watch(&play->machine, dice & 0x100, play->now_ms);
        break;
    case 3:
        printer_machine_cancel(&play->machine, record->jobs_n - (dice >> 8) % 4);
        break;
    case 4:
        tell(play, PRINTER_EVENT_LOST, NULL, 0);
        break;
    default:
        play->now_ms += dice % 700;
        tell(play, PRINTER_EVENT_BYTES, bytes, (dice >> 8) % 4);
        break;
    }
}

/* No assert, no byte of a job sent twice, no impossible notice, no
 * deadline of the past. */
static void test_any_events(void)
{
    static struct record record;

    for (uint32_t seed = 1; seed <= 60; seed++) {
        uint32_t random = seed;
        struct play play = play_new(seed % 3 == 0 ? PRINTER_KIND_BLIND : PRINTER_KIND_ASKED);
        record = (struct record){0};
        memset(record.last, -1, sizeof record.last);
        for (int step = 0; step < 4000; step++) {
            struct printer_todo todo = next(&play);
            check_notices(&play, &record);
            CHECK(todo.wait_until_ms > play.now_ms || todo.what == PRINTER_DO_CLOSE);
            if (next_random(&random) % 4 == 0)
                happen(&play, &record, next_random(&random));
            else
                obey(&play, &record, &todo, next_random(&random));
        }
        CHECK(record.jobs_n > 20);
    }
}

int main(void)
{
    test_any_events();
    return check_done();
}
