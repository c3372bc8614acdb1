/* The printer's states and a job's life, step by step under a clock of its own. */
#include "slip/printer_machine.h"

#include "check.h"

#include "play.h"

static const struct printer_job job_1 = {1, slip, sizeof slip, 1000};
static const struct printer_job job_2 = {2, slip, sizeof slip, 1000};

/* What a printer answers to DLE EOT 1, 2 and 4. */
struct mood {
    uint8_t answers[3];
};

static const struct mood fine = {{0x12, 0x12, 0x12}};
static const struct mood open_cover = {{0x1A, 0x16, 0x12}};
static const struct mood no_paper = {{0x1A, 0x32, 0x72}};

static void expect_notice(struct play *play, int line, int64_t job_id, enum printer_job_state job)
{
    struct printer_notice notice = {0};
    check_true(__FILE__, line, "a notice came", printer_machine_take(&play->machine, &notice));
    check_int(__FILE__, line, "kind", notice.kind, PRINTER_NOTICE_JOB);
    check_int(__FILE__, line, "job id", notice.job_id, job_id);
    check_int(__FILE__, line, "job state", notice.job, job);
}

static void expect_state(struct play *play, int line, enum printer_state state)
{
    struct printer_notice notice = {0};
    check_true(__FILE__, line, "a notice came", printer_machine_take(&play->machine, &notice));
    check_int(__FILE__, line, "kind", notice.kind, PRINTER_NOTICE_STATE);
    check_str(__FILE__, line, "state", printer_state_name(notice.state), printer_state_name(state));
}

static void expect_silence(struct play *play, int line)
{
    struct printer_notice notice = {0};
    check_true(__FILE__, line, "no notice", !printer_machine_take(&play->machine, &notice));
}

#define EXPECT_JOB(play, id, state) expect_notice((play), __LINE__, (id), (state))
#define EXPECT_STATE(play, state) expect_state((play), __LINE__, (state))
#define EXPECT_SILENCE(play) expect_silence((play), __LINE__)
#define EXPECT_DO(play, what_) CHECK_INT(next(play).what, (what_))

/* Plays one asking: three requests, each answered. */
static void answer(struct play *play, const struct mood *mood)
{
    static const uint8_t numbers[3] = {1, 2, 4};
    for (int i = 0; i < 3; i++) {
        struct printer_todo todo = next(play);
        CHECK_INT(todo.what, PRINTER_DO_WRITE);
        CHECK_INT((int64_t)todo.len, 3);
        if (todo.what != PRINTER_DO_WRITE || todo.len != 3)
            return;
        CHECK_INT(todo.data[0], 0x10);
        CHECK_INT(todo.data[1], 0x04);
        CHECK_INT(todo.data[2], numbers[i]);
        tell(play, PRINTER_EVENT_WRITTEN, NULL, 3);
        CHECK_INT(next(play).what, PRINTER_DO_WAIT);
        CHECK_INT(next(play).wait_until_ms, play->now_ms + 500);
        play->now_ms += 10;
        tell(play, PRINTER_EVENT_BYTES, &mood->answers[i], 1);
    }
}

static void open_port(struct play *play)
{
    EXPECT_DO(play, PRINTER_DO_OPEN);
    tell(play, PRINTER_EVENT_OPENED, NULL, 0);
}

static void close_port(struct play *play)
{
    EXPECT_DO(play, PRINTER_DO_CLOSE);
    tell(play, PRINTER_EVENT_CLOSED, NULL, 0);
}

static void send_slip(struct play *play)
{
    struct printer_todo todo = next(play);
    CHECK_INT(todo.what, PRINTER_DO_WRITE);
    CHECK_INT((int64_t)todo.len, sizeof slip);
    CHECK(todo.data == slip);
    tell(play, PRINTER_EVENT_WRITTEN, NULL, 60);
    todo = next(play);
    CHECK_INT((int64_t)todo.len, 40);
    CHECK(todo.data == slip + 60);
    tell(play, PRINTER_EVENT_WRITTEN, NULL, 40);
}

/* A printer that was found fine at the start and rests. */
static struct play play_fine(void)
{
    struct play play = play_new(PRINTER_KIND_ASKED);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_STATE(&play, PRINTER_OK);
    close_port(&play);
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
    return play;
}

static void test_states(void)
{
    static const struct {
        struct mood mood;
        enum printer_state expected;
    } table[] = {
        {{{0x12, 0x12, 0x12}}, PRINTER_OK},
        {{{0x16, 0x12, 0x12}}, PRINTER_OK}, /* a drawer's signal means nothing here */
        {{{0x12, 0x12, 0x1E}}, PRINTER_NEAR_END},
        {{{0x12, 0x12, 0x16}}, PRINTER_NEAR_END},
        {{{0x12, 0x12, 0x1A}}, PRINTER_NEAR_END},
        {{{0x1A, 0x16, 0x12}}, PRINTER_COVER},
        {{{0x12, 0x16, 0x12}}, PRINTER_COVER},
        {{{0x1A, 0x36, 0x7E}}, PRINTER_COVER}, /* open, so the paper is not seen either */
        {{{0x1A, 0x32, 0x12}}, PRINTER_OUT},
        {{{0x1A, 0x12, 0x72}}, PRINTER_OUT},
        {{{0x1A, 0x12, 0x7E}}, PRINTER_OUT},
        {{{0x1A, 0x52, 0x12}}, PRINTER_ERROR},
        {{{0x1A, 0x12, 0x12}}, PRINTER_ERROR}, /* off line and nobody says why */
        {{{0x1A, 0x1A, 0x12}}, PRINTER_ERROR}, /* somebody holds the feed key */
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct play play = play_new(PRINTER_KIND_ASKED);
        open_port(&play);
        answer(&play, &table[i].mood);
        expect_state(&play, __LINE__, table[i].expected);
        EXPECT_SILENCE(&play);
        close_port(&play);
    }
}

static void test_confirmed(void)
{
    struct play play = play_fine();

    CHECK(printer_machine_submit(&play.machine, &job_1, play.now_ms));
    CHECK(printer_machine_is_busy(&play.machine));
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    CHECK(!printer_machine_cancel(&play.machine, 1));
    send_slip(&play);
    /* Confirmed only when it had the time to print and is still well. */
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    CHECK_INT(next(&play).wait_until_ms, play.now_ms + 1000);
    EXPECT_SILENCE(&play);
    play.now_ms += 1000;
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_CONFIRMED);
    EXPECT_SILENCE(&play);
    CHECK(!printer_machine_is_busy(&play.machine));
    close_port(&play);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
}

static void test_out_during_print(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    send_slip(&play);
    play.now_ms += 1000;
    answer(&play, &no_paper);
    EXPECT_STATE(&play, PRINTER_OUT);
    EXPECT_JOB(&play, 1, PRINTER_JOB_UNCONFIRMED);
    close_port(&play);
}

/* Cover open: nothing is sent, the job waits and goes out when the cover is closed. */
static void test_waits_for_cover(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &open_cover);
    EXPECT_STATE(&play, PRINTER_COVER);
    EXPECT_JOB(&play, 1, PRINTER_JOB_WAITING);
    CHECK(!printer_machine_is_busy(&play.machine));
    for (int i = 0; i < 5; i++) {
        CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
        CHECK_INT(next(&play).wait_until_ms, play.now_ms + PRINTER_POLL_MS);
        play.now_ms += PRINTER_POLL_MS;
        answer(&play, &open_cover);
        EXPECT_SILENCE(&play);
    }
    play.now_ms += PRINTER_POLL_MS;
    answer(&play, &fine);
    EXPECT_STATE(&play, PRINTER_OK);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    send_slip(&play);
    play.now_ms += 1000;
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_CONFIRMED);
}

/* The visitor leaves: nothing is sent to the next one, nothing is polled any more. */
static void test_cancel_while_waiting(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &no_paper);
    EXPECT_STATE(&play, PRINTER_OUT);
    EXPECT_JOB(&play, 1, PRINTER_JOB_WAITING);
    CHECK(printer_machine_cancel(&play.machine, 1));
    CHECK(!printer_machine_cancel(&play.machine, 1));
    EXPECT_SILENCE(&play);
    close_port(&play);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
}

static void test_cancel_while_asking(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    CHECK_INT(next(&play).what, PRINTER_DO_WRITE);
    CHECK(printer_machine_cancel(&play.machine, 1));
    answer(&play, &fine);
    EXPECT_SILENCE(&play);
    close_port(&play);
}

/* Silent: unknown; the slip is sent once and never called printed, even if it talks afterwards. */
static void test_silence(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    CHECK_INT(next(&play).what, PRINTER_DO_WRITE);
    tell(&play, PRINTER_EVENT_WRITTEN, NULL, 3);
    play.now_ms += 499;
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    EXPECT_SILENCE(&play);
    play.now_ms += 1;
    CHECK_INT(next(&play).what, PRINTER_DO_WRITE);
    EXPECT_STATE(&play, PRINTER_UNKNOWN);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    send_slip(&play);
    tell(&play, PRINTER_EVENT_BYTES, fine.answers, 3);
    EXPECT_JOB(&play, 1, PRINTER_JOB_UNCONFIRMED);
    close_port(&play);
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
}

static void test_silence_after(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    send_slip(&play);
    play.now_ms += 1000;
    CHECK_INT(next(&play).what, PRINTER_DO_WRITE);
    tell(&play, PRINTER_EVENT_WRITTEN, NULL, 3);
    play.now_ms += 500;
    close_port(&play);
    EXPECT_STATE(&play, PRINTER_UNKNOWN);
    EXPECT_JOB(&play, 1, PRINTER_JOB_UNCONFIRMED);
}

/* Of all 256 bytes exactly those with the fixed bits are answers. */
static void test_garbage(void)
{
    for (int b = 0; b < 256; b++) {
        struct play play = play_new(PRINTER_KIND_ASKED);
        uint8_t noise[3] = {(uint8_t)b, (uint8_t)b, (uint8_t)b};
        bool is_answer = (b & 0x80) == 0 && (b & 0x10) && (b & 0x02) && (b & 0x01) == 0;
        open_port(&play);
        next(&play);
        tell(&play, PRINTER_EVENT_BYTES, noise, 3); /* before the request is out: old noise */
        CHECK_INT(play.machine.ask, 0);
        tell(&play, PRINTER_EVENT_WRITTEN, NULL, 3);
        tell(&play, PRINTER_EVENT_BYTES, noise, 3);
        CHECK_INT(play.machine.ask, is_answer ? 1 : 0);
    }
}

static void test_gone(void)
{
    static const int64_t waits_ms[] = {1000, 2000, 4000, 8000, 16000, 30000, 30000};
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    for (size_t i = 0; i < sizeof waits_ms / sizeof waits_ms[0]; i++) {
        EXPECT_DO(&play, PRINTER_DO_OPEN);
        tell(&play, PRINTER_EVENT_LOST, NULL, 0);
        if (i == 0) {
            EXPECT_STATE(&play, PRINTER_GONE);
            EXPECT_JOB(&play, 1, PRINTER_JOB_WAITING);
        }
        EXPECT_SILENCE(&play);
        CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
        CHECK_INT(next(&play).wait_until_ms, play.now_ms + waits_ms[i]);
        play.now_ms += waits_ms[i];
    }
    /* A connection that hangs is given up. */
    struct printer_todo todo = next(&play);
    CHECK_INT(todo.what, PRINTER_DO_OPEN);
    CHECK_INT(todo.wait_until_ms, play.now_ms + PRINTER_OPEN_MS);
    play.now_ms = todo.wait_until_ms;
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    play.now_ms += 30000;
    open_port(&play);
    answer(&play, &fine);
    EXPECT_STATE(&play, PRINTER_OK);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    CHECK_INT(play.machine.backoff_ms, PRINTER_BACKOFF_MS);
}

/* A new visitor's slip does not wait for the rest of a long pause. */
static void test_submit_ends_pause(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    next(&play);
    tell(&play, PRINTER_EVENT_LOST, NULL, 0);
    play.now_ms += 10;
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    printer_machine_submit(&play.machine, &job_2, play.now_ms);
    CHECK_INT(next(&play).what, PRINTER_DO_OPEN);
}

/* Broken off mid-job: unconfirmed, never sent again; the next job first completes the picture that
 * the printer may still expect. */
static void test_lost_while_sending(void)
{
    struct play play = play_fine();
    size_t zeros = 0;

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    printer_machine_submit(&play.machine, &job_2, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    next(&play);
    tell(&play, PRINTER_EVENT_WRITTEN, NULL, 60);
    tell(&play, PRINTER_EVENT_LOST, NULL, 0);
    EXPECT_STATE(&play, PRINTER_GONE);
    EXPECT_JOB(&play, 1, PRINTER_JOB_UNCONFIRMED);
    EXPECT_JOB(&play, 2, PRINTER_JOB_WAITING);
    play.now_ms += 1000;
    open_port(&play);
    answer(&play, &fine);
    EXPECT_STATE(&play, PRINTER_OK);
    EXPECT_JOB(&play, 2, PRINTER_JOB_SENDING);
    for (;;) {
        struct printer_todo todo = next(&play);
        CHECK_INT(todo.what, PRINTER_DO_WRITE);
        if (todo.what != PRINTER_DO_WRITE || todo.data == slip)
            break;
        for (size_t i = 0; i < todo.len; i++)
            CHECK_INT(todo.data[i], 0);
        zeros += todo.len;
        tell(&play, PRINTER_EVENT_WRITTEN, NULL, todo.len);
    }
    CHECK(zeros >= 128 * 72);
    send_slip(&play);
    play.now_ms += 1000;
    answer(&play, &fine);
    EXPECT_JOB(&play, 2, PRINTER_JOB_CONFIRMED);
}

/* Lost before the first byte went out: still whole, so it waits and is sent later. */
static void test_lost_before_sending(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    next(&play);
    tell(&play, PRINTER_EVENT_LOST, NULL, 0);
    EXPECT_STATE(&play, PRINTER_GONE);
    EXPECT_JOB(&play, 1, PRINTER_JOB_WAITING);
    play.now_ms += 1000;
    open_port(&play);
    answer(&play, &fine);
    EXPECT_STATE(&play, PRINTER_OK);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    send_slip(&play);
}

static void test_lost_after_sending(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    send_slip(&play);
    tell(&play, PRINTER_EVENT_LOST, NULL, 0);
    EXPECT_STATE(&play, PRINTER_GONE);
    EXPECT_JOB(&play, 1, PRINTER_JOB_UNCONFIRMED);
    EXPECT_SILENCE(&play);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
}

/* Slow is not stalled: only ten seconds without any byte end a job. */
static void test_slow_and_stalled(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    for (int i = 0; i < 50; i++) {
        play.now_ms += 9000;
        CHECK_INT(next(&play).what, PRINTER_DO_WRITE);
        tell(&play, PRINTER_EVENT_WRITTEN, NULL, 1);
    }
    EXPECT_SILENCE(&play);
    play.now_ms += PRINTER_STALL_MS;
    close_port(&play);
    EXPECT_STATE(&play, PRINTER_UNKNOWN);
    EXPECT_JOB(&play, 1, PRINTER_JOB_UNCONFIRMED);
    CHECK(play.machine.cut_short);
}

static void test_stalled_at_once(void)
{
    struct play play = play_fine();

    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    answer(&play, &fine);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    CHECK_INT(next(&play).what, PRINTER_DO_WRITE);
    play.now_ms += PRINTER_STALL_MS;
    close_port(&play);
    EXPECT_STATE(&play, PRINTER_UNKNOWN);
    EXPECT_JOB(&play, 1, PRINTER_JOB_WAITING);
}

static void test_watch(void)
{
    struct play play = play_fine();

    printer_machine_watch(&play.machine, true, play.now_ms);
    open_port(&play);
    answer(&play, &no_paper);
    EXPECT_STATE(&play, PRINTER_OUT);
    CHECK_INT(next(&play).wait_until_ms, play.now_ms + PRINTER_POLL_MS);
    play.now_ms += PRINTER_POLL_MS;
    answer(&play, &fine);
    EXPECT_STATE(&play, PRINTER_OK);
    printer_machine_watch(&play.machine, false, play.now_ms);
    close_port(&play);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
}

static void test_blind(void)
{
    struct play play = play_new(PRINTER_KIND_BLIND);

    CHECK_STR(printer_state_name(play.machine.state), "ok");
    printer_machine_watch(&play.machine, true, play.now_ms);
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    open_port(&play);
    send_slip(&play);
    EXPECT_JOB(&play, 1, PRINTER_JOB_SENDING);
    EXPECT_SILENCE(&play); /* not before it is synced */
    close_port(&play);
    EXPECT_JOB(&play, 1, PRINTER_JOB_CONFIRMED);
    /* A disk that fails at the sync has not printed. */
    printer_machine_submit(&play.machine, &job_2, play.now_ms);
    open_port(&play);
    send_slip(&play);
    EXPECT_JOB(&play, 2, PRINTER_JOB_SENDING);
    EXPECT_DO(&play, PRINTER_DO_CLOSE);
    tell(&play, PRINTER_EVENT_LOST, NULL, 0);
    EXPECT_STATE(&play, PRINTER_GONE);
    EXPECT_JOB(&play, 2, PRINTER_JOB_UNCONFIRMED);
}

static void test_none(void)
{
    struct play play = play_new(PRINTER_KIND_NONE);

    CHECK_STR(printer_state_name(play.machine.state), "none");
    printer_machine_submit(&play.machine, &job_1, play.now_ms);
    printer_machine_watch(&play.machine, true, play.now_ms);
    CHECK_INT(next(&play).what, PRINTER_DO_WAIT);
    CHECK(next(&play).wait_until_ms == PRINTER_FOREVER);
    EXPECT_JOB(&play, 1, PRINTER_JOB_FAILED);
    EXPECT_SILENCE(&play);
}

static void test_limits(void)
{
    struct play play = play_fine();
    struct printer_job job = job_1;

    for (int i = 0; i < PRINTER_JOBS_MAX; i++, job.id++)
        CHECK(printer_machine_submit(&play.machine, &job, play.now_ms));
    CHECK(!printer_machine_submit(&play.machine, &job, play.now_ms));
    next(&play);
    tell(&play, PRINTER_EVENT_LOST, NULL, 0);
    EXPECT_STATE(&play, PRINTER_GONE);
    for (int i = 0; i < PRINTER_JOBS_MAX; i++)
        EXPECT_JOB(&play, i + 1, PRINTER_JOB_WAITING);
    EXPECT_SILENCE(&play);
}

int main(void)
{
    test_states();
    test_confirmed();
    test_out_during_print();
    test_waits_for_cover();
    test_cancel_while_waiting();
    test_cancel_while_asking();
    test_silence();
    test_silence_after();
    test_garbage();
    test_gone();
    test_submit_ends_pause();
    test_lost_while_sending();
    test_lost_before_sending();
    test_lost_after_sending();
    test_slow_and_stalled();
    test_stalled_at_once();
    test_watch();
    test_blind();
    test_none();
    test_limits();
    return check_done();
}
