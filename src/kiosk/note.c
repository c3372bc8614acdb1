#include "kiosk/note.h"

#include <string.h>

#include "base/str.h"
#include "kiosk/chrome.h"

enum { BAR_PX = 28, CARD_PAD_PX = 28, BUTTON_GAP_PX = 24 };

/* ---- what there is ---- */

bool note_is_kept(const struct draft *draft)
{
    for (size_t i = 0; i < DRAFT_ANSWERS_MAX; i++)
        if (draft->answers[i].note_s > 0)
            return true;
    return false;
}

bool note_is_offered(const struct app *app, const struct field *field)
{
    return app->setup.can_record && field->kind == FIELD_TEXT &&
           field->class == FIELD_CLASS_PERSONAL && !note_is_kept(&app->draft);
}

static void wipe(struct note *note)
{
    if (note->ogg.data)
        memset(note->ogg.data, 0, note->ogg.cap);
    buf_fini(&note->ogg);
    note->ogg = (struct buf){0};
    note->seconds = 0;
}

void note_destroy(struct note *note)
{
    wipe(note);
}

static bool is_open(const struct app *app)
{
    for (int i = 0; i < app->trail.n; i++)
        if (app->trail.places[i].screen == SCREEN_NOTE)
            return true;
    return false;
}

static void ask(struct app *app, enum note_deed deed, struct effects *effects)
{
    effects_add(effects, &(struct effect){.kind = EFFECT_NOTE,
                                          .note = deed,
                                          .arg = app->note.id,
                                          .volume = app->visit.volume});
}

void note_take(struct app *app, const struct note_news *news)
{
    struct note *note = &app->note;
    if (news->id != note->id || note->state == NOTE_NONE)
        return;
    switch (news->kind) {
    case NOTE_RECORDING:
        /* A second that was told before the end was asked for. */
        if (note->state == NOTE_WAITS && news->seconds > 0)
            return;
        note->state = NOTE_LISTENS;
        note->seconds = news->seconds;
        break;
    case NOTE_READY:
        wipe(note);
        buf_append(&note->ogg, news->ogg, news->ogg_len);
        note->seconds = news->seconds;
        note->state = NOTE_IS_THERE;
        break;
    case NOTE_PLAYED:
        if (note->state == NOTE_PLAYS)
            note->state = NOTE_IS_THERE;
        break;
    case NOTE_FAILED:
        note->state = NOTE_NONE;
        app->setup.can_record = false;
        break;
    }
    /* Who speaks or listens touches nothing. */
    if (app->idle.state == IDLE_NO)
        app->idle.since_ms = app->setup.at_ms;
    app->is_stale = true;
}

void note_follow(struct app *app, struct effects *effects)
{
    struct note *note = &app->note;
    if (!is_open(app)) {
        if (note->state != NOTE_NONE)
            ask(app, NOTE_DROP, effects);
        note->state = NOTE_NONE;
        if (note->ogg.data && !note_is_kept(&app->draft))
            wipe(note);
        return;
    }
    /* Somebody was called meanwhile: what they talk about is not recorded. */
    bool is_shown = app_place(app)->screen == SCREEN_NOTE;
    if (!is_shown && note->state == NOTE_LISTENS) {
        ask(app, NOTE_STOP, effects);
        note->state = NOTE_WAITS;
    } else if (!is_shown && note->state == NOTE_PLAYS) {
        ask(app, NOTE_HUSH, effects);
        note->state = NOTE_IS_THERE;
    }
}

/* ---- the screen ---- */

static const struct field *field_of(const struct app *app)
{
    const struct place *place = app_place(app);
    const struct request_kind *kind = catalogue_find_request(app->setup.catalogue, app->draft.ref);
    for (size_t i = 0; kind && i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++)
        if (str_equal(kind->fields[i].id, place->filter))
            return &kind->fields[i];
    return NULL;
}

static struct button button_of(const struct canvas *canvas, const char *id, enum note_tap tap,
                               enum msg label, const char *icon)
{
    return (struct button){.tap = {.id = id, .action = {ACT_NOTE, tap, NULL}},
                           .label = T(canvas, label),
                           .icon = icon};
}

static struct page_hero hero_of(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    const char *most = TN(canvas, NOTE_MOST_S);
    switch (app->note.state) {
    case NOTE_WAITS:
        return (struct page_hero){
            .title = T(canvas, MSG_NOTE_WAIT), .line = T(canvas, MSG_NOTE_WHO), .icon = "talk"};
    case NOTE_LISTENS:
        return (struct page_hero){.title = T(canvas, MSG_NOTE_LISTENS),
                                  .line = T(canvas, MSG_NOTE_LISTENS_HINT),
                                  .icon = "talk"};
    case NOTE_IS_THERE:
    case NOTE_PLAYS:
        return (struct page_hero){.title = T(canvas, MSG_NOTE_IS_THERE),
                                  .line = T(canvas, MSG_NOTE_IS_THERE_HINT),
                                  .icon = "check",
                                  .icon_kind = HERO_SEAL};
    case NOTE_NONE:
        break;
    }
    return (struct page_hero){.title = T(canvas, MSG_NOTE_TITLE),
                              .line = TF(canvas, MSG_NOTE_HINT, most),
                              .icon = "talk"};
}

static bool is_said(const struct app *app)
{
    return app->note.state == NOTE_IS_THERE || app->note.state == NOTE_PLAYS;
}

/* How much of the minute is used, and beside it some words; it moves once a second. Returns its
 * height. */
static int view_bar(const struct canvas *canvas, const struct ui *ui, struct box box,
                    const char *words, colour back)
{
    const struct style *style = ui->style;
    struct text_block text = {.utf8 = words,
                              .type = TYPE_LEAD,
                              .align = ALIGN_RIGHT,
                              .role = ROLE_TEXT,
                              .ink = style->ink2,
                              .back = back};
    int height = style_px(style, BAR_PX), words_px = widget_text_width(ui, &text) + 1;
    struct box right = box_cut_right(&box, words_px);
    box_cut_right(&box, style->gap_px);
    right.h = 0;
    int line_px = widget_text(ui, right, &text);
    if (!ui->list)
        return line_px;
    struct box bar = {box.x, box.y + (line_px - height) / 2, box.w, height};
    draw_rect(ui->list, bar, height / 2, style->line);
    bar.w = (int)((int64_t)bar.w * canvas->app->note.seconds / NOTE_MOST_S);
    if (bar.w >= height)
        draw_rect(ui->list, bar, height / 2, style->accent.fill);
    return line_px;
}

/* The seconds, as the biggest thing there is while somebody speaks, and the bar below them. */
static int view_seconds(const struct canvas *canvas, const struct ui *ui, struct box box)
{
    const struct app *app = canvas->app;
    const struct style *style = ui->style;
    int pad = style_px(style, CARD_PAD_PX);
    struct text_block label = {.utf8 = T(canvas, is_said(app) ? MSG_NOTE_IN_ALL : MSG_NOTE_SO_FAR),
                               .type = TYPE_LEAD,
                               .role = ROLE_TEXT,
                               .ink = style->ink2,
                               .back = style->surface};
    bool is_low = style->orientation == LANDSCAPE && style->type_scale == SCALE_LARGE;
    struct text_block value = {.utf8 = TF(canvas, MSG_NOTE_SECONDS, TN(canvas, app->note.seconds)),
                               .type = is_said(app) || is_low ? TYPE_DISPLAY : TYPE_CLOCK,
                               .face = FACE_BOLD,
                               .line_height = LINES_TITLE,
                               .align = ALIGN_CENTRE,
                               .role = ROLE_TEXT,
                               .ink = style->accent.deep,
                               .back = style->surface};
    size_t mark = widget_card_begin(ui, box, CARD_FLAT);
    struct box in = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    in.y += widget_text(ui, in, &label);
    in.y += widget_text(ui, in, &value) + style->gap_px;
    in.y += view_bar(canvas, ui, in, TF(canvas, MSG_NOTE_MOST, TN(canvas, NOTE_MOST_S)),
                     style->surface);
    in.y += pad;
    widget_card_end(ui, mark, in.y);
    return in.y - box.y;
}

/* Where what was said can be heard again a wide window, and one whose content is low, has room for
 * the bar only. */
static void put_seconds(const struct canvas *canvas, struct column *column)
{
    const struct style *style = &canvas->app->style;
    bool is_tight = style->orientation == LANDSCAPE || chrome_is_low(canvas);
    bool is_brief = is_tight && is_said(canvas->app);
    const char *seconds = TF(canvas, MSG_NOTE_SECONDS, TN(canvas, canvas->app->note.seconds));
    struct ui quiet = column_measuring(column);
    column_gap(column, style->gap_px);
    struct box at = column_natural(column);
    struct box box = column_take(column, is_brief ? view_bar(canvas, &quiet, at, seconds, style->bg)
                                                  : view_seconds(canvas, &quiet, at));
    box.h = 0;
    if (is_brief)
        view_bar(canvas, &column->ui, box, seconds, style->bg);
    else
        view_seconds(canvas, &column->ui, box);
}

/* What one might say, for who does not know how to begin. */
static void put_examples(const struct canvas *canvas, struct column *column)
{
    const char *lines[] = {
        T(canvas, MSG_NOTE_EXAMPLE_WHAT),
        T(canvas, MSG_NOTE_EXAMPLE_WHERE),
        T(canvas, MSG_NOTE_EXAMPLE_SINCE),
    };
    column_points_if_room(column, &(struct points){.title = T(canvas, MSG_NOTE_EXAMPLES),
                                                   .lines = lines,
                                                   .n = sizeof lines / sizeof lines[0]});
}

static void put_button(const struct canvas *canvas, struct column *column,
                       const struct button *button)
{
    struct ui quiet = column_measuring(column);
    column_gap(column, style_px(&canvas->app->style, BUTTON_GAP_PX));
    struct box at = column_natural(column);
    struct box box = column_take(column, widget_button(&quiet, at, button));
    widget_button(&column->ui, box, button);
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct field *field = field_of(app);
    enum note_state state = app->note.state;
    if (field)
        column_section(column, canvas_text(canvas, field->label), NULL);
    if (!app->setup.can_record)
        column_banner(column, &(struct banner){TONE_RED, "alert", T(canvas, MSG_NOTE_FAILED),
                                               T(canvas, MSG_NOTE_FAILED_HINT)});
    if (state != NOTE_NONE)
        put_seconds(canvas, column);
    if (is_said(app)) {
        struct button play =
            state == NOTE_PLAYS
                ? button_of(canvas, "note.hush", NOTE_TAP_HUSH, MSG_NOTE_HUSH, "quiet")
                : button_of(canvas, "note.play", NOTE_TAP_PLAY, MSG_NOTE_PLAY, "speaker");
        struct button drop = button_of(canvas, "note.drop", NOTE_TAP_DROP, MSG_NOTE_AGAIN, "trash");
        put_button(canvas, column, &play);
        put_button(canvas, column, &drop);
    }
    column_gap(column, app->style.gap_px);
    column_text(column, &(struct text_block){.utf8 = T(canvas, MSG_NOTE_WHO),
                                             .type = TYPE_LEAD,
                                             .role = ROLE_TEXT,
                                             .back = app->style.bg});
    if (app->setup.can_record && !is_said(app))
        put_examples(canvas, column);
}

static struct button main_of(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    struct button button;
    switch (app->note.state) {
    case NOTE_LISTENS:
        button = button_of(canvas, "note.stop", NOTE_TAP_STOP, MSG_NOTE_STOP, "check");
        break;
    case NOTE_IS_THERE:
    case NOTE_PLAYS:
        button = button_of(canvas, "note.keep", NOTE_TAP_KEEP, MSG_NOTE_KEEP, "check");
        break;
    default:
        button = button_of(canvas, "note.start", NOTE_TAP_START, MSG_NOTE_START, "talk");
        button.tap.state = app->note.state == NOTE_WAITS ? TAP_BUSY : TAP_NORMAL;
        break;
    }
    button.kind = BUTTON_FILLED;
    return button;
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    struct button button = main_of(canvas);
    chrome_bottom(canvas, &rest, &button, app->setup.can_record ? 1 : 0);
    struct page_hero hero = hero_of(canvas);
    chrome_hero(canvas, &rest, &hero);
    chrome_column(canvas, rest, "list.note", hero.title, body);
}

/* ---- acting ---- */

bool note_open(struct app *app, const struct request_kind *kind, size_t index, enum note_tap tap)
{
    const struct field *field = &kind->fields[index];
    if (tap == NOTE_TAP_FORGET) {
        app->draft.answers[index].note_s = 0;
        app_load(app);
        return true;
    }
    if (tap != NOTE_TAP_OPEN || !note_is_offered(app, field))
        return false;
    app_go(app, SCREEN_NOTE, kind->id);
    str_copy(app_place_mutable(app)->filter, CONTENT_ID_SIZE, field->id);
    return true;
}

static void keep(struct app *app, struct effects *effects)
{
    const struct request_kind *kind = catalogue_find_request(app->setup.catalogue, app->draft.ref);
    const struct field *field = field_of(app);
    if (!field || app->note.ogg.len == 0)
        return;
    struct draft_answer *answer = &app->draft.answers[field - kind->fields];
    answer->note_s = app->note.seconds;
    memset(answer->text, 0, sizeof answer->text);
    ask(app, NOTE_DROP, effects);
    app->note.state = NOTE_NONE;
    app_back(app);
}

static void start(struct app *app, struct effects *effects)
{
    wipe(&app->note);
    app->note.id++;
    app->note.state = NOTE_WAITS;
    ask(app, NOTE_RECORD, effects);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    enum note_state state = app->note.state;
    bool is_there = state == NOTE_IS_THERE || state == NOTE_PLAYS;
    if (action->kind != ACT_NOTE)
        return false;
    switch ((enum note_tap)action->arg) {
    case NOTE_TAP_START:
        if (state == NOTE_NONE && app->setup.can_record)
            start(app, effects);
        break;
    case NOTE_TAP_STOP:
        if (state == NOTE_LISTENS) {
            app->note.state = NOTE_WAITS;
            ask(app, NOTE_STOP, effects);
        }
        break;
    case NOTE_TAP_PLAY:
        if (state == NOTE_IS_THERE) {
            app->note.state = NOTE_PLAYS;
            ask(app, NOTE_PLAY, effects);
        }
        break;
    case NOTE_TAP_HUSH:
        if (state == NOTE_PLAYS) {
            app->note.state = NOTE_IS_THERE;
            ask(app, NOTE_HUSH, effects);
        }
        break;
    case NOTE_TAP_DROP:
        if (is_there) {
            wipe(&app->note);
            app->note.state = NOTE_NONE;
            ask(app, NOTE_DROP, effects);
        }
        break;
    case NOTE_TAP_KEEP:
        if (is_there)
            keep(app, effects);
        break;
    default:
        return false;
    }
    return true;
}

const struct screen screen_note = {.name = "note", .view = view, .act = act};
