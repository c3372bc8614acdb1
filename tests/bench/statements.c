#include "statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/str.h"

#include "bench.h"

enum { TEXTS_MAX = 256, HEAD_MAX = 100 };

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };

struct value {
    enum value_kind kind;
    int64_t number;
    const char *bytes;
    size_t len;
};

struct run {
    size_t text;
    struct value *values;
    int values_len;
};

struct statements {
    struct db *db; /* while it records */
    struct text {
        char *sql;
        size_t runs;
    } texts[TEXTS_MAX];
    size_t texts_len;
    struct run *runs;
    size_t runs_len, runs_cap;
    struct arena arena;
};

void statements_new(struct statements **out)
{
    *out = xalloc(sizeof **out);
}

void statements_free(struct statements *statements)
{
    if (statements == NULL) {
        return;
    }
    for (size_t i = 0; i < statements->texts_len; i++) {
        free(statements->texts[i].sql);
    }
    free(statements->runs);
    arena_fini(&statements->arena);
    free(statements);
}

/* ---- reading values back from the text SQLite made of them ---- */

static const char *take_text(struct arena *arena, const char *at, struct value *out)
{
    size_t cap = strlen(at);
    char *bytes = arena_alloc(arena, cap + 1);
    size_t len = 0;
    for (at++; !(at[0] == '\'' && at[1] != '\''); at++) {
        at += at[0] == '\'' ? 1 : 0;
        bytes[len++] = *at;
    }
    *out = (struct value){.kind = VALUE_TEXT, .bytes = bytes, .len = len};
    return at + 1;
}

static const char *take_blob(struct arena *arena, const char *at, struct value *out)
{
    size_t len = strcspn(at + 2, "'") / 2;
    char *hex = arena_strndup(arena, at + 2, 2 * len);
    unsigned char *bytes = arena_alloc(arena, len + 1);
    if (!hex_decode(hex, bytes, len)) {
        bench_fail("a blob that cannot be read: %.40s", at);
    }
    *out = (struct value){.kind = VALUE_BLOB, .bytes = (const char *)bytes, .len = len};
    return at + 2 + 2 * len + 1;
}

static const char *take_value(struct arena *arena, const char *at, struct value *out)
{
    char *end = NULL;
    if (*at == '\'') {
        return take_text(arena, at, out);
    }
    if ((at[0] == 'x' || at[0] == 'X') && at[1] == '\'') {
        return take_blob(arena, at, out);
    }
    if (strncmp(at, "NULL", 4) == 0) {
        *out = (struct value){.kind = VALUE_NULL};
        return at + 4;
    }
    *out = (struct value){.kind = VALUE_INT, .number = strtoll(at, &end, 10)};
    if (end == at) {
        bench_fail("a value that cannot be read: %.40s", at);
    }
    return end;
}

/* Walks text and expanded text beside each other. */
static void take_values(struct statements *statements, const char *sql, const char *expanded,
                        struct run *run)
{
    struct value values[40];
    int len = 0;
    while (*sql != '\0') {
        if (*sql == '?') {
            int index = (int)strtol(sql + 1, (char **)&sql, 10);
            if (index < 1 || index > 40) {
                bench_fail("a parameter out of range in: %.80s", sql);
            }
            expanded = take_value(&statements->arena, expanded, &values[index - 1]);
            len = index > len ? index : len;
        } else if (*sql == *expanded) {
            sql++;
            expanded++;
        } else {
            bench_fail("a statement that does not match its text: %.80s", sql);
        }
    }
    run->values_len = len;
    run->values = arena_array(&statements->arena, (size_t)len, sizeof *values);
    memcpy(run->values, values, (size_t)len * sizeof *values);
}

/* ---- recording ---- */

static size_t text_find(struct statements *statements, const char *sql)
{
    for (size_t i = 0; i < statements->texts_len; i++) {
        if (strcmp(statements->texts[i].sql, sql) == 0) {
            return i;
        }
    }
    if (statements->texts_len == TEXTS_MAX) {
        bench_fail("too many statements");
    }
    statements->texts[statements->texts_len].sql = xstrdup(sql);
    return statements->texts_len++;
}

static void on_statement(void *ctx, const char *sql, const char *expanded)
{
    struct statements *statements = ctx;
    if (statements->runs_len == statements->runs_cap) {
        statements->runs_cap = statements->runs_cap > 0 ? 2 * statements->runs_cap : 1024;
        statements->runs =
            xrealloc(statements->runs, statements->runs_cap * sizeof *statements->runs);
    }
    struct run *run = &statements->runs[statements->runs_len++];
    run->text = text_find(statements, sql);
    statements->texts[run->text].runs++;
    take_values(statements, sql, expanded, run);
}

void statements_record(struct statements *statements, struct db *db)
{
    statements->db = db;
    db_trace(db, on_statement, statements);
}

void statements_stop(struct statements *statements)
{
    db_trace(statements->db, NULL, NULL);
    statements->db = NULL;
}

size_t statements_len(const struct statements *statements)
{
    return statements->runs_len;
}

/* ---- replay ---- */

static void bare_open(const char *path, sqlite3 **out)
{
    static const char *const pragmas[] = {
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",  "PRAGMA trusted_schema=OFF",
        "PRAGMA foreign_keys=ON",  "PRAGMA temp_store=MEMORY", "PRAGMA cell_size_check=ON",
    };
    if (sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        bench_fail("%s cannot be opened", path);
    }
    for (size_t i = 0; i < sizeof pragmas / sizeof pragmas[0]; i++) {
        if (sqlite3_exec(*out, pragmas[i], NULL, NULL, NULL) != SQLITE_OK) {
            bench_fail("%s: %s", pragmas[i], sqlite3_errmsg(*out));
        }
    }
}

static void bind(sqlite3_stmt *stmt, const struct run *run)
{
    for (int i = 0; i < run->values_len; i++) {
        const struct value *value = &run->values[i];
        switch (value->kind) {
        case VALUE_NULL:
            sqlite3_bind_null(stmt, i + 1);
            break;
        case VALUE_INT:
            sqlite3_bind_int64(stmt, i + 1, value->number);
            break;
        case VALUE_TEXT:
            sqlite3_bind_text(stmt, i + 1, value->bytes, (int)value->len, SQLITE_STATIC);
            break;
        case VALUE_BLOB:
            sqlite3_bind_blob64(stmt, i + 1, value->bytes, value->len, SQLITE_STATIC);
            break;
        }
    }
}

double statements_replay(const struct statements *statements, const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *prepared[TEXTS_MAX] = {NULL};
    bare_open(path, &db);
    for (size_t i = 0; i < statements->texts_len; i++) {
        if (sqlite3_prepare_v3(db, statements->texts[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &prepared[i], NULL) != SQLITE_OK) {
            bench_fail("%s in: %s", sqlite3_errmsg(db), statements->texts[i].sql);
        }
    }
    double since = seconds_now();
    for (size_t i = 0; i < statements->runs_len; i++) {
        const struct run *run = &statements->runs[i];
        sqlite3_stmt *stmt = prepared[run->text];
        int code = SQLITE_ROW;
        bind(stmt, run);
        while (code == SQLITE_ROW) {
            code = sqlite3_step(stmt);
        }
        if (code != SQLITE_DONE) {
            bench_fail("%s in: %s", sqlite3_errmsg(db), statements->texts[run->text].sql);
        }
        sqlite3_reset(stmt);
    }
    double took = seconds_now() - since;
    for (size_t i = 0; i < statements->texts_len; i++) {
        sqlite3_finalize(prepared[i]);
    }
    sqlite3_close(db);
    return took;
}

/* ---- the list ---- */

void statements_print(const struct statements *statements, const char *title, size_t ops)
{
    printf("\n%s: %.1f statements per op\n\n| per op | statement |\n|---:|---|\n", title,
           (double)statements->runs_len / (double)ops);
    for (size_t i = 0; i < statements->texts_len; i++) {
        const struct text *text = &statements->texts[i];
        printf("| %.2f | `%.*s%s` |\n", (double)text->runs / (double)ops, HEAD_MAX, text->sql,
               strlen(text->sql) > HEAD_MAX ? " ..." : "");
    }
}

json_t *statements_json(const struct statements *statements, size_t ops)
{
    json_t *list = json_array();
    for (size_t i = 0; i < statements->texts_len; i++) {
        const struct text *text = &statements->texts[i];
        json_array_append_new(list, json_pack("{s:s, s:f}", "sql", text->sql, "per_op",
                                              (double)text->runs / (double)ops));
    }
    return list;
}
