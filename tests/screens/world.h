/* A terminal without a window, on a real store in a temporary folder, with a clock, a printer and a
 * hub connection that the test moves by hand. Alone: hub and terminal in one. */
#ifndef TESTS_SCREENS_WORLD_H
#define TESTS_SCREENS_WORLD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/env.h"
#include "entry/entry.h"
#include "hub/step.h"
#include "kiosk/app.h"
#include "kiosk/core.h"
#include "store/store.h"
#include "trust/keys.h"

struct world {
    instant now;
    int64_t mono_ms;
    uint64_t random;
    struct env env;
    char dir[64];
    struct hub_keys hub_keys;
    struct kiosk_keys kiosk_keys;
    struct store *store, *reader;
    struct search *search;
    struct hub *hub;
    struct core core;
    struct app app;
    struct effects effects;
    enum printer_job_state prints; /* what becomes of a slip */
    int64_t slips;                 /* how many were handed to the printer */
    struct entry *entry;           /* opened when something is written */
    int64_t speech;                /* id of what is being said */
    struct buf heard;              /* what is being said, one sentence a line; empty: silence */
    struct buf all_heard;          /* everything that was handed to the voice so far */
    int note_s;                    /* seconds somebody speaks; 0: notes are the test's */
    const char *asked;             /* the hub's answer to any question, NULL: none comes */
    struct catalogue catalogue;    /* the content's, with screens of another size */
    struct station stations[4];
};

/* Tuesday, 24 November 2026, 14:32. */
enum { WORLD_NOW = 1795501920 };

void world_open(struct world *world, const char *content_dir, const struct text_measure *measure,
                int width_px, int height_px);
void world_close(struct world *world);

/* Every station's screen has this diagonal, in tenths of an inch; until other content comes. */
void world_set_screens(struct world *world, int32_t tenths);

/* Other content comes into force. */
void world_publish(struct world *world, const char *content_dir);

/* An event at the world's time, and everything that follows from it. */
void world_event(struct world *world, struct event event);
/* The voice has come to its end. */
void world_end_speech(struct world *world);
void world_wait(struct world *world, int64_t ms);
/* The touchable thing with this id ("#…") or name; false: there is none. */
bool world_tap(struct world *world, const char *what);
/* A finger on the pad: points x,y from 0 to 1000 across it, strokes parted by “/”. false: there is
 * no pad. */
bool world_draw(struct world *world, const char *strokes);
void world_type(struct world *world, const char *text, int64_t gap_ms);
/* As widths are measured here: an em a wide character, half of one a narrow one. */
extern const struct text_measure world_measure;

#endif
