#include "sync/server.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/number.h"
#include "store/feed.h"
#include "store/fleet.h"
#include "sync/server_private.h"

void sync_server_open(struct store *store, const struct hub_keys *keys, const struct env *env,
                      struct sync_server **out)
{
    struct sync_server *server = xalloc(sizeof *server);
    server->store = store;
    server->keys = keys;
    server->env = env;
    server->sessions = xalloc(SESSIONS_MAX * sizeof *server->sessions);
    *out = server;
}

void sync_server_close(struct sync_server *server)
{
    if (server != NULL) {
        keys_wipe(server->sessions, SESSIONS_MAX * sizeof *server->sessions);
        free(server->sessions);
        free(server);
    }
}

void server_answer(struct handling *h, int http_status, struct buf *body)
{
    char *text = arena_strndup(h->arena, body->data != NULL ? body->data : "", body->len);
    h->reply->http_status = http_status;
    h->reply->body = text;
    h->reply->body_len = body->len;
    if (h->session != NULL) {
        char *mac = arena_alloc(h->arena, MAC_HEX_SIZE);
        session_mac(h->session->keys.hub_to_kiosk, h->call->path, h->counter, text, body->len, mac);
        h->reply->mac = mac;
    }
}

void server_answer_error(struct handling *h, int http_status, const char *error)
{
    struct buf body = {0};
    buf_puts(&body, "{\"error\":");
    buf_put_json(&body, error);
    buf_putc(&body, '}');
    server_answer(h, http_status, &body);
    buf_fini(&body);
}

instant server_now(const struct handling *h)
{
    return h->server->env->wall(h->server->env->ctx);
}

/* ---- sessions ---- */

static bool authenticate(struct handling *h)
{
    static const struct link_session none;
    struct sync_server *server = h->server;
    struct link_session *session = server_session_find(server, h->call->session);
    if (session == NULL || !h->proof->is_authentic) {
        return false;
    }
    if (!h->call->is_resumed && h->proof->counter <= session->counter) {
        return false; /* heard before */
    }
    struct fleet_chain kiosk;
    if (!fleet_chain_get(server->store, session->kiosk, &kiosk) || !kiosk.is_active) {
        server_session_put(server, session, &none);
        return false;
    }
    if (h->proof->counter > session->counter) {
        session->counter = h->proof->counter;
    }
    session->used = ++server->uses;
    h->session = session;
    h->counter = h->proof->counter;
    return true;
}

/* ---- sync ---- */

static void sync_answer(struct handling *h, const struct buf *verdicts, const struct buf *rows,
                        const struct feed_page *page)
{
    struct fleet_chain chain = {0};
    struct buf body = {0};
    fleet_chain_get(h->server->store, h->session->kiosk, &chain);
    buf_printf(&body, "{\"now\":%lld,\"incarnation\":%lld,\"last_seq\":%lld,\"verdicts\":[",
               (long long)server_now(h), (long long)chain.incarnation, (long long)chain.last_seq);
    buf_append(&body, verdicts->data, verdicts->len);
    buf_puts(&body, "],\"rows\":[");
    buf_append(&body, rows->data, rows->len);
    buf_printf(&body, "],\"snapshot\":%s,\"more\":%s,\"cursor\":{\"run\":\"%s\",\"seq\":%lld}}",
               page->is_snapshot ? "true" : "false", page->has_more ? "true" : "false",
               page->cursor.run, (long long)page->cursor.seq);
    server_answer(h, 200, &body);
    buf_fini(&body);
}

/* It has nothing more to send, so what comes later was made later. Written with ops only; of a
 * poll the session remembers it until there are some. */
static void note_contact(struct handling *h, bool has_ops)
{
    h->session->contact_at = server_now(h);
    if (has_ops) {
        fleet_contact(h->server->store, h->session->kiosk, h->session->contact_at);
    }
}

static void handle_sync(struct handling *h)
{
    struct sync_server *server = h->server;
    struct feed_cursor cursor = {0};
    struct feed_page page = {0};
    struct buf verdicts = {0};
    struct buf rows = {0};
    const json_t *from = json_object_get(h->body, "cursor");
    int64_t wait_ms = wire_int(h->body, "wait_ms", 0);
    str_copy(cursor.run, sizeof cursor.run, wire_text(from, "run"));
    cursor.seq = wire_int(from, "seq", 0);
    enum op_answer answered = h->call->is_resumed ? OP_ANSWERED : server_ops(h, &verdicts);
    if (answered == OP_SET_BACK) {
        server_answer_error(h, 409, "set_back");
        goto out;
    }
    if (answered == OP_MALFORMED || answered == OP_UNAVAILABLE) {
        server_answer_error(h, answered == OP_MALFORMED ? 400 : 503, "ops");
        goto out;
    }
    if (!h->call->is_resumed && answered == OP_ANSWERED && wire_int(h->body, "remaining", 1) == 0) {
        note_contact(h, verdicts.len > 0);
    }
    if (wait_ms > 0 && verdicts.len == 0 && !h->call->is_last_chance &&
        !feed_has_news(server->store, h->session->kiosk, h->session->station, &cursor)) {
        h->reply->hold = true;
        h->reply->hold_ms = wait_ms < POLL_MS ? wait_ms : POLL_MS;
        goto out;
    }
    enum status status = feed_page(server->store, h->session->kiosk, h->session->station, &cursor,
                                   PAGE_BYTES, &rows, &page);
    if (status != OK) {
        server_answer_error(h, 503, status_text(status));
        goto out;
    }
    sync_answer(h, &verdicts, &rows, &page);
out:
    buf_fini(&verdicts);
    buf_fini(&rows);
}

/* ---- ask ---- */

static void ask_ticket(struct handling *h, struct buf *out)
{
    char number[TICKET_SIZE];
    const char *text = wire_text(h->body, "ticket");
    struct buf token = {0};
    buf_puts(&token, "{\"ticket\":");
    buf_put_json(&token, text);
    buf_puts(&token, ",\"token\":");
    buf_put_json(&token, wire_text(h->body, "token"));
    buf_putc(&token, '}');
    enum token_proof proof = server_prove(h, token.data);
    buf_fini(&token);
    buf_puts(out, "{\"ticket\":");
    if (proof == PROOF_FORGED || !number_parse(text, number) ||
        !query_ticket_json(h->server->store, number, out, NULL)) {
        buf_puts(out, "null");
    }
    buf_printf(out, ",\"forged\":%s}", proof == PROOF_FORGED ? "true" : "false");
}

static bool ask_is_allowed(struct handling *h)
{
    instant now = server_now(h);
    if (now - h->session->ask_window_at >= ASK_WINDOW_S || now < h->session->ask_window_at) {
        h->session->ask_window_at = now;
        h->session->asks = 0;
    }
    return ++h->session->asks <= ASK_LIMIT;
}

static void handle_ask(struct handling *h)
{
    struct buf out = {0};
    unsigned char contact[HASH_SIZE];
    const char *ask = wire_text(h->body, "ask");
    if (str_equal(ask, "ticket")) {
        ask_ticket(h, &out);
        server_answer(h, 200, &out);
    } else if (str_equal(ask, "phone") && wire_hex(h->body, "contact", contact, sizeof contact)) {
        if (ask_is_allowed(h)) {
            buf_puts(&out, "{\"tickets\":");
            query_contact_tickets_json(h->server->store, contact, server_now(h), &out);
            buf_putc(&out, '}');
            server_answer(h, 200, &out);
        } else {
            server_answer_error(h, 429, "too_many");
        }
    } else {
        server_answer_error(h, 400, "malformed");
    }
    buf_fini(&out);
}

/* ---- one request ---- */

static void route(struct handling *h)
{
    if (str_equal(h->call->path, "/v1/enroll")) {
        server_enroll(h);
    } else if (str_equal(h->call->path, "/v1/hello")) {
        server_hello(h);
    } else if (!authenticate(h)) {
        server_answer_error(h, 401, "session");
    } else if (str_equal(h->call->path, "/v1/sync")) {
        handle_sync(h);
    } else if (str_equal(h->call->path, "/v1/ask")) {
        handle_ask(h);
    } else {
        server_answer_error(h, 404, "path");
    }
}

void sync_server_handle(struct sync_server *server, struct arena *arena,
                        const struct sync_call *call, struct sync_reply *reply)
{
    struct sync_proof *own = call->proof == NULL ? sync_server_prove(server, call) : NULL;
    struct handling h = {.server = server,
                         .arena = arena,
                         .call = call,
                         .proof = own != NULL ? own : call->proof,
                         .reply = reply};
    *reply = (struct sync_reply){0};
    h.body = h.proof->body;
    int64_t failures = store_failures(server->store);
    if (!json_is_object(h.body)) {
        server_answer_error(&h, 400, "malformed");
    } else {
        route(&h);
    }
    if (store_failures(server->store) != failures) {
        /* What could not be read may have looked like something that is not there. */
        server_answer_error(&h, 503, "store");
        reply->hold = false;
    }
    sync_proof_free(own);
}
