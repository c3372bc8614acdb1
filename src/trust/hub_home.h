/* A hub's key file and its database belong together: the database records which key it belongs to,
 * the file is made on first start and never again. */
#ifndef TRUST_HUB_HOME_H
#define TRUST_HUB_HOME_H

#include <stddef.h>

#include "base/env.h"
#include "base/status.h"
#include "trust/keys.h"

enum { HUB_KEY_HEX_SIZE = 2 * KEY_SIZE + 1 };

/* What a database records. */
void hub_home_record(const struct hub_keys *keys, char out[HUB_KEY_HEX_SIZE]);

/* The keys for a database that records `recorded`, "" when it records none: then the file's keys,
 * or new ones, saved. On failure `why` has a sentence for the operator: ERR_NOT_FOUND the file is
 * missing, ERR_CONFLICT it holds other keys, ERR_AUTH others may read it, ERR_PARSE it is no key
 * file, ERR_IO, ERR_FULL. The caller sees to it that one process at a time does this. */
enum status hub_home_keys(const char *key_path, const char *recorded, const struct env *env,
                          struct hub_keys *out, char *why, size_t why_size) MUST_CHECK;

#endif
