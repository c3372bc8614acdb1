/* A visit: who stands there, how long nobody touched anything, the warning, and the wipe. */
#ifndef KIOSK_VISIT_H
#define KIOSK_VISIT_H

#include "kiosk/screen.h"

/* Whether the station has a menu for this visitor, and who is taken to stand there until somebody
 * says otherwise: a resident, or whom the station's first menu is for. */
bool visit_has_menu(const struct app *app, enum visitor visitor);
enum visitor visit_first(const struct app *app);
/* Something was touched or typed. */
void visit_touched(struct app *app, int64_t at_ms);
/* A deadline may have come. */
void visit_time(struct app *app, struct effects *effects);
int64_t visit_deadline_ms(const struct app *app);
/* How long nothing may be touched before the warning: 60 s, 120 s where something is entered and in
 * large type, 300 s for who waits for the desk. */
int64_t visit_idle_ms(const struct app *app);
/* The catalogue changed: what the visitor looks at may be gone. */
void visit_new_content(struct app *app);
/* The dialog over the screen. */
void visit_view_warning(const struct app *app, struct canvas *canvas);

#endif
