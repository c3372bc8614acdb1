/* strokes_pack MEDIANS ALSO OUT: from the committed middle lines to the file that strokes.c maps.
 * ALSO has lines of two characters: who draws the second as a rule means the first. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <iconv.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "entry/grid.h"
#include "entry/strokes.h"

#define MEDIANS_MAGIC "YZMEDIA1"

enum { PIECES_MAX = 20000 };

/* One shape of a character. */
struct piece {
    uint32_t point;
    const uint8_t *strokes, *end;
    enum strokes_level level;
};

struct packed {
    struct buf entries, pictures, strokes;
    uint32_t n;
    iconv_t gb2312;
};

/* Rows 16 to 55 of GB 2312 are the common characters, rows 56 to 87 the others. */
static enum strokes_level level_of(iconv_t gb2312, uint32_t point)
{
    char text[4], code[4] = {0};
    char *from = text, *to = code;
    size_t from_len = utf8_put(point, text), to_len = sizeof code;
    if (iconv(gb2312, &from, &from_len, &to, &to_len) == (size_t)-1) {
        return STROKES_RARE;
    }
    int row = (unsigned char)code[0] - 0xA0;
    return row >= 16 && row <= 55 ? STROKES_COMMON : STROKES_LESS_COMMON;
}

/* -1: the file is damaged. */
static int read_pieces(iconv_t gb2312, const uint8_t *at, const uint8_t *end, struct piece *out)
{
    int n = 0;
    while (at < end) {
        struct ink ink;
        if (end - at < 4 || n == PIECES_MAX) {
            return -1;
        }
        struct piece *piece = &out[n++];
        piece->point = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
        piece->strokes = at + 3;
        piece->level = level_of(gb2312, piece->point);
        piece->end = strokes_read(at + 3, end, &ink);
        if (piece->end == NULL) {
            return -1;
        }
        at = piece->end;
    }
    return n;
}

/* How many there are with those that ALSO names; -1: it names one that nobody drew. */
static int add_also(iconv_t gb2312, const char *text, struct piece *pieces, int n)
{
    int first_n = n;
    while (*text != '\0') {
        size_t bytes = 0;
        uint32_t point = utf8_next(text, strlen(text), &bytes);
        text += bytes;
        uint32_t like = utf8_next(text, strlen(text), &bytes);
        text += bytes;
        text += *text == '\n' ? 1 : 0;
        int i = 0;
        while (i < first_n && pieces[i].point != like) {
            i++;
        }
        if (i == first_n || n == PIECES_MAX) {
            return -1;
        }
        pieces[n] =
            (struct piece){point, pieces[i].strokes, pieces[i].end, level_of(gb2312, point)};
        pieces[i].level = STROKES_MISTAKEN;
        n++;
    }
    return n;
}

static int by_point(const void *a, const void *b)
{
    const struct piece *x = a;
    const struct piece *y = b;
    if (x->point != y->point) {
        return x->point < y->point ? -1 : 1;
    }
    return (x->strokes > y->strokes) - (x->strokes < y->strokes);
}

static void pack_one(struct packed *packed, const struct piece *piece)
{
    struct ink ink = {0};
    struct shape shape;
    uint8_t picture[GRID_SIZE];
    struct strokes_entry entry = {piece->point, (uint32_t)packed->strokes.len, piece->level};
    strokes_read(piece->strokes, piece->end, &ink);
    shape_from_ink(&ink, &shape);
    grid_draw(&shape, picture);
    buf_append(&packed->entries, &entry, sizeof entry);
    buf_append(&packed->pictures, picture, sizeof picture);
    buf_append(&packed->strokes, piece->strokes, (size_t)(piece->end - piece->strokes));
    packed->n++;
}

static bool write_file(const char *path, const struct packed *packed)
{
    struct buf out = {0};
    struct strokes_header header = {STROKES_MAGIC, GRID_SIZE, packed->n,
                                    (uint32_t)packed->strokes.len, 0};
    memcpy(header.magic, STROKES_MAGIC, sizeof header.magic);
    buf_append(&out, &header, sizeof header);
    buf_append(&out, packed->entries.data, packed->entries.len);
    buf_append(&out, packed->pictures.data, packed->pictures.len);
    buf_append(&out, packed->strokes.data, packed->strokes.len);
    enum status status = file_replace(path, out.data, out.len, 0644);
    buf_fini(&out);
    return status == OK;
}

static bool pack_all(struct arena *arena, const char *medians, const char *also,
                     struct packed *packed)
{
    char *data = NULL;
    char *pairs = NULL;
    size_t len = 0;
    size_t pairs_len = 0;
    if (file_read(arena, medians, 16 << 20, &data, &len) != OK || len < 8 ||
        memcmp(data, MEDIANS_MAGIC, 8) != 0 ||
        file_read(arena, also, 1 << 16, &pairs, &pairs_len) != OK) {
        return false;
    }
    struct piece *pieces = arena_array(arena, PIECES_MAX, sizeof *pieces);
    const uint8_t *bytes = (const uint8_t *)data;
    int n = read_pieces(packed->gb2312, bytes + 8, bytes + len, pieces);
    n = n > 0 ? add_also(packed->gb2312, pairs, pieces, n) : n;
    if (n <= 0) {
        return false;
    }
    qsort(pieces, (size_t)n, sizeof *pieces, by_point);
    for (int i = 0; i < n; i++) {
        pack_one(packed, &pieces[i]);
    }
    return true;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct packed packed = {.gb2312 = iconv_open("GB2312", "UTF-8")};
    if (argc != 4 || packed.gb2312 == (iconv_t)-1) {
        fprintf(stderr, "usage: strokes_pack MEDIANS ALSO OUT\n");
        return EXIT_FAILURE;
    }
    bool ok = pack_all(&arena, argv[1], argv[2], &packed) && write_file(argv[3], &packed);
    if (!ok) {
        fprintf(stderr, "strokes_pack: %s and %s cannot be packed\n", argv[1], argv[2]);
    }
    iconv_close(packed.gb2312);
    buf_fini(&packed.entries);
    buf_fini(&packed.pictures);
    buf_fini(&packed.strokes);
    arena_fini(&arena);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
