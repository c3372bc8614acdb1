/* The slip for the order just answered: which words stand where. slip/ lays them out. */
#include <string.h>

#include "base/str.h"
#include "domain/number.h"
#include "kiosk/screen.h"

static const char *words(enum lang lang, struct text text)
{
    return text_in(text, lang);
}

static void fill_booking(const struct app *app, const struct core_order *order, struct arena *arena,
                         struct slip_data *out)
{
    enum lang lang = app->visit.lang;
    struct agenda_source source = app_agenda_source(app);
    struct session_info info;
    if (!agenda_find(&source, order->session, &info))
        return;
    const struct facts *facts = &info.series->facts;
    out->when =
        (struct slip_field){text_get(lang, MSG_SLIP_STARTS),
                            arena_printf(arena, "%s %s", text_day(arena, lang, info.starts_at),
                                         text_clock(arena, info.starts_at))};
    out->title =
        arena_printf(arena, "%s  %s", words(lang, info.series->shown),
                     text_fmt(arena, lang, MSG_SLIP_SEATS, text_number(arena, order->seats)));
    /* Where it is and who comes would tell what it is. */
    if (info.series->is_confidential)
        return;
    out->where = (struct slip_field){text_get(lang, MSG_FIELD_WHERE), words(lang, facts->where)};
    out->who = (struct slip_field){text_get(lang, MSG_SLIP_BY), words(lang, facts->who)};
    out->bring = (struct slip_field){text_get(lang, MSG_SLIP_BRING), words(lang, facts->bring)};
    out->cost = (struct slip_field){text_get(lang, MSG_SLIP_COST), words(lang, facts->cost)};
}

static void fill_request(const struct app *app, const struct core_order *order,
                         const struct core_answer *answer, struct arena *arena,
                         struct slip_data *out)
{
    enum lang lang = app->visit.lang;
    const struct request_kind *kind = catalogue_find_request(app->setup.catalogue, order->request);
    if (!kind)
        return;
    if (answer->verdict.due_at != 0) {
        const char *due =
            arena_printf(arena, "%s %s", text_day(arena, lang, answer->verdict.due_at),
                         text_clock(arena, answer->verdict.due_at));
        out->when = (struct slip_field){text_get(lang, MSG_SLIP_DUE),
                                        text_fmt(arena, lang, MSG_DAY_BEFORE, due)};
    }
    if (kind->is_confidential)
        return;
    out->who = (struct slip_field){text_get(lang, MSG_SLIP_BY), words(lang, kind->facts.who)};
    out->bring =
        (struct slip_field){text_get(lang, MSG_SLIP_BRING), words(lang, kind->facts.bring)};
    out->cost = (struct slip_field){text_get(lang, MSG_SLIP_COST), words(lang, kind->facts.cost)};
}

static const char *remark(const struct core_answer *answer, struct arena *arena, enum lang lang)
{
    switch (answer->verdict.code) {
    case VERDICT_WAITING:
        return text_fmt(arena, lang, MSG_SLIP_WAITING, text_number(arena, answer->verdict.place));
    case VERDICT_PROVISIONAL:
        return text_get(lang, MSG_SLIP_PROVISIONAL);
    default:
        return NULL;
    }
}

bool app_slip(const struct app *app, struct arena *arena, struct slip_data *out)
{
    const struct deed *deed = &app->deed;
    if (!deed_gives_slip(deed) || !app->setup.catalogue)
        return false;
    enum lang lang = app->visit.lang;
    const struct station *station =
        catalogue_find_station(app->setup.catalogue, app->setup.station);
    memset(out, 0, sizeof *out);
    out->station = station ? words(lang, station->name) : app->setup.station;
    out->title = deed_title(app, lang);
    if (deed->order.kind == OP_BOOK)
        fill_booking(app, &deed->order, arena, out);
    else
        fill_request(app, &deed->order, &deed->answer, arena, out);
    const struct staff *helper = catalogue_find_staff(app->setup.catalogue, deed->order.helper);
    if (helper)
        out->helper =
            (struct slip_field){text_get(lang, MSG_SLIP_HELPER), words(lang, helper->name)};
    out->remark = remark(&deed->answer, arena, lang);
    if (deed->mark == SLIP_REPRINT)
        out->reprint = text_get(lang, MSG_SLIP_REPRINT);
    if (deed->link == CORE_LINK_OFFLINE && !deed->answer.hub_answered)
        out->offline = text_get(lang, MSG_SLIP_OFFLINE);
    if (station)
        out->phone = (struct slip_field){text_get(lang, MSG_SLIP_PHONE), station->phone};
    char *number = arena_alloc(arena, NUMBER_SHOWN_SIZE);
    number_show(deed->answer.ticket, number);
    out->number = (struct slip_field){text_get(lang, MSG_RESULT_NUMBER), number};
    out->qr = deed->answer.qr;
    out->uses[0] = text_get(lang, MSG_SLIP_FOOTER);
    out->printed_at = text_fmt(arena, lang, MSG_SLIP_PRINTED_AT,
                               arena_printf(arena, "%s %s", text_day(arena, lang, app->setup.now),
                                            text_clock(arena, app->setup.now)));
    return true;
}
