/* An order on its way: sent, answered, printed. */
#include <string.h>

#include "base/str.h"
#include "kiosk/screen.h"
#include "store/query.h"

void app_send(struct app *app, const struct core_order *order, struct effects *effects)
{
    struct deed *deed = &app->deed;
    if (deed->state == DEED_SENT)
        return;
    deed->order = *order;
    deed->order.id = ++deed->last_id;
    memcpy(deed->order.helper, app->visit.helper, sizeof deed->order.helper);
    deed->order.link = app->link.state == LINK_NONE     ? CORE_LINK_ALONE
                       : app->link.state == LINK_ONLINE ? CORE_LINK_ONLINE
                                                        : CORE_LINK_OFFLINE;
    deed->state = DEED_SENT;
    deed->sent_ms = app->setup.at_ms;
    deed->job = 0;
    effects_add(effects, &(struct effect){.kind = EFFECT_SUBMIT, .order = &deed->order});
    /* Perhaps the hub is there again; the order does not wait for it. */
    if (app->link.state == LINK_OFFLINE)
        effects_add(effects, &(struct effect){.kind = EFFECT_LINK_RETRY});
    app->is_stale = true;
}

static bool makes_ticket(enum op_kind kind)
{
    return kind == OP_BOOK || kind == OP_FILE;
}

bool deed_gives_slip(const struct deed *deed)
{
    return deed->state == DEED_ANSWERED && makes_ticket(deed->order.kind) &&
           deed->answer.status == OK && deed->answer.qr[0] != '\0';
}

void deed_print(struct app *app, enum slip_mark mark, struct effects *effects)
{
    struct deed *deed = &app->deed;
    if (!deed_gives_slip(deed))
        return;
    if (deed->job != 0)
        effects_add(effects, &(struct effect){.kind = EFFECT_PRINT_CANCEL, .arg = deed->job});
    deed->mark = mark;
    deed->job = ++deed->last_job;
    deed->job_state = app->printer == PRINTER_NONE ? PRINTER_JOB_FAILED : PRINTER_JOB_QUEUED;
    if (app->printer != PRINTER_NONE)
        effects_add(effects, &(struct effect){.kind = EFFECT_PRINT, .arg = deed->job});
}

void deed_answered(struct app *app, const struct event *event, struct effects *effects)
{
    struct deed *deed = &app->deed;
    if (deed->state != DEED_SENT || event->answer->id != deed->order.id)
        return; /* the visitor has left; the order itself stands */
    deed->answer = *event->answer;
    deed->state = DEED_ANSWERED;
    deed->link = deed->order.link;
    deed->has_phone = deed->order.phone[0] != '\0';
    /* What was sealed is not needed in clear any more. */
    memset(deed->order.personal, 0, sizeof deed->order.personal);
    memset(deed->order.phone, 0, sizeof deed->order.phone);
    deed->order.note = NULL;
    deed->order.note_len = 0;
    app->idle = (struct idle){IDLE_NO, event->at_ms};
    app->is_stale = true;
    if (makes_ticket(deed->order.kind)) {
        bool is_done = deed->answer.status == OK && deed->answer.verdict.code != VERDICT_REFUSED;
        if (is_done) {
            draft_wipe(&app->draft);
            app_go_final(app, SCREEN_RESULT);
        } else {
            /* What was filled in stays, so that back leads to it. */
            app_go(app, SCREEN_RESULT, app->draft.ref);
        }
        deed_print(app, SLIP_FIRST, effects);
    } else {
        app->lookup.sure = SURE_NO;
        lookup_refresh(app, effects);
    }
}

void deed_follow(struct app *app)
{
    struct core_answer *answer = &app->deed.answer;
    struct verdict verdict;
    bool is_final = false;
    if (!deed_gives_slip(&app->deed) || answer->hub_answered || !app->setup.store ||
        !query_op_verdict(app->setup.store, &answer->op, &verdict, &is_final) || !is_final)
        return;
    answer->verdict = verdict;
    answer->hub_answered = true;
    app->is_stale = true;
}

void deed_printed(struct app *app, const struct event *event)
{
    app->printer = event->printer;
    if (event->job == app->deed.job)
        app->deed.job_state = (enum printer_job_state)event->job_state;
    app->is_stale = true;
}
