#include "traffic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "hub/client.h"
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
    struct buf body;
};

struct traffic {
    const struct world *world;
    const struct plan *plan;
    struct speaker *speakers; /* one a kiosk */
    int connections;
    struct turn {
        int kiosk;      /* whose request is under way */
        size_t request; /* of each kiosk of this connection, the next one */
    } * turns;          /* one a connection */
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
    struct turn *turn = &traffic->turns[connection];
    if (traffic->speakers[turn->kiosk].stage == STAGE_READY) {
        turn->kiosk += traffic->connections;
    }
    if (turn->kiosk >= traffic->plan->kiosks) {
        return false;
    }
    struct speaker *speaker = &traffic->speakers[turn->kiosk];
    if (speaker->stage == STAGE_HELLO) {
        put_hello(traffic->world, speaker, out);
    } else {
        put_sync(traffic->plan, speaker, "\"ops\":[],\"remaining\":0", out);
    }
    return true;
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
    struct speaker *speaker = &traffic->speakers[traffic->turns[connection].kiosk];
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
    struct turn *turn = &traffic->turns[connection];
    size_t each = (size_t)(plan->ops_per_kiosk / plan->per_request);
    turn->kiosk += traffic->connections;
    if (turn->kiosk >= plan->kiosks) {
        turn->kiosk = connection;
        turn->request++;
    }
    if (turn->request == each) {
        return false;
    }
    put_sync(plan, &traffic->speakers[turn->kiosk],
             plan->requests[(size_t)turn->kiosk * each + turn->request], out);
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
    take_cursor(&traffic->speakers[traffic->turns[connection].kiosk], answer);
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

/* ---- what the hub says of itself ---- */

struct said {
    double requests, steps, seconds;
};

static double metric(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    if (at == NULL) {
        bench_fail("the hub's metrics have no %s", name);
    }
    return strtod(at + strlen(name), NULL);
}

static struct said read_metrics(unsigned port)
{
    struct reply *reply = xalloc(sizeof *reply);
    client_ask(port, "GET", "/metrics", "", NULL, reply);
    struct said said = {.requests = metric(reply->body, "\nyizhan_batch_requests_sum "),
                        .steps = metric(reply->body, "\nyizhan_batch_requests_count "),
                        .seconds = metric(reply->body, "\nyizhan_step_seconds_sum ")};
    free(reply);
    return said;
}

/* ---- both ---- */

static void turns_begin(struct traffic *traffic, int before)
{
    for (int i = 0; i < traffic->connections; i++) {
        traffic->turns[i] = (struct turn){.kiosk = i + before};
    }
}

void traffic_run(const struct world *world, const struct plan *plan, int connections, unsigned port,
                 struct traffic_result *out)
{
    size_t total = (size_t)plan->kiosks * (size_t)plan->ops_per_kiosk;
    size_t max = total + 4096;
    size_t n = 0;
    struct traffic traffic = {.world = world, .plan = plan, .connections = connections};
    double *latencies = xalloc(max * sizeof *latencies);
    traffic.speakers = xalloc((size_t)plan->kiosks * sizeof *traffic.speakers);
    traffic.turns = xalloc((size_t)connections * sizeof *traffic.turns);
    for (int i = 0; i < plan->kiosks; i++) {
        traffic.speakers[i] = (struct speaker){.kiosk = &world->kiosks[i]};
    }
    struct load opening = {&traffic, next_opening, answered_opening};
    turns_begin(&traffic, 0);
    load_run(&opening, (int)port, connections, latencies, max, &n);
    struct said before = read_metrics(port);
    struct load ops = {&traffic, next_ops, answered_ops};
    turns_begin(&traffic, -connections);
    out->seconds = load_run(&ops, (int)port, connections, latencies, max, &n);
    struct said after = read_metrics(port);
    if (traffic.accepted != total) {
        bench_fail("%zu of %zu bookings were accepted", traffic.accepted, total);
    }
    qsort(latencies, n, sizeof *latencies, compare);
    out->p50_ms = 1000 * latencies[n / 2];
    out->p99_ms = 1000 * latencies[n * 99 / 100];
    out->per_commit = (after.requests - before.requests) / (after.steps - before.steps);
    out->busy = (after.seconds - before.seconds) / out->seconds;
    for (int i = 0; i < plan->kiosks; i++) {
        buf_fini(&traffic.speakers[i].body);
    }
    free(traffic.speakers);
    free(traffic.turns);
    free(latencies);
}
