#include "kiosk/chrome.h"

#include "base/str.h"
#include "sync/client.h"

/* What staff see until this terminal belongs to a hub. */

static enum msg problem_words(const struct link_news *link)
{
    switch ((enum sync_problem)link->problem) {
    case SYNC_TOKEN_BAD:
        return link->has_token ? MSG_ENROLL_TOKEN_BAD : MSG_ENROLL_NO_TOKEN;
    case SYNC_TOKEN_USED:
        return MSG_ENROLL_TOKEN_USED;
    case SYNC_TOKEN_EXPIRED:
        return MSG_ENROLL_TOKEN_EXPIRED;
    case SYNC_TOKEN_UNKNOWN:
        return MSG_ENROLL_TOKEN_UNKNOWN;
    case SYNC_OTHER_HUB:
        return MSG_ENROLL_OTHER_HUB;
    case SYNC_RETIRED:
        return MSG_ENROLL_RETIRED;
    case SYNC_VERSION:
        return MSG_ENROLL_VERSION;
    case SYNC_UNREACHABLE:
        return MSG_ENROLL_UNREACHABLE;
    default:
        break;
    }
    if (link->is_enrolled)
        return MSG_ENROLL_FIRST_SYNC;
    return link->has_token ? MSG_ENROLL_TRYING : MSG_ENROLL_NO_TOKEN;
}

static void view_enroll(const struct app *app, struct canvas *canvas)
{
    const struct style *style = &app->style;
    struct box rest = chrome_begin(canvas);
    chrome_hero(canvas, &rest,
                &(struct page_hero){.title = T(canvas, MSG_ENROLL_TITLE),
                                    .line = app->setup.station,
                                    .icon = "key"});
    rest = box_inset(rest, style->margin_px, style->margin_px);
    enum msg words = problem_words(&app->link);
    bool is_calm = words == MSG_ENROLL_TRYING || words == MSG_ENROLL_FIRST_SYNC;
    widget_banner(&canvas->ui, (struct box){rest.x, rest.y, rest.w, 0},
                  &(struct banner){is_calm ? TONE_BLUE : TONE_RED, is_calm ? "clock" : "alert",
                                   T(canvas, words), T(canvas, MSG_ENROLL_HELP)});
}

const struct screen screen_enroll = {.name = "enroll", .view = view_enroll};
