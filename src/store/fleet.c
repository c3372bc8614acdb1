#include "store/fleet.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "store/internal.h"

enum status fleet_token_add(struct store *store, const unsigned char secret_hash[HASH_SIZE],
                            const char *station, instant expires_at)
{
    db_run(store->db, "INSERT INTO enrolment(secret_hash, station, expires_at) VALUES(?1, ?2, ?3)",
           "bsi", secret_hash, (size_t)HASH_SIZE, station, expires_at);
    enum status status = db_status(store->db);
    if (!store->is_in_batch) {
        db_clear(store->db);
    }
    return status;
}

struct token_row {
    char station[KIOSK_ID_SIZE];
    char kiosk[KIOSK_ID_SIZE];
    instant expires_at;
    bool is_same_key;
};

static bool token_read(struct store *store, const unsigned char secret_hash[HASH_SIZE],
                       const unsigned char key[HASH_SIZE], struct token_row *out)
{
    struct query *query = db_query(store->db,
                                   "SELECT station, coalesce(kiosk, ''), expires_at,"
                                   " coalesce(key = ?2, 0) FROM enrolment WHERE secret_hash = ?1",
                                   "bb", secret_hash, (size_t)HASH_SIZE, key, (size_t)HASH_SIZE);
    if (!query_next(query)) {
        return false;
    }
    str_copy(out->station, sizeof out->station, query_text(query, 0));
    str_copy(out->kiosk, sizeof out->kiosk, query_text(query, 1));
    out->expires_at = query_int(query, 2);
    out->is_same_key = query_int(query, 3) != 0;
    query_end(query);
    return true;
}

/* The next free N of STATION-N; retired ones count, so an id never comes back. */
static void next_id(struct store *store, const char *station, char out[KIOSK_ID_SIZE])
{
    int64_t n = db_int(store->db, 0, "SELECT count(*) FROM kiosk WHERE station = ?1", "s", station);
    snprintf(out, KIOSK_ID_SIZE, "%.10s-%u", station, (unsigned)(n + 1) % 100000000U);
}

enum status fleet_enroll_key(struct store *store, const char *station,
                             const unsigned char key[HASH_SIZE], instant now, char *kiosk)
{
    char body[256];
    char hex[2 * HASH_SIZE + 1];
    struct apply_context context = {.arrived_at = now, .by_staff = true};
    struct verdict verdict;
    int64_t number = db_int(store->db, 0, "SELECT coalesce(max(number), 0) + 1 FROM kiosk", "");
    next_id(store, station, kiosk);
    hex_encode(key, HASH_SIZE, hex);
    snprintf(body, sizeof body,
             "{\"kiosk\":\"%s\",\"station\":\"%s\",\"number\":%lld,\"key\":\"%s\"}", kiosk, station,
             (long long)number, hex);
    enum status status = store_submit(store, OP_ENROLL, body, NULL, &context, NULL, &verdict);
    return status == OK && verdict.code != VERDICT_ACCEPTED ? ERR_CONFLICT : status;
}

enum status fleet_enroll(struct store *store, const unsigned char secret_hash[HASH_SIZE],
                         const unsigned char key[HASH_SIZE], instant now, enum token_state *state,
                         struct kiosk_row *out)
{
    struct token_row token;
    char kiosk[KIOSK_ID_SIZE];
    if (!token_read(store, secret_hash, key, &token)) {
        *state = TOKEN_UNKNOWN;
        return db_status(store->db);
    }
    if (token.kiosk[0] != '\0') {
        *state =
            token.is_same_key && query_kiosk(store, token.kiosk, out) ? TOKEN_GOOD : TOKEN_USED;
        return db_status(store->db);
    }
    if (now > token.expires_at) {
        *state = TOKEN_EXPIRED;
        return db_status(store->db);
    }
    bool is_alone = !store->is_in_batch;
    enum status status = is_alone ? store_begin(store) : OK;
    if (status != OK) {
        return status;
    }
    status = fleet_enroll_key(store, token.station, key, now, kiosk);
    if (status == OK) {
        db_run(store->db, "UPDATE enrolment SET kiosk = ?2, key = ?3 WHERE secret_hash = ?1", "bsb",
               secret_hash, (size_t)HASH_SIZE, kiosk, key, (size_t)HASH_SIZE);
        status = db_status(store->db);
    }
    status = batch_end(store, is_alone, status);
    if (status == OK) {
        *state = TOKEN_GOOD;
        return query_kiosk(store, kiosk, out) ? OK : ERR_DB;
    }
    return status;
}

bool fleet_chain_get(struct store *store, const char *kiosk, struct fleet_chain *out)
{
    const struct chain_head *head = head_find(store, kiosk);
    if (head == NULL) {
        return false;
    }
    *out = (struct fleet_chain){.incarnation = head->incarnation,
                                .last_seq = head->last_seq,
                                .last_contact = head->last_contact,
                                .is_active = head->is_active};
    memcpy(out->chain, head->chain, sizeof out->chain);
    if (!store->is_in_batch) {
        heads_forget(store);
    }
    return true;
}

bool fleet_life_is_known(struct store *store, const char *kiosk, int64_t incarnation)
{
    return db_int(store->db, 0, "SELECT 1 FROM op WHERE kiosk = ?1 AND incarnation = ?2 LIMIT 1",
                  "si", kiosk, incarnation) != 0;
}

void fleet_contact(struct store *store, const char *kiosk, instant now)
{
    struct chain_head *head = head_find(store, kiosk);
    if (head != NULL && now > head->last_contact) {
        head->last_contact = now;
        head->is_dirty = true;
    }
}

void fleet_alarm(struct store *store, const char *kiosk, const char *detail, instant now)
{
    db_run(store->db,
           "INSERT OR IGNORE INTO staff_item(at, kind, ref, detail) VALUES(?1, 'alarm', ?2, ?3)",
           "iss", now, kiosk, detail);
}

void fleet_each(struct store *store, void (*each)(void *ctx, const struct fleet_status *status),
                void *ctx)
{
    char ids[256][KIOSK_ID_SIZE];
    size_t n = 0;
    struct query *query = db_query(store->db, "SELECT id FROM kiosk ORDER BY number", "");
    while (n < 256 && query_next(query)) {
        str_copy(ids[n++], KIOSK_ID_SIZE, query_text(query, 0));
    }
    query_end(query);
    for (size_t i = 0; i < n; i++) {
        struct fleet_status status = {0};
        struct fleet_chain chain;
        if (query_kiosk(store, ids[i], &status.kiosk) && fleet_chain_get(store, ids[i], &chain)) {
            status.last_seq = chain.last_seq;
            status.last_contact = chain.last_contact;
            each(ctx, &status);
        }
    }
}
