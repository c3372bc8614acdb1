/* What is answered where:
 *   POST /v1/{enroll,hello,sync,ask}   kiosks, through the writer thread (hub/shell.h)
 *   GET  /healthz                      200 “ok” when the database answers and commits work
 *   GET  /metrics                      figures as Prometheus text
 *   GET  /T/NUMBER[.TOKEN]             a ticket's page for people (hub/pages.h)
 * HEAD as GET; another method 405; anything else 404. Pages read through a connection of their own,
 * on the HTTP shim's thread. */
#ifndef HUB_ROUTES_H
#define HUB_ROUTES_H

#include "base/env.h"
#include "domain/op.h"
#include "hub/http.h"
#include "hub/shell.h"
#include "store/store.h"

/* A request's body. Room for the largest op: its bytes are doubled by hexadecimal (the box) and at
 * the most sixfold by escapes (the body), and what else stands in a request is small. */
enum { BODY_MAX = 1024 * 1024 };
_Static_assert(BODY_MAX > 2 * ENVELOPE_BOX_MAX + 6 * OP_BODY_MAX + 64 * 1024,
               "the largest op fits into a request");

struct routes;

/* All outlive the routes; reader is a STORE_READ_ONLY store for the HTTP shim's thread alone. */
void routes_init(struct shell *shell, struct store *reader, const struct env *env,
                 struct routes **out);
void routes_destroy(struct routes *routes);
struct http_handler routes_handler(struct routes *routes);

#endif
