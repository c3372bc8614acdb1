/* Host tool of the build: reads the sheet that rsvg-convert painted (one icon a row; the fill layer
 * or the whole picture left, the line layer right) and the list of its names in the same order
 * (`layers NAME` or `picture NAME`), then the scenes, large pictures in files of their own, and
 * writes them all packed.
 * Usage: icon_pack OUT SHEET.png NAMES [NAME SCENE.png]… */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "ui/icon_file.h"

enum { MAX_ICONS = 1024 };

struct sheet {
    unsigned char *rgba;
    int width_px, height_px;
};

/* What goes into the file, and which part of which sheet it is. */
struct cell {
    struct icon_entry entry;
    struct sheet sheet;
    int row;
};

static bool read_sheet(const char *path, struct sheet *out)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) {
        fprintf(stderr, "icon_pack: %s: %s\n", path, image.message);
        return false;
    }
    image.format = PNG_FORMAT_RGBA;
    unsigned char *rgba = malloc(PNG_IMAGE_SIZE(image));
    if (rgba == NULL || !png_image_finish_read(&image, NULL, rgba, 0, NULL)) {
        fprintf(stderr, "icon_pack: %s: %s\n", path, image.message);
        free(rgba);
        return false;
    }
    *out = (struct sheet){rgba, (int)image.width, (int)image.height};
    return true;
}

static void cell_init(struct cell *cell, enum icon_kind kind, const char *name, struct sheet sheet)
{
    bool is_scene = kind == ICON_SCENE;
    *cell = (struct cell){.sheet = sheet};
    cell->entry.kind = (uint32_t)kind;
    cell->entry.width_px = (uint16_t)(is_scene ? sheet.width_px : ICON_PX);
    cell->entry.height_px = (uint16_t)(is_scene ? sheet.height_px : ICON_PX);
    (void)snprintf(cell->entry.name, sizeof cell->entry.name, "%s", name);
}

static int read_names(const char *path, struct sheet sheet, struct cell *cells)
{
    char kind[16], name[sizeof cells[0].entry.name];
    int n = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return -1;
    while (n < MAX_ICONS && fscanf(file, "%15s %23s", kind, name) == 2) {
        bool is_picture = strcmp(kind, "picture") == 0;
        cell_init(&cells[n], is_picture ? ICON_PICTURE : ICON_LAYERS, name, sheet);
        cells[n].row = n;
        n++;
    }
    fclose(file);
    return n;
}

static uint32_t cell_bytes(const struct icon_entry *entry)
{
    return (uint32_t)entry->width_px * entry->height_px * (entry->kind == ICON_LAYERS ? 2 : 4);
}

/* The alpha of one half of a row of the sheet. */
static void take_layer(const struct cell *cell, int column, unsigned char *to)
{
    for (int y = 0; y < ICON_PX; y++) {
        const unsigned char *from =
            cell->sheet.rgba +
            ((size_t)(cell->row * ICON_PX + y) * 2 + (size_t)column) * ICON_PX * 4;
        for (int x = 0; x < ICON_PX; x++)
            *to++ = from[x * 4 + 3];
    }
}

static void take_picture(const struct cell *cell, unsigned char *to)
{
    int top = cell->row * ICON_PX;
    for (int y = 0; y < cell->entry.height_px; y++) {
        const unsigned char *from =
            cell->sheet.rgba + (size_t)(top + y) * (size_t)cell->sheet.width_px * 4;
        for (int x = 0; x < cell->entry.width_px; x++, from += 4) {
            for (int c = 0; c < 3; c++)
                *to++ = (unsigned char)(from[2 - c] * from[3] / 255);
            *to++ = from[3];
        }
    }
}

static bool write_cell(FILE *file, const struct cell *cell)
{
    uint32_t n = cell_bytes(&cell->entry);
    unsigned char *bytes = malloc(n);
    if (bytes == NULL)
        return false;
    if (cell->entry.kind == ICON_LAYERS) {
        take_layer(cell, 0, bytes);
        take_layer(cell, 1, bytes + ICON_PX * ICON_PX);
    } else {
        take_picture(cell, bytes);
    }
    bool is_written = fwrite(bytes, n, 1, file) == 1;
    free(bytes);
    return is_written;
}

static bool write_pack(const char *path, struct cell *cells, int n)
{
    struct icon_header header = {.magic = ICON_MAGIC, .icon_px = ICON_PX, .n = (uint32_t)n};
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    uint32_t at = (uint32_t)(sizeof header + (size_t)n * sizeof cells->entry);
    bool is_good = fwrite(&header, sizeof header, 1, file) == 1;
    for (int i = 0; i < n; i++) {
        cells[i].entry.offset = at;
        at += cell_bytes(&cells[i].entry);
        is_good &= fwrite(&cells[i].entry, sizeof cells->entry, 1, file) == 1;
    }
    for (int i = 0; i < n && is_good; i++)
        is_good = write_cell(file, &cells[i]);
    return fclose(file) == 0 && is_good;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct cell *)a)->entry.name, ((const struct cell *)b)->entry.name);
}

/* How many cells there are; below 0 after a failure that has been told. */
static int read_all(int argc, char **argv, struct sheet *sheets, struct cell *cells)
{
    if (!read_sheet(argv[2], &sheets[0]))
        return -1;
    int n = read_names(argv[3], sheets[0], cells);
    if (n <= 0 || sheets[0].width_px != 2 * ICON_PX || sheets[0].height_px != n * ICON_PX) {
        fprintf(stderr, "icon_pack: %s is not the sheet of what %s names\n", argv[2], argv[3]);
        return -1;
    }
    for (int i = 4; i + 1 < argc && n < MAX_ICONS; i += 2) {
        struct sheet *scene = &sheets[1 + (i - 4) / 2];
        if (!read_sheet(argv[i + 1], scene))
            return -1;
        if (scene->width_px > SCENE_SIDE_MAX || scene->height_px > SCENE_SIDE_MAX) {
            fprintf(stderr, "icon_pack: %s is too large\n", argv[i + 1]);
            return -1;
        }
        cell_init(&cells[n++], ICON_SCENE, argv[i], *scene);
    }
    qsort(cells, (size_t)n, sizeof *cells, compare_names);
    return n;
}

int main(int argc, char **argv)
{
    enum { MAX_SHEETS = 16 };
    static struct cell cells[MAX_ICONS];
    struct sheet sheets[MAX_SHEETS] = {0};
    if (argc < 4 || argc % 2 != 0 || argc > 4 + 2 * (MAX_SHEETS - 1)) {
        fprintf(stderr, "usage: icon_pack OUT SHEET.png NAMES [NAME SCENE.png]…\n");
        return 2;
    }
    int n = read_all(argc, argv, sheets, cells);
    bool is_good = n > 0;
    if (is_good && !write_pack(argv[1], cells, n)) {
        fprintf(stderr, "icon_pack: cannot write %s\n", argv[1]);
        is_good = false;
    }
    for (int i = 0; i < MAX_SHEETS; i++)
        free(sheets[i].rgba);
    return is_good ? 0 : 1;
}
