/* The inspection document (design: contract inspection), made from the display list that is shown.
 * Read-only; knows no sockets. */
#ifndef KIOSK_INSPECT_H
#define KIOSK_INSPECT_H

#include "base/buf.h"
#include "kiosk/app.h"
#include "ui/draw.h"

enum inspect_what { INSPECT_TREE, INSPECT_WAIT, INSPECT_BAD };

struct inspect_request {
    enum inspect_what what;
    int64_t limit_ms; /* INSPECT_WAIT: how long */
};

/* One line without its end. */
struct inspect_request inspect_parse(const char *line);

/* One JSON line with its end. frame: how often what is shown has changed. */
void inspect_put_tree(const struct app *app, const struct draw_list *shown, int64_t frame,
                      struct buf *out);
/* What a bad request is answered. */
void inspect_put_error(struct buf *out);

#endif
