/* Planted bugs: mistakes made on purpose, in the simulator's own build only, which its checks must
 * find (tests/sim). In every other build plant_is is the constant false and the mistake is not
 * compiled. A plant is chosen per environment, so several worlds may run with different ones. */
#ifndef BASE_PLANT_H
#define BASE_PLANT_H

#include <stdbool.h>

#define PLANT_LIST(X)                                                                              \
    X(NONE, "none")                                                                                \
    X(NOT_IDEMPOTENT, "not-idempotent")           /* an op that comes again is applied again */    \
    X(PRINT_BEFORE_COMMIT, "print-before-commit") /* the slip leaves before the commit */          \
    X(ACK_BEFORE_COMMIT, "ack-before-commit")     /* the hub answers although it did not commit */ \
    X(SYNC_OFF, "sync-off")                       /* PRAGMA synchronous=OFF */                     \
    X(SYNC_NORMAL, "sync-normal")                 /* PRAGMA synchronous=NORMAL */                  \
    X(GRANT_TWICE, "grant-twice")                 /* a grant heard of again counts again */        \
    X(JUDGED_AGAIN, "judged-again")               /* the hub judges what a kiosk has promised */   \
    X(NOT_OFFERED_AGAIN, "not-offered-again")     /* a restored hub gets only what is new */       \
    X(EFFECT_BY_CLOCK, "effect-by-clock")         /* an effect takes the time of its doing */      \
    X(NOT_IN_FEED, "not-in-feed")                 /* a change of a ticket is not replicated */     \
    X(PHONE_IN_BODY, "phone-in-body")             /* a phone number outside its envelope */

enum plant {
#define PLANT_ENUM(name, word) PLANT_##name,
    PLANT_LIST(PLANT_ENUM)
#undef PLANT_ENUM
        PLANT_COUNT
};

#ifdef YIZHAN_PLANTS
#define plant_is(environment, which) ((environment)->plant == (which))
#else
#define plant_is(environment, which) ((void)(environment), false)
#endif

#endif
