#include "kiosk/form.h"

#include <string.h>

#include "base/str.h"
#include "kiosk/answers.h"
#include "kiosk/chrome.h"
#include "kiosk/flow.h"

/* Any request's form, from content. Short questions share a page; a text, a date, half-days and a
 * place have one each; consent comes first when anything personal is asked. */

enum {
    LIGHT_ROWS_MAX = 8,
    /* Of a panel 1080 wide: what a question takes above a keyboard, and with its form's name. */
    QUESTION_PX = 390,
    QUESTION_LARGE_PX = 480,
    ROOMY_PX = 540
};

static const struct request_kind *kind_of(const struct app *app)
{
    return catalogue_find_request(app->setup.catalogue, app_place(app)->ref);
}

/* ---- pages ---- */

static bool is_light(const struct field *field)
{
    return field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES ||
           field->kind == FIELD_NUMBER;
}

static int rows_of(const struct field *field)
{
    return field->kind == FIELD_NUMBER ? 2 : 1 + ((int)field->options_len + 1) / 2;
}

static bool is_personal(const struct field *field)
{
    return field->class == FIELD_CLASS_PERSONAL;
}

/* Short questions of the same class share a page. */
static size_t fields_together(const struct request_kind *kind, size_t first, size_t fields)
{
    if (!is_light(&kind->fields[first]))
        return 1;
    int rows = rows_of(&kind->fields[first]);
    size_t n = 1;
    while (first + n < fields && is_light(&kind->fields[first + n]) &&
           is_personal(&kind->fields[first]) == is_personal(&kind->fields[first + n]) &&
           rows + rows_of(&kind->fields[first + n]) <= LIGHT_ROWS_MAX)
        rows += rows_of(&kind->fields[first + n++]);
    return n;
}

struct form_pages form_pages_of(const struct draft *draft, const struct request_kind *kind)
{
    struct form_pages pages = {0};
    size_t fields = kind->fields_len < DRAFT_ANSWERS_MAX ? kind->fields_len : DRAFT_ANSWERS_MAX;
    bool was_asked = false;
    for (size_t i = 0, n; i < fields; i += n) {
        n = fields_together(kind, i, fields);
        if (is_personal(&kind->fields[i]) && !was_asked)
            pages.items[pages.n++] = (struct form_page){.is_consent = true};
        was_asked = was_asked || is_personal(&kind->fields[i]);
        /* Without consent nothing personal is asked. */
        if (!is_personal(&kind->fields[i]) || draft->contact.has_agreed)
            pages.items[pages.n++] = (struct form_page){.first = i, .n = n};
    }
    return pages;
}

/* Whether the form can be sent without any personal answer. */
static bool can_skip_personal(const struct request_kind *kind)
{
    for (size_t i = 0; i < kind->fields_len; i++)
        if (is_personal(&kind->fields[i]) && kind->fields[i].is_required)
            return false;
    return true;
}

int form_page_of(const struct draft *draft, const struct request_kind *kind, size_t field)
{
    struct form_pages pages = form_pages_of(draft, kind);
    for (int p = 0; p < pages.n; p++)
        if (!pages.items[p].is_consent && field >= pages.items[p].first &&
            field < pages.items[p].first + pages.items[p].n)
            return p;
    return 0;
}

static struct form_page page_shown(const struct app *app, const struct request_kind *kind,
                                   int *index, int *count)
{
    struct form_pages pages = form_pages_of(&app->draft, kind);
    int shown = flow_page(app_place(app));
    shown = shown >= pages.n ? pages.n - 1 : shown;
    if (shown < 0)
        shown = 0;
    if (index)
        *index = shown;
    if (count)
        *count = pages.n;
    return pages.items[shown];
}

/* A number stands at its least from the start: it is never missing. */
static bool is_missing(const struct app *app, const struct request_kind *kind, size_t field)
{
    return kind->fields[field].is_required && kind->fields[field].kind != FIELD_NUMBER &&
           !draft_is_answered(&app->draft, kind, field);
}

static bool is_page_complete(const struct app *app, const struct request_kind *kind,
                             const struct form_page *page)
{
    if (page->is_consent)
        return app->draft.contact.has_agreed || can_skip_personal(kind);
    for (size_t i = page->first; i < page->first + page->n; i++)
        if (is_missing(app, kind, i))
            return false;
    return true;
}

static bool is_written(const struct app *app, const struct request_kind *kind,
                       const struct form_page *page)
{
    return !page->is_consent && page->n == 1 && kind->fields[page->first].kind == FIELD_TEXT &&
           app->draft.answers[page->first].note_s == 0;
}

static bool types(const struct app *app)
{
    const struct request_kind *kind = kind_of(app);
    if (!kind || kind->fields_len == 0)
        return false;
    struct form_page page = page_shown(app, kind, NULL, NULL);
    return is_written(app, kind, &page);
}

static void load(struct app *app)
{
    const struct request_kind *kind = kind_of(app);
    if (!kind)
        return;
    if (app->draft.kind != DRAFT_REQUEST || !str_equal(app->draft.ref, kind->id))
        draft_begin(&app->draft, DRAFT_REQUEST, kind->id);
    struct form_page page = page_shown(app, kind, NULL, NULL);
    if (is_written(app, kind, &page))
        str_copy(app->focus, sizeof app->focus, kind->fields[page.first].id);
}

/* ---- page ---- */

/* The questions that are personal, by their labels. */
static const char *personal_words(const struct canvas *canvas, const struct request_kind *kind)
{
    const char *parts[DRAFT_ANSWERS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++)
        if (is_personal(&kind->fields[i]))
            parts[n++] = canvas_text(canvas, kind->fields[i].label);
    return text_join(canvas->arena, canvas->lang, parts, n);
}

static void put_consent(const struct canvas *canvas, struct column *column,
                        const struct request_kind *kind)
{
    const struct app *app = canvas->app;
    const char *asked = personal_words(canvas, kind);
    column_text(column,
                &(struct text_block){
                    .utf8 = asked, .type = TYPE_BODY, .role = ROLE_TEXT, .back = app->style.bg});
    column_content(column);
    column_space(column);
    consent_put(canvas, column, kind->contact.erase_days, CONSENT_TICKED);
}

static void put_due(const struct canvas *canvas, struct column *column,
                    const struct request_kind *kind)
{
    const struct urgency *urgency = draft_urgency(&canvas->app->draft, kind);
    if (text_is_empty(urgency->promise))
        return;
    column_banner(column, &(struct banner){TONE_BLUE, "clock", canvas_text(canvas, urgency->name),
                                           canvas_text(canvas, urgency->promise)});
}

/* The question is the title where it has the page for itself. */
static bool is_asked_alone(const struct request_kind *kind, const struct form_page *page)
{
    return !page->is_consent && page->n == 1 && kind->fields[page->first].kind != FIELD_NUMBER;
}

static void put_title(const struct canvas *canvas, struct column *column,
                      const struct request_kind *kind, const struct form_page *page)
{
    const char *name = canvas_text(canvas, kind->shown), *parts[3];
    size_t n = 0;
    int index = 0, count = 1;
    page_shown(canvas->app, kind, &index, &count);
    if (page->is_consent || is_asked_alone(kind, page))
        parts[n++] = name;
    if (count > 1)
        parts[n++] = TF(canvas, MSG_FORM_STEP, TN(canvas, index + 1), TN(canvas, count));
    if (is_asked_alone(kind, page)) {
        const struct field *field = &kind->fields[page->first];
        const char *hint = form_field_hint(canvas, field);
        if (hint)
            parts[n++] = hint;
        name = canvas_text(canvas, field->label);
    }
    if (page->is_consent)
        name = T(canvas, MSG_FORM_PERSONAL);
    column_title(column, name, text_join(canvas->arena, canvas->lang, parts, n));
    column_gap(column, style_px(&canvas->app->style, 16));
}

/* What anybody may read of the answers so far, and what comes next. */
static void put_way(const struct canvas *canvas, struct column *column,
                    const struct request_kind *kind, const struct form_page *page)
{
    struct fact *facts = arena_array(canvas->arena, DRAFT_ANSWERS_MAX + 1, sizeof *facts);
    const char *next[DRAFT_ANSWERS_MAX];
    size_t n = 0, n_next = 0;
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++) {
        const struct field *field = &kind->fields[i];
        const char *label = canvas_text(canvas, field->label);
        if (i >= page->first + page->n) {
            next[n_next++] = label;
        } else if (i < page->first && field->class == FIELD_CLASS_OPEN) {
            const char *words = answer_words(canvas, kind, i);
            bool is_free = field->kind == FIELD_TEXT || field->kind == FIELD_PLACE;
            if (words[0] != '\0')
                facts[n++] = (struct fact){.icon = "check",
                                           .label = label,
                                           .value = words,
                                           .secrecy = is_free ? SECRECY_VALUE : SECRECY_NONE};
        }
    }
    if (n_next > 0)
        facts[n++] = (struct fact){.icon = "next",
                                   .label = T(canvas, MSG_FORM_NEXT_QUESTIONS),
                                   .value = text_join(canvas->arena, canvas->lang, next, n_next)};
    column_facts_if_room(column, FACTS_BESIDE, facts, n);
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct request_kind *kind = kind_of(app);
    struct form_page page = page_shown(app, kind, NULL, NULL);
    /* Beside a pad there is room for the question alone. */
    bool has_title =
        !is_written(app, kind, &page) || column->box.h >= style_px(&app->style, ROOMY_PX);
    if (has_title)
        put_title(canvas, column, kind, &page);
    if (page.is_consent) {
        put_consent(canvas, column, kind);
        return;
    }
    enum form_heading heading = has_title && is_asked_alone(kind, &page) ? FORM_BARE : FORM_HEADED;
    bool has_due = is_light(&kind->fields[page.first]) && kind->urgencies_len > 1;
    if (has_due && column_is_aside(column))
        put_due(canvas, column, kind);
    for (size_t i = page.first; i < page.first + page.n; i++)
        form_field_put(canvas, column, kind, i, heading);
    if (has_due && !column_is_aside(column))
        put_due(canvas, column, kind);
    if (!canvas->has_keys)
        put_way(canvas, column, kind, &page);
}

static const char *missing_label(const struct canvas *canvas, const struct request_kind *kind,
                                 const struct form_page *page)
{
    if (page->is_consent)
        return T(canvas, MSG_CONTACT_AGREE_FIRST);
    for (size_t i = page->first; i < page->first + page->n; i++)
        if (is_missing(canvas->app, kind, i))
            return button_words(
                canvas, TF(canvas, MSG_FORM_MISSING, canvas_text(canvas, kind->fields[i].label)),
                T(canvas, MSG_FORM_MISSING_BRIEF));
    return T(canvas, MSG_NAV_CONTINUE);
}

static const char *ready_label(const struct canvas *canvas, const struct form_page *page)
{
    bool skips = page->is_consent && !canvas->app->draft.contact.has_agreed;
    return T(canvas, skips ? MSG_FORM_SKIP_PERSONAL : MSG_NAV_CONTINUE);
}

static void view(const struct app *app, struct canvas *canvas)
{
    const struct request_kind *kind = kind_of(app);
    if (!kind || kind->fields_len == 0) {
        struct box rest = chrome_begin(canvas);
        chrome_gone(canvas, rest);
        return;
    }
    struct form_page page = page_shown(app, kind, NULL, NULL);
    canvas->has_keys = is_written(app, kind, &page);
    struct box rest = chrome_begin(canvas);
    bool is_ready = is_page_complete(app, kind, &page);
    bool is_large = app->visit.type_scale == SCALE_LARGE;
    struct button next = {
        .tap = {.id = "form.next",
                .action = {.kind = ACT_NEXT},
                .state = is_ready ? TAP_NORMAL : TAP_DISABLED},
        .label = is_ready ? ready_label(canvas, &page) : missing_label(canvas, kind, &page),
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &next, 1);
    /* Upright the steps stand above all; a wide window is low, there the keys take its height. */
    bool is_upright = app->style.orientation == PORTRAIT;
    if (is_upright)
        box_cut_top(&rest, flow_steps(canvas, rest, FLOW_FORM));
    if (canvas->has_keys) {
        struct button say = form_text_say(canvas, &kind->fields[page.first]);
        bool is_offered = note_is_offered(app, &kind->fields[page.first]);
        typing_put(canvas, &rest, style_px(&app->style, is_large ? QUESTION_LARGE_PX : QUESTION_PX),
                   TYPING_DONE, is_offered ? &say : NULL);
    }
    if (!is_upright)
        box_cut_top(&rest, flow_steps(canvas, rest, FLOW_FORM));
    chrome_column(canvas, rest, "list.form", canvas_text(canvas, kind->shown), body);
}

/* ---- acting ---- */

static int field_index(const struct request_kind *kind, const char *id)
{
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++)
        if (str_equal(kind->fields[i].id, id))
            return (int)i;
    return -1;
}

static int count_bits(uint64_t bits)
{
    int n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static void choose(struct draft_answer *answer, const struct field *field, int64_t index)
{
    uint64_t bit = UINT64_C(1) << (index & 63);
    if (field->kind == FIELD_CHOICE) {
        answer->chosen = bit;
    } else if (field->kind == FIELD_TEXT) {
        /* A phrase goes to the end of what stands there. */
        const char *phrase = field->options[index].name.zh;
        char joined[DRAFT_TEXT_SIZE];
        size_t n = strlen(answer->text), more = strlen(phrase);
        if (n + more + 2 > sizeof joined)
            return;
        memcpy(joined, answer->text, n);
        if (n > 0)
            joined[n++] = ' ';
        memcpy(joined + n, phrase, more + 1);
        memcpy(answer->text, joined, sizeof joined);
    } else if (answer->chosen & bit) {
        answer->chosen &= ~bit;
    } else if (field->kind == FIELD_HALFDAYS || field->max <= 0 ||
               count_bits(answer->chosen) < field->max) {
        answer->chosen |= bit;
    }
}

static void step_number(struct draft_answer *answer, const struct field *field, int32_t by)
{
    int32_t number = form_number_now(field, answer) + by;
    if (number < field->min || number > form_number_most(field))
        return;
    answer->number = number;
    answer->has_number = true;
}

static void go_on(struct app *app, const struct request_kind *kind)
{
    int index = 0, count = 0;
    struct form_page page = page_shown(app, kind, &index, &count);
    if (!is_page_complete(app, kind, &page))
        return;
    /* A number left as it stands is answered by its least. */
    for (size_t i = page.first; i < page.first + page.n; i++)
        if (!page.is_consent && kind->fields[i].kind == FIELD_NUMBER &&
            !app->draft.answers[i].has_number)
            step_number(&app->draft.answers[i], &kind->fields[i], 0);
    if (!flow_is_edit(app_place(app)) && index + 1 < count) {
        app_go(app, SCREEN_FORM, kind->id);
        app_place_mutable(app)->arg = index + 1;
        app_load(app);
        return;
    }
    flow_next(app, FLOW_FORM);
}

static bool act_on_field(struct app *app, const struct request_kind *kind,
                         const struct action *action)
{
    int index = action->ref ? field_index(kind, action->ref) : -1;
    if (index < 0)
        return false;
    const struct field *field = &kind->fields[index];
    struct draft_answer *answer = &app->draft.answers[index];
    switch ((enum action_kind)action->kind) {
    case ACT_CHOOSE:
        choose(answer, field, action->arg);
        return true;
    case ACT_FEWER:
        step_number(answer, field, -1);
        return true;
    case ACT_ADD:
        step_number(answer, field, 1);
        return true;
    case ACT_DAY:
        answer->day = (day_number)action->arg;
        return true;
    case ACT_FOCUS:
        str_copy(app->focus, sizeof app->focus, field->id);
        return true;
    case ACT_NOTE:
        return note_open(app, kind, (size_t)index, (enum note_tap)action->arg);
    default:
        return false;
    }
}

static void key(struct app *app, uint32_t code, struct effects *effects)
{
    (void)effects;
    const struct request_kind *kind = kind_of(app);
    int index = kind ? field_index(kind, app->focus) : -1;
    if (index < 0 || kind->fields[index].kind != FIELD_TEXT)
        return;
    text_type(app->draft.answers[index].text, DRAFT_TEXT_SIZE,
              (size_t)form_text_most(&kind->fields[index]), code);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    (void)effects;
    const struct request_kind *kind = kind_of(app);
    if (!kind)
        return false;
    switch ((enum action_kind)action->kind) {
    case ACT_NEXT:
        go_on(app, kind);
        return true;
    case ACT_AGREE:
        app->draft.contact.has_agreed = !app->draft.contact.has_agreed;
        return true;
    case ACT_KEY:
        if (action->arg == KEY_DONE)
            go_on(app, kind);
        return true;
    case ACT_PLACE:
    case ACT_PLACE_AGAIN: {
        struct form_page page = page_shown(app, kind, NULL, NULL);
        app_place_mutable(app)->page = 0;
        return place_act(app, &kind->fields[page.first], &app->draft.answers[page.first].place,
                         action);
    }
    default:
        return act_on_field(app, kind, action);
    }
}

const struct screen screen_form = {
    .name = "form", .load = load, .view = view, .act = act, .key = key, .types = types};
