#include "kiosk/foresight.h"

#include <string.h>

#include <stdlib.h>

#include "kiosk/screen.h"

struct foresight {
    struct app app; /* as it would be */
    struct arena model, frame;
    struct draw_list list;
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

const struct draw_list *foresight_list(struct foresight *foresight, const struct app *app)
{
    const struct touch *touch = &app->touch;
    if (!touch->is_down || !is_way(&touch->action) || !is_impersonal(app))
        return NULL;
    struct app *next = &foresight->app;
    *next = *app;
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
    return &foresight->list;
}
