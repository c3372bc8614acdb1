#include <string.h>

#include "base/utf8.h"
#include "kiosk/chrome.h"
#include "kiosk/typing.h"

/* Of a panel 1080 wide: a keyboard beside its question. */
enum { BESIDE_PX = 1060 };

/* What stands where candidates will. */
static enum msg wait_words(const struct typing *typing, enum pad_mode mode)
{
    if (typing->news.status != OK)
        return mode == PAD_INK ? MSG_PAD_NO_INK : MSG_PAD_NO_PINYIN;
    bool is_read = typing->news.serial == typing->now.serial;
    if (mode == PAD_INK)
        return is_read && typing->now.ink.n_strokes > 0 ? MSG_PAD_INK_NOTHING : MSG_PAD_INK_WAIT;
    bool is_empty = typing->now.letters[0] != '\0' && is_read;
    return is_empty ? MSG_PAD_NOTHING : MSG_PAD_WAIT;
}

static struct pad_words words_of(const struct canvas *canvas, enum pad_mode mode,
                                 enum typing_done done)
{
    const struct typing *typing = &canvas->app->typing;
    bool is_latin = mode == PAD_LATIN;
    return (struct pad_words){
        .pinyin = T(canvas, MSG_PAD_PINYIN),
        .ink = T(canvas, MSG_PAD_INK),
        .latin = T(canvas, MSG_PAD_LATIN),
        .signs = T(canvas, MSG_PAD_SIGNS),
        .letters = T(canvas, typing->letters_mode == PAD_INK     ? MSG_PAD_INK
                             : typing->letters_mode == PAD_LATIN ? MSG_PAD_LATIN
                                                                 : MSG_PAD_PINYIN),
        .divide = T(canvas, MSG_PAD_DIVIDE),
        .shift = T(canvas, MSG_PAD_SHIFT),
        .space = T(canvas, MSG_PAD_SPACE),
        .clear = T(canvas, MSG_PAD_CLEAR),
        .del = T(canvas, MSG_PAD_DELETE),
        .done = done == TYPING_DONE ? T(canvas, MSG_PAD_DONE) : NULL,
        .comma = is_latin ? "," : T(canvas, MSG_PAD_COMMA),
        .stop = is_latin ? "." : T(canvas, MSG_PAD_STOP),
        .open = T(canvas, MSG_PAD_OPEN),
        .close = T(canvas, MSG_PAD_CLOSE),
        .back = T(canvas, MSG_PAD_LIST_BACK),
        .on = T(canvas, MSG_PAD_LIST_ON),
        .question = T(canvas, MSG_PAD_QUESTION),
        .help = T(canvas, MSG_PAD_INK_HELP),
        .undo = T(canvas, MSG_PAD_UNDO),
        .again = T(canvas, MSG_PAD_AGAIN),
        .rows = {T(canvas, MSG_PAD_ROWS1), T(canvas, MSG_PAD_ROWS2), T(canvas, MSG_PAD_ROWS3)},
        .wait = T(canvas, wait_words(typing, mode)),
    };
}

static struct pad pad_of(const struct canvas *canvas, enum typing_done done)
{
    const struct app *app = canvas->app;
    const struct typing *typing = &app->typing;
    const struct entry_answer *answer = &typing->news.answer;
    const struct ink *ink = &typing->now.ink;
    size_t n = (size_t)answer->n;
    const char **candidates = arena_array(canvas->arena, n + 1, sizeof *candidates);
    for (size_t i = 0; i < n; i++)
        candidates[i] = answer->items[i].text;
    bool is_current = typing->news.serial == typing->now.serial && answer->divided[0] != '\0';
    enum pad_mode mode = typing_mode(app);
    return (struct pad){
        .mode = mode,
        .size = app->visit.reach == REACH_LOW ? PAD_LOW : PAD_FULL,
        .letters_mode = typing->letters_mode,
        .key_case = typing->key_case,
        .key_kind = ACT_KEY,
        .command_kind = ACT_PAD,
        .choose_kind = ACT_CANDIDATE,
        .ink_kind = ACT_INK,
        .composed = is_current ? answer->divided : typing->now.letters,
        .candidates = candidates,
        .n_candidates = n,
        .is_open = typing->is_open && n > 0,
        .page = typing->page,
        .ink = {.x = ink->x, .y = ink->y, .ends = ink->ends, .n_strokes = ink->n_strokes},
        .is_done_enabled = true,
        .words = words_of(canvas, mode, done),
    };
}

void typing_put(const struct canvas *canvas, struct box *rest, int least_px, enum typing_done done,
                const struct button *instead)
{
    const struct style *style = &canvas->app->style;
    struct pad pad = pad_of(canvas, done);
    pad.instead = instead;
    if (style->orientation == LANDSCAPE) {
        struct box beside = box_cut_right(rest, style_px(style, BESIDE_PX));
        pad_put(&canvas->ui, beside, &pad);
        return;
    }
    struct ui quiet = widget_dry(&canvas->ui);
    int height = pad_put(&quiet, (struct box){0, 0, rest->w, 0}, &pad);
    int least = pad_least_px(&quiet, &pad), room = rest->h - least_px;
    height = height < room ? height : room > least ? room : least;
    pad_put(&canvas->ui, box_cut_bottom(rest, height), &pad);
}

struct area typing_area(const struct canvas *canvas, const struct writing *writing)
{
    int64_t n = (int64_t)utf8_count(writing->text);
    return (struct area){
        .tap = {.id = writing->id, .action = {.kind = ACT_FOCUS, .ref = ""}},
        .name = writing->name,
        .text = writing->text,
        .composed = typing_composed(canvas->app),
        .hint = writing->hint,
        .count = writing->points_max > 0
                     ? TF(canvas, MSG_PAD_COUNT, TN(canvas, n), TN(canvas, writing->points_max))
                     : NULL,
        .lines_least = writing->lines_least,
    };
}
