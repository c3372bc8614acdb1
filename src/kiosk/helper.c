#include "kiosk/helper.h"

#include <string.h>

#include "base/str.h"
#include "kiosk/screen.h"
#include "trust/badge.h"

/* Air beside, and above and below where the window is low. */
enum { PAD_PX = 16, PAD_LOW_PX = 4 };

/* ---- badges ---- */

static bool is_locked(const struct app *app)
{
    /* They stand in the order they were made. */
    int64_t oldest = app->badge.wrong_ms[0];
    return oldest != 0 && app->setup.at_ms - oldest < BADGE_TRIES_MS;
}

static void note_wrong(struct app *app, enum badge_notice notice)
{
    int64_t *wrong_ms = app->badge.wrong_ms;
    memmove(wrong_ms, wrong_ms + 1, (BADGE_TRIES_MAX - 1) * sizeof *wrong_ms);
    wrong_ms[BADGE_TRIES_MAX - 1] = app->setup.at_ms;
    app->badge.notice = notice;
}

/* Whose it is; NULL when nobody's who may help here. */
static const struct staff *find_owner(const struct app *app, const char *text)
{
    char code[BADGE_CODE_SIZE], hash[BADGE_HASH_SIZE];
    if (!badge_parse(text, code))
        return NULL;
    badge_hash(code, hash);
    const struct staff *staff = catalogue_find_badge(app->setup.catalogue, hash);
    return staff && catalogue_is_for(staff->station, app->setup.station) ? staff : NULL;
}

bool helper_scan(struct app *app, const char *text)
{
    if (!badge_is_meant(text))
        return false;
    enum screen_id screen = app_place(app)->screen;
    if (!app->setup.catalogue || screen == SCREEN_ENROLL)
        return true;
    app->is_stale = true;
    if (screen == SCREEN_ATTRACT)
        app_home(app);
    if (is_locked(app)) {
        app->badge.notice = BADGE_LOCKED;
        return true;
    }
    const struct staff *staff = find_owner(app, text);
    if (!staff || staff->is_retired) {
        note_wrong(app, staff ? BADGE_RETIRED : BADGE_UNKNOWN);
        return true;
    }
    app->badge.notice = BADGE_QUIET;
    (void)str_copy(app->visit.helper, sizeof app->visit.helper, staff->id);
    return true;
}

void helper_end(struct app *app)
{
    if (app->badge.notice != BADGE_QUIET)
        app->badge.notice = BADGE_QUIET;
    else
        app->visit.helper[0] = '\0';
    app->is_stale = true;
}

/* ---- the bar ---- */

struct bar {
    const char *text, *button, *icon;
    enum role role;
};

static struct bar bar_of(const struct canvas *canvas)
{
    static const enum msg notices[] = {[BADGE_UNKNOWN] = MSG_HELP_UNKNOWN,
                                       [BADGE_RETIRED] = MSG_HELP_RETIRED,
                                       [BADGE_LOCKED] = MSG_HELP_LOCKED};
    const struct app *app = canvas->app;
    if (app->badge.notice != BADGE_QUIET)
        return (struct bar){T(canvas, notices[app->badge.notice]), T(canvas, MSG_HELP_NOTED),
                            "alert", ROLE_ALERT};
    if (app->visit.helper[0] == '\0' || !app->setup.catalogue)
        return (struct bar){0};
    const struct staff *staff = catalogue_find_staff(app->setup.catalogue, app->visit.helper);
    const char *name = staff ? canvas_text(canvas, staff->name) : app->visit.helper;
    return (struct bar){TF(canvas, MSG_HELP_BY, name), T(canvas, MSG_HELP_END), "user", ROLE_TEXT};
}

int helper_view_bar(const struct canvas *canvas, const struct ui *ui, struct box rest)
{
    const struct style *style = &canvas->app->style;
    struct bar bar = bar_of(canvas);
    if (!bar.text)
        return 0;
    struct accent *accent = arena_alloc(canvas->arena, sizeof *accent);
    *accent = style_accent(style, AUDIENCE_STAFF);
    struct button button = {
        .tap = {.id = "help.end", .action = {.kind = ACT_HELPER_END}},
        .label = bar.button,
        .size = BUTTON_INLINE,
        .accent = accent,
    };
    struct text_block words = {.utf8 = bar.text,
                               .type = TYPE_LEAD,
                               .face = FACE_BOLD,
                               .role = bar.role,
                               .ink = accent->deep,
                               .back = accent->tint};
    int pad = style_px(style, PAD_PX), icon_px = style_px(style, 40);
    int air = style->orientation == LANDSCAPE ? style_px(style, PAD_LOW_PX) : pad;
    int above = (style->header_px - style->tool_px) / 2; /* from the header's tools to its edge */
    if (above + air < style->key_gap_px)
        air = style->key_gap_px - above;
    int button_w = widget_button_width(ui, &button);
    button_w = button_w > style->touch_px ? button_w : style->touch_px;
    struct box text = {style->margin_px + icon_px + pad, rest.y + air, 0, 0};
    text.w = rest.x + rest.w - style->margin_px - button_w - pad - text.x;
    struct ui quiet = widget_dry(ui);
    int text_h = widget_text(&quiet, text, &words);
    int height = style->inline_button_px > text_h ? style->inline_button_px : text_h;
    if (!ui->list)
        return height + 2 * air;
    draw_rect(ui->list, (struct box){rest.x, rest.y, rest.w, height + 2 * air}, 0, accent->tint);
    text.y += (height - text_h) / 2;
    widget_text(ui, text, &words);
    draw_icon(
        ui->list,
        (struct box){style->margin_px, rest.y + air + (height - icon_px) / 2, icon_px, icon_px},
        bar.icon, accent->deep, accent->mid);
    widget_button(ui,
                  (struct box){rest.x + rest.w - style->margin_px - button_w,
                               rest.y + air + (height - style->inline_button_px) / 2, button_w,
                               style->inline_button_px},
                  &button);
    return height + 2 * air;
}
