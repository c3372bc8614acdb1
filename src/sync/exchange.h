/* The kiosk's messages: building requests and checking answers. Private to sync/. */
#ifndef SYNC_EXCHANGE_H
#define SYNC_EXCHANGE_H

#include "sync/client.h"
#include "sync/wire.h"
#include "trust/enrolment.h"
#include "trust/session.h"

/* Which answer is awaited. */
enum exchange_kind { EXCHANGE_NONE, EXCHANGE_ENROLL, EXCHANGE_HELLO, EXCHANGE_SYNC, EXCHANGE_ASK };

struct sync_client {
    struct store *store;
    struct kiosk_keys *keys;
    const struct env *env;
    bool has_token;
    struct enrol_token token;
    enum sync_state state;
    enum sync_problem problem;
    bool is_final_problem; /* trying again would not help */

    enum exchange_kind awaited;
    int64_t sent_ms;
    unsigned char nonce[NONCE_SIZE];
    struct exchange mine;
    struct buf body;
    char counter_text[24];
    char mac_text[MAC_HEX_SIZE];

    bool has_session;
    char session[2 * SESSION_ID_SIZE + 1];
    struct session_keys session_keys;
    uint64_t counter;

    int64_t hub_seq; /* the hub has our ops up to this one */
    bool has_more;   /* the feed's next page waits */
    bool is_in_snapshot;
    bool is_first_page;        /* after a hello: what an earlier session staged is dropped */
    struct feed_cursor cursor; /* after the pages staged so far */
    bool is_kicked;
    int failures;
    int64_t next_try_ms;

    struct buf ask; /* the question, while it waits or is under way */
    bool is_ask_waiting;
    struct buf ask_answer;
    bool has_ask_answer;
};

void exchange_enroll(struct sync_client *client);
void exchange_hello(struct sync_client *client);
/* With ops when there are unanswered ones; else a poll if nothing else is to be fetched. */
enum status exchange_sync(struct sync_client *client, bool *is_poll) MUST_CHECK;
void exchange_ask(struct sync_client *client);
/* Counter and MAC for client->body. */
void exchange_authenticate(struct sync_client *client, const char *path);

/* Each checks the answer; false: not from our hub, or of no use. */
bool exchange_enroll_answer(struct sync_client *client, int http_status, const json_t *answer);
bool exchange_hello_answer(struct sync_client *client, int http_status, const json_t *answer);
bool exchange_sync_answer(struct sync_client *client, const json_t *answer);
/* Our data was set back: numbers every op that is kept anew and offers all of them again. */
bool exchange_new_life(struct sync_client *client);

/* This kiosk's id; false before enrolment. */
bool exchange_kiosk(struct sync_client *client, char out[KIOSK_ID_SIZE]);

#endif
