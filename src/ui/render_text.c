#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ui/render_internal.h"

enum { N_BUCKETS = 1024, N_WIDTHS = 4096, DEFAULT_BUDGET = 8 << 20 };

/* A line as pixels: opaque ones when it stands on a flat colour, else coverage. */
struct line {
    struct line *next_in_bucket, *newer, *older;
    uint64_t key;
    struct font font;
    colour ink, back; /* both 0 for coverage */
    char *utf8;
    int left_px, top_px; /* of the ink, from the line's origin and the top of its em box */
    int w, h;
    uint32_t *pixels; /* or NULL */
    uint8_t *cover;   /* or NULL */
    size_t bytes;
};

/* A width that was measured before; a newer one takes its place. */
struct known_width {
    uint64_t key; /* of font and text; two texts with one key are not expected in our lifetime */
    int width_px;
};

struct fonts {
    struct known_width widths[N_WIDTHS];
    struct type *type;
    struct line *buckets[N_BUCKETS];
    struct line *newest, *oldest;
    size_t bytes, budget, hits, misses;
};

enum status fonts_create(const char *faces_path, size_t cache_bytes, struct fonts **out)
{
    struct type *type = NULL;
    enum status status = type_create(faces_path, &type);
    if (status != OK)
        return status;
    struct fonts *fonts = xalloc(sizeof *fonts);
    memset(fonts, 0, sizeof *fonts);
    fonts->type = type;
    fonts->budget = cache_bytes > 0 ? cache_bytes : DEFAULT_BUDGET;
    *out = fonts;
    return OK;
}

static void line_free(struct line *line)
{
    free(line->utf8);
    free(line->pixels);
    free(line->cover);
    free(line);
}

void fonts_destroy(struct fonts *fonts)
{
    if (fonts == NULL)
        return;
    while (fonts->oldest != NULL) {
        struct line *line = fonts->oldest;
        fonts->oldest = line->newer;
        line_free(line);
    }
    type_destroy(fonts->type);
    free(fonts);
}

bool fonts_has(struct fonts *fonts, uint32_t point)
{
    return type_has(fonts->type, point);
}

/* Each step can be undone, so two texts of one length meet only by a coincidence of 64 bits. */
static uint64_t key_mix(uint64_t key, uint64_t word)
{
    key = (key ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ (key >> 31);
}

static uint64_t text_key(struct font font, const char *utf8, size_t len)
{
    uint64_t key = UINT64_C(0xCBF29CE484222325);
    size_t at = 0;
    for (; at + 8 <= len; at += 8) {
        uint64_t word;
        memcpy(&word, utf8 + at, 8);
        key = key_mix(key, word);
    }
    uint64_t rest = 0;
    memcpy(&rest, utf8 + at, len - at);
    key = key_mix(key_mix(key, rest), len);
    return key_mix(key, (uint64_t)font.px << 32 | (uint32_t)font.face);
}

int fonts_width(struct fonts *fonts, struct font font, const char *utf8, size_t len)
{
    uint64_t key = text_key(font, utf8, len);
    struct known_width *known = &fonts->widths[key % N_WIDTHS];
    if (known->key != key)
        *known = (struct known_width){key, type_width(fonts->type, font, utf8, len)};
    return known->width_px;
}

/* The smallest box that holds all ink. */
static struct box cover_ink(const struct cover *cover)
{
    int left = cover->w, right = -1, top = cover->h, bottom = -1;
    for (int y = 0; y < cover->h; y++) {
        const uint8_t *row = cover->bytes + (size_t)y * (size_t)cover->w;
        for (int x = 0; x < cover->w; x++) {
            if (row[x] == 0)
                continue;
            left = x < left ? x : left;
            right = x > right ? x : right;
            top = y < top ? y : top;
            bottom = y;
        }
    }
    if (right < 0)
        return (struct box){0, 0, 0, 0};
    return (struct box){left, top, right - left + 1, bottom - top + 1};
}

static void line_set_pixels(struct line *line, const struct cover *cover, struct box ink)
{
    size_t n = (size_t)ink.w * (size_t)ink.h;
    bool is_opaque = line->back != 0;
    if (is_opaque)
        line->pixels = xalloc(n * sizeof *line->pixels + 1);
    else
        line->cover = xalloc(n + 1);
    for (int y = 0; y < ink.h; y++) {
        const uint8_t *from = cover->bytes + (size_t)(ink.y + y) * (size_t)cover->w + ink.x;
        size_t at = (size_t)y * (size_t)ink.w;
        if (!is_opaque) {
            memcpy(line->cover + at, from, (size_t)ink.w);
            continue;
        }
        for (int x = 0; x < ink.w; x++)
            line->pixels[at + (size_t)x] = pixel_blend(line->back, line->ink, from[x]);
    }
    line->bytes = sizeof *line + strlen(line->utf8) + 1 + (is_opaque ? 4 * n : n);
}

static struct line *line_make(struct fonts *fonts, uint64_t key, struct font font, const char *utf8,
                              colour ink, colour back)
{
    struct line *line = xalloc(sizeof *line);
    *line =
        (struct line){.key = key, .font = font, .ink = ink, .back = back, .utf8 = xstrdup(utf8)};
    struct cover cover = type_cover(fonts->type, font, utf8, strlen(utf8));
    struct box box = cover_ink(&cover);
    line->left_px = box.x - cover.left;
    /* From the top of the em box in the middle of the font's own height. */
    line->top_px = box.y - cover.h / 2;
    line->w = box.w;
    line->h = box.h;
    line_set_pixels(line, &cover, box);
    free(cover.bytes);
    return line;
}

static void list_unlink(struct fonts *fonts, struct line *line)
{
    *(line->older != NULL ? &line->older->newer : &fonts->oldest) = line->newer;
    *(line->newer != NULL ? &line->newer->older : &fonts->newest) = line->older;
    line->older = line->newer = NULL;
}

static void list_push(struct fonts *fonts, struct line *line)
{
    line->older = fonts->newest;
    *(fonts->newest != NULL ? &fonts->newest->newer : &fonts->oldest) = line;
    fonts->newest = line;
}

static void cache_drop_oldest(struct fonts *fonts)
{
    struct line *line = fonts->oldest;
    struct line **at = &fonts->buckets[line->key % N_BUCKETS];
    while (*at != line)
        at = &(*at)->next_in_bucket;
    *at = line->next_in_bucket;
    list_unlink(fonts, line);
    fonts->bytes -= line->bytes;
    line_free(line);
}

static bool line_matches(const struct line *line, const struct draw_cmd *cmd, colour ink,
                         colour back)
{
    return line->font.face == cmd->text.font.face && line->font.px == cmd->text.font.px &&
           line->ink == ink && line->back == back && strcmp(line->utf8, cmd->text.utf8) == 0;
}

static uint64_t line_key(const struct draw_cmd *cmd, colour ink, colour back)
{
    uint64_t key = text_key(cmd->text.font, cmd->text.utf8, strlen(cmd->text.utf8));
    return key_mix(key, (uint64_t)ink << 32 | back);
}

static struct line *cache_get(struct fonts *fonts, const struct draw_cmd *cmd)
{
    bool is_opaque = cmd->text.back >> 24 == 0xFF && cmd->text.ink >> 24 == 0xFF;
    colour ink = is_opaque ? cmd->text.ink : 0, back = is_opaque ? cmd->text.back : 0;
    uint64_t key = line_key(cmd, ink, back);
    struct line **bucket = &fonts->buckets[key % N_BUCKETS];
    for (struct line *line = *bucket; line != NULL; line = line->next_in_bucket) {
        if (line->key == key && line_matches(line, cmd, ink, back)) {
            fonts->hits++;
            list_unlink(fonts, line);
            list_push(fonts, line);
            return line;
        }
    }
    fonts->misses++;
    struct line *line = line_make(fonts, key, cmd->text.font, cmd->text.utf8, ink, back);
    while (fonts->oldest != NULL && fonts->bytes + line->bytes > fonts->budget)
        cache_drop_oldest(fonts);
    line->next_in_bucket = *bucket;
    *bucket = line;
    list_push(fonts, line);
    fonts->bytes += line->bytes;
    return line;
}

void fonts_paint(struct fonts *fonts, const struct canvas *canvas, const struct draw_cmd *cmd)
{
    const struct line *line = cache_get(fonts, cmd);
    int x = cmd->box.x + line->left_px;
    int y = cmd->box.y + cmd->box.h / 2 + line->top_px;
    if (line->pixels == NULL) {
        shape_mask(canvas, x, y, line->w, line->h, line->cover, cmd->text.ink);
        return;
    }
    struct box at = box_intersect((struct box){x, y, line->w, line->h}, canvas->clip);
    for (int row = at.y; row < at.y + at.h; row++) {
        const uint32_t *from = line->pixels + (ptrdiff_t)(row - y) * line->w + (at.x - x);
        memcpy(canvas_at(canvas, at.x, row), from, (size_t)at.w * sizeof *from);
    }
}

void fonts_stats(const struct fonts *fonts, struct render_stats *stats)
{
    stats->text_hits = fonts->hits;
    stats->text_misses = fonts->misses;
    stats->cache_bytes = fonts->bytes;
}
