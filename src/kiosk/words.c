/* Words that several screens say about the same things. */
#include "kiosk/screen.h"

#include "base/str.h"

enum { FEW_LEFT = 3 };

const char *session_words(const struct canvas *canvas, const struct session_info *info)
{
    instant now = canvas->app->setup.now;
    switch (info->mark) {
    case SESSION_FREE_ENTRY:
        return T(canvas, MSG_SESSION_FREE_ENTRY);
    case SESSION_OPEN:
        return TF(canvas, MSG_SESSION_LEFT_OF, TN(canvas, info->left), TN(canvas, info->capacity));
    case SESSION_WAITING:
        return info->waiting > 0 ? TF(canvas, MSG_SESSION_WAITING, TN(canvas, info->waiting))
                                 : T(canvas, MSG_SESSION_FULL_WAIT);
    case SESSION_FULL:
        return T(canvas, MSG_SESSION_FULL);
    case SESSION_NOT_YET:
        return TF(canvas, MSG_SESSION_NOT_OPEN,
                  text_moment(canvas->arena, canvas->lang, info->opens_at, now));
    case SESSION_CLOSED:
        return T(canvas, now >= info->starts_at ? MSG_SESSION_RUNNING : MSG_SESSION_CLOSED);
    case SESSION_OVER:
        return T(canvas, MSG_SESSION_OVER);
    case SESSION_WITHDRAWN:
        return T(canvas, MSG_SESSION_WITHDRAWN);
    }
    return "";
}

struct tag session_tag(const struct canvas *canvas, const struct session_info *info)
{
    switch (info->mark) {
    case SESSION_FREE_ENTRY:
        return (struct tag){.label = T(canvas, MSG_SESSION_FREE_SHORT), .tone = TONE_GREY};
    case SESSION_OPEN:
        if (info->left <= FEW_LEFT)
            return (struct tag){.label = TF(canvas, MSG_SESSION_FEW, TN(canvas, info->left)),
                                .tone = TONE_YELLOW};
        return (struct tag){.label = TF(canvas, MSG_SESSION_LEFT, TN(canvas, info->left)),
                            .tone = TONE_GOOD};
    case SESSION_WAITING:
        return (struct tag){.label = T(canvas, MSG_SESSION_FULL_WAIT), .tone = TONE_YELLOW};
    case SESSION_WITHDRAWN:
        return (struct tag){.label = T(canvas, MSG_SESSION_WITHDRAWN), .tone = TONE_RED};
    default:
        return (struct tag){.label = session_words(canvas, info), .tone = TONE_GREY};
    }
}

static bool notice_is_due(const struct app *app, const struct notice *notice)
{
    day_number today = day_of_instant(app->setup.now);
    return catalogue_is_for(notice->station, app->setup.station) && notice->from <= today &&
           today <= notice->until;
}

const struct notice *notice_shown(const struct app *app, size_t i)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    for (int turn = 0; turn < 2; turn++) {
        for (size_t k = 0; catalogue && k < catalogue->notices_len; k++) {
            const struct notice *notice = &catalogue->notices[k];
            if ((notice->kind == NOTICE_NEWS) == (turn == 1) && notice_is_due(app, notice) &&
                i-- == 0)
                return notice;
        }
    }
    return NULL;
}

const struct notice *notice_of_session(const struct app *app, const char *session_id)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t k = 0; k < catalogue->notices_len; k++) {
        const struct notice *notice = &catalogue->notices[k];
        for (size_t s = 0; s < notice->sessions_len; s++)
            if (str_equal(notice->sessions[s], session_id))
                return notice;
    }
    return NULL;
}

struct banner notice_banner(const struct canvas *canvas, const struct notice *notice)
{
    bool is_news = notice->kind == NOTICE_NEWS;
    return (struct banner){is_news ? TONE_BLUE : TONE_YELLOW, is_news ? "bell" : "alert",
                           canvas_text(canvas, notice->title), canvas_text(canvas, notice->body)};
}

const char *button_words(const struct canvas *canvas, const char *full, const char *brief)
{
    const struct style *style = &canvas->app->style;
    struct text_block text = {.utf8 = full, .type = TYPE_BUTTON, .face = FACE_BOLD};
    /* What back and home leave, less icon and padding; it may take two lines but in large type. */
    int room = style_px(style, style->orientation == LANDSCAPE ? 900 : 400);
    if (style->type_scale == SCALE_NORMAL)
        room = room * 2 - style_px(style, 80);
    return widget_text_width(&canvas->ui, &text) <= room ? full : brief;
}

size_t facts_of(const struct canvas *canvas, const struct facts *facts, struct fact out[FACTS_MAX])
{
    const struct {
        const char *icon;
        enum msg label;
        struct text text;
    } all[] = {
        {"users", MSG_FIELD_WHO, facts->whom},
        {"calendar", MSG_FIELD_WHEN, facts->when},
        {"pin", MSG_FIELD_WHERE, facts->where},
        {"info", MSG_FIELD_COST, facts->cost},
        {"hand", MSG_FIELD_BY, facts->who},
        {"bag", MSG_FIELD_BRING, facts->bring},
        {"close", MSG_FIELD_NOT_DONE, facts->not_done},
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (text_is_empty(all[i].text))
            continue;
        out[n++] = (struct fact){.icon = all[i].icon,
                                 .label = T(canvas, all[i].label),
                                 .value = canvas_text(canvas, all[i].text)};
    }
    return n;
}
