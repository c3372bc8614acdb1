/* Whether a database is whole: a slow read of all of it, for copies before they are trusted. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stddef.h>

#include "base/status.h"
#include "store/store.h"

/* ERR_PARSE: damaged; why names the first fault. */
enum status store_verify(struct store *store, char *why, size_t why_size) MUST_CHECK;

#endif
