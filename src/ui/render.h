/* Paints display lists: onto the window's surface, only where they differ, and off screen for
 * pictures and slips. The only part of ui that knows SDL. Main thread only. */
#ifndef UI_RENDER_H
#define UI_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "ui/draw.h"
#include "ui/text.h"

struct render;
struct SDL_Window;

struct render_options {
    const char *faces_path; /* fonts/faces */
    const char *icons_path; /* the packed icons the build makes */
    size_t cache_bytes;     /* budget of cached text lines; 0: 8 MB */
};

/* Opens faces and icons; no window is needed. ERR_NOT_FOUND, ERR_IO, ERR_PARSE: the faces, logged
 * with the file's name. Icons that cannot be read are logged, too, and plain marks stand for them.
 */
enum status render_create(const struct render_options *options, struct render **out) MUST_CHECK;
void render_destroy(struct render *render);

/* Widths from the real fonts; valid as long as render. */
const struct text_measure *render_measure(struct render *render);
/* True when every character of utf8 has a glyph in some face; else *missing is the first without.
 */
bool render_has_glyphs(struct render *render, const char *utf8, uint32_t *missing);

/* Paints what differs from what the window's surface holds and presents what differs from what the
 * window shows. Nothing differs: no work. The window may have changed its size. */
enum status render_show(struct render *render, struct SDL_Window *window,
                        const struct draw_list *list) MUST_CHECK;
/* Paints into the surface without presenting: the likely next list, at touch-down. */
enum status render_prepare(struct render *render, struct SDL_Window *window,
                           const struct draw_list *list) MUST_CHECK;
/* The window lost its pixels (exposed, moved between outputs): the next show presents all. */
void render_expose(struct render *render);
/* How many rectangles the last show presented, and their pixels. */
struct render_stats {
    size_t rects, pixels, text_hits, text_misses, cache_bytes;
};
struct render_stats render_stats(const struct render *render);

/* The whole list into w×h pixels of 0xFFRRGGBB, stride in pixels; (0,0) is the list's (0,0). */
void render_paint(struct render *render, const struct draw_list *list, uint32_t *pixels, int w,
                  int h, int stride_px);
/* Writes a PNG of the list. ERR_IO. */
enum status render_save_png(struct render *render, const struct draw_list *list,
                            const char *path) MUST_CHECK;

#endif
