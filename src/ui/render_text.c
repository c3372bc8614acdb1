#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <SDL2/SDL_ttf.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ui/render_internal.h"

#define LOG_MODULE "fonts"

enum { MAX_FACES = 12, MAX_SIZES = 64, N_BUCKETS = 1024, N_WIDTHS = 4096, PLANES_POINTS = 0x30000 };

/* One face of the list: its file in memory, and one opened font per size. */
struct face_file {
    enum face weight;
    long index;
    char *path;
    void *bytes;
    size_t len;
    TTF_Font *sizes[MAX_SIZES];
    int size_px[MAX_SIZES];
    size_t n_sizes, next_size;
    uint8_t *asked, *has; /* one bit per code point */
};

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
    struct face_file faces[MAX_FACES];
    size_t n_faces;
    struct line *buckets[N_BUCKETS];
    struct line *newest, *oldest;
    size_t bytes, budget, hits, misses;
};

static void face_fini(struct face_file *face)
{
    for (size_t i = 0; i < face->n_sizes; i++)
        TTF_CloseFont(face->sizes[i]);
    if (face->bytes != NULL)
        munmap(face->bytes, face->len);
    free(face->path);
    free(face->asked);
    free(face->has);
}

static enum status face_map(struct face_file *face)
{
    struct stat info;
    int fd = open(face->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    enum status status = ERR_IO;
    if (fstat(fd, &info) == 0 && info.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED) {
            face->bytes = bytes;
            face->len = (size_t)info.st_size;
            status = OK;
        }
    }
    close(fd);
    return status;
}

/* The face at one size; opened when first asked for. Changing the size of an open font would throw
 * its glyphs away, so each size is a font of its own. */
static TTF_Font *face_at(struct face_file *face, int px)
{
    for (size_t i = 0; i < face->n_sizes; i++) {
        if (face->size_px[i] == px)
            return face->sizes[i];
    }
    TTF_Font *font =
        TTF_OpenFontIndexRW(SDL_RWFromConstMem(face->bytes, (int)face->len), 1, px, face->index);
    if (font == NULL) {
        LOG_ERR("open %s index %ld at %d px: %s", face->path, face->index, px, TTF_GetError());
        return NULL;
    }
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    size_t at = face->n_sizes;
    if (at == MAX_SIZES) {
        at = face->next_size;
        face->next_size = (face->next_size + 1) % MAX_SIZES;
        TTF_CloseFont(face->sizes[at]);
    } else {
        face->n_sizes++;
    }
    face->sizes[at] = font;
    face->size_px[at] = px;
    return font;
}

static bool face_has(struct face_file *face, uint32_t point)
{
    if (point >= PLANES_POINTS)
        return false;
    size_t byte = point / 8;
    unsigned bit = 1u << (point % 8);
    if (face->asked == NULL) {
        face->asked = xalloc(PLANES_POINTS / 8);
        face->has = xalloc(PLANES_POINTS / 8);
        memset(face->asked, 0, PLANES_POINTS / 8);
        memset(face->has, 0, PLANES_POINTS / 8);
    }
    if (!(face->asked[byte] & bit)) {
        int px = face->n_sizes > 0 ? face->size_px[0] : 32;
        TTF_Font *font = face_at(face, px);
        face->asked[byte] = (uint8_t)(face->asked[byte] | bit);
        if (font != NULL && TTF_GlyphIsProvided32(font, point))
            face->has[byte] = (uint8_t)(face->has[byte] | bit);
    }
    return (face->has[byte] & bit) != 0;
}

/* One line of the list: `regular|bold INDEX PATH`; blank lines and lines from # on are skipped. */
static enum status faces_read_line(struct fonts *fonts, char *text)
{
    char weight[16];
    char path[512];
    long index;
    text[strcspn(text, "#\n")] = '\0';
    int n = sscanf(text, "%15s %ld %511s", weight, &index, path);
    if (n <= 0)
        return OK;
    bool is_bold = str_equal(weight, "bold");
    if (n != 3 || index < 0 || (!is_bold && !str_equal(weight, "regular")))
        return ERR_PARSE;
    if (fonts->n_faces == MAX_FACES)
        return ERR_LIMIT;
    struct face_file *face = &fonts->faces[fonts->n_faces];
    *face = (struct face_file){.weight = is_bold ? FACE_BOLD : FACE_REGULAR, .index = index};
    face->path = xstrdup(path);
    enum status status = face_map(face);
    if (status != OK) {
        LOG_ERR("read font %s: %s", path, strerror(errno));
        face_fini(face);
        return status;
    }
    fonts->n_faces++;
    return OK;
}

static enum status faces_read(struct fonts *fonts, const char *path)
{
    char text[1024];
    int number = 0;
    enum status status = OK;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        LOG_ERR("open the list of fonts %s: %s", path, strerror(errno));
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    }
    while (status == OK && fgets(text, sizeof text, file) != NULL) {
        number++;
        status = faces_read_line(fonts, text);
    }
    if (status != OK)
        LOG_ERR("%s line %d: %s", path, number, status_text(status));
    fclose(file);
    return status;
}

static struct face_file *first_face(struct fonts *fonts, enum face weight)
{
    for (size_t i = 0; i < fonts->n_faces; i++) {
        if (fonts->faces[i].weight == weight)
            return &fonts->faces[i];
    }
    return NULL;
}

enum status fonts_create(const char *faces_path, size_t cache_bytes, struct fonts **out)
{
    struct fonts *fonts = xalloc(sizeof *fonts);
    *fonts = (struct fonts){.budget = cache_bytes > 0 ? cache_bytes : (size_t)48 << 20};
    if (TTF_Init() != 0) {
        LOG_ERR("start the font library: %s", TTF_GetError());
        free(fonts);
        return ERR_IO;
    }
    enum status status = faces_read(fonts, faces_path);
    if (status == OK &&
        (first_face(fonts, FACE_REGULAR) == NULL || first_face(fonts, FACE_BOLD) == NULL)) {
        LOG_ERR("%s must name a regular and a bold face", faces_path);
        status = ERR_PARSE;
    }
    if (status == OK && (face_at(first_face(fonts, FACE_REGULAR), 32) == NULL ||
                         face_at(first_face(fonts, FACE_BOLD), 32) == NULL))
        status = ERR_IO;
    if (status != OK) {
        fonts_destroy(fonts);
        return status;
    }
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
    for (size_t i = 0; i < fonts->n_faces; i++)
        face_fini(&fonts->faces[i]);
    TTF_Quit();
    free(fonts);
}

/* The first face of the weight that has the character, else the first of all. */
static struct face_file *face_for(struct fonts *fonts, enum face weight, uint32_t point)
{
    for (size_t i = 0; i < fonts->n_faces; i++) {
        if (fonts->faces[i].weight == weight && face_has(&fonts->faces[i], point))
            return &fonts->faces[i];
    }
    return first_face(fonts, weight);
}

bool fonts_has(struct fonts *fonts, uint32_t point)
{
    for (size_t i = 0; i < fonts->n_faces; i++) {
        if (face_has(&fonts->faces[i], point))
            return true;
    }
    return false;
}

/* The longest start of the text that one face can set. */
static size_t run_length(struct fonts *fonts, enum face weight, const char *utf8, size_t len,
                         struct face_file **face)
{
    size_t step;
    size_t at = 0;
    *face = NULL;
    while (at < len) {
        uint32_t point = utf8_next(utf8 + at, len - at, &step);
        struct face_file *wanted = face_for(fonts, weight, point);
        if (*face != NULL && wanted != *face)
            break;
        *face = wanted;
        at += step;
    }
    return at;
}

/* A NUL-terminated copy for the library; from the small buffer where it fits. */
static char *run_copy(const char *utf8, size_t len, char *small, size_t size)
{
    char *copy = len < size ? small : xalloc(len + 1);
    memcpy(copy, utf8, len);
    copy[len] = '\0';
    return copy;
}

static uint64_t text_key(struct font font, const char *utf8, size_t len)
{
    uint64_t key = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < len; i++)
        key = (key ^ (unsigned char)utf8[i]) * UINT64_C(0x100000001B3);
    key = (key ^ (uint64_t)font.px) * UINT64_C(0x9E3779B97F4A7C15);
    key = (key ^ font.face) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ (key >> 31);
}

static int measure_runs(struct fonts *fonts, struct font font, const char *utf8, size_t len)
{
    char small[256];
    int total = 0;
    while (len > 0) {
        struct face_file *face;
        size_t n = run_length(fonts, font.face, utf8, len, &face);
        char *copy = run_copy(utf8, n, small, sizeof small);
        TTF_Font *opened = face_at(face, font.px);
        int w = 0;
        if (opened != NULL && TTF_SizeUTF8(opened, copy, &w, NULL) == 0)
            total += w;
        if (copy != small)
            free(copy);
        utf8 += n;
        len -= n;
    }
    return total;
}

int fonts_width(struct fonts *fonts, struct font font, const char *utf8, size_t len)
{
    uint64_t key = text_key(font, utf8, len);
    struct known_width *known = &fonts->widths[key % N_WIDTHS];
    if (known->key != key)
        *known = (struct known_width){key, measure_runs(fonts, font, utf8, len)};
    return known->width_px;
}

/* Coverage of a whole line while it is put together. */
struct cover {
    uint8_t *bytes;
    int w, h;
};

static void cover_take(struct cover *cover, SDL_Surface *surface, int x, int y)
{
    for (int row = 0; row < surface->h; row++) {
        if (row + y < 0 || row + y >= cover->h)
            continue;
        const uint32_t *from =
            (const uint32_t *)(const void *)((const char *)surface->pixels + row * surface->pitch);
        uint8_t *to = cover->bytes + (size_t)(row + y) * (size_t)cover->w;
        for (int i = 0; i < surface->w && x + i < cover->w; i++) {
            unsigned a = from[i] >> 24;
            if (a > to[x + i])
                to[x + i] = (uint8_t)a;
        }
    }
}

static struct cover cover_make(struct fonts *fonts, struct font font, const char *utf8, size_t len)
{
    static const SDL_Color white = {255, 255, 255, 255};
    char small[256];
    TTF_Font *main_font = face_at(first_face(fonts, font.face), font.px);
    if (main_font == NULL)
        return (struct cover){0};
    struct cover cover = {.w = fonts_width(fonts, font, utf8, len) + font.px / 4,
                          .h = TTF_FontHeight(main_font)};
    cover.bytes = xalloc((size_t)cover.w * (size_t)cover.h + 1);
    memset(cover.bytes, 0, (size_t)cover.w * (size_t)cover.h);
    for (int x = 0; len > 0;) {
        struct face_file *face;
        size_t n = run_length(fonts, font.face, utf8, len, &face);
        char *copy = run_copy(utf8, n, small, sizeof small);
        TTF_Font *opened = face_at(face, font.px);
        SDL_Surface *surface = opened ? TTF_RenderUTF8_Blended(opened, copy, white) : NULL;
        int w = 0;
        if (surface != NULL) {
            cover_take(&cover, surface, x, TTF_FontAscent(main_font) - TTF_FontAscent(opened));
            TTF_SizeUTF8(opened, copy, &w, NULL);
        }
        SDL_FreeSurface(surface);
        if (copy != small)
            free(copy);
        x += w;
        utf8 += n;
        len -= n;
    }
    return cover;
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
    struct cover cover = cover_make(fonts, font, utf8, strlen(utf8));
    struct box box = cover_ink(&cover);
    line->left_px = box.x;
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
    key = (key ^ ((uint64_t)ink << 32 | back)) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ (key >> 31);
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
