/* A monkey at the terminal: whatever fingers, keys, scanners, printers, links and clocks can do,
 * chosen by a seed, on the real application with a real store. After each step general checks look
 * at what is shown; they do not know what was done. A life is one terminal with one seed, some
 * hundred steps long; the next has the next seed, so that any failure is replayed from its own. */
#ifndef TESTS_MONKEY_MONKEY_H
#define TESTS_MONKEY_MONKEY_H

#include "kiosk/foresight.h"
#include "kiosk/screen.h"
#include "screens/world.h"
#include "sim/rng.h"
#include "walk/walk.h"

enum { LOG_LINES = 24, LOG_LINE_SIZE = 160, LOOKED_MAX = 4096, SECRETS = 3, SECRET_SIZE = 24 };

enum { SECRET_PHONE, SECRET_WORDS, SECRET_NAME };

struct monkey {
    struct world *world;
    struct walk *walk; /* looks at screens with the real fonts */
    struct foresight *foresight;
    struct rng rng;
    uint64_t seed;
    int64_t step;
    bool traces, goes_on, is_blind;
    const char *root;    /* of the checkout */
    const char *picture; /* NULL or where the last screen that looks wrong is painted */
    char log[LOG_LINES][LOG_LINE_SIZE];
    /* What a visitor of this life types into personal fields, nothing else says so. */
    char secrets[SECRETS][SECRET_SIZE];
    int64_t slips; /* looked at */
    char qr[QR_TEXT_MAX + 1];
    uint64_t looked[LOOKED_MAX]; /* frames that were looked at already, by hash */
    int64_t looks, wipes;
};

/* What is done is told before it is done. */
void monkey_tell(struct monkey *monkey, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints seed, step and the last things done, and ends the program. */
void monkey_fail(struct monkey *monkey, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

/* acts.c: sets up the terminal, for a life. */
void monkey_begin(struct monkey *monkey);
/* Does something. */
void monkey_act(struct monkey *monkey);
/* A tap in the middle of the node with this id; false: it is not there or does nothing now. */
bool monkey_tap_id(struct monkey *monkey, const char *id);

/* checks.c: looks at what came of it. */
void monkey_check(struct monkey *monkey);

#endif
