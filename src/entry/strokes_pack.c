/* strokes_pack MEDIANS OUT: from the committed middle lines to the file that strokes.c maps. */
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

static const uint8_t *pack_one(struct packed *packed, const uint8_t *bytes, const uint8_t *end)
{
    struct ink ink = {0};
    struct shape shape;
    uint8_t picture[GRID_SIZE];
    if (end - bytes < 4) {
        return NULL;
    }
    uint32_t point = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    const uint8_t *strokes = bytes + 3;
    const uint8_t *next = strokes_read(strokes, end, &ink);
    if (next == NULL) {
        return NULL;
    }
    struct strokes_entry entry = {point, (uint32_t)packed->strokes.len,
                                  level_of(packed->gb2312, point)};
    shape_from_ink(&ink, &shape);
    grid_draw(&shape, picture);
    buf_append(&packed->entries, &entry, sizeof entry);
    buf_append(&packed->pictures, picture, sizeof picture);
    buf_append(&packed->strokes, strokes, (size_t)(next - strokes));
    packed->n++;
    return next;
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

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct packed packed = {.gb2312 = iconv_open("GB2312", "UTF-8")};
    char *data = NULL;
    size_t len = 0;
    if (argc != 3 || packed.gb2312 == (iconv_t)-1) {
        fprintf(stderr, "usage: strokes_pack MEDIANS OUT\n");
        return EXIT_FAILURE;
    }
    bool ok = file_read(&arena, argv[1], 16 << 20, &data, &len) == OK && len > 8 &&
              memcmp(data, MEDIANS_MAGIC, 8) == 0;
    const uint8_t *end = (const uint8_t *)data + len;
    for (const uint8_t *at = ok ? (const uint8_t *)data + 8 : end; ok && at < end;) {
        at = pack_one(&packed, at, end);
        ok = at != NULL;
    }
    ok = ok && write_file(argv[2], &packed);
    if (!ok) {
        fprintf(stderr, "strokes_pack: %s cannot be packed\n", argv[1]);
    }
    iconv_close(packed.gb2312);
    buf_fini(&packed.entries);
    buf_fini(&packed.pictures);
    buf_fini(&packed.strokes);
    arena_fini(&arena);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
