#include "hub/pages.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "domain/number.h"
#include "domain/request.h"
#include "lang/text.h"
#include "store/catalogue.h"
#include "store/query.h"
#include "trust/ticket.h"

/* One page being written. */
struct writer {
    struct arena *arena;
    struct buf out;
    instant now;
};

static const char style[] =
    "body{margin:0;background:#f4f2ec;color:#17211d;font:1.05rem/1.5 system-ui,sans-serif}"
    "header{background:#0b5945;color:#fff;padding:1rem;font-weight:bold}"
    "main{max-width:34rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0}"
    "dl{background:#fff;border:1px solid #858178;border-radius:.6rem;padding:.4rem 1rem;margin:1rem 0}"
    "dt{color:#414c46;margin-top:.5rem}dd{margin:0 0 .5rem;font-size:1.25rem;font-weight:bold}"
    "p{margin:.6rem 0}.en{display:block;color:#414c46;font-size:.95rem;font-weight:normal}"
    "header .en{color:#fff}.late{border-left:.5rem solid #99101a;background:#fce7e5;padding:.6rem}"
    "footer{color:#414c46;font-size:.95rem}";

static void put_escaped(struct buf *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        switch (*p) {
        case '&':
            buf_puts(out, "&amp;");
            break;
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '"':
            buf_puts(out, "&quot;");
            break;
        default:
            buf_putc(out, *p);
        }
    }
}

/* Chinese, then English on a line of its own. */
static void put_both(struct writer *writer, const char *zh, const char *en)
{
    put_escaped(&writer->out, zh);
    if (!str_equal(zh, en)) {
        buf_puts(&writer->out, "<span class=\"en\" lang=\"en\">");
        put_escaped(&writer->out, en);
        buf_puts(&writer->out, "</span>");
    }
}

static void put_message(struct writer *writer, enum msg msg)
{
    put_both(writer, text_get(LANG_ZH, msg), text_get(LANG_EN, msg));
}

static void put_term(struct writer *writer, enum msg label)
{
    buf_puts(&writer->out, "<dt>");
    put_message(writer, label);
    buf_puts(&writer->out, "</dt><dd>");
}

static void put_term_end(struct writer *writer)
{
    buf_puts(&writer->out, "</dd>\n");
}

static void put_word(struct writer *writer, const char *group, const char *word)
{
    const char *zh = text_word(LANG_ZH, group, word);
    const char *en = text_word(LANG_EN, group, word);
    put_both(writer, zh != NULL ? zh : word, en != NULL ? en : word);
}

static void put_filled(struct writer *writer, enum msg msg, const char *zh, const char *en)
{
    put_both(writer, text_fmt(writer->arena, LANG_ZH, msg, zh),
             text_fmt(writer->arena, LANG_EN, msg, en));
}

/* "Wed 25 Nov 9:00", without today and tomorrow: a page may be looked at later. */
static const char *moment(struct writer *writer, enum lang lang, instant at)
{
    return arena_printf(writer->arena, "%s %s", text_day(writer->arena, lang, at),
                        text_clock(writer->arena, at));
}

static void put_head(struct writer *writer)
{
    buf_puts(&writer->out, "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                           "<meta name=\"viewport\" content=\"width=device-width\">"
                           "<meta name=\"robots\" content=\"noindex\"><title>");
    put_escaped(&writer->out, text_get(LANG_ZH, MSG_PAGE_TITLE));
    buf_printf(&writer->out, "</title><style>%s</style></head>\n<body><header>", style);
    put_message(writer, MSG_PAGE_TITLE);
    buf_puts(&writer->out, "</header><main>\n");
}

static void finish(struct writer *writer, int status, struct hub_page *out)
{
    buf_puts(&writer->out, "<footer><p>");
    put_message(writer, MSG_PAGE_PRIVATE);
    buf_puts(&writer->out, "</p><p>");
    put_filled(writer, MSG_PAGE_AS_OF, moment(writer, LANG_ZH, writer->now),
               moment(writer, LANG_EN, writer->now));
    buf_puts(&writer->out, "</p></footer></main></body></html>\n");
    *out = (struct hub_page){
        .status = status, .html = arena_strndup(writer->arena, writer->out.data, writer->out.len)};
    buf_fini(&writer->out);
}

/* A page that says one thing and what to do about it. */
static void write_notice(struct writer *writer, int status, enum msg what, enum msg hint,
                         struct hub_page *out)
{
    put_head(writer);
    buf_puts(&writer->out, "<h1>");
    put_message(writer, what);
    buf_puts(&writer->out, "</h1><p>");
    put_message(writer, hint);
    buf_puts(&writer->out, "</p>\n");
    finish(writer, status, out);
}

/* ---- a ticket ---- */

/* What it is for, neutral where it is confidential; shown only to who holds the slip. */
static void put_title(struct writer *writer, const struct catalogue *catalogue,
                      const struct ticket_view *view)
{
    struct text text = {"", ""};
    if (catalogue == NULL) {
        return;
    }
    if (view->is_request) {
        const struct request_kind *kind = catalogue_find_request(catalogue, view->programme);
        text = kind != NULL ? kind->shown : text;
    } else {
        const struct series *series = catalogue_find_bookable(catalogue, view->programme);
        text = series != NULL ? series->shown : text;
    }
    if (!text_is_empty(text)) {
        buf_puts(&writer->out, "<h1>");
        put_both(writer, text_in(text, LANG_ZH), text_in(text, LANG_EN));
        buf_puts(&writer->out, "</h1>\n");
    }
}

static void put_booking(struct writer *writer, const struct ticket_view *view)
{
    const char *span = text_span(writer->arena, view->starts_at, view->ends_at);
    put_term(writer, MSG_PAGE_WHEN);
    put_both(writer,
             arena_printf(writer->arena, "%s %s", text_day(writer->arena, LANG_ZH, view->starts_at),
                          span),
             arena_printf(writer->arena, "%s %s", text_day(writer->arena, LANG_EN, view->starts_at),
                          span));
    put_term_end(writer);
    const char *seats = text_number(writer->arena, view->seats);
    put_term(writer, MSG_PAGE_SEATS);
    put_filled(writer, MSG_PAGE_SEATS_N, seats, seats);
    put_term_end(writer);
    if (view->place > 0) {
        const char *place = text_number(writer->arena, view->place);
        put_term(writer, MSG_PAGE_PLACE);
        put_filled(writer, MSG_PAGE_PLACE_N, place, place);
        put_term_end(writer);
    }
}

static void put_request(struct writer *writer, const struct ticket_view *view)
{
    bool is_closed = view->closed_at != 0;
    instant at = is_closed ? view->closed_at : view->due_at;
    if (at == 0) {
        return;
    }
    put_term(writer, is_closed ? MSG_PAGE_CLOSED : MSG_PAGE_DUE);
    if (is_closed) {
        put_both(writer, moment(writer, LANG_ZH, at), moment(writer, LANG_EN, at));
    } else {
        put_filled(writer, MSG_PAGE_DUE_BY, moment(writer, LANG_ZH, at),
                   moment(writer, LANG_EN, at));
    }
    put_term_end(writer);
}

static bool is_overdue(const struct ticket_view *view, instant now)
{
    int state = request_state_parse(view->state);
    return view->is_request && state >= 0 &&
           request_is_overdue((enum request_state)state, view->due_at, view->closed_at, now) &&
           view->closed_at == 0;
}

static void write_ticket(struct writer *writer, const struct catalogue *catalogue,
                         const struct ticket_view *view, struct hub_page *out)
{
    char shown[NUMBER_SHOWN_SIZE];
    number_show(view->ticket, shown);
    put_head(writer);
    put_title(writer, catalogue, view);
    buf_puts(&writer->out, "<dl>\n");
    put_term(writer, MSG_PAGE_NUMBER);
    put_escaped(&writer->out, shown);
    put_term_end(writer);
    put_term(writer, MSG_PAGE_STATE);
    put_word(writer, view->is_request ? "request_state" : "booking_state", view->state);
    put_term_end(writer);
    if (view->is_request) {
        put_request(writer, view);
    } else {
        put_booking(writer, view);
    }
    buf_puts(&writer->out, "</dl>\n");
    if (is_overdue(view, writer->now)) {
        buf_puts(&writer->out, "<p class=\"late\">");
        put_message(writer, MSG_PAGE_OVERDUE);
        buf_puts(&writer->out, "</p>\n");
    }
    buf_puts(&writer->out, "<h2>");
    put_message(writer, MSG_PAGE_TODO);
    buf_puts(&writer->out, "</h2><p>");
    put_word(writer, view->is_request ? "page_request" : "page_booking", view->state);
    buf_puts(&writer->out, "</p>\n");
    finish(writer, 200, out);
}

/* ---- which page ---- */

struct reference {
    char number[TICKET_SIZE];
    const char *token; /* "": none */
};

/* Long enough for a number with dashes and spaces; the token is judged by who verifies it. */
static bool reference_parse(struct arena *arena, const char *text, struct reference *out)
{
    size_t len = strcspn(text, ".");
    if (len > 2 * TICKET_SIZE || !number_parse(arena_strndup(arena, text, len), out->number)) {
        return false;
    }
    out->token = text[len] == '.' ? text + len + 1 : "";
    return true;
}

/* A retired kiosk's key may be in other hands: its word alone counts for nothing. */
static enum ticket_check check_token(struct store *reader, const struct reference *reference,
                                     bool is_known)
{
    struct kiosk_row kiosk;
    struct ticket ticket;
    bool has_kiosk = query_kiosk_by_number(reader, number_enrolment(reference->number), &kiosk);
    if (has_kiosk && !kiosk.is_active && !is_known) {
        return TICKET_FORGED;
    }
    return ticket_verify(reference->number, reference->token, has_kiosk ? kiosk.key : NULL,
                         &ticket);
}

static bool read_ticket(struct arena *arena, struct store *reader, const char *number,
                        struct ticket_view *out)
{
    struct buf json = {0};
    bool is_known = query_ticket_json(reader, number, &json, NULL) &&
                    ticket_view_parse(json.data, arena, out) == OK;
    buf_fini(&json);
    return is_known;
}

void page_ticket(struct arena *arena, struct store *reader, const char *reference_text, instant now,
                 struct hub_page *out)
{
    struct writer writer = {.arena = arena, .now = now};
    struct reference reference;
    struct ticket_view view;
    if (!reference_parse(arena, reference_text, &reference)) {
        write_notice(&writer, 404, MSG_PAGE_UNKNOWN, MSG_PAGE_UNKNOWN_HINT, out);
        return;
    }
    bool is_known = read_ticket(arena, reader, reference.number, &view);
    bool has_token = reference.token[0] != '\0';
    enum ticket_check check =
        has_token ? check_token(reader, &reference, is_known) : TICKET_KEY_UNKNOWN;
    if (has_token && check == TICKET_FORGED) {
        write_notice(&writer, 403, MSG_PAGE_FORGED, MSG_PAGE_FORGED_HINT, out);
    } else if (is_known) {
        write_ticket(&writer, check == TICKET_GENUINE ? store_catalogue(reader) : NULL, &view, out);
    } else if (check == TICKET_GENUINE) {
        write_notice(&writer, 200, MSG_PAGE_ON_ITS_WAY, MSG_PAGE_ON_ITS_WAY_HINT, out);
    } else {
        write_notice(&writer, 404, MSG_PAGE_UNKNOWN, MSG_PAGE_UNKNOWN_HINT, out);
    }
}

void page_too_often(struct arena *arena, instant now, struct hub_page *out)
{
    struct writer writer = {.arena = arena, .now = now};
    write_notice(&writer, 429, MSG_PAGE_TOO_OFTEN, MSG_PAGE_TOO_OFTEN_HINT, out);
}
