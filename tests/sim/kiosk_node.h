/* A simulated kiosk: disk, stores, sync client, line. What a crash interrupts is gone; what a
 * person saw before stays in the model. */
#ifndef SIM_KIOSK_NODE_H
#define SIM_KIOSK_NODE_H

#include "world.h"

void kiosk_init(struct world *world, int index, const struct enrol_token *token);
void kiosk_fini(struct kiosk_node *kiosk);
/* Opens everything; when that fails it is tried again later. */
void kiosk_boot(struct world *world, struct kiosk_node *kiosk);
/* Closes what is open and drops who was waiting; boots again after a while. The disk was cut or
 * killed before, or the program ends in good order. */
void kiosk_stop(struct world *world, struct kiosk_node *kiosk, int64_t down_ms);
/* After each use of its stores: false when the power went meanwhile; then the kiosk was stopped. */
bool kiosk_stands(struct world *world, struct kiosk_node *kiosk);

/* Copies its data as an administrator would, and later puts the copy in place of the data: what was
 * promised in between and had not reached the hub is lost with the old disk. */
void kiosk_copy(struct world *world, struct kiosk_node *kiosk);
void kiosk_set_back(struct world *world, struct kiosk_node *kiosk);

/* The link thread: asks the client what to do and does it. */
void kiosk_link(struct world *world, struct kiosk_node *kiosk);
void kiosk_answer(struct world *world, struct kiosk_node *kiosk, struct packet *answer);
void kiosk_give_up(struct world *world, struct kiosk_node *kiosk, uint64_t exchange);
/* There is something to send. */
void kiosk_kick(struct world *world, struct kiosk_node *kiosk);

#endif
