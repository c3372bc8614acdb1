/* Within store/ and for sync/: an own op whose id is given, as time makes it. */
#ifndef STORE_SUBMIT_H
#define STORE_SUBMIT_H

#include "store/store.h"

enum status store_submit_as(struct store *store, enum op_kind kind, const char *body,
                            const struct op_id *id, const struct envelope *envelope,
                            const struct apply_context *context, struct verdict *out) MUST_CHECK;

#endif
