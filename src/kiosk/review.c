#include "kiosk/answers.h"
#include "kiosk/chrome.h"
#include "kiosk/flow.h"
#include "kiosk/form.h"

#include "base/str.h"

/* Everything once more before it is sent; each line can be changed. Only here is anything sent. */

static const struct request_kind *kind_of(const struct app *app)
{
    return app->draft.kind == DRAFT_REQUEST
               ? catalogue_find_request(app->setup.catalogue, app->draft.ref)
               : NULL;
}

static void load(struct app *app)
{
    if (app->draft.kind != DRAFT_BOOKING)
        return;
    struct agenda_source source = app_agenda_source(app);
    app->model.has_session = agenda_find(&source, app->draft.ref, &app->model.session);
}

struct lines {
    struct fact facts[DRAFT_ANSWERS_MAX + 6];
    struct button buttons[DRAFT_ANSWERS_MAX + 6];
    size_t n;
};

/* arg: a page of the form, or below 0 the contact step. */
enum { EDIT_CONTACT = -1, EDIT_NONE = -2, EDIT_SESSION = -3 };

static void add_line(const struct canvas *canvas, struct lines *lines, const char *icon,
                     const char *label, const char *value, int edit)
{
    struct fact *fact = &lines->facts[lines->n];
    *fact = (struct fact){.icon = icon, .label = label, .value = value};
    if (edit != EDIT_NONE) {
        lines->buttons[lines->n] = (struct button){
            .tap = {.id = arena_printf(canvas->arena, "edit.%d", (int)lines->n),
                    .action = {ACT_EDIT, edit, NULL}},
            .label = T(canvas, MSG_NAV_CHANGE),
            .icon = "pencil",
            .size = BUTTON_INLINE,
        };
        fact->button = &lines->buttons[lines->n];
    }
    lines->n++;
}

/* The line added last says something about the visitor. */
static void keep_last_secret(struct lines *lines)
{
    lines->facts[lines->n - 1].secrecy = SECRECY_VALUE;
}

static const char *field_icon(const struct field *field)
{
    switch (field->kind) {
    case FIELD_PLACE:
        return "pin";
    case FIELD_DATE:
    case FIELD_HALFDAYS:
        return "calendar";
    case FIELD_TEXT:
        return "pen";
    default:
        return "list";
    }
}

static void add_request(const struct canvas *canvas, struct lines *lines,
                        const struct request_kind *kind)
{
    for (size_t i = 0; i < kind->fields_len && i < DRAFT_ANSWERS_MAX; i++) {
        const char *words = answer_words(canvas, kind, i);
        if (words[0] == '\0')
            continue;
        add_line(canvas, lines, field_icon(&kind->fields[i]),
                 canvas_text(canvas, kind->fields[i].label), words,
                 form_page_of(&canvas->app->draft, kind, i));
        if (kind->fields[i].class != FIELD_CLASS_OPEN || kind->fields[i].kind == FIELD_TEXT ||
            kind->fields[i].kind == FIELD_PLACE)
            keep_last_secret(lines);
    }
    const struct urgency *urgency = draft_urgency(&canvas->app->draft, kind);
    if (kind->urgencies_len > 1)
        add_line(canvas, lines, "bell", T(canvas, MSG_FORM_URGENCY),
                 canvas_text(canvas, urgency->name), EDIT_NONE);
}

static void add_booking(const struct canvas *canvas, struct lines *lines)
{
    const struct app *app = canvas->app;
    const struct session_info *info = &app->model.session;
    if (!app->model.has_session)
        return;
    const char *day = text_day(canvas->arena, canvas->lang, info->starts_at);
    add_line(canvas, lines, "calendar", T(canvas, MSG_FIELD_WHEN),
             arena_printf(canvas->arena, "%s %s", day,
                          text_span(canvas->arena, info->starts_at, info->ends_at)),
             EDIT_NONE);
    add_line(canvas, lines, "pin", T(canvas, MSG_FIELD_WHERE),
             canvas_text(canvas, info->series->facts.where), EDIT_NONE);
    add_line(canvas, lines, "users", T(canvas, MSG_SESSION_PARTY),
             TF(canvas, MSG_SESSION_PARTY_COUNT, TN(canvas, app->draft.seats)), EDIT_SESSION);
    if (!text_is_empty(info->series->facts.bring))
        add_line(canvas, lines, "bag", T(canvas, MSG_FIELD_BRING),
                 canvas_text(canvas, info->series->facts.bring), EDIT_NONE);
    add_line(canvas, lines, "info", T(canvas, MSG_FIELD_COST),
             canvas_text(canvas, info->series->facts.cost), EDIT_NONE);
}

static const char *contact_words(const struct canvas *canvas)
{
    const struct draft_contact *contact = &canvas->app->draft.contact;
    const char *parts[2];
    size_t n = 0;
    if (contact->name[0] != '\0')
        parts[n++] = name_words(canvas);
    if (contact->choice == PHONE_CHOICE_GIVEN)
        parts[n++] = phone_masked(canvas->arena, contact->phone);
    else if (contact->choice == PHONE_CHOICE_NONE)
        parts[n++] = T(canvas, MSG_CONTACT_NONE_CHOSEN);
    return text_join(canvas->arena, canvas->lang, parts, n);
}

static void put_after(const struct canvas *canvas, struct column *column,
                      const struct request_kind *kind)
{
    const struct app *app = canvas->app;
    bool is_called = app->draft.contact.choice == PHONE_CHOICE_GIVEN;
    bool waits = app->model.has_session && app->model.session.mark == SESSION_WAITING;
    const char *lines[4];
    size_t n = 0;
    if (kind) {
        const struct urgency *urgency = draft_urgency(&app->draft, kind);
        if (!text_is_empty(urgency->promise))
            lines[n++] = canvas_text(canvas, urgency->promise);
        if (is_called)
            lines[n++] = T(canvas, MSG_REVIEW_STEP_CALL);
        lines[n++] = T(canvas, MSG_REVIEW_STEP_SCAN);
        lines[n++] = T(canvas, MSG_REVIEW_STEP_CONFIRM);
    } else {
        lines[n++] = T(canvas, waits ? MSG_REVIEW_STEP_QUEUE : MSG_REVIEW_STEP_COME);
        lines[n++] = T(canvas, MSG_REVIEW_STEP_CANCEL);
    }
    column_points(column, &(struct points){T(canvas, MSG_REVIEW_AFTER), lines, n, 0});
}

static void body(const struct canvas *canvas, struct column *column)
{
    const struct app *app = canvas->app;
    const struct request_kind *kind = kind_of(app);
    struct lines *lines = arena_alloc(canvas->arena, sizeof *lines);
    const char *what = kind ? canvas_text(canvas, kind->shown)
                       : app->model.has_session
                           ? canvas_text(canvas, app->model.session.series->shown)
                           : "";
    add_line(canvas, lines, kind ? kind->icon : "ticket", T(canvas, MSG_REVIEW_WHAT), what,
             EDIT_NONE);
    if (kind)
        add_request(canvas, lines, kind);
    else
        add_booking(canvas, lines);
    if (contact_is_asked(draft_policy(app))) {
        add_line(canvas, lines, "phone", T(canvas, MSG_REVIEW_CALL), contact_words(canvas),
                 EDIT_CONTACT);
        keep_last_secret(lines);
    }
    column_title(column, T(canvas, MSG_REVIEW_TITLE), T(canvas, MSG_REVIEW_HINT));
    column_content(column);
    column_facts(column, FACTS_STACKED, lines->facts, lines->n);
    put_after(canvas, column, kind);
    if (app->draft.contact.choice == PHONE_CHOICE_GIVEN)
        column_banner(column, &(struct banner){TONE_BLUE, "shield", T(canvas, MSG_REVIEW_SEALED),
                                               TF(canvas, MSG_REVIEW_SEALED_HINT,
                                                  TN(canvas, draft_policy(app)->erase_days))});
}

static const char *submit_label(const struct canvas *canvas)
{
    const struct app *app = canvas->app;
    if (app->deed.state == DEED_SENT)
        return T(canvas, MSG_RESULT_SENDING);
    if (app->draft.kind == DRAFT_REQUEST)
        return T(canvas, MSG_REVIEW_SUBMIT);
    if (app->model.has_session && app->model.session.mark == SESSION_WAITING)
        return T(canvas, MSG_REVIEW_SUBMIT_WAIT);
    return TF(canvas, MSG_REVIEW_SUBMIT_BOOK, TN(canvas, app->draft.seats));
}

static void view(const struct app *app, struct canvas *canvas)
{
    struct box rest = chrome_begin(canvas);
    struct button submit = {
        .tap = {.id = "submit",
                .action = {.kind = ACT_SUBMIT},
                .state = app->deed.state == DEED_SENT ? TAP_BUSY : TAP_NORMAL,
                .is_submit = true},
        .label = submit_label(canvas),
        .icon = "send",
        .kind = BUTTON_FILLED,
    };
    chrome_bottom(canvas, &rest, &submit, 1);
    box_cut_top(&rest, flow_steps(canvas, rest, FLOW_REVIEW));
    chrome_column(canvas, rest, "list.review", T(canvas, MSG_REVIEW_TITLE), body);
}

static bool act(struct app *app, const struct action *action, struct effects *effects)
{
    /* While an order is on its way nothing may change under it; one may leave, though. */
    if (app->deed.state == DEED_SENT)
        return action->kind != ACT_END;
    switch ((enum action_kind)action->kind) {
    case ACT_EDIT:
        if (action->arg == EDIT_CONTACT)
            flow_edit(app, FLOW_CONTACT, 0);
        else if (action->arg == EDIT_SESSION)
            while (app->trail.n > 1 && app_place(app)->screen != SCREEN_SESSION)
                app_back(app);
        else
            flow_edit(app, FLOW_FORM, (int)action->arg);
        return true;
    case ACT_SUBMIT: {
        struct core_order order;
        if (answers_order(app, &order))
            app_send(app, &order, effects);
        return true;
    }
    default:
        return false;
    }
}

const struct screen screen_review = {.name = "review", .load = load, .view = view, .act = act};
