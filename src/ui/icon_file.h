/* The file of packed icons, written by the build (icon_pack.c) and mapped by the renderer, both on
 * one machine: header, entries sorted by name, then per icon either two 8-bit layers (fill, line)
 * of ICON_PX², or, for a picture that keeps its colours, ICON_PX² premultiplied BGRA pixels. A
 * scene is such a picture with sides of its own. */
#ifndef UI_ICON_FILE_H
#define UI_ICON_FILE_H

#include <stdint.h>

#define ICON_MAGIC "YZICON2"

enum { ICON_PX = 192 };
enum { SCENE_SIDE_MAX = 4096 };
enum icon_kind { ICON_LAYERS, ICON_PICTURE, ICON_SCENE };

struct icon_header {
    char magic[8]; /* ICON_MAGIC with its NUL */
    uint32_t icon_px, n;
};

struct icon_entry {
    char name[24];
    uint32_t kind, offset; /* offset from the start of the file */
    uint16_t width_px, height_px;
};

#endif
