#include "traffic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "store/feed.h"
#include "sync/wire.h"
#include "trust/session.h"

#include "load.h"

enum stage { STAGE_HELLO, STAGE_CATCH_UP, STAGE_READY };

struct speaker {
    const struct world_kiosk *kiosk;
    enum stage stage;
    struct exchange mine;
    struct session_keys keys;
    char session[2 * SESSION_ID_SIZE + 1];
    uint64_t counter;
    struct feed_cursor cursor;
    size_t sent; /* requests of the plan */
    struct buf body;
};

struct traffic {
    const struct world *world;
    const struct plan *plan;
    struct speaker *speakers;
    size_t accepted;
};

/* ---- a request ---- */

static void put_signed(struct speaker *speaker, struct buf *out)
{
    char counter[24];
    char mac[MAC_HEX_SIZE];
    speaker->counter++;
    snprintf(counter, sizeof counter, "%llu", (unsigned long long)speaker->counter);
    session_mac(speaker->keys.kiosk_to_hub, "/v1/sync", speaker->counter, speaker->body.data,
                speaker->body.len, mac);
    load_put_post(out, "/v1/sync", speaker->session, counter, mac, speaker->body.data,
                  speaker->body.len);
}

static void put_sync(const struct plan *plan, struct speaker *speaker, const char *ops,
                     struct buf *out)
{
    struct buf *body = &speaker->body;
    buf_clear(body);
    buf_printf(body, "{\"incarnation\":%lld,", (long long)plan->incarnation);
    buf_puts(body, ops);
    buf_printf(body, ",\"cursor\":{\"run\":\"%s\",\"seq\":%lld},\"wait_ms\":0}",
               speaker->cursor.run, (long long)speaker->cursor.seq);
    put_signed(speaker, out);
}

/* ---- before the clock runs: hello, and the feed up to its head ---- */

static void put_hello(const struct world *world, struct speaker *speaker, struct buf *out)
{
    unsigned char nonce[NONCE_SIZE];
    struct buf *body = &speaker->body;
    const char *id = speaker->kiosk->id;
    world->env.random(world->env.ctx, nonce, sizeof nonce);
    exchange_make(&world->env, &speaker->mine);
    struct wire_part parts[] = {
        {id, strlen(id)}, {speaker->mine.public_key, KEY_SIZE}, {nonce, NONCE_SIZE}};
    buf_clear(body);
    buf_printf(body, "{\"v\":%d,\"kiosk\":\"%s\",", WIRE_VERSION, id);
    wire_put_hex(body, "key", speaker->mine.public_key, KEY_SIZE);
    buf_putc(body, ',');
    wire_put_hex(body, "nonce", nonce, NONCE_SIZE);
    buf_putc(body, ',');
    wire_sign(speaker->kiosk->keys.sign_secret, "yizhan hello 1", parts, 3, body, "signature");
    buf_putc(body, '}');
    load_put_post(out, "/v1/hello", NULL, NULL, NULL, body->data, body->len);
}

static bool next_opening(void *ctx, int connection, struct buf *out)
{
    struct traffic *traffic = ctx;
    struct speaker *speaker = &traffic->speakers[connection];
    if (speaker->stage == STAGE_HELLO) {
        put_hello(traffic->world, speaker, out);
    } else if (speaker->stage == STAGE_CATCH_UP) {
        put_sync(traffic->plan, speaker, "\"ops\":[],\"remaining\":0", out);
    }
    return speaker->stage != STAGE_READY;
}

static void take_hello(struct speaker *speaker, const json_t *answer)
{
    unsigned char their_key[KEY_SIZE];
    if (!wire_hex(answer, "key", their_key, sizeof their_key) ||
        !str_copy(speaker->session, sizeof speaker->session, wire_text(answer, "session")) ||
        !exchange_derive(&speaker->mine, their_key, true, &speaker->keys)) {
        bench_fail("the hub's hello cannot be read");
    }
    speaker->stage = STAGE_CATCH_UP;
}

static void answered_opening(void *ctx, int connection, const struct load_answer *answer)
{
    struct traffic *traffic = ctx;
    struct speaker *speaker = &traffic->speakers[connection];
    json_t *json = json_loadb(answer->body, answer->body_len, 0, NULL);
    if (answer->status != 200 || json == NULL) {
        bench_fail("the hub answered %d: %.*s", answer->status, (int)answer->body_len,
                   answer->body);
    }
    if (speaker->stage == STAGE_HELLO) {
        take_hello(speaker, json);
    } else {
        const json_t *cursor = json_object_get(json, "cursor");
        str_copy(speaker->cursor.run, sizeof speaker->cursor.run, wire_text(cursor, "run"));
        speaker->cursor.seq = wire_int(cursor, "seq", 0);
        if (!json_is_true(json_object_get(json, "more"))) {
            speaker->stage = STAGE_READY;
        }
    }
    json_decref(json);
}

/* ---- while the clock runs ---- */

static bool next_ops(void *ctx, int connection, struct buf *out)
{
    struct traffic *traffic = ctx;
    const struct plan *plan = traffic->plan;
    struct speaker *speaker = &traffic->speakers[connection];
    size_t each = (size_t)(plan->ops_per_kiosk / plan->per_request);
    if (speaker->sent == each) {
        return false;
    }
    put_sync(plan, speaker, plan->requests[(size_t)connection * each + speaker->sent++], out);
    return true;
}

/* The cursor stands at the end of the answer; the rest is not read, so that the load stays light.
 */
static void take_cursor(struct speaker *speaker, const struct load_answer *answer)
{
    static const char mark[] = "\"cursor\":{\"run\":\"";
    size_t window = answer->body_len < 120 ? answer->body_len : 120;
    const char *at = strstr(answer->body + answer->body_len - window, mark);
    if (at == NULL) {
        bench_fail("an answer without a cursor");
    }
    at += strlen(mark);
    const char *seq = strstr(at, "\"seq\":");
    if (seq == NULL) {
        bench_fail("an answer without a cursor");
    }
    speaker->cursor.seq = strtoll(seq + strlen("\"seq\":"), NULL, 10);
}

static void answered_ops(void *ctx, int connection, const struct load_answer *answer)
{
    static const char accepted[] = "\"code\":\"accepted\"";
    struct traffic *traffic = ctx;
    if (answer->status != 200) {
        bench_fail("the hub answered %d: %.*s", answer->status, (int)answer->body_len,
                   answer->body);
    }
    const char *rows = strstr(answer->body, "],\"rows\":");
    for (const char *at = strstr(answer->body, accepted); at != NULL && at < rows;
         at = strstr(at + sizeof accepted, accepted)) {
        traffic->accepted++;
    }
    take_cursor(&traffic->speakers[connection], answer);
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

void traffic_run(const struct world *world, const struct plan *plan, unsigned port,
                 struct traffic_result *out)
{
    size_t total = (size_t)plan->kiosks * (size_t)plan->ops_per_kiosk;
    size_t n = 0;
    struct traffic traffic = {.world = world, .plan = plan};
    double *latencies = xalloc((total + 4096) * sizeof *latencies);
    traffic.speakers = xalloc((size_t)plan->kiosks * sizeof *traffic.speakers);
    for (int i = 0; i < plan->kiosks; i++) {
        traffic.speakers[i] = (struct speaker){.kiosk = &world->kiosks[i]};
    }
    struct load opening = {&traffic, next_opening, answered_opening};
    load_run(&opening, (int)port, plan->kiosks, latencies, total + 4096, &n);
    struct load ops = {&traffic, next_ops, answered_ops};
    out->seconds = load_run(&ops, (int)port, plan->kiosks, latencies, total + 4096, &n);
    if (traffic.accepted != total) {
        bench_fail("%zu of %zu bookings were accepted", traffic.accepted, total);
    }
    qsort(latencies, n, sizeof *latencies, compare);
    out->p50_ms = 1000 * latencies[n / 2];
    out->p99_ms = 1000 * latencies[n * 99 / 100];
    for (int i = 0; i < plan->kiosks; i++) {
        buf_fini(&traffic.speakers[i].body);
    }
    free(traffic.speakers);
    free(latencies);
}
