#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "kiosk/speak.h"
#include "kiosk/typing.h"

/* A text may reach this far over what is around it. Tenths of a millimetre: the least side of a
 * target, the same for riders, the least gap between two. */
enum { SLACK_PX = 2, THINGS_MAX = 1024, TARGET_LEAST = 160, TARGET_RIDER = 200, GAP_LEAST = 20 };
/* A pad of digits has this many keys; letter keyboards and writing pads have more. */
enum { PAD_KEYS = 12 };

struct things {
    const struct draw_cmd *taps[THINGS_MAX], *texts[THINGS_MAX];
    size_t n_taps, n_texts;
};

void walk_tell(struct walk *walk, const char *what, const char *name, struct box box)
{
    const struct app *app = &walk->world->app;
    walk->problems++;
    printf("%s [%s, page %d] %s: %s \"%s\" @%d,%d %dx%d\n", app_screen_name(app),
           app_place(app)->ref, app_place(app)->page, walk->way, what, name, box.x, box.y, box.w,
           box.h);
}

static bool is_same(struct box a, struct box b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool is_inside(struct box inner, struct box outer)
{
    return inner.x >= outer.x - SLACK_PX && inner.y >= outer.y - SLACK_PX &&
           inner.x + inner.w <= outer.x + outer.w + SLACK_PX &&
           inner.y + inner.h <= outer.y + outer.h + SLACK_PX;
}

static bool do_overlap(struct box a, struct box b)
{
    struct box both = box_intersect(a, b);
    return both.w > SLACK_PX && both.h > SLACK_PX;
}

/* Where the glyphs stand: a line is as high as its box, the characters are not. */
static struct box ink_box(const struct walk *walk, const struct draw_cmd *cmd)
{
    const struct text_measure *measure = render_measure(walk->render);
    int px = cmd->text.font.px * 8 / 10;
    return (struct box){
        cmd->box.x, cmd->box.y + (cmd->box.h - px) / 2,
        measure->width_px(measure->ctx, cmd->text.font, cmd->text.utf8, strlen(cmd->text.utf8)),
        px};
}

/* Below a dialog nothing counts. */
static size_t first_of(const struct draw_list *list)
{
    size_t first = 0;
    for (size_t i = 0; i < list->n; i++)
        if (list->cmds[i].kind == DRAW_DIM)
            first = i;
    return first;
}

static void collect(const struct draw_list *list, struct things *things)
{
    things->n_taps = things->n_texts = 0;
    for (size_t i = first_of(list); i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (box_is_empty(cmd->seen))
            continue;
        if (cmd->kind == DRAW_NODE && cmd->node.action.kind != 0 && things->n_taps < THINGS_MAX)
            things->taps[things->n_taps++] = cmd;
        if (cmd->kind == DRAW_TEXT && things->n_texts < THINGS_MAX)
            things->texts[things->n_texts++] = cmd;
    }
}

/* How far two boxes are apart; 0 when they touch. */
static int gap_between(struct box a, struct box b)
{
    int right = b.x - (a.x + a.w), left = a.x - (b.x + b.w);
    int below = b.y - (a.y + a.h), above = a.y - (b.y + b.h);
    int across = right > left ? right : left, along = below > above ? below : above;
    int gap = across > along ? across : along;
    return gap > 0 ? gap : 0;
}

/* Rows of a list stand on each other: the line between them parts them. */
static bool may_touch(const struct draw_cmd *a, const struct draw_cmd *b)
{
    return a->node.role == ROLE_ITEM || b->node.role == ROLE_ITEM;
}

static void look_at_pair(struct walk *walk, const struct draw_cmd *a, const struct draw_cmd *b)
{
    const char *name = a->node.name[0] ? a->node.name : a->node.id;
    if (do_overlap(a->seen, b->seen))
        walk_tell(walk, "targets overlap", name, b->seen);
    else if (!may_touch(a, b) &&
             gap_between(a->seen, b->seen) < style_mm(&walk->world->app.style, GAP_LEAST) - 1)
        walk_tell(walk, "targets too close", name, b->seen);
}

/* Keys of what one writes or draws with are 16 mm for riders, too: see style's key_px. */
static bool is_writing_key(const struct things *things, const struct draw_cmd *cmd)
{
    size_t n = 0;
    for (size_t i = 0; i < things->n_taps; i++)
        n += str_equal(things->taps[i]->node.id, "ink.pad")
                 ? PAD_KEYS
                 : things->taps[i]->node.role == ROLE_KEY;
    return n > PAD_KEYS && cmd->node.role == ROLE_KEY;
}

static void look_at_taps(struct walk *walk, const struct things *things)
{
    const struct style *style = &walk->world->app.style;
    bool is_rider = style->audience == AUDIENCE_RIDER;
    for (size_t i = 0; i < things->n_taps; i++) {
        const struct draw_cmd *cmd = things->taps[i];
        const char *name = cmd->node.name[0] ? cmd->node.name : cmd->node.id;
        int least =
            style_mm(style, is_rider && !is_writing_key(things, cmd) ? TARGET_RIDER : TARGET_LEAST);
        if (cmd->node.name[0] == '\0')
            walk_tell(walk, "no name", cmd->node.id, cmd->box);
        if (!is_same(cmd->seen, cmd->box))
            walk_tell(walk, "target is cut", name, cmd->box);
        if (cmd->seen.w < least || cmd->seen.h < least)
            walk_tell(walk, "target too small", name, cmd->seen);
        for (size_t j = i + 1; j < things->n_taps; j++)
            look_at_pair(walk, cmd, things->taps[j]);
    }
}

/* Nobody said it in full like that: three dots can be meant, and be written by a visitor. */
static bool is_cut(const struct draw_list *list, const char *text)
{
    size_t len = strlen(text);
    const struct draw_cmd *cmd = NULL;
    if (len < 3 || !str_equal(text + len - 3, "\xe2\x80\xa6"))
        return false;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if (strstr(cmd->node.name, text) || strstr(cmd->node.value, text))
            return false;
    return true;
}

static void look_at_text(struct walk *walk, const struct things *things, size_t i,
                         const struct box *inks)
{
    const struct draw_cmd *cmd = things->texts[i];
    const char *text = cmd->text.utf8;
    if (is_cut(app_frame(&walk->world->app), text))
        walk_tell(walk, "text is cut", text, cmd->box);
    if (!is_inside(inks[i], cmd->seen))
        walk_tell(walk, "text is wider or higher than its place", text, inks[i]);
    for (size_t j = i + 1; j < things->n_texts; j++)
        if (do_overlap(inks[i], inks[j]))
            walk_tell(walk, "texts overlap", text, inks[j]);
    for (size_t j = 0; j < things->n_taps; j++)
        if (do_overlap(inks[i], things->taps[j]->seen) &&
            !is_inside(inks[i], things->taps[j]->seen))
            walk_tell(walk, "text over the edge of a target", text, inks[i]);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Something shown holds the text; what a visitor is writing does not count. */
static bool is_said(const struct draw_list *list, const char *text)
{
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if (cmd->node.role != ROLE_INPUT &&
            (strstr(cmd->node.name, text) || strstr(cmd->node.value, text)))
            return true;
    return false;
}

/* A field breaks what is being written where it is full. */
static bool is_in_input(const struct draw_list *list, struct box box)
{
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if (cmd->node.role == ROLE_INPUT && is_inside(box, cmd->box))
            return true;
    return false;
}

/* A line that ends, and the next that begins, within one word. Words longer than that are nobody's
 * words. */
static void look_for_broken_word(struct walk *walk, const struct draw_cmd *first,
                                 const struct draw_cmd *second)
{
    enum { WORD_MOST = 20 };
    char word[2 * WORD_MOST + 1];
    const char *above = first->text.utf8, *below = second->text.utf8;
    size_t len = strlen(above), tail = 0, head = 0;
    while (tail < len && is_letter(above[len - 1 - tail]))
        tail++;
    while (is_letter(below[head]))
        head++;
    if (tail == 0 || head == 0 || tail + head < 4 || tail + head > WORD_MOST ||
        second->box.y <= first->box.y || first->text.font.px != second->text.font.px)
        return;
    const struct draw_list *list = app_frame(&walk->world->app);
    (void)snprintf(word, sizeof word, "%.*s%.*s", (int)tail, above + len - tail, (int)head, below);
    if (is_said(list, word) && !is_in_input(list, second->box))
        walk_tell(walk, "a word is broken", word, second->box);
}

/* Characters and signs of Chinese; quotation marks too, which the faces set as wide as those. */
static bool has_chinese(const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0, bytes; at < len; at += bytes) {
        uint32_t point = utf8_next(text + at, len - at, &bytes);
        if ((point >= 0x2E80 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFFEF) ||
            point >= 0x20000 || (point >= 0x2018 && point <= 0x201D))
            return true;
    }
    return false;
}

/* In English nothing is Chinese but the way back to it, keys that write it, and the visitor's own
 * name. */
static void look_at_language(struct walk *walk, const struct draw_list *list)
{
    const struct app *app = &walk->world->app;
    const char *name = app->draft.contact.name;
    if (app->visit.lang != LANG_EN)
        return;
    for (size_t i = first_of(list); i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind != DRAW_NODE || cmd->node.role == ROLE_KEY ||
            str_equal(cmd->node.id, "nav.lang") || str_equal(cmd->node.id, "attract.lang"))
            continue;
        bool is_input = cmd->node.role == ROLE_INPUT; /* it holds what somebody writes */
        const char *said = cmd->node.name, *value = is_input ? "" : cmd->node.value;
        bool is_own = name[0] != '\0' && (strstr(said, name) || strstr(value, name));
        if (!is_own && (has_chinese(said) || has_chinese(value)))
            walk_tell(walk, "Chinese in English", has_chinese(said) ? said : value, cmd->box);
    }
}

static void look_for_ways_out(struct walk *walk, const struct draw_list *list)
{
    static const char *const needed[] = {"nav.end", "nav.lang", "nav.large", "nav.home",
                                         "nav.back"};
    const struct app *app = &walk->world->app;
    enum screen_id screen = app_place(app)->screen;
    struct box all = {0, 0, app->setup.width_px, app->setup.height_px};
    if (app->idle.state == IDLE_WARNING || app->scan.news != SCAN_NOTHING ||
        screen == SCREEN_ATTRACT || screen == SCREEN_ENROLL)
        return;
    /* From home there is nothing to go back to; behind a result lies what is done. */
    size_t n = screen == SCREEN_HOME ? 3 : screen == SCREEN_RESULT ? 4 : 5;
    /* While it speaks the volume stands where language and size are. */
    for (size_t i = 0; i < n; i++)
        if (!draw_find_id(list, needed[i]) && !(app->is_speaking && (i == 1 || i == 2)))
            walk_tell(walk, "no way out", needed[i], all);
    bool is_upright = app->style.orientation == PORTRAIT;
    if (is_upright != (draw_find_id(list, "nav.reach") != NULL))
        walk_tell(walk, is_upright ? "no way" : "a way to nothing", "nav.reach", all);
}

static void save(struct walk *walk, const struct draw_list *list)
{
    char path[512];
    if (!walk->pictures)
        return;
    (void)snprintf(path, sizeof path, "%s/%04d-%s.png", walk->pictures, walk->looks,
                   app_screen_name(&walk->world->app));
    if (render_save_png(walk->render, list, path) != OK)
        printf("%s cannot be written\n", path);
}

/* ---- speech ---- */

static void look_for(struct walk *walk, const struct buf *said, const char *secret)
{
    /* A letter or two are in everything that is said. */
    if (utf8_count(secret) < 3 || strstr(said->data, secret) == NULL)
        return;
    walk_tell(walk, "read aloud it gives away", secret, walk->world->app.frames[0].window);
}

/* A confidential kind is not called by its name. */
static void listen_for_names(struct walk *walk, const struct buf *said)
{
    const struct app *app = &walk->world->app;
    const struct catalogue *catalogue = app->setup.catalogue;
    for (size_t i = 0; i < catalogue->requests_len; i++) {
        const struct request_kind *kind = &catalogue->requests[i];
        if (kind->is_confidential)
            look_for(walk, said, text_in(kind->name, app->visit.lang));
    }
    for (size_t i = 0; i < catalogue->series_len; i++)
        if (catalogue->series[i].is_confidential)
            look_for(walk, said, text_in(catalogue->series[i].name, app->visit.lang));
}

/* A phrase to be tapped is read as what it is, whether somebody tapped it, and shortened it then,
 * or not. */
static bool is_offered(const struct draw_list *list, const char *text)
{
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(list, cmd)) != NULL)
        if (cmd->node.role == ROLE_TAB && strstr(cmd->node.name, text) != NULL)
            return true;
    return false;
}

/* Whatever was filled in so far must not be heard, nor how it is shown in short. */
static void listen(struct walk *walk, const struct draw_list *list)
{
    const struct app *app = &walk->world->app;
    struct arena arena = {0};
    struct buf said = {0};
    speak_screen(app, list, &said);
    if (said.len == 0)
        walk_tell(walk, "read aloud it says nothing", "", list->window);
    if (said.len > 0)
        listen_for_names(walk, &said);
    const char *phone = app->draft.contact.phone[0] ? app->draft.contact.phone : app->lookup.phone;
    if (said.len > 0 && strlen(phone) > 4) {
        look_for(walk, &said, phone);
        look_for(walk, &said, phone + strlen(phone) - 4);
        /* As it is shown; its first three digits alone may count something else. */
        look_for(walk, &said, arena_printf(&arena, "%.3s %c", phone, phone[3]));
    }
    if (said.len > 0 && strlen(app->draft.contact.name) > 3)
        look_for(walk, &said, app->draft.contact.name);
    if (said.len > 0 && strlen(typing_composed(app)) > 3)
        look_for(walk, &said, typing_composed(app));
    for (size_t i = 0; said.len > 0 && i < DRAFT_ANSWERS_MAX; i++) {
        const struct draft_answer *answer = &app->draft.answers[i];
        if (!is_offered(list, answer->text))
            look_for(walk, &said, answer->text);
        if (answer->place.unit > 0)
            look_for(walk, &said,
                     text_fmt(&arena, app->visit.lang, MSG_PLACE_UNIT_NAME,
                              text_number(&arena, answer->place.unit)));
    }
    buf_fini(&said);
    arena_fini(&arena);
}

void walk_look(struct walk *walk)
{
    static struct box inks[THINGS_MAX];
    static struct things things;
    const struct draw_list *list = app_frame(&walk->world->app);
    walk->looks++;
    collect(list, &things);
    for (size_t i = 0; i < things.n_texts; i++)
        inks[i] = ink_box(walk, things.texts[i]);
    look_at_taps(walk, &things);
    for (size_t i = 0; i < things.n_texts; i++)
        look_at_text(walk, &things, i, inks);
    for (size_t i = 0; i + 1 < things.n_texts; i++)
        look_for_broken_word(walk, things.texts[i], things.texts[i + 1]);
    look_at_language(walk, list);
    look_for_ways_out(walk, list);
    listen(walk, list);
    walk_light(walk, list);
    save(walk, list);
}
