/* One SQLite connection; db.c is the only file that calls sqlite3_*. SQL texts are static strings
 * with parameters ?1 ?2 …; each is prepared once per connection and found again by its address.
 *
 * Errors stick within a batch: after the first failure every call is a no-op until db_clear, so a
 * sequence of statements is checked once, at its end. Every failure is logged with its SQL where it
 * happens. One thread at a time. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct db;
struct query;

struct db_options {
    const char *path;
    const char *vfs; /* NULL: the system's */
    bool is_read_only;
    int synchronous; /* 2 FULL; anything less loses promises on a power cut */
};

/* Opens or creates, sets WAL and the pragmas and reads them back. why: a sentence for the operator;
 * ERR_IO, ERR_FULL, ERR_BUSY, ERR_DB, ERR_PARSE (not a database), ERR_CONFLICT (a copy that
 * store_backup made, put in the place of a database whose log PATH-wal still lies there). */
enum status db_open(const struct db_options *options, struct db **out, char *why,
                    size_t why_size) MUST_CHECK;
void db_close(struct db *db);

enum status db_status(const struct db *db);
void db_clear(struct db *db);
/* How many statements ever failed, or were passed over, for the disk's sake; what a constraint
 * refuses does not count. */
int64_t db_failures(const struct db *db);
/* In a batch the first error holds until db_clear, so that nothing runs outside a transaction that
 * SQLite has already rolled back; out of one the next statement starts afresh. */
void db_set_batch(struct db *db, bool is_batch);

/* Parameters by a string of types, one letter each: i int64_t, s const char * (NULL is NULL),
 * b const void * and size_t (NULL is NULL), n nothing: NULL. */
void db_run(struct db *db, const char *sql, const char *types, ...);
/* The rows of a statement: while (query_next(q)) …; ends itself after the last row; query_end ends
 * it early. The texts and blobs of a row hold until the next call on the query. */
struct query *db_query(struct db *db, const char *sql, const char *types, ...);
bool query_next(struct query *query);
void query_end(struct query *query);
int64_t query_int(struct query *query, int column);
/* NULL becomes "". */
const char *query_text(struct query *query, int column);
const void *query_blob(struct query *query, int column, size_t *len);
bool query_is_null(struct query *query, int column);

/* The first column of the first row, or the default when there is no row. */
int64_t db_int(struct db *db, int64_t otherwise, const char *sql, const char *types, ...);

/* Several statements without parameters or rows; not kept. */
void db_script(struct db *db, const char *sql);
int64_t db_changes(const struct db *db);
/* Rises when another connection committed. */
int64_t db_data_version(struct db *db);
/* Rows that this connection changed since it was opened; rises. */
int64_t db_own_changes(struct db *db);
bool db_in_transaction(const struct db *db);

/* For benchmarks: every statement as it is executed, as it was prepared and with its values. */
void db_trace(struct db *db, void (*trace)(void *ctx, const char *sql, const char *expanded),
              void *ctx);

#endif
