#include "kiosk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "domain/number.h"
#include "store/catalogue.h"
#include "trust/env_real.h"

void kiosk_open(struct kiosk *kiosk, const char *folder, const char *name, unsigned port,
                const char *token)
{
    char path[256], key[256], why[256] = "";
    *kiosk = (struct kiosk){.port = port, .poll = {.fd = -1}};
    snprintf(path, sizeof path, "%s/%s.db", folder, name);
    snprintf(key, sizeof key, "%s/%s.key", folder, name);
    if (env_real_init(&kiosk->env) != OK) {
        abort();
    }
    struct store_options options = {.path = path, .role = STORE_KIOSK, .env = &kiosk->env};
    if (store_open(&options, &kiosk->store, why, sizeof why) != OK) {
        fprintf(stderr, "%s\n", why);
        abort();
    }
    if (kiosk_keys_load(key, &kiosk->keys) != OK) {
        kiosk_keys_make(&kiosk->env, &kiosk->keys);
        if (kiosk_keys_save(key, &kiosk->keys) != OK) {
            abort();
        }
    }
    if (sync_client_open(kiosk->store, &kiosk->keys, &kiosk->env, token, &kiosk->link) != OK) {
        abort();
    }
}

void kiosk_close(struct kiosk *kiosk)
{
    client_close(&kiosk->poll);
    sync_client_close(kiosk->link);
    store_close(kiosk->store);
    arena_fini(&kiosk->arena);
}

static void put_header(struct buf *out, const char *name, const char *value)
{
    if (value != NULL) {
        buf_printf(out, "%s: %s\r\n", name, value);
    }
}

static bool send_request(struct client *client, unsigned port, const struct sync_request *request)
{
    struct buf head = {0};
    bool is_sent = client_open(client, port);
    if (is_sent) {
        buf_printf(&head, "POST %s HTTP/1.1\r\nHost: hub\r\nContent-Length: %zu\r\n", request->path,
                   request->body_len);
        put_header(&head, "Yizhan-Session", request->session);
        put_header(&head, "Yizhan-Counter", request->counter);
        put_header(&head, "Yizhan-Mac", request->mac);
        buf_puts(&head, "\r\n");
        buf_append(&head, request->body, request->body_len);
        is_sent = client_send(client, head.data, head.len);
    }
    buf_fini(&head);
    return is_sent;
}

static const char *header_of(const struct reply *reply, const char *name, char out[256])
{
    char needle[64];
    snprintf(needle, sizeof needle, "\r\n%s: ", name);
    const char *at = strstr(reply->head, needle);
    if (at == NULL) {
        return NULL;
    }
    at += strlen(needle);
    snprintf(out, 256, "%.*s", (int)strcspn(at, "\r"), at);
    return out;
}

static void take_reply(struct kiosk *kiosk, const struct reply *reply)
{
    char mac[256], retry[256];
    if (reply->status == 0) {
        sync_client_failed(kiosk->link, false);
        return;
    }
    const char *after = header_of(reply, "Retry-After", retry);
    sync_client_answer(kiosk->link, reply->status, header_of(reply, "Yizhan-Mac", mac),
                       after != NULL ? (int)strtol(after, NULL, 10) : 0, reply->body,
                       reply->body_len);
}

/* How many requests the hub has answered or holds by now. */
static int64_t count_seen(unsigned port)
{
    static struct reply reply;
    static const char name[] = "\nyizhan_batch_requests_sum ";
    client_ask(port, "GET", "/metrics", "", NULL, &reply);
    const char *at = strstr(reply.body, name);
    return at == NULL ? -1 : strtoll(at + strlen(name), NULL, 10);
}

/* Whether the poll that was sent when the hub had seen so many is answered; else it is held. */
static bool is_answered(struct kiosk *kiosk, int64_t seen)
{
    int64_t until = clock_ms() + PATIENCE_MS;
    while (count_seen(kiosk->port) <= seen && clock_ms() < until) {
        if (client_has_answer(&kiosk->poll, 10)) {
            return true;
        }
    }
    return client_has_answer(&kiosk->poll, 150);
}

/* One exchange; a poll that is held stays open. Returns false when there was nothing to send. */
static bool exchange(struct kiosk *kiosk)
{
    static struct reply reply;
    struct sync_request request;
    int64_t wait_until_ms = 0;
    sync_client_retry_now(kiosk->link);
    if (!sync_client_next(kiosk->link, &request, &wait_until_ms)) {
        return false;
    }
    int64_t seen = request.is_poll ? count_seen(kiosk->port) : 0;
    if (!send_request(&kiosk->poll, kiosk->port, &request)) {
        client_close(&kiosk->poll);
        sync_client_failed(kiosk->link, false);
        return true;
    }
    if (request.is_poll && !is_answered(kiosk, seen)) {
        kiosk->is_polling = true;
        return true;
    }
    client_receive(&kiosk->poll, &reply);
    client_close(&kiosk->poll);
    take_reply(kiosk, &reply);
    return true;
}

bool kiosk_settle(struct kiosk *kiosk)
{
    return kiosk_settle_within(kiosk, PATIENCE_MS);
}

bool kiosk_settle_within(struct kiosk *kiosk, int timeout_ms)
{
    int64_t until = clock_ms() + timeout_ms;
    if (kiosk->is_polling) { /* as a kiosk does that has something new to say */
        kiosk->is_polling = false;
        client_close(&kiosk->poll);
        sync_client_failed(kiosk->link, true);
    }
    while (clock_ms() < until) {
        if (!exchange(kiosk)) {
            return false;
        }
        if (kiosk->is_polling && sync_client_state(kiosk->link) == SYNC_ONLINE) {
            return true;
        }
    }
    return false;
}

bool kiosk_await(struct kiosk *kiosk)
{
    static struct reply reply;
    if (!kiosk->is_polling) {
        return false;
    }
    client_receive(&kiosk->poll, &reply);
    if (reply.status == 0) {
        return false;
    }
    kiosk->is_polling = false;
    client_close(&kiosk->poll);
    take_reply(kiosk, &reply);
    return true;
}

/* ---- visitors ---- */

static void new_number(struct kiosk *kiosk, char ticket[TICKET_SIZE])
{
    char text[META_VALUE_MAX] = "0";
    int64_t enrolment = 0;
    uint32_t random = 0;
    store_meta_get(kiosk->store, "number", text, sizeof text);
    str_to_int(text, 0, 32767, &enrolment);
    kiosk->env.random(kiosk->env.ctx, &random, sizeof random);
    number_make((uint32_t)enrolment, random & 0x3fffffff, ticket);
}

static bool find_session(struct kiosk *kiosk, int seats, char session[CONTENT_ID_SIZE])
{
    const struct catalogue *catalogue = store_catalogue(kiosk->store);
    instant now = kiosk->env.wall(kiosk->env.ctx);
    day_number today = day_of_instant(now);
    for (size_t i = 0; catalogue != NULL && i < catalogue->series_len; i++) {
        const struct bookable *bookable = &catalogue->series[i].bookable;
        for (day_number day = today + 2; day < today + 40; day++) {
            struct session_ref ref = {.day = day, .start_s = -1};
            instant starts_at = 0, ends_at = 0;
            str_copy(ref.bookable, sizeof ref.bookable, bookable->id);
            if (bookable->capacity >= 2 * seats && bookable->party_max >= seats &&
                session_times(bookable, &catalogue->calendar, &ref, &starts_at, &ends_at) &&
                session_opens_at(bookable, starts_at) <= now &&
                session_closes_at(bookable, starts_at) > now) {
                session_id_make(bookable->id, day, -1, session);
                return true;
            }
        }
    }
    return false;
}

static struct verdict submit(struct kiosk *kiosk, enum op_kind kind, const char *body)
{
    struct verdict verdict = {.code = VERDICT_PARKED};
    struct apply_context context = {.arrived_at = kiosk->env.wall(kiosk->env.ctx)};
    enum status status = store_submit(kiosk->store, kind, body, NULL, &context, NULL, &verdict);
    if (status != OK) {
        fprintf(stderr, "the kiosk's store: %s\n", status_text(status));
    }
    return verdict;
}

struct verdict kiosk_book(struct kiosk *kiosk, int seats, char ticket[TICKET_SIZE],
                          char session[CONTENT_ID_SIZE])
{
    char body[512];
    new_number(kiosk, ticket);
    if (!find_session(kiosk, seats, session)) {
        fprintf(stderr, "no session to book\n");
        return (struct verdict){.code = VERDICT_PARKED};
    }
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"session\":\"%s\",\"seats\":%d,\"pool\":\"hub\"}", ticket,
             session, seats);
    return submit(kiosk, OP_BOOK, body);
}

struct verdict kiosk_file(struct kiosk *kiosk, char ticket[TICKET_SIZE])
{
    char body[512];
    const struct catalogue *catalogue = store_catalogue(kiosk->store);
    new_number(kiosk, ticket);
    if (catalogue == NULL || catalogue->requests_len == 0) {
        fprintf(stderr, "no request to file\n");
        return (struct verdict){.code = VERDICT_PARKED};
    }
    const struct request_kind *kind = &catalogue->requests[0];
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"request\":\"%s\",\"grid\":\"\",\"urgency\":\"%s\","
             "\"fields\":{}}",
             ticket, kind->id, kind->urgencies[0].id);
    return submit(kiosk, OP_FILE, body);
}

struct verdict kiosk_call(struct kiosk *kiosk)
{
    return submit(kiosk, OP_CALL, "{\"screen\":\"home\"}");
}

void kiosk_state(struct kiosk *kiosk, const char *ticket, char state[16])
{
    struct buf json = {0};
    struct ticket_view view;
    state[0] = '\0';
    if (query_ticket_json(kiosk->store, ticket, &json, NULL) &&
        ticket_view_parse(json.data, &kiosk->arena, &view) == OK) {
        str_copy(state, 16, view.state);
    }
    buf_fini(&json);
    arena_reset(&kiosk->arena);
}

void kiosk_slip(struct kiosk *kiosk, const char *ticket, enum ticket_kind kind, char out[256])
{
    char token[TOKEN_TEXT_SIZE];
    struct ticket issued = {
        .kind = kind, .issued_at = kiosk->env.wall(kiosk->env.ctx), .verdict = VERDICT_ACCEPTED};
    str_copy(issued.number, sizeof issued.number, ticket);
    ticket_sign(&issued, &kiosk->keys, token);
    snprintf(out, 256, "%s.%s", ticket, token);
}
