#include "kiosk/speak.h"

#include <string.h>

#include "base/str.h"

/* ---- what is said ---- */

/* The names that confidential kinds must not be called by, and what they are called instead. */
struct neutral {
    const char *name, *shown;
};

static bool neutral_at(const struct app *app, size_t i, struct neutral *out)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    enum lang lang = app->visit.lang;
    if (!catalogue)
        return false;
    size_t series = catalogue->series_len, rooms = catalogue->rooms_len;
    struct text name, shown;
    bool is_confidential;
    if (i < series + rooms) {
        const struct series *at =
            i < series ? &catalogue->series[i] : &catalogue->rooms[i - series];
        name = at->name, shown = at->shown, is_confidential = at->is_confidential;
    } else if (i < series + rooms + catalogue->requests_len) {
        const struct request_kind *at = &catalogue->requests[i - series - rooms];
        name = at->name, shown = at->shown, is_confidential = at->is_confidential;
    } else {
        return false;
    }
    *out = is_confidential ? (struct neutral){text_in(name, lang), text_in(shown, lang)}
                           : (struct neutral){"", ""};
    return true;
}

/* Whether the line from here to the end is the one before it once more: a heading and its field
 * often have the same words. */
static bool is_repeated(const struct buf *out, size_t from)
{
    size_t len = out->len - from;
    if (from < len + 1 || out->data[from - 1] != '\n')
        return false;
    const char *before = out->data + from - len - 1;
    return (before == out->data || before[-1] == '\n') &&
           memcmp(before, out->data + from, len) == 0;
}

/* One text on a line of its own; the neutral titles in place of the names. */
static void put_line(const struct app *app, const char *text, struct buf *out)
{
    if (!text || text[0] == '\0')
        return;
    const char *at = text;
    size_t from = out->len;
    while (*at) {
        struct neutral neutral = {0}, found = {0};
        const char *first = NULL;
        for (size_t i = 0; neutral_at(app, i, &neutral); i++) {
            const char *here = neutral.name[0] ? strstr(at, neutral.name) : NULL;
            if (here && (!first || here < first)) {
                first = here;
                found = neutral;
            }
        }
        size_t len = first ? (size_t)(first - at) : strlen(at);
        buf_append(out, at, len);
        at += len;
        if (first) {
            buf_puts(out, found.shown);
            at += strlen(found.name);
        }
    }
    if (is_repeated(out, from))
        out->len = from;
    else
        buf_putc(out, '\n');
    out->data[out->len] = '\0';
}

static void put_msg(const struct app *app, enum msg msg, struct buf *out)
{
    put_line(app, text_get(app->visit.lang, msg), out);
}

/* The tools and bars that every screen has are not read each time, nor the station's name and the
 * time above them. */
static bool is_chrome(const struct app *app, const struct draw_cmd *cmd)
{
    const struct draw_node *node = &cmd->node;
    static const char *const ids[] = {"nav.lang", "nav.large", "nav.theme", "nav.speak", "nav.call",
                                      "nav.end",  "nav.back",  "nav.home",  "nav.reach"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (strcmp(node->id, ids[i]) == 0)
            return true;
    bool is_in_header = cmd->seen.y + cmd->seen.h <= app->style.header_px;
    return str_starts(node->id, "volume.") || (is_in_header && node->role == ROLE_TEXT);
}

static void put_state(const struct app *app, const struct draw_node *node, struct buf *out)
{
    if (node->secrecy == SECRECY_NONE && strcmp(node->value, "on") == 0)
        put_msg(app, MSG_SPEAK_CHOSEN, out);
}

static void put_input(const struct app *app, const struct draw_node *node, struct buf *out)
{
    put_msg(app, MSG_SPEAK_INPUT, out);
    put_line(app, node->name, out);
    put_msg(app, node->value[0] != '\0' ? MSG_SPEAK_FILLED : MSG_SPEAK_EMPTY, out);
}

static void put_plain(const struct app *app, const struct draw_node *node, struct buf *out)
{
    put_line(app, node->name, out);
    if (node->value[0] == '\0' || node->role == ROLE_QR)
        return;
    if (node->secrecy == SECRECY_NONE)
        put_line(app, node->value, out);
    else
        put_msg(app, MSG_SPEAK_FILLED, out);
}

static void put_touchable(const struct app *app, const struct draw_node *node, struct buf *out)
{
    bool is_choice = node->role == ROLE_CHECK || node->role == ROLE_TAB;
    put_msg(app, is_choice ? MSG_SPEAK_CHOICE : MSG_SPEAK_BUTTON, out);
    put_line(app, node->name, out);
    if (is_choice)
        put_state(app, node, out);
    else if (node->secrecy == SECRECY_NONE)
        put_line(app, node->value, out);
    if (node->enabled == NODE_DISABLED)
        put_msg(app, MSG_SPEAK_DISABLED, out);
}

static void put_node(const struct app *app, const struct draw_cmd *cmd, struct buf *out)
{
    const struct draw_node *node = &cmd->node;
    if (is_chrome(app, cmd))
        return;
    if (node->secrecy == SECRECY_ALL) {
        if (node->role == ROLE_BUTTON)
            put_msg(app, MSG_SPEAK_FILLED, out);
        return;
    }
    switch (node->role) {
    case ROLE_TITLE:
    case ROLE_TEXT:
    case ROLE_ALERT:
    case ROLE_IMAGE:
    case ROLE_QR:
        put_plain(app, node, out);
        break;
    case ROLE_INPUT:
        put_input(app, node, out);
        break;
    case ROLE_BUTTON:
    case ROLE_ITEM:
    case ROLE_TAB:
    case ROLE_CHECK:
        if (node->action.kind != 0)
            put_touchable(app, node, out);
        else
            put_plain(app, node, out);
        break;
    case ROLE_KEY:
    case ROLE_LIST:
        break;
    }
}

static const struct draw_cmd *first_of(const struct draw_list *shown, enum role role)
{
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(shown, cmd)) != NULL && cmd->node.role != role)
        ;
    return cmd;
}

void speak_screen(const struct app *app, const struct draw_list *shown, struct buf *out)
{
    const struct draw_cmd *title = first_of(shown, ROLE_TITLE), *cmd = NULL;
    bool has_keys = false;
    if (title)
        put_node(app, title, out);
    while ((cmd = draw_next_node(shown, cmd)) != NULL)
        if (cmd->node.role == ROLE_ALERT)
            put_node(app, cmd, out);
    while ((cmd = draw_next_node(shown, cmd)) != NULL) {
        if (cmd->node.role == ROLE_KEY && !has_keys)
            put_msg(app, MSG_SPEAK_KEYS, out);
        has_keys = has_keys || cmd->node.role == ROLE_KEY;
        if (cmd != title && cmd->node.role != ROLE_ALERT)
            put_node(app, cmd, out);
    }
}

/* ---- when ---- */

static void say(struct app *app, struct effects *effects)
{
    struct speaking *speaking = &app->speaking;
    if (speaking->text.len == 0)
        return;
    speaking->place = *app_place(app);
    speaking->lang = app->visit.lang;
    speaking->idle = (int)app->idle.state;
    app->is_speaking = true;
    app->is_stale = true;
    effects_add(effects, &(struct effect){.kind = EFFECT_SPEAK,
                                          .arg = ++speaking->id,
                                          .text = speaking->text.data,
                                          .lang = app->visit.lang});
}

void speak_hush(struct app *app, struct effects *effects)
{
    if (!app->is_speaking)
        return;
    app->is_speaking = false;
    app->is_stale = true;
    if (app->idle.state == IDLE_NO)
        app->idle.since_ms = app->setup.at_ms;
    effects_add(effects, &(struct effect){.kind = EFFECT_HUSH});
}

/* What is alarming on the screen, by name: a count in it that goes on is no news. */
static void put_alerts(const struct app *app, const struct draw_list *shown, struct buf *out)
{
    const struct draw_cmd *cmd = NULL;
    while ((cmd = draw_next_node(shown, cmd)) != NULL)
        if (cmd->node.role == ROLE_ALERT && cmd->node.secrecy != SECRECY_ALL)
            put_line(app, cmd->node.name, out);
}

static uint64_t hash_of(const struct buf *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text->len; i++)
        hash = (hash ^ (unsigned char)text->data[i]) * UINT64_C(1099511628211);
    return text->len > 0 ? hash : 0;
}

/* Reads what is shown; its errors are said with it. */
static void say_screen(struct app *app, struct effects *effects)
{
    struct speaking *speaking = &app->speaking;
    const struct draw_list *shown = app_frame(app);
    buf_clear(&speaking->text);
    put_alerts(app, shown, &speaking->text);
    speaking->said = hash_of(&speaking->text);
    buf_clear(&speaking->text);
    speak_screen(app, shown, &speaking->text);
    say(app, effects);
}

void speak_toggle(struct app *app, struct effects *effects)
{
    struct speaking *speaking = &app->speaking;
    if (!app->setup.can_speak)
        return;
    if (app->is_speaking) {
        speaking->is_on = false;
        speak_hush(app, effects);
        return;
    }
    speaking->is_on = speaking->was_used = true;
    say_screen(app, effects);
}

void speak_volume(struct app *app, int step, struct effects *effects)
{
    int wanted = app->visit.volume + (step > 0 ? 1 : -1);
    if (wanted < VOLUME_LEAST || wanted > VOLUME_MOST)
        return;
    app->visit.volume = wanted;
    effects_add(effects, &(struct effect){.kind = EFFECT_VOLUME, .arg = wanted});
}

void speak_disabled(struct app *app, int x, int y, struct effects *effects)
{
    if (!app->speaking.is_on)
        return;
    const struct draw_list *shown = app_frame(app);
    const struct draw_cmd *cmd = NULL, *under = NULL;
    while ((cmd = draw_next_node(shown, cmd)) != NULL)
        if (cmd->node.action.kind != 0 && box_contains(cmd->seen, x, y))
            under = cmd;
    if (!under || under->node.enabled == NODE_ENABLED)
        return;
    buf_clear(&app->speaking.text);
    put_node(app, under, &app->speaking.text);
    say(app, effects);
}

void speak_focused(struct app *app, const struct draw_cmd *cmd, struct effects *effects)
{
    struct buf *text = &app->speaking.text;
    if (!app->speaking.is_on || cmd->node.role == ROLE_KEY)
        return;
    buf_clear(text);
    if (is_chrome(app, cmd))
        put_touchable(app, &cmd->node, text);
    else
        put_node(app, cmd, text);
    say(app, effects);
}

static bool is_elsewhere(const struct app *app)
{
    const struct place *was = &app->speaking.place, *is = app_place(app);
    return was->screen != is->screen || was->arg != is->arg || was->page != is->page ||
           strcmp(was->ref, is->ref) != 0 || strcmp(was->filter, is->filter) != 0 ||
           app->speaking.lang != app->visit.lang || app->speaking.idle != (int)app->idle.state;
}

void speak_follow(struct app *app, struct effects *effects)
{
    struct speaking *speaking = &app->speaking;
    if (app->is_speaking && is_elsewhere(app))
        speak_hush(app, effects);
    if (speaking->was_used && app->idle.state == IDLE_WARNING &&
        speaking->idle != (int)IDLE_WARNING)
        say_screen(app, effects);
    if (app->idle.state == IDLE_NO)
        speaking->idle = (int)IDLE_NO;
    if (!speaking->is_on || app->is_speaking || !app->is_stale)
        return;
    buf_clear(&speaking->text);
    put_alerts(app, app_frame(app), &speaking->text);
    uint64_t hash = hash_of(&speaking->text);
    if (hash != 0 && hash != speaking->said) {
        speaking->said = hash;
        say(app, effects);
    }
}

void speak_news(struct app *app, const struct event *event)
{
    if (event->speech == SPEECH_FAILED)
        app->setup.can_speak = false;
    else if (event->speech_id != app->speaking.id)
        return; /* about what was stopped since */
    app->is_speaking = false;
    app->is_stale = true;
    if (app->idle.state == IDLE_NO)
        app->idle.since_ms = app->setup.at_ms;
}

void speak_wipe(struct app *app, struct effects *effects)
{
    struct speaking *speaking = &app->speaking;
    if (speaking->was_used)
        effects_add(effects, &(struct effect){.kind = EFFECT_HUSH, .arg = 1});
    if (app->visit.volume != VOLUME_NORMAL)
        effects_add(effects, &(struct effect){.kind = EFFECT_VOLUME, .arg = VOLUME_NORMAL});
    *speaking = (struct speaking){.id = speaking->id, .text = speaking->text};
    buf_clear(&speaking->text);
    app->is_speaking = false;
}

/* ---- how it looks ---- */

struct tool speak_tool(const struct canvas *canvas)
{
    bool is_speaking = canvas->app->is_speaking;
    return (struct tool){
        .tap = {.id = "nav.speak", .action = {.kind = ACT_SPEAK}},
        .label = T(canvas, is_speaking ? MSG_NAV_HUSH : MSG_NAV_SPEAK),
        .icon = is_speaking ? "quiet" : "speaker",
    };
}

size_t speak_volume_tools(const struct canvas *canvas, struct tool *tools)
{
    int volume = canvas->app->visit.volume;
    tools[0] = (struct tool){
        .tap = {.id = "volume.less",
                .action = {.kind = ACT_VOLUME, .arg = -1},
                .state = volume > VOLUME_LEAST ? TAP_NORMAL : TAP_DISABLED},
        .label = T(canvas, MSG_SPEAK_QUIETER),
        .icon = "minus",
    };
    tools[1] = (struct tool){
        .tap = {.id = "volume.more",
                .action = {.kind = ACT_VOLUME, .arg = 1},
                .state = volume < VOLUME_MOST ? TAP_NORMAL : TAP_DISABLED},
        .label = T(canvas, MSG_SPEAK_LOUDER),
        .icon = "plus",
    };
    return 2;
}

const char *speak_line(const struct canvas *canvas)
{
    return TF(canvas, MSG_SPEAK_VOLUME, TN(canvas, canvas->app->visit.volume),
              TN(canvas, VOLUME_MOST));
}
