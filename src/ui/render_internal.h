/* Shared by the render_*.c files only. Pixels are 0xXXRRGGBB in a plain array. */
#ifndef UI_RENDER_INTERNAL_H
#define UI_RENDER_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "ui/render.h"

struct canvas {
    uint32_t *pixels;
    int stride_px;
    struct box clip; /* never beyond the pixels */
};

/* Colour over a pixel, a from 0 to 255. */
static inline uint32_t pixel_blend(uint32_t under, uint32_t over, unsigned a)
{
    unsigned weight = a + (a >> 7);
    uint32_t rb = under & 0xFF00FF, g = under & 0x00FF00;
    rb += (((over & 0xFF00FF) - rb) * weight) >> 8;
    g += (((over & 0x00FF00) - g) * weight) >> 8;
    return 0xFF000000 | (rb & 0xFF00FF) | (g & 0x00FF00);
}

static inline uint32_t *canvas_at(const struct canvas *canvas, int x, int y)
{
    return canvas->pixels + (ptrdiff_t)y * canvas->stride_px + x;
}

/* Corner masks by radius, and the profile of the shadow. A zeroed struct is empty. */
struct corner {
    int radius_px;
    uint8_t *cover; /* radius × radius, the top left quarter of a disc */
};
struct shapes {
    struct corner corners[64];
    size_t n_corners, next_corner;
    int blur_px;
    uint8_t *profile; /* 2 * blur_px + 1 values across an edge */
};
void shapes_fini(struct shapes *shapes);
void shape_rect(struct shapes *shapes, const struct canvas *canvas, const struct draw_cmd *cmd);
void shape_shadow(struct shapes *shapes, const struct canvas *canvas, const struct draw_cmd *cmd);
void shape_ring(const struct canvas *canvas, const struct draw_cmd *cmd);
void shape_dim(const struct canvas *canvas, const struct draw_cmd *cmd);
/* Opaque or with the colour's alpha. */
void shape_fill(const struct canvas *canvas, struct box box, colour fill);
/* ink through an 8-bit mask of w×h at x, y. */
void shape_mask(const struct canvas *canvas, int x, int y, int w, int h, const uint8_t *mask,
                colour ink);

void ink_paint(const struct canvas *canvas, const struct draw_cmd *cmd);

/* Coverage of a line: w×h bytes, the text's origin left pixels from the left. The caller frees. */
struct cover {
    uint8_t *bytes;
    int left, w, h;
};
struct type;
enum status type_create(const char *faces_path, struct type **out) MUST_CHECK;
void type_destroy(struct type *type);
bool type_has(struct type *type, uint32_t point);
int type_width(struct type *type, struct font font, const char *utf8, size_t len);
struct cover type_cover(struct type *type, struct font font, const char *utf8, size_t len);

struct fonts;
enum status fonts_create(const char *faces_path, size_t cache_bytes, struct fonts **out) MUST_CHECK;
void fonts_destroy(struct fonts *fonts);
int fonts_width(struct fonts *fonts, struct font font, const char *utf8, size_t len);
bool fonts_has(struct fonts *fonts, uint32_t point);
void fonts_paint(struct fonts *fonts, const struct canvas *canvas, const struct draw_cmd *cmd);
void fonts_stats(const struct fonts *fonts, struct render_stats *stats);

struct icons;
enum status icons_create(const char *path, struct icons **out) MUST_CHECK;
void icons_destroy(struct icons *icons);
/* icons NULL: plain marks instead of them. */
void icons_paint(struct icons *icons, const struct canvas *canvas, const struct draw_cmd *cmd);
struct icon_entry;
void scene_paint(const struct canvas *canvas, struct box box, const uint8_t *bgra,
                 const struct icon_entry *entry);

struct qr_cache {
    char *payload;
    uint8_t *modules; /* side × side, 1 is black */
    int side;
};
void qr_fini(struct qr_cache *cache);
void qr_paint(struct qr_cache *cache, const struct canvas *canvas, const struct draw_cmd *cmd);

enum status png_write(const char *path, const uint32_t *pixels, int w, int h) MUST_CHECK;

#endif
