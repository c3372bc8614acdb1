#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "domain/number.h"
#include "domain/session.h"
#include "hub/step.h"
#include "store/fleet.h"
#include "store/query.h"
#include "store/store.h"
#include "sync/wire.h"
#include "trust/env_real.h"
#include "trust/personal.h"

enum { SERIES_EACH = 4, DAYS = 7, INCARNATION = 77 };

static void must(enum status status, const char *what)
{
    if (status != OK) {
        bench_fail("%s: %s", what, status_text(status));
    }
}

/* ---- the database ---- */

static void put_content(struct buf *out)
{
    buf_puts(out, "{\"revision\":1,\"objects\":["
                  "[\"limits\",\"limits\",{\"id\":\"limits\",\"open_per_contact\":10000,"
                  "\"per_kiosk_10_min\":10000}]");
    for (int station = 0; station < STATIONS; station++) {
        buf_printf(out,
                   ",[\"station\",\"s%d\",{\"id\":\"s%d\",\"name\":\"S\",\"phone\":\"000\","
                   "\"desk\":{\"opens\":\"08:30\",\"closes\":\"17:30\"}}]",
                   station, station);
        for (int series = 0; series < SERIES_EACH; series++) {
            buf_printf(out,
                       ",[\"series\",\"c%d-%d\",{\"id\":\"c%d-%d\",\"station\":\"s%d\","
                       "\"name\":\"C\",\"capacity\":100000,\"repeat\":{\"every\":\"day\"},"
                       "\"starts\":\"10:00\",\"ends\":\"11:00\",\"opens_days\":30,"
                       "\"party_max\":4,\"waiting_max\":6,\"no_show_minutes\":15,"
                       "\"contact\":{\"phone\":\"optional\",\"name\":\"surname\"}}]",
                       station, series, station, series, station);
        }
    }
    buf_puts(out, "]}");
}

static void publish(struct world *world, struct store *store)
{
    struct buf body = {0};
    struct verdict verdict;
    struct apply_context context = {.arrived_at = world->env.wall(world->env.ctx),
                                    .by_staff = true};
    put_content(&body);
    must(store_submit(store, OP_PUBLISH, body.data, NULL, &context, NULL, &verdict), "publish");
    if (verdict.code != VERDICT_ACCEPTED) {
        bench_fail("the content was refused");
    }
    buf_fini(&body);
}

static void enroll(struct world *world, struct store *store)
{
    for (int i = 0; i < KIOSKS; i++) {
        struct world_kiosk *kiosk = &world->kiosks[i];
        struct kiosk_row row;
        char station[16];
        kiosk->station = i % STATIONS;
        kiosk_keys_make(&world->env, &kiosk->keys);
        snprintf(station, sizeof station, "s%d", kiosk->station);
        must(fleet_enroll_key(store, station, kiosk->keys.sign_public,
                              world->env.wall(world->env.ctx), kiosk->id),
             "enroll");
        if (!query_kiosk(store, kiosk->id, &row)) {
            bench_fail("kiosk %s is not there", kiosk->id);
        }
        kiosk->number = (uint32_t)row.number;
    }
}

void world_make(const char *folder, struct world *out)
{
    char why[256] = "";
    char key[BENCH_PATH_SIZE + 32];
    struct store *store = NULL;
    struct hub *hub = NULL;
    struct arena arena = {0};
    bool changed = false;
    instant due = 0;
    *out = (struct world){0};
    must(env_real_init(&out->env), "crypto");
    snprintf(out->db, sizeof out->db, "%s/start.db", folder);
    snprintf(key, sizeof key, "%s.key", out->db);
    hub_keys_make(&out->env, &out->keys);
    must(hub_keys_save(key, &out->keys), "keys");
    struct store_options options = {.path = out->db, .role = STORE_HUB, .env = &out->env};
    must(store_open(&options, &store, why, sizeof why), why);
    must(hub_open(store, &out->keys, &out->env, "HTTPS://YIZHAN.INVALID", &hub, why, sizeof why),
         why);
    publish(out, store);
    enroll(out, store);
    /* Places are lent to the kiosks as they would be before a day begins. */
    for (int i = 0; i < 2; i++) {
        hub_step(hub, &arena, NULL, 0, NULL, &changed, &due);
    }
    arena_fini(&arena);
    hub_close(hub);
    store_close(store);
}

void world_copy(const struct world *world, const char *folder, char out[BENCH_PATH_SIZE + 16])
{
    char from[BENCH_PATH_SIZE + 32];
    char to[BENCH_PATH_SIZE + 32];
    snprintf(out, BENCH_PATH_SIZE + 16, "%s/hub.db", folder);
    bench_file_copy(world->db, out);
    snprintf(from, sizeof from, "%s.key", world->db);
    snprintf(to, sizeof to, "%s.key", out);
    bench_file_copy(from, to);
}

/* ---- what kiosks send ---- */

static uint32_t random_below(const struct env *env, uint32_t limit)
{
    uint32_t value;
    env->random(env->ctx, &value, sizeof value);
    return value % limit;
}

static void make_envelope(const struct world *world, struct envelope *out)
{
    static const char personal[] = "{\"surname\":\"Example\",\"phone\":\"13800000000\"}";
    unsigned char *box = xalloc(sizeof personal + SEAL_OVERHEAD);
    *out = (struct envelope){.box = box,
                             .box_len = sizeof personal + SEAL_OVERHEAD,
                             .has_contact = true,
                             .erase_days = 90};
    key_id(world->keys.box_public, out->key_id);
    personal_seal(&world->env, world->keys.box_public, personal, sizeof personal, box);
    world->env.random(world->env.ctx, out->contact, sizeof out->contact);
}

static void make_op(const struct world *world, const struct world_kiosk *kiosk, int64_t seq,
                    const unsigned char *previous, struct load_op *out)
{
    static const unsigned char none[HASH_SIZE];
    const struct env *env = &world->env;
    char ticket[TICKET_SIZE];
    char series[32];
    char session[CONTENT_ID_SIZE];
    char body[256];
    instant now = env->wall(env->ctx);
    *out = (struct load_op){0};
    number_make(kiosk->number, random_below(env, 1U << 30), ticket);
    snprintf(series, sizeof series, "c%d-%u", kiosk->station, random_below(env, SERIES_EACH));
    session_id_make(series, day_of_instant(now) + 1 + (day_number)random_below(env, DAYS), -1,
                    session);
    snprintf(body, sizeof body,
             "{\"ticket\":\"%s\",\"session\":\"%s\",\"seats\":%u,\"pool\":\"hub\"}", ticket,
             session, 1 + random_below(env, 2));
    make_envelope(world, &out->envelope);
    struct op *op = &out->op;
    env->random(env->ctx, op->id.bytes, sizeof op->id.bytes);
    str_copy(op->kind, sizeof op->kind, "book");
    str_copy(op->kiosk, sizeof op->kiosk, kiosk->id);
    op->incarnation = INCARNATION;
    op->seq = seq;
    op->wall = now;
    op->has_offset = true;
    op->revision = 1;
    op->body = xstrdup(body);
    op->has_envelope = true;
    envelope_hash(env, &out->envelope, op->envelope_hash);
    op_chain(env, seq > 1 ? previous : none, op, op->chain);
}

static void put_op(const struct load_op *from, struct buf *out)
{
    const struct op *op = &from->op;
    buf_printf(out, "{\"seq\":%lld,", (long long)op->seq);
    wire_put_hex(out, "id", op->id.bytes, sizeof op->id.bytes);
    buf_printf(out,
               ",\"kind\":\"%s\",\"wall\":%lld,\"offset\":0,\"revision\":%lld,\"body\":", op->kind,
               (long long)op->wall, (long long)op->revision);
    buf_put_json(out, op->body);
    buf_putc(out, ',');
    wire_put_hex(out, "chain", op->chain, sizeof op->chain);
    buf_putc(out, ',');
    wire_put_hex(out, "envelope_hash", op->envelope_hash, sizeof op->envelope_hash);
    buf_printf(out, ",\"envelope\":{\"key_id\":\"%s\",", from->envelope.key_id);
    wire_put_hex(out, "box", from->envelope.box, from->envelope.box_len);
    buf_putc(out, ',');
    wire_put_hex(out, "contact", from->envelope.contact, sizeof from->envelope.contact);
    buf_printf(out, ",\"erase_days\":%d}}", (int)from->envelope.erase_days);
}

/* As the kiosk's outbox and head write it. */
static char *request_text(const struct world_kiosk *kiosk, const struct load_op *ops, int n,
                          int remaining)
{
    struct buf out = {0};
    char numbers[64];
    const struct op *last = &ops[n - 1].op;
    buf_puts(&out, "\"ops\":[");
    for (int i = 0; i < n; i++) {
        if (i > 0) {
            buf_putc(&out, ',');
        }
        put_op(&ops[i], &out);
    }
    snprintf(numbers, sizeof numbers, "%lld.%lld", (long long)last->incarnation,
             (long long)last->seq);
    struct wire_part parts[] = {{kiosk->id, strlen(kiosk->id)},
                                {numbers, strlen(numbers)},
                                {last->chain, sizeof last->chain}};
    buf_printf(&out, "],\"head\":{\"seq\":%lld,", (long long)last->seq);
    wire_put_hex(&out, "chain", last->chain, sizeof last->chain);
    buf_putc(&out, ',');
    wire_sign(kiosk->keys.sign_secret, "yizhan head 1", parts, 3, &out, "signature");
    buf_printf(&out, "},\"remaining\":%d", remaining);
    return out.data;
}

void plan_make(const struct world *world, int kiosks, int ops_per_kiosk, int per_request,
               struct plan *out)
{
    size_t total = (size_t)kiosks * (size_t)ops_per_kiosk;
    size_t of_kiosk = (size_t)ops_per_kiosk;
    size_t step = (size_t)per_request;
    *out = (struct plan){.kiosks = kiosks,
                         .ops_per_kiosk = ops_per_kiosk,
                         .per_request = per_request,
                         .incarnation = INCARNATION,
                         .ops = xalloc(total * sizeof *out->ops),
                         .requests = xalloc(total / step * sizeof *out->requests)};
    for (size_t k = 0; k < (size_t)kiosks; k++) {
        struct load_op *ops = &out->ops[k * of_kiosk];
        for (size_t i = 0; i < of_kiosk; i++) {
            make_op(world, &world->kiosks[k], (int64_t)i + 1, i > 0 ? ops[i - 1].op.chain : NULL,
                    &ops[i]);
        }
        for (size_t i = 0; i < of_kiosk; i += step) {
            out->requests[(k * of_kiosk + i) / step] =
                request_text(&world->kiosks[k], &ops[i], per_request, (int)(of_kiosk - i - step));
        }
    }
}

void plan_fini(struct plan *plan)
{
    size_t total = (size_t)plan->kiosks * (size_t)plan->ops_per_kiosk;
    for (size_t i = 0; i < total; i++) {
        free((void *)plan->ops[i].op.body);
        free((void *)plan->ops[i].envelope.box);
    }
    for (size_t i = 0; i < total / (size_t)plan->per_request; i++) {
        free(plan->requests[i]);
    }
    free(plan->ops);
    free(plan->requests);
}
