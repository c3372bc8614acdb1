/* Plays scripts on the terminal without a window. A script's lines:
 *
 *   tap WHAT        the thing with this name, or #id
 *   type TEXT       keys, as a person types
 *   draw X,Y …      strokes on the pad, from 0 to 1000 across it, parted by /
 *   scan TEXT       keys and Enter, as fast as a scanner; $number, $qr, $forged and
 *                   $foreign: made from the last result; $card BODY and $thing BODY: with their
 *                   check character
 *   press KEY …     Tab, Backtab, Up, Down, Left, Right, Enter, Space, Escape, Home, PageUp,
 *                   PageDown, Switch, SwitchHeld, Act, Pad0 … Pad9; Tab*3: three times
 *   to ID           Tab until the thing with this id has the focus
 *   enter           the Enter key
 *   wait N          seconds
 *   at YYYY-MM-DD HH:MM   sets the clock, at the station
 *   size W H        of the window
 *   printer WORD    ok, out, unknown, none: what becomes of slips
 *   microphone N    there is one, and who speaks does so for N seconds
 *   link WORD       offline, online, none
 *   desk WORD       answer, close: what the desk does about the last call
 *   find WHAT       tap, after turning pages until it is there
 *   more [NAME]     home's second page, where it has one, as show does
 *   look            a new visitor who likes it as player->look says
 *   slip [NAME]     the slip that was printed last; a picture of this name
 *   say TEXT        into the output
 *   where           the screen's name and what has the focus
 *   hear            what is being said now
 *   over            the voice has come to its end
 *   show [NAME]     the same, then the whole screen, one line a node; a picture of this name */
#ifndef TESTS_SCREENS_PLAYER_H
#define TESTS_SCREENS_PLAYER_H

#include "base/buf.h"
#include "domain/number.h"
#include "screens/world.h"

/* How a visitor likes it, and the glass it is shown on: 1080×1920, 1920×1080, or, of 15.6 inches,
 * 1366×768. */
enum glass { GLASS_UPRIGHT, GLASS_WIDE, GLASS_SMALL };
struct look {
    enum glass glass;
    enum lang lang;
    enum type_scale type_scale;
    enum theme theme;
    enum reach reach;
};

struct player {
    struct world *world;
    const char *path; /* of the script */
    struct look look;
    /* Called with what is shown under a name; may be NULL. */
    void (*shot)(void *ctx, const struct draw_list *list, const char *name);
    void *shot_ctx;
    const struct text_measure *measure;
    struct buf out; /* what was shown, as text */
    int line;
    char number[TICKET_SIZE], qr[QR_TEXT_MAX + 1], forged[QR_TEXT_MAX + 1];
    char foreign[QR_TEXT_MAX + 1];
};

/* Opens a world on this content, plays the script and closes it. world, path, look, shot and
 * measure are set by the caller; out is the caller's to free. Ends the program with a message where
 * the script asks for what is not there. */
void player_run(struct player *player, const char *content_dir);

/* "zh-normal", "en-large" …: language and size of type. */
bool look_parse(const char *word, struct look *out);

#endif
