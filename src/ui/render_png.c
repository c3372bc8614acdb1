#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "base/arena.h"
#include "base/log.h"
#include "ui/render_internal.h"

#define LOG_MODULE "png"

enum status png_write(const char *path, const uint32_t *pixels, int w, int h)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)w,
                       .height = (png_uint_32)h,
                       .format = PNG_FORMAT_RGB};
    size_t n = (size_t)w * (size_t)h;
    unsigned char *rgb = xalloc(3 * n + 1);
    for (size_t i = 0; i < n; i++) {
        rgb[3 * i] = (unsigned char)(pixels[i] >> 16);
        rgb[3 * i + 1] = (unsigned char)(pixels[i] >> 8);
        rgb[3 * i + 2] = (unsigned char)pixels[i];
    }
    int done = png_image_write_to_file(&image, path, 0, rgb, 0, NULL);
    free(rgb);
    if (!done) {
        LOG_ERR("write %s: %s", path, image.message);
        return ERR_IO;
    }
    return OK;
}
