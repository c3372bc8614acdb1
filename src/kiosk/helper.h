/* 帮办: a staff member scans a badge on any screen and helps. Until the visit ends, or helping is
 * ended in the bar that says who helps, every op names the helper, so does the slip, and the limit
 * of bookings per terminal does not count. A badge that is not good is said in the same bar and
 * changes nothing; after BADGE_TRIES_MAX such in BADGE_TRIES_MS none is looked at for a while. Main
 * thread. */
#ifndef KIOSK_HELPER_H
#define KIOSK_HELPER_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct canvas;
struct ui;
struct box;

enum { BADGE_TRIES_MAX = 5, BADGE_TRIES_MS = 10 * 60 * 1000 };

enum badge_notice { BADGE_QUIET, BADGE_UNKNOWN, BADGE_RETIRED, BADGE_LOCKED };

struct badge {
    enum badge_notice notice;
    int64_t wrong_ms[BADGE_TRIES_MAX]; /* of the last ones; survives the wipe */
};

/* False: what was scanned does not call itself a badge. */
bool helper_scan(struct app *app, const char *text);
/* The button of the bar: ends helping, or takes note of the sentence. */
void helper_end(struct app *app);
/* Draws the bar at the top of rest and returns its height, 0 when there is nothing to say. Measures
 * only, with ui->list NULL. */
int helper_view_bar(const struct canvas *canvas, const struct ui *ui, struct box rest);

#endif
