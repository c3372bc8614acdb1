#include "store/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/db.h"
#include "store/search_text.h"

#define LOG_MODULE "search"
#include "base/log.h"

/* Rises when what is entered changes. */
enum { INDEX_FORM = 1, SYNCHRONOUS_NORMAL = 1, LANGS = LANG_COUNT };

/* An index lost in a power cut is made again, so nothing waits for the disk. */
static const struct db_options writing = {.synchronous = SYNCHRONOUS_NORMAL};

static const char schema_sql[] =
    /* What the index was made of: a hash of all its texts, and whether it knows pinyin. */
    "CREATE TABLE about(made_of TEXT NOT NULL, has_pinyin INTEGER NOT NULL);"
    /* One row for each thing and language; n is its row in word and its place in the content. */
    "CREATE TABLE item(n INTEGER PRIMARY KEY, lang INTEGER NOT NULL, kind TEXT NOT NULL,"
    " id TEXT NOT NULL);"
    /* The words of its texts, see search_text.h; the texts themselves are in the catalogue. */
    "CREATE VIRTUAL TABLE word USING fts5(beginning, title, line, more, content='',"
    " columnsize=0, tokenize=\"unicode61 remove_diacritics 2\");";

static const char drop_sql[] =
    "DROP TABLE IF EXISTS about; DROP TABLE IF EXISTS item; DROP TABLE IF EXISTS word;";

/* ---- what an index is made of ---- */

static uint64_t hash_text(uint64_t hash, const char *text)
{
    const uint64_t prime = 1099511628211U;
    for (const char *at = text; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * prime;
    }
    return (hash ^ 0xFF) * prime;
}

enum { MADE_OF_SIZE = 2 * sizeof(uint64_t) + 1 };

static void fingerprint(const struct catalogue *catalogue, const char *station,
                        char out[MADE_OF_SIZE])
{
    struct arena arena = {0};
    uint64_t hash = hash_text(14695981039346656037U + INDEX_FORM, station);
    for (int lang = 0; lang < LANGS; lang++) {
        size_t n;
        const struct search_item *items =
            search_items(&arena, catalogue, station, (enum lang)lang, &n);
        for (size_t i = 0; i < n; i++) {
            hash = hash_text(hash, content_kind_word(items[i].kind));
            hash = hash_text(hash, items[i].id);
            hash = hash_text(hash, items[i].title);
            hash = hash_text(hash, items[i].line);
            hash = hash_text(hash, items[i].more);
        }
    }
    for (size_t i = 0; i < catalogue->readings_len; i++) {
        hash = hash_text(hash, catalogue->readings[i].word);
        hash = hash_text(hash, catalogue->readings[i].pinyin);
    }
    (void)snprintf(out, MADE_OF_SIZE, "%016llx", (unsigned long long)hash);
    arena_fini(&arena);
}

enum search_state search_check(const char *path, const struct catalogue *catalogue,
                               const char *station)
{
    char expected[MADE_OF_SIZE], why[256];
    enum search_state state = SEARCH_MISSING;
    struct db *db = NULL;
    struct db_options options = writing;
    options.path = path;
    options.is_read_only = true;
    if (access(path, R_OK) != 0 || db_open(&options, &db, why, sizeof why) != OK) {
        return SEARCH_MISSING;
    }
    fingerprint(catalogue, station, expected);
    bool is_made = db_int(db, 0, "SELECT 1 FROM sqlite_schema WHERE name = 'about'", "") == 1 &&
                   db_int(db, 0, "SELECT 1 FROM about WHERE made_of = ?1", "s", expected) == 1;
    if (is_made) {
        state = db_int(db, 0, "SELECT has_pinyin FROM about", "") == 1 ? SEARCH_WHOLE
                                                                       : SEARCH_WITHOUT_PINYIN;
    }
    db_close(db);
    return state;
}

/* ---- making ---- */

struct build {
    struct db *db;
    struct arena arena;
    const struct search_reader *reader;
    struct buf words[SEARCH_MORE + 1]; /* of the columns */
};

static bool has_chinese(const struct search_unit *units, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (units[i].is_chinese) {
            return true;
        }
    }
    return false;
}

/* The words of a text for the columns of these depths. */
static void put_columns(struct build *build, enum search_depth from, enum search_depth to,
                        const char *text)
{
    size_t n;
    struct search_unit *units = search_divide(&build->arena, text, &n);
    if (build->reader != NULL && from != SEARCH_DEPTH_MORE && has_chinese(units, n)) {
        build->reader->read(build->reader->ctx, text, units, n);
    }
    for (int depth = (int)from; depth <= (int)to; depth++) {
        buf_clear(&build->words[depth]);
        search_put_words(&build->words[depth], text, units, n, (enum search_depth)depth);
    }
}

static const char *words_in(const struct build *build, enum search_depth depth)
{
    const struct buf *words = &build->words[depth];
    return words->len > 0 ? words->data : "";
}

static void put_item(struct build *build, enum lang lang, const struct search_item *item)
{
    db_run(build->db, "INSERT INTO item(lang, kind, id) VALUES(?1, ?2, ?3)", "iss", (int64_t)lang,
           content_kind_word(item->kind), item->id);
    put_columns(build, SEARCH_DEPTH_BEGINNING, SEARCH_DEPTH_TITLE, item->title);
    put_columns(build, SEARCH_DEPTH_LINE, SEARCH_DEPTH_LINE, item->line);
    put_columns(build, SEARCH_DEPTH_MORE, SEARCH_DEPTH_MORE, item->more);
    db_run(build->db,
           "INSERT INTO word(rowid, beginning, title, line, more)"
           " VALUES((SELECT MAX(n) FROM item), ?1, ?2, ?3, ?4)",
           "ssss", words_in(build, SEARCH_DEPTH_BEGINNING), words_in(build, SEARCH_DEPTH_TITLE),
           words_in(build, SEARCH_DEPTH_LINE), words_in(build, SEARCH_DEPTH_MORE));
    arena_reset(&build->arena);
}

static enum status fill(struct db *db, const struct catalogue *catalogue, const char *station,
                        const struct search_reader *reader)
{
    struct build build = {.db = db, .reader = reader};
    struct arena arena = {0};
    char made_of[MADE_OF_SIZE];
    fingerprint(catalogue, station, made_of);
    db_set_batch(db, true);
    db_script(db, "BEGIN IMMEDIATE");
    db_script(db, drop_sql);
    db_script(db, schema_sql);
    for (int lang = 0; lang < LANGS; lang++) {
        size_t n;
        const struct search_item *items =
            search_items(&arena, catalogue, station, (enum lang)lang, &n);
        for (size_t i = 0; i < n; i++) {
            put_item(&build, (enum lang)lang, &items[i]);
        }
    }
    db_run(db, "INSERT INTO about VALUES(?1, ?2)", "si", made_of,
           (int64_t)(reader != NULL ? 1 : 0));
    db_script(db, db_status(db) == OK ? "COMMIT" : "");
    enum status status = db_status(db);
    db_clear(db);
    db_set_batch(db, false);
    if (db_in_transaction(db)) {
        db_script(db, "ROLLBACK");
    }
    for (int i = 0; i <= SEARCH_MORE; i++) {
        buf_fini(&build.words[i]);
    }
    arena_fini(&build.arena);
    arena_fini(&arena);
    return status;
}

static void remove_files(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[4096];
        if ((size_t)snprintf(name, sizeof name, "%s%s", path, ends[i]) < sizeof name) {
            (void)unlink(name);
        }
    }
}

static enum status build_once(const char *path, const struct catalogue *catalogue,
                              const char *station, const struct search_reader *reader, char *why,
                              size_t why_size)
{
    struct db *db = NULL;
    struct db_options options = writing;
    options.path = path;
    enum status status = db_open(&options, &db, why, why_size);
    if (status != OK) {
        return status;
    }
    status = fill(db, catalogue, station, reader);
    db_close(db);
    if (status != OK) {
        (void)snprintf(why, why_size, "the search index %s cannot be made: %s", path,
                       status_text(status));
    }
    return status;
}

enum status search_build(const char *path, const struct catalogue *catalogue, const char *station,
                         const struct search_reader *reader, char *why, size_t why_size)
{
    enum status status = build_once(path, catalogue, station, reader, why, why_size);
    if (status == ERR_PARSE || status == ERR_DB) {
        /* Damaged, or another program's: there is nothing in it to be kept. */
        remove_files(path);
        status = build_once(path, catalogue, station, reader, why, why_size);
    }
    return status;
}

/* ---- asking ---- */

struct search {
    char *path;
    struct db *db; /* NULL: closed */
};

void search_create(const char *path, struct search **out)
{
    struct search *search = xalloc(sizeof *search);
    search->path = xstrdup(path);
    search->db = NULL;
    *out = search;
}

void search_rest(struct search *search)
{
    if (search != NULL) {
        db_close(search->db);
        search->db = NULL;
    }
}

void search_destroy(struct search *search)
{
    if (search == NULL) {
        return;
    }
    db_close(search->db);
    free(search->path);
    free(search);
}

static enum status open_file(struct search *search)
{
    char why[256];
    struct db_options options = writing;
    options.path = search->path;
    options.is_read_only = true;
    if (search->db == NULL && (access(search->path, R_OK) != 0 ||
                               db_open(&options, &search->db, why, sizeof why) != OK)) {
        return ERR_NOT_FOUND;
    }
    bool is_made = db_int(search->db, 0, "SELECT 1 FROM sqlite_schema WHERE name = 'about'", "");
    return is_made ? OK : ERR_NOT_FOUND;
}

/* Adds what is found in one language. */
static size_t find(struct db *db, const struct search_query *query, enum lang lang,
                   struct search_hit *hits, size_t max)
{
    size_t n = 0;
    struct query *rows =
        db_query(db,
                 /* Whatever fits is there under each rank it has; the best one counts. */
                 "SELECT item.kind, item.id, MIN(found.fits) FROM ("
                 " SELECT rowid AS n, 0 AS fits FROM word WHERE word MATCH ?1"
                 " UNION ALL SELECT rowid, 1 FROM word WHERE word MATCH ?2"
                 " UNION ALL SELECT rowid, 2 FROM word WHERE ?3 IS NOT NULL AND word MATCH ?3"
                 " UNION ALL SELECT rowid, 3 FROM word WHERE ?4 IS NOT NULL AND word MATCH ?4"
                 ") AS found JOIN item ON item.n = found.n WHERE item.lang = ?5"
                 " GROUP BY item.n ORDER BY MIN(found.fits), item.n LIMIT ?6",
                 "ssssii", query->match[SEARCH_BEGINNING], query->match[SEARCH_TITLE],
                 query->match[SEARCH_LINE], query->match[SEARCH_MORE], (int64_t)lang, (int64_t)max);
    while (n < max && query_next(rows)) {
        struct search_hit *hit = &hits[n];
        int kind = content_kind_parse(query_text(rows, 0));
        if (kind >= 0 && str_copy(hit->id, sizeof hit->id, query_text(rows, 1))) {
            hit->kind = (enum content_kind)kind;
            hit->rank = (enum search_rank)query_int(rows, 2);
            n++;
        }
    }
    query_end(rows);
    return n;
}

enum status search_ask(struct search *search, enum lang lang, const char *typed,
                       struct search_hit *hits, size_t max, size_t *n)
{
    struct arena arena = {0};
    struct search_query query;
    enum status status = open_file(search);
    if (status != OK) {
        return status;
    }
    size_t found = 0;
    enum lang other = lang == LANG_ZH ? LANG_EN : LANG_ZH;
    for (int part = SEARCH_ALL_OF_IT; found == 0 && part <= SEARCH_SOME_OF_IT; part++) {
        if (search_query_make(&arena, typed, (enum search_part)part, &query)) {
            found = find(search->db, &query, lang, hits, max);
            found = found > 0 ? found : find(search->db, &query, other, hits, max);
        }
    }
    arena_fini(&arena);
    *n = found;
    return OK;
}
