#include "content/content.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "content/check.h"

enum { FILES_MAX = 500 };

const char *content_note_line(struct arena *arena, const struct content_note *note)
{
    return arena_printf(arena, "%s:%d:%d: %s%s", note->file, note->line, note->column,
                        note->severity == CONTENT_WARNING ? "warning: " : "", note->text);
}

static void tell_mistake(void *ctx, struct place at, const char *text)
{
    check_error(ctx, at, "%s", text);
}

static int compare_notes(const void *a, const void *b)
{
    const struct content_note *left = a;
    const struct content_note *right = b;
    int order = strcmp(left->file, right->file);
    if (order != 0) {
        return order;
    }
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    if (left->column != right->column) {
        return left->column < right->column ? -1 : 1;
    }
    return strcmp(left->text, right->text);
}

static void fill_report(const struct checker *checker, struct content_report *report)
{
    size_t n = 0;
    for (const struct note *note = checker->notes; note != NULL; note = note->next) {
        n++;
    }
    struct content_note *notes = arena_array(checker->arena, n, sizeof *notes);
    size_t i = 0;
    for (const struct note *note = checker->notes; note != NULL; note = note->next) {
        notes[i++] = note->note;
    }
    qsort(notes, n, sizeof *notes, compare_notes);
    *report = (struct content_report){
        .notes = notes,
        .notes_len = n,
        .errors = checker->errors,
        .warnings = checker->warnings,
    };
}

static const char *kind_word(enum content_kind kind)
{
#define WORD(name, word) word,
    static const char *const words[] = {CONTENT_KIND_LIST(WORD)};
#undef WORD
    return words[kind];
}

static void fill_rows(struct arena *arena, const struct object **objects, size_t n,
                      const struct content_row **rows, size_t *rows_len)
{
    struct content_row *list = arena_array(arena, n, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        char *json = json_dumps(objects[i]->json, JSON_COMPACT | JSON_SORT_KEYS);
        list[i] = (struct content_row){
            .kind = kind_word(objects[i]->kind),
            .id = objects[i]->id,
            .json = arena_strdup(arena, json),
        };
        free(json);
    }
    *rows = list;
    *rows_len = n;
}

static void read_file(struct checker *checker, const struct content_file *file)
{
    checker->file = file->path;
    checker->station = file->station;
    size_t errors = checker->errors;
    const struct yaml_sink sink = {checker, tell_mistake};
    const struct node *root = yaml_read(checker->arena, file->text, file->len, &sink);
    if (root != NULL && !(root->kind == NODE_SCALAR && root->text[0] == '\0')) {
        check_file(checker, root);
    } else if (checker->errors == errors) {
        check_warn(checker, (struct place){1, 1}, "nothing in this file; expected some content");
    }
    checker->has_unread = checker->has_unread || (root == NULL && checker->errors > errors);
}

/* Errors found before (files that could not be opened) stand in checker already. */
static enum status read_all(struct checker *checker, const struct content_file *files, size_t n,
                            struct content_report *report, const struct content_row **rows,
                            size_t *rows_len)
{
    for (size_t i = 0; i < n; i++) {
        read_file(checker, &files[i]);
    }
    size_t objects_len;
    const struct object **objects = check_whole(checker, &objects_len);
    bool is_good = checker->errors == 0;
    if (is_good) {
        fill_rows(checker->arena, objects, objects_len, rows, rows_len);
    }
    for (struct object *object = checker->objects; object != NULL; object = object->next) {
        json_decref(object->json);
    }
    fill_report(checker, report);
    return is_good ? OK : ERR_PARSE;
}

static void checker_init(struct checker *checker, struct arena *arena, day_number today,
                         const char *folder)
{
    *checker = (struct checker){
        .arena = arena, .today = today, .file = folder, .folder = folder, .station = ""};
    checker->objects_tail = &checker->objects;
}

enum status content_read_files(const struct content_file *files, size_t files_len, day_number today,
                               struct arena *arena, struct content_report *report,
                               const struct content_row **rows, size_t *rows_len)
{
    struct checker checker;
    checker_init(&checker, arena, today, ".");
    return read_all(&checker, files, files_len, report, rows, rows_len);
}

/* ---- the directory ---- */

struct listing {
    struct content_file files[FILES_MAX];
    size_t len;
    enum status status; /* of the last thing that could not be read */
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted, without hidden ones; NULL when it cannot be read. */
static const char **list_names(struct arena *arena, const char *path, size_t *len)
{
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return NULL;
    }
    const char **names = arena_array(arena, FILES_MAX, sizeof *names);
    *len = 0;
    for (const struct dirent *entry = readdir(dir); entry != NULL && *len < FILES_MAX;
         entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            names[(*len)++] = arena_strdup(arena, entry->d_name);
        }
    }
    closedir(dir);
    qsort(names, *len, sizeof *names, compare_names);
    return names;
}

static void fail_path(struct checker *checker, struct listing *listing, const char *path,
                      enum status status)
{
    checker->file = path;
    listing->status = status;
    checker->has_unread = true;
    check_error(checker, (struct place){1, 1}, "it cannot be read (%s); expected a %s",
                status_text(status),
                status == ERR_LIMIT ? "smaller file" : "readable file or folder");
}

static void add_file(struct checker *checker, struct listing *listing, const char *path,
                     const char *station)
{
    char *text;
    size_t size;
    enum status status = listing->len == FILES_MAX
                             ? ERR_LIMIT
                             : file_read(checker->arena, path, YAML_BYTES_MAX, &text, &size);
    if (status != OK) {
        fail_path(checker, listing, path, status);
        return;
    }
    listing->files[listing->len++] = (struct content_file){path, station, text, size};
}

static bool ends_in_yaml(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void add_folder(struct checker *checker, struct listing *listing, const char *path,
                       const char *station)
{
    size_t n;
    const char **names = list_names(checker->arena, path, &n);
    if (names == NULL) {
        fail_path(checker, listing, path,
                  errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO);
        return;
    }
    /* Files first: what counts for every station comes before what one station adds. */
    for (size_t i = 0; i < n; i++) {
        if (ends_in_yaml(names[i])) {
            add_file(checker, listing, arena_printf(checker->arena, "%s/%s", path, names[i]),
                     station);
        }
    }
    for (size_t i = 0; i < n && station[0] == '\0'; i++) {
        const char *inner = arena_printf(checker->arena, "%s/%s", path, names[i]);
        if (!ends_in_yaml(names[i]) && is_folder(inner)) {
            add_folder(checker, listing, inner, names[i]);
        }
    }
}

enum status content_read(const char *dir, day_number today, struct arena *arena,
                         struct content_report *report, const struct content_row **rows,
                         size_t *rows_len)
{
    struct checker checker;
    char *folder = arena_strdup(arena, dir);
    while (strlen(folder) > 1 && folder[strlen(folder) - 1] == '/') {
        folder[strlen(folder) - 1] = '\0';
    }
    checker_init(&checker, arena, today, folder);
    checker.is_folder = true;
    struct listing *listing = arena_alloc(arena, sizeof *listing);
    add_folder(&checker, listing, folder, "");
    enum status status;
    if (listing->len == 0 && listing->status != OK) {
        fill_report(&checker, report);
        return listing->status;
    }
    status = read_all(&checker, listing->files, listing->len, report, rows, rows_len);
    return listing->status != OK ? listing->status : status;
}

enum status content_check(const char *dir, day_number today, struct arena *arena,
                          struct content_report *report)
{
    const struct content_row *rows;
    size_t rows_len;
    return content_read(dir, today, arena, report, &rows, &rows_len);
}
