/* Moving about what is shown without a finger: which touchable node comes next in reading order,
 * which one lies in a direction, and the ring around the one that has the focus. Pure functions of
 * a display list; who has the focus is the caller's. Below a dialog nothing can be reached, as for
 * a finger. Nodes handed out live as long as the list. */
#ifndef UI_FOCUS_H
#define UI_FOCUS_H

#include "ui/draw.h"
#include "ui/style.h"

enum focus_way { FOCUS_NEXT, FOCUS_PREVIOUS };
enum focus_toward { FOCUS_UP, FOCUS_DOWN, FOCUS_LEFT, FOCUS_RIGHT };

/* Whether a node can have the focus: it does something now and has a name to be found by. */
bool focus_can(const struct draw_cmd *cmd);

/* The next in reading order, round and round; from NULL: the first or the last. Nodes whose action
 * is of passed_kind are passed over (0: none), so that an on-screen keyboard does not stand in the
 * way of a real one. NULL: there is none. */
const struct draw_cmd *focus_step(const struct draw_list *list, const struct draw_cmd *from,
                                  enum focus_way way, int passed_kind);

/* The nearest in a direction, those straight ahead before those aside; from itself when there is
 * none. */
const struct draw_cmd *focus_go(const struct draw_list *list, const struct draw_cmd *from,
                                enum focus_toward toward);

/* The ring: 6 px of a panel 1080 wide, 5 px away, with the gap in the surface's colour so that it
 * shows on any ground. Drawn last, over everything. */
void focus_draw(struct draw_list *list, const struct style *style, const struct draw_cmd *cmd);

#endif
