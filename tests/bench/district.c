#include "district.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "domain/number.h"
#include "domain/session.h"
#include "store/fleet.h"
#include "sync/wire.h"
#include "trust/env_real.h"
#include "trust/personal.h"

#include "bench.h"

enum { INCARNATION = 1, SESSION_DAYS = 6, ERASE_DAYS = 90 };

static void need(enum status status, const char *what)
{
    if (status != OK)
        bench_fail("%s: %s", what, status_text(status));
}

static void put_content(const struct district *district, struct buf *out)
{
    buf_puts(out, "{\"revision\":1,\"objects\":[[\"limits\",\"limits\",{\"id\":\"limits\","
                  "\"open_per_contact\":3,\"per_kiosk_10_min\":10000}]");
    for (int i = 0; i < district->kiosks_len; i++) {
        const char *station = district->kiosks[i].station;
        buf_printf(out,
                   ",[\"station\",\"%s\",{\"id\":\"%s\",\"name\":\"驿站\",\"desk\":"
                   "{\"opens\":\"08:30\",\"closes\":\"17:30\"}}],[\"series\",\"act-%d\",{\"id\":"
                   "\"act-%d\",\"name\":\"活动\",\"station\":\"%s\",\"repeat\":{\"every\":\"day\"},"
                   "\"starts\":\"00:00\",\"ends\":\"23:59\",\"capacity\":100000,\"party_max\":4,"
                   "\"opens_days\":30}]",
                   station, station, i, i, station);
    }
    buf_puts(out, "]}");
}

static void publish(struct district *district, struct store *store, instant now)
{
    struct buf body = {0};
    struct verdict verdict;
    struct apply_context context = {.arrived_at = now, .by_staff = true};
    put_content(district, &body);
    need(store_submit(store, OP_PUBLISH, body.data, NULL, &context, NULL, &verdict), "publishing");
    if (verdict.code != VERDICT_ACCEPTED)
        bench_fail("the content is %s", verdict_code_word(verdict.code));
    buf_fini(&body);
}

static void make_op(struct district *district, int kiosk_index, int64_t i, instant now)
{
    struct district_kiosk *kiosk = &district->kiosks[kiosk_index];
    struct district_op *made = &kiosk->ops[i];
    static const unsigned char none[HASH_SIZE];
    const struct env *env = &district->env;
    char ticket[TICKET_SIZE], session[CONTENT_ID_SIZE], bookable[16], plain[96];
    snprintf(bookable, sizeof bookable, "act-%d", kiosk_index);
    session_id_make(bookable, day_of_instant(now) + 1 + (day_number)(i % SESSION_DAYS), -1,
                    session);
    number_make((uint32_t)kiosk->number, (uint32_t)i, ticket);
    snprintf(made->body, sizeof made->body,
             "{\"ticket\":\"%s\",\"session\":\"%s\",\"seats\":1,\"pool\":\"hub\"}", ticket,
             session);
    int len = snprintf(plain, sizeof plain, "{\"name\":\"张\",\"phone\":\"139%08lld\"}",
                       (long long)i);
    personal_seal(env, district->keys.box_public, plain, (size_t)len, made->box);
    made->envelope = (struct envelope){.box = made->box,
                                       .box_len = (size_t)len + SEAL_OVERHEAD,
                                       .has_contact = true,
                                       .erase_days = ERASE_DAYS};
    key_id(district->keys.box_public, made->envelope.key_id);
    env->random(env->ctx, made->envelope.contact, sizeof made->envelope.contact);
    made->op = (struct op){.kind = "book",
                           .incarnation = INCARNATION,
                           .seq = i + 1,
                           .wall = now,
                           .has_offset = true,
                           .revision = 1,
                           .body = made->body,
                           .has_envelope = true};
    memcpy(made->op.kiosk, kiosk->id, sizeof made->op.kiosk);
    env->random(env->ctx, made->op.id.bytes, sizeof made->op.id.bytes);
    envelope_hash(env, &made->envelope, made->op.envelope_hash);
    op_chain(env, i > 0 ? kiosk->ops[i - 1].op.chain : none, &made->op, made->op.chain);
}

static void enrol(struct district *district, struct store *store, int index, instant now)
{
    struct district_kiosk *kiosk = &district->kiosks[index];
    struct kiosk_row row;
    kiosk_keys_make(&district->env, &kiosk->keys);
    need(fleet_enroll_key(store, kiosk->station, kiosk->keys.sign_public, now, kiosk->id),
         "enrolling");
    if (!query_kiosk(store, kiosk->id, &row))
        bench_fail("kiosk %s is not there", kiosk->id);
    kiosk->number = row.number;
}

void district_make(struct district *district, const char *path, int kiosks, int64_t ops_each)
{
    struct store *store = NULL;
    char why[256] = "", key_path[512];
    *district = (struct district){.kiosks_len = kiosks};
    need(env_real_init(&district->env), "starting");
    instant now = district->env.wall(district->env.ctx);
    district->kiosks = xalloc((size_t)kiosks * sizeof *district->kiosks);
    memset(district->kiosks, 0, (size_t)kiosks * sizeof *district->kiosks);
    for (int i = 0; i < kiosks; i++)
        snprintf(district->kiosks[i].station, sizeof district->kiosks[i].station, "st-%d", i);
    hub_keys_make(&district->env, &district->keys);
    snprintf(key_path, sizeof key_path, "%s.key", path);
    need(hub_keys_save(key_path, &district->keys), "saving the keys");
    struct store_options options = {
        .path = path, .role = STORE_HUB, .access = STORE_READ_WRITE, .env = &district->env};
    need(store_open(&options, &store, why, sizeof why), why);
    publish(district, store, now);
    for (int i = 0; i < kiosks; i++) {
        struct district_kiosk *kiosk = &district->kiosks[i];
        enrol(district, store, i, now);
        kiosk->ops_len = ops_each;
        kiosk->ops = xalloc((size_t)ops_each * sizeof *kiosk->ops);
        for (int64_t n = 0; n < ops_each; n++)
            make_op(district, i, n, now);
    }
    store_close(store);
}

void district_fini(struct district *district)
{
    for (int i = 0; i < district->kiosks_len; i++)
        free(district->kiosks[i].ops);
    free(district->kiosks);
    keys_wipe(&district->keys, sizeof district->keys);
    *district = (struct district){0};
}

static void put_op(const struct district_op *made, struct buf *out)
{
    const struct op *op = &made->op;
    buf_printf(out, "{\"seq\":%lld,", (long long)op->seq);
    wire_put_hex(out, "id", op->id.bytes, sizeof op->id.bytes);
    buf_printf(out, ",\"kind\":\"%s\",\"wall\":%lld,\"offset\":0,\"revision\":%lld,\"body\":",
               op->kind, (long long)op->wall, (long long)op->revision);
    buf_put_json(out, op->body);
    buf_putc(out, ',');
    wire_put_hex(out, "chain", op->chain, sizeof op->chain);
    buf_putc(out, ',');
    wire_put_hex(out, "envelope_hash", op->envelope_hash, sizeof op->envelope_hash);
    buf_printf(out, ",\"envelope\":{\"key_id\":\"%s\",", made->envelope.key_id);
    wire_put_hex(out, "box", made->envelope.box, made->envelope.box_len);
    buf_putc(out, ',');
    wire_put_hex(out, "contact", made->envelope.contact, sizeof made->envelope.contact);
    buf_printf(out, ",\"erase_days\":%d}}", (int)made->envelope.erase_days);
}

void district_put_sync(const struct district *district, int kiosk_index, int64_t from, int64_t n,
                       const char *run, int64_t seq, struct buf *out)
{
    const struct district_kiosk *kiosk = &district->kiosks[kiosk_index];
    const struct op *last = &kiosk->ops[from + n - 1].op;
    char numbers[64];
    buf_printf(out, "{\"incarnation\":%d,\"ops\":[", INCARNATION);
    for (int64_t i = 0; i < n; i++) {
        if (i > 0)
            buf_putc(out, ',');
        put_op(&kiosk->ops[from + i], out);
    }
    snprintf(numbers, sizeof numbers, "%d.%lld", INCARNATION, (long long)last->seq);
    struct wire_part parts[] = {{kiosk->id, strlen(kiosk->id)},
                                {numbers, strlen(numbers)},
                                {last->chain, sizeof last->chain}};
    buf_printf(out, "],\"head\":{\"seq\":%lld,", (long long)last->seq);
    wire_put_hex(out, "chain", last->chain, sizeof last->chain);
    buf_putc(out, ',');
    wire_sign(kiosk->keys.sign_secret, "yizhan head 1", parts, 3, out, "signature");
    buf_printf(out, "},\"remaining\":0,\"cursor\":{\"run\":\"%s\",\"seq\":%lld},\"wait_ms\":0}",
               run, (long long)seq);
}
