/* Reading aloud: what a screen says, when it is said and when it stops. Made from the display list
 * that is drawn, so what is heard is what is seen. Pure: sentences go out with EFFECT_SPEAK, the
 * voice's thread (speak_thread.h) says them. Main thread.
 *
 * What somebody typed and what says something about the visitor is never spoken (enum secrecy of
 * ui/draw.h); confidential kinds go by their neutral title. */
#ifndef KIOSK_SPEAK_H
#define KIOSK_SPEAK_H

#include "kiosk/screen.h"

/* The sentences for what is shown, one a line: titles, alerts, then the rest in reading order, each
 * thing that can be touched with a word for its kind. Not the tools and bars every screen has. */
void speak_screen(const struct app *app, const struct draw_list *shown, struct buf *out);

/* ACT_SPEAK: reads the screen, or stops. */
void speak_toggle(struct app *app, struct effects *effects);
/* ACT_VOLUME: a step up or down. */
void speak_volume(struct app *app, int step, struct effects *effects);
/* Falls silent; nothing when nothing is said. */
void speak_hush(struct app *app, struct effects *effects);
/* A finger left something that cannot be touched: its reason is said, when speech is on. */
void speak_disabled(struct app *app, int x, int y, struct effects *effects);
/* The keyboard's ring came to this: it is said, when speech is on. Keys of a keyboard on the screen
 * are not, or everybody would hear what is typed. */
void speak_focused(struct app *app, const struct draw_cmd *cmd, struct effects *effects);
/* After every event: stops when another screen is shown, says an error once, and the warning. */
void speak_follow(struct app *app, struct effects *effects);
void speak_news(struct app *app, const struct event *event);
/* The visit is over: silence, and the volume as it was. */
void speak_wipe(struct app *app, struct effects *effects);

/* The tool of the header. */
struct tool speak_tool(const struct canvas *canvas);
/* While something is said, two tools for the volume stand in place of the first two, so that
 * nothing on the screen moves, and the header's line says how loud it is. */
size_t speak_volume_tools(const struct canvas *canvas, struct tool *tools);
const char *speak_line(const struct canvas *canvas);

#endif
