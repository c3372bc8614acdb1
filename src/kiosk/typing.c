#include "kiosk/typing.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "kiosk/screen.h"
#include "kiosk/touch.h"

/* Ink nearer than this to the last point says nothing new. */
enum { INK_STEP = 4 };

bool typing_is_on(const struct app *app)
{
    const struct screen *screen = screens[app_place(app)->screen];
    return screen->types && screen->types(app);
}

enum pad_mode typing_mode(const struct app *app)
{
    if (app->typing.is_chosen)
        return app->typing.mode;
    return app->visit.lang == LANG_EN ? PAD_LATIN : PAD_PINYIN;
}

const char *typing_composed(const struct app *app)
{
    return app->typing.now.letters;
}

static bool has_letters(const struct app *app)
{
    return app->typing.now.letters[0] != '\0';
}

static bool is_answered(const struct typing *typing)
{
    return typing->news.serial == typing->now.serial;
}

/* ---- questions ---- */

static void forget_answer(struct typing *typing)
{
    memset(&typing->news, 0, sizeof typing->news);
    typing->now.serial++;
    typing->takes_first = typing->is_open = false;
    typing->page = 0;
}

static_assert(ENTRY_FUZZY_IN_ING == 1 << 6, "in the order of FUZZY_SOUND_LIST");

static enum entry_fuzzy fuzzy_of(const struct app *app)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct station *station =
        catalogue ? catalogue_find_station(catalogue, app->setup.station) : NULL;
    return station ? (enum entry_fuzzy)station->fuzzy_sounds : ENTRY_FUZZY_NONE;
}

static void ask(struct app *app, enum entry_ask what, struct effects *effects)
{
    struct typing *typing = &app->typing;
    typing->now.ask = what;
    typing->now.serial++;
    typing->now.fuzzy = fuzzy_of(app);
    typing->was_asked = true;
    effects_add(effects, &(struct effect){.kind = EFFECT_ENTRY, .entry = &typing->now});
}

/* The letters changed. */
static void ask_letters(struct app *app, struct effects *effects)
{
    app->typing.page = 0;
    app->typing.takes_first = false;
    if (has_letters(app))
        ask(app, ENTRY_ASK_PINYIN, effects);
    else
        forget_answer(&app->typing);
}

static void clear_letters(struct typing *typing)
{
    memset(typing->now.letters, 0, sizeof typing->now.letters);
    forget_answer(typing);
}

static void clear_ink(struct typing *typing)
{
    memset(&typing->now.ink, 0, sizeof typing->now.ink);
    typing->recognise_at_ms = 0;
    typing->is_drawing = false;
    forget_answer(typing);
}

/* ---- into the text ---- */

static void give_point(struct app *app, uint32_t point, struct effects *effects)
{
    const struct screen *screen = screens[app_place(app)->screen];
    if (screen->key)
        screen->key(app, point, effects);
}

static void give_text(struct app *app, const char *text, struct effects *effects)
{
    size_t len = strlen(text);
    for (size_t at = 0, bytes; at < len; at += bytes)
        give_point(app, utf8_next(text + at, len - at, &bytes), effects);
}

static void give_letters(struct app *app, struct effects *effects)
{
    char letters[ENTRY_LETTERS_MAX + 1];
    memcpy(letters, app->typing.now.letters, sizeof letters);
    clear_letters(&app->typing);
    give_text(app, letters, effects);
}

/* The letters a candidate stands for are done with; those after it are asked for again. */
static void drop_letters(struct app *app, int n, struct effects *effects)
{
    char *letters = app->typing.now.letters;
    size_t len = strlen(letters), done = n > 0 && (size_t)n < len ? (size_t)n : len;
    while (letters[done] == '\'')
        done++;
    memmove(letters, letters + done, len + 1 - done);
    memset(letters + (len - done), 0, sizeof app->typing.now.letters - (len - done));
    app->typing.is_open = false;
    ask_letters(app, effects);
}

static void choose(struct app *app, int64_t index, struct effects *effects)
{
    struct typing *typing = &app->typing;
    if (index < 0 || index >= typing->news.answer.n)
        return;
    struct entry_candidate chosen = typing->news.answer.items[index];
    if (has_letters(app))
        drop_letters(app, chosen.letters, effects);
    else
        clear_ink(typing);
    give_text(app, chosen.text, effects);
}

/* What is under way becomes text: the best candidate, or the letters where there is none or where
 * letters are looked for as they stand. */
static void settle(struct app *app, struct effects *effects)
{
    struct typing *typing = &app->typing;
    if (!has_letters(app))
        return;
    bool takes_letters = app_place(app)->screen == SCREEN_SEARCH;
    if (!takes_letters && is_answered(typing) && typing->news.answer.n > 0) {
        struct entry_candidate first = typing->news.answer.items[0];
        size_t len = strlen(typing->now.letters), done = (size_t)first.letters;
        give_text(app, first.text, effects);
        if (done > 0 && done < len)
            memmove(typing->now.letters, typing->now.letters + done, len + 1 - done);
        else
            clear_letters(typing);
    }
    give_letters(app, effects);
}

static void take_first(struct app *app, struct effects *effects)
{
    struct typing *typing = &app->typing;
    if (!is_answered(typing))
        typing->takes_first = true;
    else if (typing->news.answer.n > 0)
        choose(app, 0, effects);
    else
        give_letters(app, effects);
}

void typing_answered(struct app *app, const struct event *event, struct effects *effects)
{
    struct typing *typing = &app->typing;
    if (event->entry->serial != typing->now.serial)
        return;
    typing->news = *event->entry;
    app->is_stale = true;
    if (typing->takes_first) {
        typing->takes_first = false;
        take_first(app, effects);
    }
}

/* ---- keys ---- */

static bool add_letter(struct app *app, char letter, struct effects *effects)
{
    char *letters = app->typing.now.letters;
    size_t len = strlen(letters);
    if (len == ENTRY_LETTERS_MAX || (letter == '\'' && letters[len - 1] == '\''))
        return true;
    letters[len] = letter;
    app->typing.is_open = false;
    ask_letters(app, effects);
    return true;
}

static void drop_letter(struct app *app, struct effects *effects)
{
    char *letters = app->typing.now.letters;
    letters[strlen(letters) - 1] = '\0';
    ask_letters(app, effects);
}

/* A key while there are letters under way. */
static bool key_composing(struct app *app, uint32_t key, struct effects *effects)
{
    if (key == '\'')
        return add_letter(app, '\'', effects);
    switch (key) {
    case KEY_SPACE:
        take_first(app, effects);
        return true;
    case EVENT_KEY_DELETE:
        drop_letter(app, effects);
        return true;
    case EVENT_KEY_ENTER:
        give_letters(app, effects);
        return true;
    case EVENT_KEY_ESCAPE:
        clear_letters(&app->typing);
        return true;
    case KEY_DONE:
        settle(app, effects);
        return true;
    default:
        break;
    }
    if (key >= '1' && key <= '9' && (int)(key - '1') < app->typing.news.answer.n) {
        choose(app, key - '1', effects);
        return true;
    }
    /* A sign or a capital follows what is under way. */
    settle(app, effects);
    return false;
}

bool typing_key(struct app *app, uint32_t key, struct effects *effects)
{
    if (!typing_is_on(app))
        return false;
    if (typing_mode(app) == PAD_PINYIN && key >= 'a' && key <= 'z')
        return add_letter(app, (char)key, effects);
    if (key == KEY_CLEAR) {
        clear_letters(&app->typing);
        clear_ink(&app->typing);
        return false;
    }
    return has_letters(app) && key_composing(app, key, effects);
}

/* ---- commands ---- */

static void change_mode(struct app *app, enum pad_mode mode, struct effects *effects)
{
    struct typing *typing = &app->typing;
    enum pad_mode before = typing_mode(app);
    settle(app, effects);
    clear_ink(typing);
    if (mode == PAD_SIGNS && before != PAD_SIGNS)
        typing->letters_mode = before;
    typing->mode = mode;
    typing->is_chosen = true;
}

static void drop_stroke(struct typing *typing)
{
    struct ink *ink = &typing->now.ink;
    ink->n_strokes--;
    ink->n_points = ink->n_strokes > 0 ? ink->ends[ink->n_strokes - 1] : 0;
}

static void undo_stroke(struct app *app, struct effects *effects)
{
    struct typing *typing = &app->typing;
    struct ink *ink = &typing->now.ink;
    if (ink->n_strokes == 0 || typing->is_drawing)
        return;
    drop_stroke(typing);
    if (ink->n_strokes == 0)
        clear_ink(typing);
    else
        ask(app, ENTRY_ASK_INK, effects);
}

static void command(struct app *app, enum pad_command command, struct effects *effects)
{
    struct typing *typing = &app->typing;
    switch (command) {
    case PAD_TO_PINYIN:
        change_mode(app, PAD_PINYIN, effects);
        break;
    case PAD_TO_INK:
        change_mode(app, PAD_INK, effects);
        break;
    case PAD_TO_LATIN:
        change_mode(app, PAD_LATIN, effects);
        break;
    case PAD_TO_SIGNS:
        change_mode(app, PAD_SIGNS, effects);
        break;
    case PAD_TO_LETTERS:
        change_mode(app, typing->letters_mode, effects);
        break;
    case PAD_SHIFT:
        typing->key_case = typing->key_case == KEYS_LOWER ? KEYS_UPPER : KEYS_LOWER;
        break;
    case PAD_OPEN:
    case PAD_CLOSE:
        typing->is_open = command == PAD_OPEN;
        typing->page = 0;
        break;
    case PAD_LIST_BACK:
    case PAD_LIST_ON:
        typing->page += command == PAD_LIST_ON ? 1 : -1;
        break;
    case PAD_UNDO_STROKE:
        undo_stroke(app, effects);
        break;
    case PAD_DRAW_AGAIN:
        clear_ink(typing);
        break;
    }
}

/* ACT_KEY of a pad on the screen. */
static bool pad_key(struct app *app, uint32_t key, struct effects *effects)
{
    struct typing *typing = &app->typing;
    if (typing_key(app, key, effects))
        return true;
    if (key == KEY_DONE)
        return false; /* the screen's */
    give_point(app, key, effects);
    typing->key_case = KEYS_LOWER;
    return true;
}

/* Leads away from what is being written, or changes the letters it is written in. */
static bool ends_writing(int kind)
{
    return kind == ACT_NEXT || kind == ACT_CHOOSE || kind == ACT_BACK || kind == ACT_GO ||
           kind == ACT_ADDRESS || kind == ACT_LANG || kind == ACT_SUBMIT;
}

bool typing_act(struct app *app, const struct action *action, struct effects *effects)
{
    if (action->kind == ACT_KEY && action->arg == KEY_DELETE && app->typing.has_repeated) {
        app->typing.has_repeated = false; /* the release at the end of a long press */
        return true;
    }
    if (!typing_is_on(app))
        return false;
    if (ends_writing(action->kind))
        settle(app, effects);
    switch ((enum action_kind)action->kind) {
    case ACT_KEY:
        return pad_key(app, (uint32_t)action->arg, effects);
    case ACT_PAD:
        command(app, (enum pad_command)action->arg, effects);
        return true;
    case ACT_CANDIDATE:
        choose(app, action->arg, effects);
        return true;
    case ACT_INK:
        return true; /* a tap is a dot, and drawn */
    default:
        return false;
    }
}

/* ---- finger ---- */

static int16_t across(int at, int from, int span)
{
    int part = (at - from) * PAD_INK_SPAN / (span > 0 ? span : 1);
    return (int16_t)(part < 0 ? 0 : part > PAD_INK_SPAN ? PAD_INK_SPAN : part);
}

static void draw_to(struct app *app, int x, int y)
{
    struct typing *typing = &app->typing;
    struct ink *ink = &typing->now.ink;
    const struct box *pad = &typing->pad;
    int first = ink->n_strokes > 1 ? ink->ends[ink->n_strokes - 2] : 0;
    int16_t at_x = across(x, pad->x, pad->w), at_y = across(y, pad->y, pad->h);
    if (ink->n_points == INK_POINTS_MAX)
        return;
    if (ink->n_points > first) {
        int dx = at_x - ink->x[ink->n_points - 1], dy = at_y - ink->y[ink->n_points - 1];
        if (dx * dx + dy * dy < INK_STEP * INK_STEP)
            return;
    }
    ink->x[ink->n_points] = at_x;
    ink->y[ink->n_points++] = at_y;
    ink->ends[ink->n_strokes - 1] = (int16_t)ink->n_points;
    app->is_stale = true;
}

/* What came down on the pad and stays where it came down is a palm or a sleeve; who writes with
 * the other hand's finger has begun to move by then. */
static bool lies_still(const struct app *app)
{
    const struct typing *typing = &app->typing;
    const struct ink *ink = &typing->now.ink;
    int64_t slop = style_px(&app->style, TOUCH_SLOP_PX);
    int first = ink->n_strokes > 1 ? ink->ends[ink->n_strokes - 2] : 0;
    for (int i = first + 1; i < ink->n_points; i++) {
        int64_t dx = (int64_t)(ink->x[i] - ink->x[first]) * typing->pad.w / PAD_INK_SPAN;
        int64_t dy = (int64_t)(ink->y[i] - ink->y[first]) * typing->pad.h / PAD_INK_SPAN;
        if (dx * dx + dy * dy > slop * slop)
            return false;
    }
    return true;
}

static void begin_stroke(struct app *app, const struct box *pad, const struct event *event)
{
    struct typing *typing = &app->typing;
    struct ink *ink = &typing->now.ink;
    if (typing->is_drawing && lies_still(app)) {
        drop_stroke(typing);
        typing->is_drawing = false;
    }
    if (typing->is_drawing || ink->n_strokes == INK_STROKES_MAX || ink->n_points == INK_POINTS_MAX)
        return;
    ink->ends[ink->n_strokes++] = (int16_t)ink->n_points;
    typing->is_drawing = true;
    typing->pen_pointer = (int)event->pointer;
    typing->pen_finger = event->finger;
    typing->pad = *pad;
    typing->recognise_at_ms = 0;
    draw_to(app, event->x, event->y);
}

static bool is_pen(const struct typing *typing, const struct event *event)
{
    return typing->is_drawing &&
           (event->kind == EVENT_TOUCH_LOST ||
            (typing->pen_pointer == (int)event->pointer && typing->pen_finger == event->finger));
}

static bool holds_delete(const struct app *app)
{
    return app->touch.is_down && app->touch.action.kind == ACT_KEY &&
           app->touch.action.arg == KEY_DELETE;
}

void typing_pressed(struct app *app, const struct draw_cmd *hit, const struct event *event)
{
    struct typing *typing = &app->typing;
    typing->has_repeated = false;
    typing->repeat_at_ms = holds_delete(app) ? event->at_ms + REPEAT_FIRST_MS : 0;
    if (hit->node.action.kind == ACT_INK)
        begin_stroke(app, &hit->box, event);
}

void typing_pen_moved(struct app *app, const struct event *event)
{
    if (is_pen(&app->typing, event))
        draw_to(app, event->x, event->y);
}

void typing_pen_up(struct app *app, const struct event *event, enum pen_end end)
{
    struct typing *typing = &app->typing;
    if (!is_pen(typing, event))
        return;
    if (event->kind == EVENT_TOUCH_UP && end == PEN_KEPT)
        draw_to(app, event->x, event->y);
    if (end == PEN_MISTAKEN)
        drop_stroke(typing);
    typing->is_drawing = false;
    app->is_stale = true;
    if (typing->now.ink.n_strokes > 0)
        typing->recognise_at_ms = event->at_ms + INK_WAIT_MS;
}

void typing_released(struct app *app)
{
    app->typing.has_repeated = false;
}

/* ---- time ---- */

void typing_time(struct app *app, struct effects *effects)
{
    struct typing *typing = &app->typing;
    int64_t now = app->setup.at_ms;
    if (typing->recognise_at_ms > 0 && now >= typing->recognise_at_ms) {
        typing->recognise_at_ms = 0;
        ask(app, ENTRY_ASK_INK, effects);
    }
    if (typing->repeat_at_ms > 0 && !holds_delete(app))
        typing->repeat_at_ms = 0;
    if (typing->repeat_at_ms > 0 && now >= typing->repeat_at_ms) {
        struct action delete = {.kind = ACT_KEY, .arg = KEY_DELETE};
        typing->has_repeated = false;
        app_act(app, &delete, effects);
        typing->has_repeated = true;
        typing->repeat_at_ms = now + REPEAT_MS;
    }
}

int64_t typing_deadline_ms(const struct app *app)
{
    const struct typing *typing = &app->typing;
    int64_t at = INT64_MAX;
    if (typing->recognise_at_ms > 0)
        at = typing->recognise_at_ms;
    if (typing->repeat_at_ms > 0 && typing->repeat_at_ms < at)
        at = typing->repeat_at_ms;
    return at;
}

bool typing_is_settled(const struct app *app)
{
    const struct typing *typing = &app->typing;
    bool is_asked = has_letters(app) || typing->now.ink.n_strokes > 0;
    return typing->recognise_at_ms == 0 && !typing->is_drawing &&
           (!is_asked || is_answered(typing));
}

bool typing_is_empty(const struct app *app)
{
    const struct typing *typing = &app->typing;
    return !has_letters(app) && typing->now.ink.n_points == 0 && typing->news.answer.n == 0;
}

void typing_leave(struct app *app)
{
    struct typing *typing = &app->typing;
    struct typing kept = {.mode = typing->mode,
                          .letters_mode = typing->letters_mode,
                          .is_chosen = typing->is_chosen,
                          .was_asked = typing->was_asked,
                          .now.serial = typing->now.serial + 1};
    if (kept.mode == PAD_SIGNS)
        kept.mode = kept.letters_mode;
    *typing = kept;
}

void typing_wipe(struct app *app, struct effects *effects)
{
    struct typing *typing = &app->typing;
    bool was_asked = typing->was_asked;
    int64_t serial = typing->now.serial;
    memset(typing, 0, sizeof *typing);
    typing->now.serial = serial + 1;
    typing->now.ask = ENTRY_ASK_CLOSE;
    if (was_asked)
        effects_add(effects, &(struct effect){.kind = EFFECT_ENTRY, .entry = &typing->now});
}
