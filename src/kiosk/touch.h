/* Fingers on the glass, and what only looks like one. An area acts when the finger that came down
 * on it is let go on it; a slide of 4 mm or within the area still counts, further away it does not.
 * Every quick tap counts, those of a second finger too.
 *
 * What is no tap, of a touch panel's contacts (a mouse is always meant):
 *
 *   a drop     is gone within 15 ms. Panels report every 8 to 10 ms, so that is one or two reports;
 *              the quickest finger stays for 40. A touch that may have come earlier than it was
 *              read, because the terminal was busy, gets that time on top: nobody's tap is lost to
 * a slow moment. a palm     is several contacts that come down within 80 ms of each other. Two
 * thumbs that type in a hurry are further apart. None of them counts, nor any that joins them,
 * until all are up; after 3 s they are taken for something that lies there and hinder nobody. a
 * rest     stays longer than 3 s, or 500 ms when another finger comes then: a sleeve, a bag, the
 *              hand one leans on. An elder's slow press is over within two seconds. The pressed
 * look goes when the time is over, so that one sees it will not count.
 *
 * SDL tells neither the area of a contact nor, on X11, its pressure: time and company have to do.
 * Pure: times are the events'. Main thread. */
#ifndef KIOSK_TOUCH_H
#define KIOSK_TOUCH_H

#include "kiosk/app.h"

enum {
    TOUCH_DROP_MS = 15,
    TOUCH_TOGETHER_MS = 80,
    TOUCH_LEANS_MS = 500,
    TOUCH_REST_MS = 3000,
    TOUCH_SLOP_PX = 16 /* of a panel 1080 wide */
};

/* EVENT_TOUCH_DOWN, _MOVE, _UP and _LOST. */
void touch_take(struct app *app, const struct event *event, struct effects *effects);
/* A deadline may have come. */
void touch_time(struct app *app);
int64_t touch_deadline_ms(const struct app *app);

/* The rule by itself. A contact has come down, others are still there: who of them can be a tap. */
void touch_judge_down(struct contact *contacts, size_t n, size_t new_one, int64_t at_ms);
/* It is let go: whether it was a tap. */
bool touch_judge_up(const struct contact *contact, int64_t at_ms);

#endif
