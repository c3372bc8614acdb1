/* A hub and kiosks in one process; bytes are passed by hand. */
#ifndef TESTS_STORE_LINK_H
#define TESTS_STORE_LINK_H

#include "hub/step.h"
#include "store/fixture.h"
#include "sync/client.h"

struct test_hub {
    struct store *store;
    struct hub_keys keys;
    struct hub *hub;
    struct env env;
    const char *folder;
};

struct test_kiosk {
    struct store *store;
    struct kiosk_keys keys;
    struct sync_client *client;
    struct env env;
};

void link_hub_start(struct test_hub *hub, const char *folder, struct test_clock *clock);
void link_hub_stop(struct test_hub *hub);
/* A token for station demo, valid one day. */
void link_token(struct test_hub *hub, char out[96]);
void link_kiosk_start(struct test_kiosk *kiosk, const char *folder, const char *name,
                      struct test_clock *clock, const char *token);
void link_kiosk_stop(struct test_kiosk *kiosk);

/* Carries requests until the kiosk only polls; false when it could not get there in 50. */
bool link_settle(struct test_kiosk *kiosk, struct test_hub *hub);
/* One exchange as it is; lose_answer: the hub hears, the kiosk does not. Returns whether there was
 * something to send. */
bool link_exchange(struct test_kiosk *kiosk, struct test_hub *hub, bool lose_answer);

/* Books with the kiosk's own way of choosing a pool ("hub" or the kiosk's id); returns the verdict
 * given here. ticket: TICKET_SIZE. */
struct verdict link_book(struct test_kiosk *kiosk, const char *session, int seats, const char *pool,
                         int phone, char *ticket);

#endif
