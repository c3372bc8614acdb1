/* A hub with kiosks of station demo, settled, and what must always hold of them. The helpers abort
 * where the stage itself fails; what a test is about it checks itself. */
#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

#include "store/link.h"

enum { WORLD_KIOSKS_MAX = 3 };

struct world {
    char folder[256];
    struct test_clock clock;
    struct test_hub hub;
    struct test_kiosk kiosks[WORLD_KIOSKS_MAX];
    int kiosks_len;
};

/* "large" has 12 places, of which the first kiosk is lent 2; "small" has 2. */
extern const char large[];
extern const char small[];

void world_start(struct world *world, int kiosks);
/* Checks world_holds first when the hub is open. */
void world_stop(struct world *world);
/* Everybody exchanges until there is nothing more to say. */
void world_settle(struct world *world);
/* One step of the hub without requests: what is due by its clock happens. */
void world_hub_time(struct world *world);
/* Stops a kiosk or the hub as after a restart. */
void world_restart_kiosk(struct world *world, int kiosk);
void world_restart_hub(struct world *world);
/* Copies a closed or open database aside and back again ("hub", "k0" …); back needs it closed. */
void world_copy(struct world *world, const char *name);
void world_put_back(struct world *world, const char *name);

/* Places add up, the waiting list is counted right, rebuild equals live, staff know of what does
 * not fit. Prints what does not hold. */
bool world_holds(struct world *world);
/* A kiosk's replica says what the hub says, once everything is settled. */
bool world_agrees(struct world *world, int kiosk);

/* A visitor's move or any other op made at a store, proven as told; returns its verdict. */
struct verdict world_do(struct store *store, const struct env *env, enum op_kind kind,
                        const char *ticket, const char *more, enum token_proof proof);
/* Files a request "hazard" at a kiosk. */
struct verdict world_file(struct test_kiosk *kiosk, char *ticket);
/* The state word of a ticket as this store knows it, "" when it does not. Static storage. */
const char *world_state(struct store *store, const char *ticket);
/* How many staff items of a kind there are; ref NULL: any. */
int64_t world_staff(struct world *world, const char *kind, const char *ref);
/* A number out of a store by SQL without parameters; sql must be a literal. */
int64_t world_int(struct store *store, const char *sql);

#endif
