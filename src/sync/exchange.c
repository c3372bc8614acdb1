#include "sync/exchange.h"

#include <stdio.h>
#include <string.h>

#include "base/base32.h"
#include "base/str.h"
#include "store/query.h"
#include "store/replica.h"

#define LOG_MODULE "sync"
#include "base/log.h"

/* An offset measured over a slower round trip says too little. */
enum { ROUND_TRIP_MAX_MS = 4000 };
/* How long answered ops are kept, to be offered again to a hub that goes back to a backup; by the
 * hub's clock. */
enum { KEPT_S = 45 * DAY_S };

bool exchange_kiosk(struct sync_client *client, char out[KIOSK_ID_SIZE])
{
    char text[META_VALUE_MAX];
    return store_meta_get(client->store, "kiosk", text, sizeof text) &&
           str_copy(out, KIOSK_ID_SIZE, text);
}

static void fresh_nonce(struct sync_client *client)
{
    client->env->random(client->env->ctx, client->nonce, sizeof client->nonce);
}

/* ---- enrol ---- */

void exchange_enroll(struct sync_client *client)
{
    char secret[BASE32_16_BYTES + 1];
    struct buf *body = &client->body;
    fresh_nonce(client);
    base32_encode(client->token.secret, sizeof client->token.secret, secret);
    buf_clear(body);
    buf_printf(body, "{\"v\":%d,\"secret\":\"%s\",", WIRE_VERSION, secret);
    wire_put_hex(body, "key", client->keys->sign_public, KEY_SIZE);
    buf_putc(body, ',');
    wire_put_hex(body, "nonce", client->nonce, sizeof client->nonce);
    buf_putc(body, '}');
}

static void note_token_problem(struct sync_client *client, const char *error)
{
    client->is_final_problem = true;
    client->problem = str_equal(error, "token_used")      ? SYNC_TOKEN_USED
                      : str_equal(error, "token_expired") ? SYNC_TOKEN_EXPIRED
                                                          : SYNC_TOKEN_UNKNOWN;
}

static bool take_identity(struct sync_client *client, const json_t *answer)
{
    int64_t number = 0;
    int64_t incarnation = 0;
    char hub_key[2 * KEY_SIZE + 1];
    client->env->random(client->env->ctx, &incarnation, sizeof incarnation);
    incarnation = (incarnation & INT64_MAX) | 1;
    hex_encode(client->token.hub_key, KEY_SIZE, hub_key);
    struct replica_identity identity = {.kiosk = wire_text(answer, "kiosk"),
                                        .station = wire_text(answer, "station"),
                                        .incarnation = incarnation,
                                        .key = client->keys->sign_public,
                                        .hub_key_hex = hub_key};
    if (identity.kiosk[0] == '\0' || strlen(identity.kiosk) >= KIOSK_ID_SIZE ||
        !str_to_int(wire_text(answer, "number"), 0, 32767, &number)) {
        return false;
    }
    identity.number = number;
    return replica_enrolled(client->store, &identity) == OK;
}

bool exchange_enroll_answer(struct sync_client *client, int http_status, const json_t *answer)
{
    const char *error = wire_text(answer, "error");
    const char *names[] = {"error", "kiosk", "station", "number"};
    struct wire_part parts[5] = {{client->nonce, NONCE_SIZE}};
    for (size_t i = 0; i < 4; i++) {
        const char *text = wire_text(answer, names[i]);
        parts[i + 1] = (struct wire_part){text, strlen(text)};
    }
    if (!wire_signature_is_good(client->token.hub_key, "yizhan enroll 1", parts, 5, answer,
                                "signature")) {
        /* A hub that signs with another key is another hub; a page that signs nothing is none. */
        client->problem =
            json_object_get(answer, "signature") != NULL ? SYNC_OTHER_HUB : SYNC_UNREACHABLE;
        return false;
    }
    if (http_status != 200 || error[0] != '\0') {
        note_token_problem(client, error);
        return false;
    }
    return take_identity(client, answer);
}

/* ---- hello ---- */

void exchange_hello(struct sync_client *client)
{
    char kiosk[KIOSK_ID_SIZE] = "";
    struct buf *body = &client->body;
    exchange_kiosk(client, kiosk);
    fresh_nonce(client);
    exchange_make(client->env, &client->mine);
    struct wire_part parts[] = {
        {kiosk, strlen(kiosk)}, {client->mine.public_key, KEY_SIZE}, {client->nonce, NONCE_SIZE}};
    buf_clear(body);
    buf_printf(body, "{\"v\":%d,\"kiosk\":\"%s\",", WIRE_VERSION, kiosk);
    wire_put_hex(body, "key", client->mine.public_key, KEY_SIZE);
    buf_putc(body, ',');
    wire_put_hex(body, "nonce", client->nonce, NONCE_SIZE);
    buf_putc(body, ',');
    wire_sign(client->keys->sign_secret, "yizhan hello 1", parts, 3, body, "signature");
    buf_putc(body, '}');
}

/* Hub's clock against ours, taken at half of the round trip. */
static bool take_clock(struct sync_client *client, instant hub_now)
{
    int64_t round_trip_ms = client->env->mono_ms(client->env->ctx) - client->sent_ms;
    if (hub_now <= 0 || round_trip_ms < 0 || round_trip_ms > ROUND_TRIP_MAX_MS) {
        return true;
    }
    instant mine = client->env->wall(client->env->ctx);
    int64_t offset = hub_now - mine + round_trip_ms / 2000;
    char text[META_VALUE_MAX];
    int64_t known = 0;
    bool is_known = store_meta_get(client->store, "offset", text, sizeof text) &&
                    str_to_int(text, INT64_MIN, INT64_MAX, &known);
    /* A second of difference is measuring noise and not worth a write. */
    if (is_known && offset - known <= 1 && known - offset <= 1) {
        return true;
    }
    return replica_set_offset(client->store, offset) == OK;
}

static bool hello_is_signed(struct sync_client *client, const json_t *answer)
{
    char text[META_VALUE_MAX];
    char life[64];
    unsigned char chain[HASH_SIZE];
    unsigned char hub_key[KEY_SIZE];
    unsigned char their_key[KEY_SIZE];
    const char *session = wire_text(answer, "session");
    const char *now = wire_text(answer, "now");
    if (!store_meta_get(client->store, "hub_key", text, sizeof text) ||
        !hex_decode(text, hub_key, sizeof hub_key) ||
        !wire_hex(answer, "chain", chain, sizeof chain) ||
        !wire_hex(answer, "key", their_key, sizeof their_key)) {
        return false;
    }
    snprintf(life, sizeof life, "%lld.%lld", (long long)wire_int(answer, "incarnation", 0),
             (long long)wire_int(answer, "last_seq", 0));
    struct wire_part parts[] = {{client->nonce, NONCE_SIZE}, {client->mine.public_key, KEY_SIZE},
                                {their_key, KEY_SIZE},       {session, strlen(session)},
                                {now, strlen(now)},          {life, strlen(life)},
                                {chain, sizeof chain}};
    return wire_signature_is_good(hub_key, "yizhan hello answer 1", parts, 7, answer,
                                  "signature") &&
           exchange_derive(&client->mine, their_key, true, &client->session_keys);
}

bool exchange_new_life(struct sync_client *client)
{
    int64_t life = 0;
    client->env->random(client->env->ctx, &life, sizeof life);
    client->hub_seq = 0;
    return outbox_new_life(client->store, (life & INT64_MAX) | 1) == OK;
}

/* Whether the hub's newest op of ours is not the one that stands there with us, or the one after it
 * is gone: our data was set back to an older copy, or the hub to one older than what we keep. */
static bool is_another_past(struct sync_client *client, const json_t *answer, int64_t last_seq,
                            int64_t own_seq)
{
    unsigned char theirs[HASH_SIZE];
    unsigned char ours[HASH_SIZE];
    if (last_seq > own_seq || !wire_hex(answer, "chain", theirs, sizeof theirs)) {
        return true;
    }
    if (last_seq > 0 && outbox_chain_at(client->store, last_seq, ours) &&
        memcmp(ours, theirs, sizeof ours) != 0) {
        return true;
    }
    return last_seq < own_seq && !outbox_chain_at(client->store, last_seq + 1, ours);
}

/* Where the hub stands in our row of ops. */
static bool check_life(struct sync_client *client, const json_t *answer)
{
    int64_t incarnation = wire_int(answer, "incarnation", 0);
    int64_t last_seq = wire_int(answer, "last_seq", 0);
    int64_t own_seq = 0;
    unsigned char chain[HASH_SIZE];
    int64_t failures = store_failures(client->store);
    int64_t own_incarnation = outbox_head(client->store, &own_seq, chain);
    if (incarnation != own_incarnation) {
        last_seq = 0;
    }
    bool begins_anew = is_another_past(client, answer, last_seq, own_seq);
    if (store_failures(client->store) != failures) {
        return false; /* what cannot be read is not gone */
    }
    if (begins_anew) {
        LOG_WARN("the hub has ops of ours up to %lld, we up to %lld, and they do not join: this"
                 " kiosk begins anew",
                 (long long)last_seq, (long long)own_seq);
        return exchange_new_life(client);
    }
    client->hub_seq = last_seq;
    return true;
}

bool exchange_hello_answer(struct sync_client *client, int http_status, const json_t *answer)
{
    int64_t now = 0;
    if (http_status != 200) {
        if (str_equal(wire_text(answer, "error"), "retired")) {
            client->problem = SYNC_RETIRED;
        } else if (str_equal(wire_text(answer, "error"), "version")) {
            client->problem = SYNC_VERSION;
        }
        return false;
    }
    if (!hello_is_signed(client, answer)) {
        client->problem =
            json_object_get(answer, "signature") != NULL ? SYNC_OTHER_HUB : SYNC_UNREACHABLE;
        return false;
    }
    str_to_int(wire_text(answer, "now"), 0, INT64_MAX, &now);
    if (!str_copy(client->session, sizeof client->session, wire_text(answer, "session")) ||
        !take_clock(client, now) || !check_life(client, answer) ||
        outbox_forget(client->store, now - KEPT_S) != OK) {
        return false;
    }
    client->has_session = true;
    client->counter = 0;
    client->has_more = true; /* catch up before the first poll */
    client->is_in_snapshot = false;
    client->is_first_page = true;
    replica_cursor(client->store, &client->cursor);
    keys_wipe(&client->mine, sizeof client->mine);
    return true;
}

/* ---- sync ---- */

void exchange_authenticate(struct sync_client *client, const char *path)
{
    client->counter++;
    snprintf(client->counter_text, sizeof client->counter_text, "%llu",
             (unsigned long long)client->counter);
    session_mac(client->session_keys.kiosk_to_hub, path, client->counter, client->body.data,
                client->body.len, client->mac_text);
}

static void put_head(struct sync_client *client, int64_t incarnation, int64_t seq)
{
    char kiosk[KIOSK_ID_SIZE] = "";
    char numbers[64];
    unsigned char chain[HASH_SIZE];
    exchange_kiosk(client, kiosk);
    outbox_chain_at(client->store, seq, chain);
    snprintf(numbers, sizeof numbers, "%lld.%lld", (long long)incarnation, (long long)seq);
    struct wire_part parts[] = {
        {kiosk, strlen(kiosk)}, {numbers, strlen(numbers)}, {chain, sizeof chain}};
    buf_printf(&client->body, ",\"head\":{\"seq\":%lld,", (long long)seq);
    wire_put_hex(&client->body, "chain", chain, sizeof chain);
    buf_putc(&client->body, ',');
    wire_sign(client->keys->sign_secret, "yizhan head 1", parts, 3, &client->body, "signature");
    buf_putc(&client->body, '}');
}

enum status exchange_sync(struct sync_client *client, bool *is_poll)
{
    struct buf *body = &client->body;
    int64_t acked = outbox_acked_until(client->store);
    int64_t after = client->hub_seq < acked ? client->hub_seq : acked;
    int64_t last = after;
    int64_t remaining = 0;
    int64_t own_seq = 0;
    unsigned char chain[HASH_SIZE];
    int64_t incarnation = outbox_head(client->store, &own_seq, chain);
    buf_clear(body);
    buf_printf(body, "{\"incarnation\":%lld,\"ops\":[", (long long)incarnation);
    enum status status =
        outbox_read(client->store, after, OPS_PER_REQUEST, REQUEST_BYTES, body, &last, &remaining);
    if (status != OK) {
        return status;
    }
    buf_putc(body, ']');
    if (last > after) {
        put_head(client, incarnation, last);
    }
    *is_poll = last == after && !client->has_more;
    buf_printf(body, ",\"remaining\":%lld,\"cursor\":{\"run\":\"%s\",\"seq\":%lld},\"wait_ms\":%d}",
               (long long)remaining, client->cursor.run, (long long)client->cursor.seq,
               *is_poll ? POLL_MS : 0);
    return OK;
}

static bool take_rows(struct sync_client *client, const json_t *answer)
{
    const json_t *rows = json_object_get(answer, "rows");
    bool starts_snapshot = json_is_true(json_object_get(answer, "snapshot"));
    if (starts_snapshot) {
        client->is_in_snapshot = true;
    }
    bool drops_staged = starts_snapshot || client->is_first_page;
    if (json_array_size(rows) == 0 && !drops_staged) {
        return true;
    }
    if (replica_stage(client->store, rows, drops_staged) != OK) {
        return false;
    }
    client->is_first_page = false;
    return true;
}

bool exchange_sync_answer(struct sync_client *client, const json_t *answer)
{
    const json_t *verdicts = json_object_get(answer, "verdicts");
    const json_t *to = json_object_get(answer, "cursor");
    struct feed_cursor cursor = {.seq = wire_int(to, "seq", -1)};
    if (!json_is_array(verdicts) || cursor.seq < 0 ||
        !str_copy(cursor.run, sizeof cursor.run, wire_text(to, "run")) ||
        !take_rows(client, answer)) {
        return false;
    }
    bool has_more = json_is_true(json_object_get(answer, "more"));
    bool is_news = json_array_size(verdicts) > 0 || client->is_in_snapshot ||
                   cursor.seq != client->cursor.seq || !str_equal(cursor.run, client->cursor.run);
    if (is_news &&
        replica_merge(client->store, verdicts, !has_more, client->is_in_snapshot, &cursor) != OK) {
        return false;
    }
    client->cursor = cursor;
    client->has_more = has_more;
    client->is_in_snapshot = client->is_in_snapshot && has_more;
    int64_t own_seq = 0;
    unsigned char chain[HASH_SIZE];
    int64_t incarnation = outbox_head(client->store, &own_seq, chain);
    client->hub_seq =
        wire_int(answer, "incarnation", 0) == incarnation ? wire_int(answer, "last_seq", 0) : 0;
    return take_clock(client, wire_int(answer, "now", 0)) &&
           (has_more ||
            replica_give_back(client->store, client->env->wall(client->env->ctx)) == OK);
}

/* ---- ask ---- */

void exchange_ask(struct sync_client *client)
{
    buf_clear(&client->body);
    buf_append(&client->body, client->ask.data, client->ask.len);
}
