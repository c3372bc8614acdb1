#include "kiosk/chrome.h"

/* What the station has to say today: news, changes, what falls out. */

static void body(const struct canvas *canvas, struct column *column)
{
    column_title(column, T(canvas, MSG_NOTICES_TITLE), NULL);
    const struct notice *notice = notice_shown(canvas->app, 0);
    if (!notice)
        column_banner(column,
                      &(struct banner){TONE_BLUE, "info", T(canvas, MSG_NOTICES_NONE), NULL});
    for (size_t i = 1; notice; i++) {
        struct banner banner = notice_banner(canvas, notice);
        column_banner(column, &banner);
        notice = notice_shown(canvas->app, i);
    }
}

static void view(const struct app *app, struct canvas *canvas)
{
    (void)app;
    struct box rest = chrome_begin(canvas);
    chrome_bottom(canvas, &rest, NULL, 0);
    chrome_column(canvas, rest, "list.notices", T(canvas, MSG_NOTICES_TITLE), body);
}

const struct screen screen_notices = {.name = "notices", .view = view};
