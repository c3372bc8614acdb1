#include "kiosk/flow.h"

#include "kiosk/answers.h"

/* place.arg: the form's page, and whether the review opened it. */
enum { EDIT_BIT = 0x100, PAGE_MASK = 0xff };

bool flow_is_edit(const struct place *place)
{
    return (place->arg & EDIT_BIT) != 0;
}

int flow_page(const struct place *place)
{
    return place->arg & PAGE_MASK;
}

int flow_steps(const struct canvas *canvas, struct box box, enum flow_step current)
{
    const struct app *app = canvas->app;
    const char *names[3];
    size_t n = 0, at = 0;
    bool has_form = app->draft.kind == DRAFT_REQUEST;
    const enum msg first = has_form ? MSG_FORM_STEP_TELL : MSG_FORM_STEP_SEATS;
    names[n++] = T(canvas, first);
    if (contact_is_asked(draft_policy(app))) {
        if (current == FLOW_CONTACT)
            at = n;
        names[n++] = T(canvas, MSG_FORM_STEP_CONTACT);
    }
    if (current == FLOW_REVIEW)
        at = n;
    names[n++] = T(canvas, MSG_FORM_STEP_CHECK);
    return page_steps(&canvas->ui, box, names, n, at);
}

static bool is_on_trail(const struct app *app, enum screen_id screen)
{
    for (int i = 0; i < app->trail.n; i++)
        if (app->trail.places[i].screen == screen)
            return true;
    return false;
}

static void to_review(struct app *app)
{
    if (!is_on_trail(app, SCREEN_REVIEW)) {
        app_go(app, SCREEN_REVIEW, app->draft.ref);
        return;
    }
    while (app_place(app)->screen != SCREEN_REVIEW)
        app_back(app);
}

void flow_next(struct app *app, enum flow_step from)
{
    if (flow_is_edit(app_place(app)) || from == FLOW_CONTACT) {
        to_review(app);
        return;
    }
    if (contact_is_asked(draft_policy(app)))
        app_go(app, SCREEN_CONTACT, app->draft.ref);
    else
        to_review(app);
}

void flow_edit(struct app *app, enum flow_step step, int page)
{
    app_go(app, step == FLOW_FORM ? SCREEN_FORM : SCREEN_CONTACT, app->draft.ref);
    app_place_mutable(app)->arg = EDIT_BIT | (page & PAGE_MASK);
    app_load(app);
}
