/* A kiosk without a screen: a real store and the real link, over a loopback socket. */
#ifndef TESTS_HUB_KIOSK_H
#define TESTS_HUB_KIOSK_H

#include "client.h"
#include "store/query.h"
#include "store/store.h"
#include "sync/client.h"
#include "trust/ticket.h"

struct kiosk {
    struct env env;
    struct store *store;
    struct kiosk_keys keys;
    struct sync_client *link;
    unsigned port;
    struct client poll; /* while a poll is held */
    bool is_polling;
    struct arena arena;
};

/* In folder/NAME.db; token NULL when it is enrolled. */
void kiosk_open(struct kiosk *kiosk, const char *folder, const char *name, unsigned port,
                const char *token);
void kiosk_close(struct kiosk *kiosk);

/* Exchanges until it has nothing more to send and is online; then its poll is held. false after
 * PATIENCE_MS. */
bool kiosk_settle(struct kiosk *kiosk);
bool kiosk_settle_within(struct kiosk *kiosk, int timeout_ms);
/* Waits for the held poll's answer and takes it; false when none comes. */
bool kiosk_await(struct kiosk *kiosk);

/* Books n seats of the first session with room at least two days off, on the hub's pool. */
struct verdict kiosk_book(struct kiosk *kiosk, int seats, char ticket[TICKET_SIZE],
                          char session[CONTENT_ID_SIZE]);
/* Files the first kind of request there is. */
struct verdict kiosk_file(struct kiosk *kiosk, char ticket[TICKET_SIZE]);
/* Calls the desk. */
struct verdict kiosk_call(struct kiosk *kiosk);
/* The state a ticket has here, "" when it is unknown. */
void kiosk_state(struct kiosk *kiosk, const char *ticket, char state[16]);
/* NUMBER.TOKEN as on a slip. */
void kiosk_slip(struct kiosk *kiosk, const char *ticket, enum ticket_kind kind, char out[256]);

#endif
