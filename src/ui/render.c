#include "ui/render.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <SDL2/SDL.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/utf8.h"
#include "ui/damage.h"
#include "ui/render_internal.h"

#define LOG_MODULE "render"

/* Rows painted at a time: what several commands put on one place stays in the processor's cache. */
enum { BAND_PX = 32 };

struct render {
    struct fonts *fonts;
    struct icons *icons;
    struct shapes shapes;
    struct qr_cache qr;
    struct text_measure measure;
    struct damage_grid painted; /* what the window's surface holds */
    struct damage_grid shown;   /* what the window shows */
    struct damage_grid next;
    const void *surface_pixels; /* of the surface that painted speaks about */
    size_t rects, pixels;
};

static int measure_width(void *ctx, struct font font, const char *utf8, size_t len)
{
    struct render *render = ctx;
    return fonts_width(render->fonts, font, utf8, len);
}

enum status render_create(const struct render_options *options, struct render **out)
{
    struct render *render = xalloc(sizeof *render);
    *render = (struct render){0};
    text_init();
    enum status status = fonts_create(options->faces_path, options->cache_bytes, &render->fonts);
    if (status == OK && icons_create(options->icons_path, &render->icons) != OK)
        LOG_ERR("plain marks stand for the icons; build them again or put the file back");
    if (status != OK) {
        render_destroy(render);
        return status;
    }
    render->measure = (struct text_measure){.ctx = render, .width_px = measure_width};
    *out = render;
    return OK;
}

void render_destroy(struct render *render)
{
    if (render == NULL)
        return;
    fonts_destroy(render->fonts);
    icons_destroy(render->icons);
    shapes_fini(&render->shapes);
    qr_fini(&render->qr);
    damage_grid_fini(&render->painted);
    damage_grid_fini(&render->shown);
    damage_grid_fini(&render->next);
    free(render);
}

const struct text_measure *render_measure(struct render *render)
{
    return &render->measure;
}

bool render_has_glyphs(struct render *render, const char *utf8, uint32_t *missing)
{
    for (size_t at = 0, len = strlen(utf8), step; at < len; at += step) {
        uint32_t point = utf8_next(utf8 + at, len - at, &step);
        if (point >= ' ' && !fonts_has(render->fonts, point)) {
            *missing = point;
            return false;
        }
    }
    return true;
}

static void paint_cmd(struct render *render, const struct canvas *canvas,
                      const struct draw_cmd *cmd)
{
    switch (cmd->kind) {
    case DRAW_RECT:
        shape_rect(&render->shapes, canvas, cmd);
        break;
    case DRAW_SHADOW:
        shape_shadow(&render->shapes, canvas, cmd);
        break;
    case DRAW_TEXT:
        fonts_paint(render->fonts, canvas, cmd);
        break;
    case DRAW_ICON:
        icons_paint(render->icons, canvas, cmd);
        break;
    case DRAW_QR:
        qr_paint(&render->qr, canvas, cmd);
        break;
    case DRAW_INK:
        ink_paint(canvas, cmd);
        break;
    case DRAW_RING:
        shape_ring(canvas, cmd);
        break;
    case DRAW_DIM:
        shape_dim(canvas, cmd);
        break;
    case DRAW_NODE:
        break;
    }
}

/* The widest place in the band, over its whole height, that a later command floods: what lies below
 * it is never seen. Without it a screen's ground would be filled twice, and that is most of a
 * paint.
 */
static struct box hidden_part(const struct draw_list *list, size_t from, struct box band)
{
    struct box widest = {band.x, band.y, 0, band.h};
    for (size_t i = from; i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind != DRAW_RECT || cmd->rect.fill >> 24 != 0xFF || cmd->box.w <= widest.w)
            continue;
        int edge = cmd->rect.border_px, corner = cmd->rect.radius_px;
        struct box flood = box_inset(cmd->box, edge, corner > edge ? corner : edge);
        flood = box_intersect(box_intersect(flood, cmd->seen), band);
        if (flood.h == band.h && flood.w > widest.w)
            widest = flood;
    }
    return widest;
}

static bool is_ground(const struct draw_cmd *cmd)
{
    return cmd->kind == DRAW_RECT && cmd->rect.radius_px == 0 && cmd->rect.border_px == 0;
}

/* The command inside band, or what of it is seen there. */
static void paint_in_band(struct render *render, const struct draw_list *list, size_t at,
                          struct canvas *canvas)
{
    const struct draw_cmd *cmd = &list->cmds[at];
    if (!is_ground(cmd)) {
        paint_cmd(render, canvas, cmd);
        return;
    }
    struct box all = canvas->clip, hidden = hidden_part(list, at + 1, all);
    int right = hidden.x + hidden.w;
    canvas->clip = (struct box){all.x, all.y, hidden.x - all.x, all.h};
    if (!box_is_empty(canvas->clip))
        paint_cmd(render, canvas, cmd);
    canvas->clip = (struct box){right, all.y, all.x + all.w - right, all.h};
    if (!box_is_empty(canvas->clip))
        paint_cmd(render, canvas, cmd);
}

/* Everything of the list inside area, which lies within the pixels. */
static void paint_area(struct render *render, const struct draw_list *list, uint32_t *pixels,
                       int stride_px, struct box area)
{
    for (int y = area.y; y < area.y + area.h; y += BAND_PX) {
        struct box band = box_intersect((struct box){area.x, y, area.w, BAND_PX}, area);
        for (size_t i = 0; i < list->n; i++) {
            const struct draw_cmd *cmd = &list->cmds[i];
            struct canvas canvas = {pixels, stride_px, box_intersect(cmd->seen, band)};
            if (!box_is_empty(canvas.clip))
                paint_in_band(render, list, i, &canvas);
        }
    }
}

/* The window's surface as pixels; when it is another one than last time, all is forgotten. */
static SDL_Surface *window_surface(struct render *render, SDL_Window *window)
{
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    if (surface == NULL) {
        LOG_ERR("get the window's surface: %s", SDL_GetError());
        return NULL;
    }
    const SDL_PixelFormat *format = surface->format;
    if (format->BytesPerPixel != 4 || format->Rmask != 0xFF0000 || format->Bmask != 0xFF) {
        LOG_ERR("the window has %s pixels, 32-bit RGB is needed",
                SDL_GetPixelFormatName(format->format));
        return NULL;
    }
    if (surface->pixels != render->surface_pixels || surface->w != render->painted.width_px ||
        surface->h != render->painted.height_px) {
        damage_grid_forget(&render->painted);
        damage_grid_forget(&render->shown);
        render->surface_pixels = surface->pixels;
    }
    return surface;
}

/* Brings the surface up to the list. */
static void surface_paint(struct render *render, SDL_Surface *surface, const struct draw_list *list)
{
    struct box rects[DAMAGE_MAX_RECTS];
    struct box whole = {0, 0, surface->w, surface->h};
    damage_grid_set(&render->next, list);
    size_t n = damage_diff(&render->painted, &render->next, rects);
    for (size_t i = 0; i < n; i++) {
        struct box area = box_intersect(rects[i], whole);
        paint_area(render, list, surface->pixels, surface->pitch / 4, area);
    }
    damage_grid_copy(&render->painted, &render->next);
}

enum status render_prepare(struct render *render, struct SDL_Window *window,
                           const struct draw_list *list)
{
    SDL_Surface *surface = window_surface(render, window);
    if (surface == NULL)
        return ERR_IO;
    surface_paint(render, surface, list);
    return OK;
}

enum status render_show(struct render *render, struct SDL_Window *window,
                        const struct draw_list *list)
{
    struct box rects[DAMAGE_MAX_RECTS];
    SDL_Rect areas[DAMAGE_MAX_RECTS];
    SDL_Surface *surface = window_surface(render, window);
    if (surface == NULL)
        return ERR_IO;
    surface_paint(render, surface, list);
    size_t n = damage_diff(&render->shown, &render->next, rects);
    int n_areas = 0;
    render->pixels = 0;
    for (size_t i = 0; i < n; i++) {
        struct box area = box_intersect(rects[i], (struct box){0, 0, surface->w, surface->h});
        if (box_is_empty(area))
            continue;
        areas[n_areas++] = (SDL_Rect){area.x, area.y, area.w, area.h};
        render->pixels += (size_t)area.w * (size_t)area.h;
    }
    render->rects = (size_t)n_areas;
    if (n_areas > 0 && SDL_UpdateWindowSurfaceRects(window, areas, n_areas) != 0) {
        LOG_ERR("show the window's surface: %s", SDL_GetError());
        return ERR_IO;
    }
    damage_grid_copy(&render->shown, &render->next);
    return OK;
}

void render_expose(struct render *render)
{
    damage_grid_forget(&render->shown);
}

struct render_stats render_stats(const struct render *render)
{
    struct render_stats stats = {.rects = render->rects, .pixels = render->pixels};
    fonts_stats(render->fonts, &stats);
    return stats;
}

void render_paint(struct render *render, const struct draw_list *list, uint32_t *pixels, int w,
                  int h, int stride_px)
{
    paint_area(render, list, pixels, stride_px, (struct box){0, 0, w, h});
}

enum status render_save_png(struct render *render, const struct draw_list *list, const char *path)
{
    int w = list->window.w, h = list->window.h;
    uint32_t *pixels = xalloc((size_t)w * (size_t)h * sizeof *pixels + 1);
    memset(pixels, 0, (size_t)w * (size_t)h * sizeof *pixels);
    render_paint(render, list, pixels, w, h, w);
    enum status status = png_write(path, pixels, w, h);
    free(pixels);
    return status;
}
