/* Host tool of the build: reads the sheet that rsvg-convert painted (one icon a row; the fill layer
 * or the whole picture left, the line layer right) and the list of its names in the same order
 * (`layers NAME` or `picture NAME`, sorted by name), and writes the packed icons.
 * Usage: icon_pack SHEET.png NAMES OUT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "ui/icon_file.h"

enum { MAX_ICONS = 1024 };

static int read_names(const char *path, struct icon_entry *entries)
{
    char kind[16], name[sizeof entries[0].name];
    int n = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return -1;
    while (n < MAX_ICONS && fscanf(file, "%15s %23s", kind, name) == 2) {
        entries[n] =
            (struct icon_entry){.kind = strcmp(kind, "picture") == 0 ? ICON_PICTURE : ICON_LAYERS};
        memcpy(entries[n].name, name, strlen(name));
        n++;
    }
    fclose(file);
    return n;
}

static uint32_t icon_bytes(const struct icon_entry *entry)
{
    return (uint32_t)(ICON_PX * ICON_PX * (entry->kind == ICON_PICTURE ? 4 : 2));
}

/* The alpha of one cell of the sheet. */
static void take_layer(const unsigned char *sheet, int row, int column, unsigned char *to)
{
    for (int y = 0; y < ICON_PX; y++) {
        const unsigned char *from =
            sheet + ((size_t)(row * ICON_PX + y) * 2 + (size_t)column) * ICON_PX * 4;
        for (int x = 0; x < ICON_PX; x++)
            *to++ = from[x * 4 + 3];
    }
}

static void take_picture(const unsigned char *sheet, int row, unsigned char *to)
{
    for (int y = 0; y < ICON_PX; y++) {
        const unsigned char *from = sheet + (size_t)(row * ICON_PX + y) * 2 * ICON_PX * 4;
        for (int x = 0; x < ICON_PX; x++, from += 4) {
            for (int c = 0; c < 3; c++)
                *to++ = (unsigned char)(from[2 - c] * from[3] / 255);
            *to++ = from[3];
        }
    }
}

static int write_pack(const char *path, const unsigned char *sheet, struct icon_entry *entries,
                      int n)
{
    struct icon_header header = {.magic = ICON_MAGIC, .icon_px = ICON_PX, .n = (uint32_t)n};
    unsigned char *cell = malloc(ICON_PX * ICON_PX * 4);
    FILE *file = fopen(path, "wb");
    if (file == NULL || cell == NULL)
        return 1;
    uint32_t at = (uint32_t)(sizeof header + (size_t)n * sizeof *entries);
    for (int i = 0; i < n; i++) {
        entries[i].offset = at;
        at += icon_bytes(&entries[i]);
    }
    fwrite(&header, sizeof header, 1, file);
    fwrite(entries, sizeof *entries, (size_t)n, file);
    for (int i = 0; i < n; i++) {
        if (entries[i].kind == ICON_PICTURE) {
            take_picture(sheet, i, cell);
        } else {
            take_layer(sheet, i, 0, cell);
            take_layer(sheet, i, 1, cell + ICON_PX * ICON_PX);
        }
        fwrite(cell, icon_bytes(&entries[i]), 1, file);
    }
    free(cell);
    int failed = ferror(file);
    return fclose(file) != 0 || failed;
}

int main(int argc, char **argv)
{
    struct icon_entry entries[MAX_ICONS];
    if (argc != 4) {
        fprintf(stderr, "usage: icon_pack SHEET.png NAMES OUT\n");
        return 2;
    }
    int n = read_names(argv[2], entries);
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (n <= 0 || !png_image_begin_read_from_file(&image, argv[1])) {
        fprintf(stderr, "icon_pack: cannot read %s or %s: %s\n", argv[2], argv[1], image.message);
        return 1;
    }
    image.format = PNG_FORMAT_RGBA;
    if (image.width != 2 * ICON_PX || image.height != (png_uint_32)(n * ICON_PX)) {
        fprintf(stderr, "icon_pack: the sheet has %ux%u pixels, not %dx%d\n", image.width,
                image.height, 2 * ICON_PX, n * ICON_PX);
        return 1;
    }
    unsigned char *sheet = malloc(PNG_IMAGE_SIZE(image));
    if (sheet == NULL || !png_image_finish_read(&image, NULL, sheet, 0, NULL)) {
        fprintf(stderr, "icon_pack: %s\n", image.message);
        return 1;
    }
    int failed = write_pack(argv[3], sheet, entries, n);
    free(sheet);
    if (failed)
        fprintf(stderr, "icon_pack: cannot write %s\n", argv[3]);
    return failed;
}
