/* The people: visitors at the kiosks, staff at the hub. Seeded, and they remember what they were
 * told. */
#ifndef SIM_ACTORS_H
#define SIM_ACTORS_H

#include "world.h"

/* One visitor does one thing at some kiosk that is up; the next comes a little later. */
void actors_visit(struct world *world);
/* Booking opens for something scarce: at every kiosk somebody wants it within two seconds. */
void actors_rush(struct world *world, uint64_t which);
void actors_rush_visit(struct world *world, struct kiosk_node *kiosk, uint64_t which);
/* A member of staff moves some request along. */
void actors_staff(struct world *world);
/* Whoever waits for the hub's word and has it by now reads it. */
void actors_look_at_waits(struct world *world, struct kiosk_node *kiosk);
/* The hub's answer to what somebody asked, if it is there. */
void actors_hear(struct world *world, struct kiosk_node *kiosk);
/* The screen waited long enough for op `told`: shows what is in force. */
void actors_stop_waiting(struct world *world, struct kiosk_node *kiosk, size_t told);

/* What must never be found in any file or message. */
extern const char personal_phone_mark[];
extern const char personal_name_mark[];

#endif
