/* The simulated hub: disk, store, hub step, requests that wait, backups. */
#ifndef SIM_HUB_NODE_H
#define SIM_HUB_NODE_H

#include "world.h"

/* Makes keys, content and one enrolment token per kiosk, before anything goes wrong. */
void hub_init(struct world *world, struct enrol_token *tokens, int tokens_len);
void hub_fini(struct hub_node *hub);
void hub_boot(struct world *world);
/* Closes everything; what was asked is never answered. Boots again after a while. */
void hub_stop(struct world *world, int64_t down_ms);
/* After each use of its store: false when the power went meanwhile; then the hub was stopped. */
bool hub_stands(struct world *world);

void hub_request(struct world *world, struct packet *request);
/* A step at this time at the latest. */
void hub_step_at(struct world *world, int64_t at_ms);
void hub_run_step(struct world *world);

void hub_backup(struct world *world);
/* Stops, puts the last backup in place of the database, boots. False when there is none. */
bool hub_restore(struct world *world);

#endif
