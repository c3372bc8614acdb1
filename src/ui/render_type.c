/* Text as coverage: runs by face, shaped by HarfBuzz, drawn by FreeType. Both read the mapped font
 * file where it lies; nothing of it is copied, whatever the number of sizes. */
#include <stdlib.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ot.h>
#include <hb.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "face/faces.h"
#include "ui/render_internal.h"

enum { UNITS = 64, MAX_FACES = 12 }; /* a pixel is 64 units, as FreeType and HarfBuzz count */

struct type {
    struct faces *faces;
    hb_font_t *fonts[MAX_FACES]; /* made when first needed */
    hb_buffer_t *buffer;
    hb_language_t language;
};

enum status type_create(const char *faces_path, struct type **out)
{
    struct faces *faces = NULL;
    enum status status = faces_open(faces_path, &faces);
    if (status != OK)
        return status;
    struct type *type = xalloc(sizeof *type);
    *type = (struct type){.faces = faces,
                          .buffer = hb_buffer_create(),
                          .language = hb_language_from_string("zh-Hans", -1)};
    *out = type;
    return OK;
}

void type_destroy(struct type *type)
{
    if (type == NULL)
        return;
    for (size_t i = 0; i < MAX_FACES; i++)
        hb_font_destroy(type->fonts[i]);
    hb_buffer_destroy(type->buffer);
    faces_close(type->faces);
    free(type);
}

bool type_has(struct type *type, uint32_t point)
{
    return faces_have(type->faces, point);
}

static enum face_weight weight_of(struct font font)
{
    return font.face == FACE_BOLD ? FACE_WEIGHT_BOLD : FACE_WEIGHT_REGULAR;
}

static hb_font_t *font_at(struct type *type, size_t at, int px)
{
    if (type->fonts[at] == NULL) {
        struct face_bytes file = faces_bytes(type->faces, at);
        hb_blob_t *blob =
            hb_blob_create(file.bytes, (unsigned)file.len, HB_MEMORY_MODE_READONLY, NULL, NULL);
        hb_face_t *face = hb_face_create(blob, file.index);
        type->fonts[at] = hb_font_create(face);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
    }
    hb_font_set_scale(type->fonts[at], px * UNITS, px * UNITS);
    return type->fonts[at];
}

/* The longest start of the text that one face can set. */
static size_t run_length(struct type *type, enum face_weight weight, const char *utf8, size_t len,
                         size_t *at_face)
{
    size_t step, at = 0;
    while (at < len) {
        uint32_t point = utf8_next(utf8 + at, len - at, &step);
        size_t wanted = faces_for(type->faces, weight, point);
        if (at > 0 && wanted != *at_face)
            break;
        *at_face = wanted;
        at += step;
    }
    return at;
}

/* Leaves the glyphs of one run in the buffer. */
static void shape(struct type *type, size_t at_face, int px, const char *utf8, size_t len)
{
    hb_buffer_t *buffer = type->buffer;
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, utf8, (int)len, 0, (int)len);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, type->language);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font_at(type, at_face, px), buffer, NULL, 0);
}

static long run_width(struct type *type)
{
    unsigned n = 0;
    long width = 0;
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(type->buffer, &n);
    for (unsigned i = 0; i < n; i++)
        width += positions[i].x_advance;
    return width;
}

int type_width(struct type *type, struct font font, const char *utf8, size_t len)
{
    long width = 0;
    size_t n, at_face = 0;
    for (size_t at = 0; at < len; at += n) {
        n = run_length(type, weight_of(font), utf8 + at, len - at, &at_face);
        shape(type, at_face, font.px, utf8 + at, n);
        width += run_width(type);
    }
    return (int)((width + UNITS - 1) / UNITS);
}

static void cover_take(struct cover *cover, const FT_Bitmap *bitmap, int x, int y)
{
    for (int row = 0; row < (int)bitmap->rows; row++) {
        if (row + y < 0 || row + y >= cover->h)
            continue;
        const uint8_t *from = bitmap->buffer + (ptrdiff_t)row * bitmap->pitch;
        uint8_t *to = cover->bytes + (ptrdiff_t)(row + y) * cover->w;
        for (int i = x < 0 ? -x : 0; i < (int)bitmap->width && x + i < cover->w; i++) {
            if (from[i] > to[x + i])
                to[x + i] = from[i];
        }
    }
}

/* Where a run stands in a cover, in units. */
struct pen {
    long x, y;
    FT_Pos embolden; /* 0: not */
};

static void draw_glyph(struct cover *cover, FT_Face face, unsigned glyph, const struct pen *pen)
{
    /* Light: stems keep their places, so that glyphs stand where they were measured. */
    if (FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0 ||
        face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return;
    FT_Outline *outline = &face->glyph->outline;
    if (pen->embolden != 0)
        FT_Outline_Embolden(outline, pen->embolden);
    FT_Outline_Translate(outline, pen->x % UNITS, 0);
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) == 0)
        cover_take(cover, &face->glyph->bitmap, (int)(pen->x / UNITS) + face->glyph->bitmap_left,
                   (int)(pen->y / UNITS) - face->glyph->bitmap_top);
}

/* Draws the run in the buffer and moves the pen behind it. */
static void draw_run(struct type *type, struct cover *cover, FT_Face face, struct pen *pen)
{
    unsigned n = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(type->buffer, &n);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(type->buffer, &n);
    for (unsigned i = 0; i < n; i++) {
        struct pen at = *pen;
        at.x += positions[i].x_offset;
        at.y -= positions[i].y_offset;
        draw_glyph(cover, face, infos[i].codepoint, &at);
        pen->x += positions[i].x_advance;
    }
}

static bool set_px(FT_Face face, int px)
{
    return face != NULL &&
           (face->size->metrics.y_ppem == px || FT_Set_Pixel_Sizes(face, 0, (unsigned)px) == 0);
}

/* From the line's top to the baseline, and its whole height, as the main face wants them. */
static void line_metrics(FT_Face face, int px, int *ascent, int *height)
{
    int em = face->units_per_EM;
    *ascent = (face->ascender * px + em - 1) / em;
    *height = *ascent + (-face->descender * px + em - 1) / em + 1;
}

struct cover type_cover(struct type *type, struct font font, const char *utf8, size_t len)
{
    enum face_weight weight = weight_of(font);
    int ascent = 0, height = 0, margin = font.px / 8;
    line_metrics(faces_at(type->faces, faces_main(type->faces, weight)), font.px, &ascent, &height);
    struct cover cover = {.left = margin,
                          .w = type_width(type, font, utf8, len) + 2 * margin + font.px / 4,
                          .h = height};
    cover.bytes = xalloc((size_t)cover.w * (size_t)cover.h + 1);
    memset(cover.bytes, 0, (size_t)cover.w * (size_t)cover.h);
    struct pen pen = {(long)margin * UNITS, (long)ascent * UNITS, 0};
    size_t n, at_face = 0;
    for (size_t at = 0; at < len; at += n) {
        n = run_length(type, weight, utf8 + at, len - at, &at_face);
        FT_Face face = faces_at(type->faces, at_face);
        if (!set_px(face, font.px))
            continue;
        bool is_thin =
            weight == FACE_WEIGHT_BOLD && faces_weight(type->faces, at_face) == FACE_WEIGHT_REGULAR;
        pen.embolden = is_thin ? font.px * UNITS / 28 : 0;
        shape(type, at_face, font.px, utf8 + at, n);
        draw_run(type, &cover, face, &pen);
    }
    return cover;
}
