/* The schema as numbered migrations, never edited after release, and the report views. The SQL's
 * comments are the data dictionary. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/status.h"
#include "store/db.h"

/* PRAGMA application_id of every Yizhan database: "YIZH". */
enum { SCHEMA_APPLICATION_ID = 0x59495a48 };

int schema_version_latest(void);
int schema_version_of(struct db *db);
/* Brings an empty or older database to the latest version, each step with its number in one
 * transaction. ERR_VERSION: newer than this program, or somebody else's database. */
enum status schema_migrate(struct db *db, char *why, size_t why_size) MUST_CHECK;

/* views_sqlite.c: drops and creates the report views (design §6), whose dates are SQLite's own. */
void views_create(struct db *db);

#endif
