/* The hub's books on its kiosks: enrolment tokens, who has been heard of. */
#ifndef STORE_FLEET_H
#define STORE_FLEET_H

#include <stdint.h>

#include "base/instant.h"
#include "base/status.h"
#include "store/query.h"
#include "store/store.h"

/* Only the hash of the token's secret is kept. */
enum status fleet_token_add(struct store *store, const unsigned char secret_hash[HASH_SIZE],
                            const char *station, instant expires_at) MUST_CHECK;

enum token_state { TOKEN_GOOD, TOKEN_UNKNOWN, TOKEN_USED, TOKEN_EXPIRED };

/* Uses the token for this key: enrols kiosk STATION-N, or answers again when the same key asks
 * again. Within the caller's batch or alone. */
enum status fleet_enroll(struct store *store, const unsigned char secret_hash[HASH_SIZE],
                         const unsigned char key[HASH_SIZE], instant now, enum token_state *state,
                         struct kiosk_row *out) MUST_CHECK;

/* The same without a token, for a hub and kiosk in one process. kiosk holds KIOSK_ID_SIZE. */
enum status fleet_enroll_key(struct store *store, const char *station,
                             const unsigned char key[HASH_SIZE], instant now,
                             char *kiosk) MUST_CHECK;

/* The kiosk's chain as the hub has it: what it must send next comes after last_seq. */
struct fleet_chain {
    int64_t incarnation, last_seq;
    unsigned char chain[HASH_SIZE];
    instant last_contact;
    bool is_active;
};
bool fleet_chain_get(struct store *store, const char *kiosk, struct fleet_chain *out);
/* Whether ops of this kiosk came in this incarnation. */
bool fleet_life_is_known(struct store *store, const char *kiosk, int64_t incarnation);
/* It had nothing more to send at `now` (lower bound of judged time of its later ops). */
void fleet_contact(struct store *store, const char *kiosk, instant now);

/* Something about a kiosk that staff must look at; said once. */
void fleet_alarm(struct store *store, const char *kiosk, const char *detail, instant now);

/* For status and metrics: calls back for each kiosk. */
struct fleet_status {
    struct kiosk_row kiosk;
    int64_t last_seq;
    instant last_contact;
};
void fleet_each(struct store *store, void (*each)(void *ctx, const struct fleet_status *status),
                void *ctx);

#endif
