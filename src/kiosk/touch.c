#include "kiosk/touch.h"

#include <string.h>

#include "base/str.h"
#include "kiosk/ring.h"
#include "kiosk/screen.h"
#include "kiosk/speak.h"
#include "kiosk/visit.h"

/* ---- the rule ---- */

void touch_judge_down(struct contact *contacts, size_t n, size_t new_one, int64_t at_ms)
{
    struct contact *made = &contacts[new_one];
    if (made->pointer == POINTER_MOUSE)
        return;
    for (size_t i = 0; i < n; i++) {
        struct contact *other = &contacts[i];
        if (i == new_one || other->state == CONTACT_UP || other->pointer == POINTER_MOUSE)
            continue;
        int64_t age_ms = at_ms - other->down_ms;
        bool is_together = age_ms <= TOUCH_TOGETHER_MS;
        bool joins = other->state == CONTACT_PALM && age_ms < TOUCH_REST_MS;
        if (is_together)
            other->state = CONTACT_PALM;
        else if (other->state == CONTACT_TAP && age_ms >= TOUCH_LEANS_MS)
            other->state = CONTACT_RESTS;
        if (is_together || joins)
            made->state = CONTACT_PALM;
    }
}

bool touch_judge_up(const struct contact *contact, int64_t at_ms)
{
    if (contact->state != CONTACT_TAP)
        return false;
    int64_t held_ms = at_ms - contact->down_ms;
    return contact->pointer == POINTER_MOUSE ||
           (held_ms + contact->late_ms >= TOUCH_DROP_MS && held_ms < TOUCH_REST_MS);
}

/* ---- contacts ---- */

static struct contact *contact_of(struct app *app, const struct event *event)
{
    for (size_t i = 0; i < CONTACTS_MAX; i++) {
        struct contact *contact = &app->touch.contacts[i];
        if (contact->state != CONTACT_UP && contact->pointer == event->pointer &&
            contact->finger == event->finger)
            return contact;
    }
    return NULL;
}

static size_t index_of(const struct app *app, const struct contact *contact)
{
    return (size_t)(contact - app->touch.contacts);
}

/* The one whose target looks pressed. */
static bool is_shown(const struct app *app, const struct contact *contact)
{
    return app->touch.shown == (int)index_of(app, contact);
}

static void show_press(struct app *app, bool is_down)
{
    if (app->touch.is_down == is_down)
        return;
    app->touch.is_down = is_down;
    app->is_stale = true;
}

static void set_target(struct contact *contact, const struct draw_cmd *hit)
{
    contact->has_target = true;
    contact->action = hit->node.action;
    contact->action.ref = NULL;
    contact->has_ref = hit->node.action.ref != NULL;
    str_copy(contact->id, sizeof contact->id, hit->node.id);
    if (contact->has_ref)
        str_copy(contact->ref, sizeof contact->ref, hit->node.action.ref);
}

static struct action action_of(const struct contact *contact)
{
    struct action action = contact->action;
    action.ref = contact->has_ref ? contact->ref : NULL;
    return action;
}

static bool is_target(const struct contact *contact, const struct draw_cmd *hit)
{
    if (!hit || !contact->has_target)
        return false;
    struct action down = action_of(contact);
    return action_equal(&hit->node.action, &down) && str_equal(hit->node.id, contact->id);
}

/* On its target still, or hardly moved: then it stands where it came down. */
static bool is_on_target(struct app *app, const struct contact *contact, int x, int y)
{
    int slop = style_px(&app->style, TOUCH_SLOP_PX);
    int64_t dx = x - contact->from_x, dy = y - contact->from_y;
    /* The frame may be older than what an earlier touch of this burst changed. */
    const struct draw_list *list = app_frame(app);
    return is_target(contact, draw_hit(list, x, y)) ||
           (dx * dx + dy * dy <= slop * slop &&
            is_target(contact, draw_hit(list, contact->from_x, contact->from_y)));
}

/* Where a new contact is kept. There are more places than fingers: with all of them taken some
 * ended without a word, most likely the oldest. */
static struct contact *place_for(struct app *app, const struct event *event)
{
    struct contact *contacts = app->touch.contacts, *oldest = &contacts[0];
    struct contact *known = contact_of(app, event);
    if (known)
        return known;
    for (size_t i = 0; i < CONTACTS_MAX; i++) {
        if (contacts[i].state == CONTACT_UP)
            return &contacts[i];
        if (contacts[i].down_ms < oldest->down_ms)
            oldest = &contacts[i];
    }
    if (is_shown(app, oldest))
        show_press(app, false);
    return oldest;
}

static void down(struct app *app, const struct event *event)
{
    struct touch *touch = &app->touch;
    struct contact *made = place_for(app, event);
    *made = (struct contact){.state = CONTACT_TAP,
                             .pointer = event->pointer,
                             .finger = event->finger,
                             .down_ms = event->at_ms,
                             .late_ms = event->late_ms,
                             .from_x = event->x,
                             .from_y = event->y};
    touch_judge_down(touch->contacts, CONTACTS_MAX, index_of(app, made), event->at_ms);
    const struct draw_cmd *hit = draw_hit(app_frame(app), event->x, event->y);
    if (hit && made->state == CONTACT_TAP) {
        set_target(made, hit);
        touch->shown = (int)index_of(app, made);
        touch->is_down = false;
        touch->action = made->action;
        memcpy(touch->id, made->id, sizeof touch->id);
        memcpy(touch->ref, made->ref, sizeof touch->ref);
        touch->action.ref = made->has_ref ? touch->ref : NULL;
        show_press(app, true);
        typing_pressed(app, hit, event);
    } else if (touch->contacts[touch->shown].state != CONTACT_TAP) {
        show_press(app, false);
    }
}

/* A stroke on the pad is no tap and no swipe, and may take its time. */
static bool draws(const struct contact *contact)
{
    return contact->has_target && contact->action.kind == ACT_INK;
}

static bool is_drop(const struct contact *contact, int64_t at_ms)
{
    return contact->pointer == POINTER_FINGER &&
           at_ms - contact->down_ms + contact->late_ms < TOUCH_DROP_MS;
}

static void move(struct app *app, const struct event *event)
{
    struct contact *contact = contact_of(app, event);
    if (contact && draws(contact)) {
        visit_touched(app, event->at_ms);
        typing_pen_moved(app, event);
        return;
    }
    if (contact && contact->state == CONTACT_TAP && contact->has_target && is_shown(app, contact))
        show_press(app, is_on_target(app, contact, event->x, event->y));
}

/* A long stroke up or down turns the page, where there are pages; it is no tap then. */
static bool swipes(struct app *app, const struct contact *contact, int y, struct effects *effects)
{
    int far = style_px(&app->style, SWIPE_PX), moved = y - contact->from_y;
    if (contact->state == CONTACT_PALM || (moved < far && moved > -far))
        return false;
    const struct draw_cmd *turn =
        draw_find_id(app_frame(app), moved < 0 ? "nav.next" : "nav.previous");
    if (!turn)
        return false;
    struct action action = turn->node.action;
    app->is_stale = true;
    if (turn->node.enabled == NODE_ENABLED)
        app_act(app, &action, effects);
    return true;
}

static void up(struct app *app, const struct event *event, struct effects *effects)
{
    struct contact *contact = contact_of(app, event);
    if (!contact)
        return;
    struct contact was = *contact;
    /* Asked while the frame still shows the press: without it there would be another to draw. */
    bool counts = touch_judge_up(&was, event->at_ms);
    bool is_tap = counts && is_on_target(app, &was, event->x, event->y);
    if (is_shown(app, contact))
        show_press(app, false);
    memset(contact, 0, sizeof *contact);
    if (draws(&was)) {
        bool is_mistaken = was.state == CONTACT_PALM || is_drop(&was, event->at_ms);
        typing_pen_up(app, event, is_mistaken ? PEN_MISTAKEN : PEN_KEPT);
        return;
    }
    if (swipes(app, &was, event->y, effects))
        return;
    struct action action = action_of(&was);
    if (!counts)
        return;
    if (is_tap)
        app_act(app, &action, effects);
    else if (!was.has_target)
        speak_disabled(app, event->x, event->y, effects);
    typing_released(app);
}

/* Whoever touches an attract screen wants to see home, in large type or another language where that
 * was touched; water does not. */
static void up_anywhere(struct app *app, const struct event *event, struct effects *effects)
{
    struct contact *contact = contact_of(app, event);
    if (contact && is_drop(contact, event->at_ms)) {
        memset(contact, 0, sizeof *contact);
        return;
    }
    struct contact was = contact ? *contact : (struct contact){0};
    bool is_choice = was.state == CONTACT_TAP && is_on_target(app, &was, event->x, event->y) &&
                     (was.action.kind == ACT_LARGE || was.action.kind == ACT_LANG);
    app->touch = (struct touch){0};
    app_home(app);
    struct action action = action_of(&was);
    if (is_choice)
        app_act(app, &action, effects);
}

void touch_take(struct app *app, const struct event *event, struct effects *effects)
{
    if (event->kind == EVENT_TOUCH_LOST) {
        typing_pen_up(app, event, PEN_KEPT);
        app->touch = (struct touch){0};
        app->is_stale = true;
        return;
    }
    if (event->kind == EVENT_TOUCH_MOVE) {
        move(app, event);
        return;
    }
    visit_touched(app, event->at_ms);
    ring_hide(app);
    if (event->kind == EVENT_TOUCH_DOWN)
        down(app, event);
    else if (app_place(app)->screen == SCREEN_ATTRACT)
        up_anywhere(app, event, effects);
    else
        up(app, event, effects);
}

/* ---- time ---- */

static bool is_timed(const struct contact *contact)
{
    return contact->state == CONTACT_TAP && contact->pointer == POINTER_FINGER;
}

void touch_time(struct app *app)
{
    for (size_t i = 0; i < CONTACTS_MAX; i++) {
        struct contact *contact = &app->touch.contacts[i];
        if (!is_timed(contact) || app->setup.at_ms - contact->down_ms < TOUCH_REST_MS)
            continue;
        contact->state = CONTACT_RESTS;
        if (is_shown(app, contact))
            show_press(app, false);
    }
}

int64_t touch_deadline_ms(const struct app *app)
{
    int64_t at = INT64_MAX;
    for (size_t i = 0; i < CONTACTS_MAX; i++) {
        const struct contact *contact = &app->touch.contacts[i];
        int64_t rests_ms = contact->down_ms + TOUCH_REST_MS;
        if (is_timed(contact) && rests_ms < at)
            at = rests_ms;
    }
    return at;
}
