#include "store/db.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"

#define LOG_MODULE "db"
#include "base/log.h"

enum { STATEMENTS_MAX = 512, BUSY_TIMEOUT_MS = 5000 };

struct query {
    struct db *db;
    const char *sql; /* the static text, also the key */
    sqlite3_stmt *stmt;
    bool is_active;
};

struct db {
    sqlite3 *handle;
    enum status status;
    bool is_batch;
    int64_t failures;
    void (*trace)(void *ctx, const char *sql, const char *expanded);
    void *trace_ctx;
    struct query queries[STATEMENTS_MAX]; /* open addressing by address */
};

static enum status status_of_code(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ERR_IO;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return ERR_PARSE;
    default:
        return ERR_DB;
    }
}

static void fail(struct db *db, const char *sql)
{
    int code = sqlite3_extended_errcode(db->handle);
    enum status status = status_of_code(code);
    db->status = status != OK ? status : ERR_DB;
    db->failures += db->status != ERR_DB ? 1 : 0;
    LOG_ERR("%s (%d) in: %.400s", sqlite3_errmsg(db->handle), code, sql);
}

static void script_on(sqlite3 *handle, const char *sql, int *code)
{
    if (*code == SQLITE_OK) {
        *code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    }
}

static int pragma_int(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int value = -1;
    if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW) {
        value = sqlite3_column_int(stmt, 0);
    }
    sqlite3_finalize(stmt);
    return value;
}

/* Whether a log lies beside a file that has none of its own. The file's header tells who wrote it
 * last: byte 18 is 2 from the moment db_open has made it one with a log, and what VACUUM INTO
 * writes, a copy that was put in the place of another, has 1 there. SQLite would play any log into
 * it, page for page, and the file would be neither. The log is looked for first, for another
 * process may be making both just now. */
static int find_foreign_log(sqlite3 *handle, bool *out)
{
    enum { WRITE_VERSION_AT = 18, ROLLBACK_JOURNAL = 1 };
    unsigned char header[WRITE_VERSION_AT + 1];
    sqlite3_vfs *vfs = NULL;
    sqlite3_file *file = NULL;
    int is_there = 0;
    int code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
    if (code == SQLITE_OK) {
        code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    }
    if (code != SQLITE_OK || file->pMethods == NULL) {
        return code; /* without methods: it is in memory */
    }
    const char *log = sqlite3_filename_wal(sqlite3_db_filename(handle, "main"));
    code = vfs->xAccess(vfs, log, SQLITE_ACCESS_EXISTS, &is_there);
    if (code != SQLITE_OK || !is_there) {
        return code;
    }
    code = file->pMethods->xRead(file, header, sizeof header, 0);
    if (code == SQLITE_OK) {
        *out = header[WRITE_VERSION_AT] == ROLLBACK_JOURNAL;
    }
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code; /* empty: to be made anew */
}

static int configure(sqlite3 *handle, const struct db_options *options)
{
    char synchronous[48];
    int code = SQLITE_OK;
    snprintf(synchronous, sizeof synchronous, "PRAGMA synchronous=%d", options->synchronous);
    sqlite3_busy_timeout(handle, BUSY_TIMEOUT_MS);
    sqlite3_extended_result_codes(handle, 1);
    if (!options->is_read_only) {
        /* EXTRA syncs the folder, so that the journal of this very change is gone for good before
         * there is a log: a power cut must not bring it back beside one. */
        script_on(handle, "PRAGMA synchronous=EXTRA", &code);
        script_on(handle, "PRAGMA journal_mode=WAL", &code);
    }
    script_on(handle, synchronous, &code);
    script_on(handle, "PRAGMA trusted_schema=OFF", &code);
    script_on(handle, "PRAGMA foreign_keys=ON", &code);
    script_on(handle, "PRAGMA cell_size_check=ON", &code);
    script_on(handle, "PRAGMA temp_store=MEMORY", &code);
    /* SQLite ignores a pragma it does not take, so what promises hang on is read back. */
    if (code == SQLITE_OK && pragma_int(handle, "PRAGMA synchronous") != options->synchronous) {
        code = SQLITE_ERROR;
    }
    return code;
}

enum status db_open(const struct db_options *options, struct db **out, char *why, size_t why_size)
{
    sqlite3 *handle = NULL;
    int flags =
        options->is_read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(options->path, &handle, flags | SQLITE_OPEN_NOMUTEX, options->vfs);
    bool is_log_foreign = false;
    if (code == SQLITE_OK) {
        code = find_foreign_log(handle, &is_log_foreign);
    }
    if (code == SQLITE_OK && is_log_foreign) {
        snprintf(why, why_size,
                 "%s is a copy put in the place of another database, and %s-wal is that one's log; "
                 "move the log away to use the copy",
                 options->path, options->path);
        sqlite3_close(handle);
        return ERR_CONFLICT;
    }
    if (code == SQLITE_OK) {
        code = configure(handle, options);
    }
    if (code != SQLITE_OK) {
        int extended = handle != NULL ? sqlite3_extended_errcode(handle) : code;
        snprintf(why, why_size, "the database %s cannot be opened: %s", options->path,
                 handle != NULL ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
        sqlite3_close(handle);
        enum status status = status_of_code(extended);
        return status != OK ? status : ERR_DB;
    }
    struct db *db = xalloc(sizeof *db);
    db->handle = handle;
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    for (int i = 0; i < STATEMENTS_MAX; i++) {
        sqlite3_finalize(db->queries[i].stmt);
    }
    int code = sqlite3_close(db->handle);
    assert(code == SQLITE_OK);
    free(db);
}

enum status db_status(const struct db *db)
{
    return db->status;
}

void db_clear(struct db *db)
{
    db->status = OK;
}

int64_t db_failures(const struct db *db)
{
    return db->failures;
}

void db_set_batch(struct db *db, bool is_batch)
{
    db->is_batch = is_batch;
}

static struct query *find(struct db *db, const char *sql)
{
    size_t slot = (size_t)((uintptr_t)sql >> 3) * 2654435761U % STATEMENTS_MAX;
    for (int tries = 0; tries < STATEMENTS_MAX; tries++) {
        struct query *query = &db->queries[slot];
        if (query->sql == sql) {
            return query;
        }
        if (query->sql == NULL) {
            const char *tail = NULL;
            if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->stmt,
                                   &tail) != SQLITE_OK) {
                fail(db, sql);
                return NULL;
            }
            assert(tail == NULL || strspn(tail, " \n;") == strlen(tail));
            query->db = db;
            query->sql = sql;
            return query;
        }
        slot = (slot + 1) % STATEMENTS_MAX;
    }
    assert(false && "more SQL texts than the table holds");
    return NULL;
}

static void bind(struct query *query, const char *types, va_list args)
{
    for (int i = 0; types[i] != '\0'; i++) {
        int index = i + 1;
        const char *text;
        const void *blob;
        size_t len;
        switch (types[i]) {
        case 'i':
            sqlite3_bind_int64(query->stmt, index, va_arg(args, int64_t));
            break;
        case 's':
            text = va_arg(args, const char *);
            sqlite3_bind_text(query->stmt, index, text, -1, SQLITE_STATIC);
            break;
        case 'b':
            blob = va_arg(args, const void *);
            len = va_arg(args, size_t);
            sqlite3_bind_blob64(query->stmt, index, blob, len, SQLITE_STATIC);
            break;
        case 'n':
            sqlite3_bind_null(query->stmt, index);
            break;
        default:
            assert(false && "unknown parameter type");
        }
    }
    assert((size_t)sqlite3_bind_parameter_count(query->stmt) == strlen(types));
}

static struct query *start(struct db *db, const char *sql, const char *types, va_list args)
{
    if (db->status != OK && db->is_batch) {
        db->failures += db->status != ERR_DB ? 1 : 0;
        return NULL;
    }
    db->status = OK;
    struct query *query = find(db, sql);
    if (query == NULL) {
        return NULL;
    }
    assert(!query->is_active);
    bind(query, types, args);
    query->is_active = true;
    return query;
}

bool query_next(struct query *query)
{
    if (query == NULL || !query->is_active) {
        return false;
    }
    int code = sqlite3_step(query->stmt);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        fail(query->db, query->sql);
    }
    query_end(query);
    return false;
}

void query_end(struct query *query)
{
    if (query != NULL && query->is_active) {
        query->is_active = false;
        sqlite3_reset(query->stmt);
    }
}

void db_run(struct db *db, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct query *query = start(db, sql, types, args);
    va_end(args);
    while (query_next(query)) {
    }
}

struct query *db_query(struct db *db, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct query *query = start(db, sql, types, args);
    va_end(args);
    return query;
}

int64_t db_int(struct db *db, int64_t otherwise, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct query *query = start(db, sql, types, args);
    va_end(args);
    int64_t value = otherwise;
    if (query_next(query)) {
        value = query_is_null(query, 0) ? otherwise : query_int(query, 0);
        query_end(query);
    }
    return value;
}

int64_t query_int(struct query *query, int column)
{
    return sqlite3_column_int64(query->stmt, column);
}

const char *query_text(struct query *query, int column)
{
    const unsigned char *text = sqlite3_column_text(query->stmt, column);
    return text != NULL ? (const char *)text : "";
}

const void *query_blob(struct query *query, int column, size_t *len)
{
    const void *blob = sqlite3_column_blob(query->stmt, column);
    *len = (size_t)sqlite3_column_bytes(query->stmt, column);
    return blob;
}

bool query_is_null(struct query *query, int column)
{
    return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
}

void db_script(struct db *db, const char *sql)
{
    if (db->status == OK && sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail(db, sql);
    }
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

int64_t db_data_version(struct db *db)
{
    return db_int(db, 0, "PRAGMA data_version", "");
}

int64_t db_own_changes(struct db *db)
{
    return sqlite3_total_changes64(db->handle);
}

bool db_in_transaction(const struct db *db)
{
    return sqlite3_get_autocommit(db->handle) == 0;
}

static int on_trace(unsigned kind, void *ctx, void *stmt, void *text)
{
    struct db *db = ctx;
    (void)kind;
    (void)text;
    char *expanded = sqlite3_expanded_sql(stmt);
    if (expanded != NULL) {
        db->trace(db->trace_ctx, sqlite3_sql(stmt), expanded);
    }
    sqlite3_free(expanded);
    return 0;
}

void db_trace(struct db *db, void (*trace)(void *ctx, const char *sql, const char *expanded),
              void *ctx)
{
    db->trace = trace;
    db->trace_ctx = ctx;
    sqlite3_trace_v2(db->handle, trace != NULL ? SQLITE_TRACE_STMT : 0,
                     trace != NULL ? on_trace : NULL, db);
}
