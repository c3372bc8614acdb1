#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "ui/icon_file.h"
#include "ui/render_internal.h"

#define LOG_MODULE "icons"

/* One icon at one size; made when first shown and kept: there are few sizes. */
struct scaled {
    const struct icon_entry *entry;
    int px;
    uint8_t *fill, *line; /* coverage; NULL for a picture */
    uint32_t *picture;    /* 0xAARRGGBB, not premultiplied; NULL for an icon */
};

struct icons {
    unsigned char *bytes;
    size_t len;
    const struct icon_header *header;
    const struct icon_entry *entries; /* sorted by name */
    struct scaled *scaled;
    size_t n, cap;
};

static enum status icons_check(const struct icons *icons, const char *path)
{
    const struct icon_header *header = icons->header;
    if (icons->len < sizeof *header || memcmp(header->magic, ICON_MAGIC, sizeof header->magic) ||
        header->icon_px != ICON_PX || header->n > 4096 ||
        icons->len < sizeof *header + header->n * sizeof(struct icon_entry)) {
        LOG_ERR("%s is not a file of packed icons", path);
        return ERR_PARSE;
    }
    for (uint32_t i = 0; i < header->n; i++) {
        const struct icon_entry *entry = &icons->entries[i];
        size_t pixels = (size_t)entry->width_px * entry->height_px;
        size_t need = entry->kind == ICON_LAYERS ? 2 * pixels : 4 * pixels;
        bool is_icon = entry->width_px == ICON_PX && entry->height_px == ICON_PX;
        if (entry->name[sizeof entry->name - 1] != '\0' || entry->kind > ICON_SCENE ||
            (entry->kind == ICON_SCENE ? pixels == 0 : !is_icon) || entry->offset % 4 != 0 ||
            entry->offset > icons->len || icons->len - entry->offset < need) {
            LOG_ERR("%s: icon %u is damaged", path, (unsigned)i);
            return ERR_PARSE;
        }
    }
    return OK;
}

enum status icons_create(const char *path, struct icons **out)
{
    struct stat info;
    struct icons *icons = NULL;
    enum status status = ERR_IO;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        status = errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
        LOG_ERR("open the icons %s: %s", path, strerror(errno));
        return status;
    }
    void *bytes = MAP_FAILED;
    if (fstat(fd, &info) == 0 && info.st_size > 0)
        bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) {
        LOG_ERR("%s is empty or cannot be read", path);
        goto out;
    }
    icons = xalloc(sizeof *icons);
    *icons = (struct icons){.bytes = bytes, .len = (size_t)info.st_size, .header = bytes};
    icons->entries = (const struct icon_entry *)(const void *)(icons->header + 1);
    status = icons_check(icons, path);
    if (status == OK)
        *out = icons;
out:
    close(fd);
    if (status != OK)
        icons_destroy(icons);
    return status;
}

void icons_destroy(struct icons *icons)
{
    if (icons == NULL)
        return;
    for (size_t i = 0; i < icons->n; i++) {
        free(icons->scaled[i].fill);
        free(icons->scaled[i].line);
        free(icons->scaled[i].picture);
    }
    free(icons->scaled);
    munmap(icons->bytes, icons->len);
    free(icons);
}

static int compare_name(const void *name, const void *entry)
{
    return strcmp(name, ((const struct icon_entry *)entry)->name);
}

/* How much of each source pixel a target pixel covers, along one side: from `first` on, n shares
 * that make 1. */
enum { SHARES_MAX = ICON_PX + 2 };
struct shares {
    int first, n;
    float of[SHARES_MAX];
};

static void shares_of(struct shares *shares, int at, int px)
{
    double size = (double)ICON_PX / px, from = at * size, to = from + size;
    shares->first = (int)from;
    shares->n = 0;
    for (int i = shares->first; i < ICON_PX && i < to; i++) {
        double left = i > from ? i : from, right = i + 1 < to ? i + 1 : to;
        shares->of[shares->n++] = (float)((right - left) / size);
    }
}

/* One row of the target: the source's rows weighted into one, that one into pixels. */
static void scale_row(const uint8_t *from, int step, const struct shares *down, int px,
                      const struct shares *across, uint8_t *to)
{
    float row[ICON_PX] = {0};
    for (int y = 0; y < down->n; y++) {
        const uint8_t *source = from + (ptrdiff_t)(down->first + y) * ICON_PX * step;
        for (int x = 0; x < ICON_PX; x++)
            row[x] += (float)source[x * step] * down->of[y];
    }
    for (int x = 0; x < px; x++) {
        float sum = 0.5F;
        for (int i = 0; i < across[x].n; i++)
            sum += row[across[x].first + i] * across[x].of[i];
        to[x] = sum < 255.0F ? (uint8_t)sum : 255;
    }
}

/* Each pixel of the target is the mean of what it covers of the source. */
static uint8_t *scale_channel(const uint8_t *from, int step, int px)
{
    uint8_t *to = xalloc((size_t)px * (size_t)px);
    struct shares *shares = xalloc((size_t)px * sizeof *shares);
    for (int i = 0; i < px; i++)
        shares_of(&shares[i], i, px);
    for (int y = 0; y < px; y++)
        scale_row(from, step, &shares[y], px, shares, to + (ptrdiff_t)y * px);
    free(shares);
    return to;
}

/* The file holds premultiplied blue, green, red, alpha; what is kept is not premultiplied. */
static uint32_t *scale_picture(const uint8_t *from, int px)
{
    size_t n = (size_t)px * (size_t)px;
    uint8_t *channels[4];
    for (int i = 0; i < 4; i++)
        channels[i] = scale_channel(from + i, 4, px);
    uint32_t *to = xalloc(n * sizeof *to);
    for (size_t i = 0; i < n; i++) {
        uint32_t a = channels[3][i];
        uint32_t value = a << 24;
        for (int c = 0; c < 3 && a > 0; c++) {
            uint32_t part = channels[c][i] * 255u / a;
            value |= (part > 255 ? 255 : part) << (8 * c);
        }
        to[i] = value;
    }
    for (int i = 0; i < 4; i++)
        free(channels[i]);
    return to;
}

static const struct scaled *scaled_get(struct icons *icons, const struct icon_entry *entry, int px)
{
    for (size_t i = 0; i < icons->n; i++) {
        if (icons->scaled[i].entry == entry && icons->scaled[i].px == px)
            return &icons->scaled[i];
    }
    if (icons->n == icons->cap) {
        icons->cap = icons->cap * 2 + 64;
        icons->scaled = xrealloc(icons->scaled, icons->cap * sizeof *icons->scaled);
    }
    struct scaled *scaled = &icons->scaled[icons->n++];
    const uint8_t *from = icons->bytes + entry->offset;
    *scaled = (struct scaled){.entry = entry, .px = px};
    if (entry->kind == ICON_PICTURE) {
        scaled->picture = scale_picture(from, px);
    } else {
        scaled->fill = scale_channel(from, 1, px);
        scaled->line = scale_channel(from + (size_t)ICON_PX * ICON_PX, 1, px);
    }
    return scaled;
}

static void picture_paint(const struct canvas *canvas, struct box box, const uint32_t *picture)
{
    struct box at = box_intersect(box, canvas->clip);
    for (int y = at.y; y < at.y + at.h; y++) {
        const uint32_t *from = picture + (ptrdiff_t)(y - box.y) * box.w + (at.x - box.x);
        uint32_t *to = canvas_at(canvas, at.x, y);
        for (int i = 0; i < at.w; i++)
            to[i] = pixel_blend(to[i], from[i], from[i] >> 24);
    }
}

/* Without the file of icons: a disc where the icon would be, so that the words keep their places.
 */
static void plain_paint(const struct canvas *canvas, const struct draw_cmd *cmd)
{
    struct box box = cmd->box;
    int px = box.w / 2;
    if (cmd->icon.line == 0 || px <= 0)
        return;
    uint8_t *cover = xalloc((size_t)px * (size_t)px);
    for (int y = 0; y < px; y++) {
        for (int x = 0; x < px; x++) {
            int dx = 2 * x + 1 - px, dy = 2 * y + 1 - px;
            cover[y * px + x] = dx * dx + dy * dy <= px * px ? 255 : 0;
        }
    }
    shape_mask(canvas, box.x + (box.w - px) / 2, box.y + (box.h - px) / 2, px, px, cover,
               cmd->icon.line);
    free(cover);
}

void icons_paint(struct icons *icons, const struct canvas *canvas, const struct draw_cmd *cmd)
{
    int px = cmd->box.w;
    if (px <= 0)
        return;
    if (icons == NULL) {
        plain_paint(canvas, cmd);
        return;
    }
    const struct icon_entry *entry = bsearch(cmd->icon.name, icons->entries, icons->header->n,
                                             sizeof *icons->entries, compare_name);
    if (entry == NULL)
        return;
    if (entry->kind == ICON_SCENE) {
        scene_paint(canvas, cmd->box, icons->bytes + entry->offset, entry);
        return;
    }
    const struct scaled *scaled = scaled_get(icons, entry, px);
    if (scaled->picture != NULL) {
        picture_paint(canvas, (struct box){cmd->box.x, cmd->box.y, px, px}, scaled->picture);
        return;
    }
    if (cmd->icon.fill != 0)
        shape_mask(canvas, cmd->box.x, cmd->box.y, px, px, scaled->fill, cmd->icon.fill);
    shape_mask(canvas, cmd->box.x, cmd->box.y, px, px, scaled->line, cmd->icon.line);
}
