#include "kiosk/foresight.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/screen.h"

struct foresight {
    struct app app; /* as it would be */
    struct arena model, frame;
    struct draw_list list;
    bool is_fresh;        /* the list is for that state, and not yet taken */
    int64_t data_version; /* of the data it was made from */
    struct app real;      /* to compare with */
};

void foresight_create(struct foresight **out)
{
    *out = xalloc(sizeof **out);
}

void foresight_destroy(struct foresight *foresight)
{
    if (foresight == NULL)
        return;
    arena_fini(&foresight->model);
    arena_fini(&foresight->frame);
    free(foresight);
}

static bool is_way(const struct action *action)
{
    return action->kind == ACT_GO || action->kind == ACT_BACK || action->kind == ACT_HOME;
}

/* Who comes home has their frames wiped, which are the real ones. */
static bool wipes_frames(const struct app *app, const struct action *action)
{
    bool leads_home = action->kind == ACT_HOME || (action->kind == ACT_BACK && app->trail.n <= 2);
    return leads_home && app->has_entered;
}

/* Nothing of a visitor's own is copied: no draft, no ticket looked up, no order. */
static bool is_impersonal(const struct app *app)
{
    const struct lookup *lookup = &app->lookup;
    return typing_is_empty(app) && app->draft.kind == DRAFT_NONE && app->deed.state == DEED_NONE &&
           app->burst.len == 0 && lookup->state == LOOKUP_NONE && !lookup->is_asking &&
           lookup->number[0] == '\0' && lookup->phone[0] == '\0' && lookup->found_n == 0;
}

static void follow(struct app *app, const struct action *action, const char *ref)
{
    if (action->kind == ACT_GO)
        app_go(app, (enum screen_id)action->arg, ref);
    else if (action->kind == ACT_BACK)
        app_back(app);
    else
        app_home(app);
}

static int64_t data_version_of(const struct app *app)
{
    return app->setup.store ? store_data_version(app->setup.store) : 0;
}

const struct draw_list *foresight_list(struct foresight *foresight, const struct app *app)
{
    const struct touch *touch = &app->touch;
    if (!touch->is_down || !is_way(&touch->action) || !is_impersonal(app) ||
        wipes_frames(app, &touch->action))
        return NULL;
    struct app *next = &foresight->app;
    foresight->is_fresh = false;
    memcpy(next, app, sizeof *next);
    next->touch = (struct touch){0};
    /* A touch that leads on ends what is being said. */
    next->is_speaking = false;
    next->model = (struct model){.arena = foresight->model};
    /* What was found is read again on the way back to it, and is nothing to be kept here. */
    memset(&next->finder, 0, sizeof next->finder);
    follow(next, &touch->action, touch->action.ref ? touch->ref : NULL);
    foresight->model = next->model.arena;
    if (app_place(next)->screen == SCREEN_SEARCH && app->finder.typed[0] != '\0')
        return NULL;
    arena_reset(&foresight->frame);
    foresight->list = (struct draw_list){0};
    draw_list_begin(&foresight->list, &foresight->frame, app->setup.width_px, app->setup.height_px);
    app_view(next, &foresight->list);
    foresight->data_version = data_version_of(app);
    foresight->is_fresh = true;
    return &foresight->list;
}

/* Takes out what no view looks at, or what is compared otherwise: the model, which is made from the
 * data, the frames, the finger and the clocks. */
static void blank(struct app *app)
{
    memset(&app->model, 0, sizeof app->model);
    memset(&app->touch, 0, sizeof app->touch);
    memset(app->frame_arenas, 0, sizeof app->frame_arenas);
    memset(app->frames, 0, sizeof app->frames);
    app->is_stale = false;
    app->frame_no = 0;
    app->frame_index = 0;
    app->idle.since_ms = 0;
    app->setup.at_ms = 0;
    app->setup.now = app->setup.now / 60;
}

static bool is_touched(const struct app *app)
{
    bool is_any = app->touch.is_down;
    for (size_t i = 0; i < CONTACTS_MAX; i++)
        is_any = is_any || app->touch.contacts[i].state != CONTACT_UP;
    return is_any;
}

/* Byte by byte, so that what is added to the state counts, too; padding may differ and costs a
 * view.
 */
static bool has_come(struct foresight *foresight, const struct app *app)
{
    memcpy(&foresight->real, app, sizeof *app);
    blank(&foresight->real);
    struct arena model = foresight->app.model.arena;
    blank(&foresight->app);
    bool is_same = memcmp(&foresight->real, &foresight->app, sizeof foresight->real) == 0;
    foresight->app.model.arena = model;
    return is_same && data_version_of(app) == foresight->data_version;
}

bool foresight_fulfil(struct foresight *foresight, struct app *app)
{
    if (!app->is_stale || !foresight->is_fresh || is_touched(app))
        return false;
    foresight->is_fresh = false;
    if (!has_come(foresight, app))
        return false;
    app_take_frame(app, &foresight->frame, &foresight->list);
    return true;
}
