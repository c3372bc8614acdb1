/* A printer's state machine under a clock that the test moves. */
#ifndef TESTS_SLIP_PLAY_H
#define TESTS_SLIP_PLAY_H

#include "slip/printer_machine.h"

/* What every job of these tests sends. */
static const uint8_t slip[100] = {1, 2, 3};

struct play {
    struct printer_machine machine;
    int64_t now_ms;
};

static inline struct play play_new(enum printer_kind kind)
{
    struct play play = {.now_ms = 5000};
    printer_machine_init(&play.machine, kind);
    return play;
}

static inline struct printer_todo next(struct play *play)
{
    return printer_machine_next(&play->machine, play->now_ms);
}

static inline void tell(struct play *play, enum printer_event_kind kind, const uint8_t *data,
                        size_t len)
{
    struct printer_event event = {kind, data, len};
    printer_machine_event(&play->machine, &event, play->now_ms);
}

#endif
