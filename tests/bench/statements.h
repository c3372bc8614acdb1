/* What store_apply asks of SQLite, recorded with its values, so that bare SQLite can be asked the
 * same: prepared once, bound again each time. */
#ifndef BENCH_STATEMENTS_H
#define BENCH_STATEMENTS_H

#include <jansson.h>

#include "store/db.h"

struct statements;

void statements_new(struct statements **out);
void statements_free(struct statements *statements);
/* Records what db runs from now on, until statements_stop. */
void statements_record(struct statements *statements, struct db *db);
void statements_stop(struct statements *statements);
/* How many were recorded. */
size_t statements_len(const struct statements *statements);

/* Runs all of them against the database at path, opened as the store opens it (WAL, FULL). Returns
 * the seconds it took, without opening and preparing. */
double statements_replay(const struct statements *statements, const char *path);

/* A table of the texts and how often each was run per op; the same as an array. */
void statements_print(const struct statements *statements, const char *title, size_t ops);
json_t *statements_json(const struct statements *statements, size_t ops);

#endif
