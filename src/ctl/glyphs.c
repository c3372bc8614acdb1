#include "ctl/glyphs.h"

#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/utf8.h"
#include "content/content.h"
#include "face/faces.h"

enum { MISSING_MAX = 64, FILE_MAX = 4 << 20 };

struct missing {
    struct faces *faces;
    uint32_t points[MISSING_MAX];
    size_t n;
};

static bool is_noted(const struct missing *missing, uint32_t point)
{
    for (size_t i = 0; i < missing->n; i++) {
        if (missing->points[i] == point)
            return true;
    }
    return false;
}

static void note_text(void *ctx, const char *text)
{
    struct missing *missing = ctx;
    for (size_t at = 0, len = strlen(text), step; at < len; at += step) {
        uint32_t point = utf8_next(text + at, len - at, &step);
        if (point >= ' ' && missing->n < MISSING_MAX && !faces_have(missing->faces, point) &&
            !is_noted(missing, point))
            missing->points[missing->n++] = point;
    }
}

static void print_places(FILE *to, const char *path, const char *text, size_t len,
                         const struct missing *missing)
{
    int line = 1;
    for (size_t at = 0, step; at < len; at += step) {
        uint32_t point = utf8_next(text + at, len - at, &step);
        line += point == '\n';
        if (is_noted(missing, point))
            fprintf(to,
                    "%s:%d: no font has “%.*s” (U+%04X); expected a character that can be "
                    "shown and printed\n",
                    path, line, (int)step, text + at, (unsigned)point);
    }
}

static void search_file(FILE *to, const char *path, const struct missing *missing)
{
    struct arena arena = {0};
    char *text = NULL;
    size_t len = 0;
    if (file_read(&arena, path, FILE_MAX, &text, &len) == OK)
        print_places(to, path, text, len, missing);
    arena_fini(&arena);
}

/* The files of a content directory and of the folders in it, as content.h tells. */
static void search_folder(FILE *to, const char *folder, int depth, const struct missing *missing)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char path[PATH_MAX];
        const char *name = entries[i]->d_name;
        const char *end = strrchr(name, '.');
        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        if (end != NULL && strcmp(end, ".yaml") == 0)
            search_file(to, path, missing);
        else if (end == NULL && depth == 0)
            search_folder(to, path, depth + 1, missing);
        free(entries[i]);
    }
    free(entries);
}

enum status glyphs_check(const char *dir, const char *faces_path, const struct content_row *rows,
                         size_t rows_len, FILE *to, size_t *missing_len)
{
    struct missing missing = {.n = 0};
    enum status status = faces_open(faces_path, &missing.faces);
    if (status != OK)
        return status;
    content_each_string(rows, rows_len, note_text, &missing);
    if (missing.n > 0)
        search_folder(to, dir, 0, &missing);
    faces_close(missing.faces);
    *missing_len = missing.n;
    return OK;
}
