#define _DEFAULT_SOURCE /* madvise */
#include <sys/mman.h>
#include <unistd.h>

#include "ui/icon_file.h"
#include "ui/render_internal.h"

/* A scene is sampled from the file as it is painted, for it is shown while nobody is there and
 * hardly ever painted: nothing of it stays in memory. */

/* Which source pixels one target pixel covers along a side: the first, how many, and how much of
 * the first and of the last, in 1/256. */
struct span {
    int first, n;
    unsigned head, tail;
};

static struct span span_of(int at, int to_px, int from_px)
{
    int64_t from = (int64_t)at * from_px * 256 / to_px;
    int64_t end = (int64_t)(at + 1) * from_px * 256 / to_px;
    struct span span = {.first = (int)(from / 256), .head = 256, .tail = 256};
    span.n = (int)((end + 255) / 256) - span.first;
    if (span.n <= 1) {
        span.n = 1;
        return span;
    }
    span.head = 256 - (unsigned)(from % 256);
    if (end % 256 != 0)
        span.tail = (unsigned)(end % 256);
    return span;
}

static unsigned share_of(const struct span *span, int i)
{
    return i == 0 ? span->head : i == span->n - 1 ? span->tail : 256;
}

/* The mean of what is covered, premultiplied, over a pixel. */
static uint32_t blend(uint32_t under, const uint8_t *bgra, int width_px, const struct span *down,
                      const struct span *across)
{
    uint64_t sum[4] = {0}, all = 0;
    for (int y = 0; y < down->n; y++) {
        const uint8_t *from = bgra + ((ptrdiff_t)(down->first + y) * width_px + across->first) * 4;
        for (int x = 0; x < across->n; x++, from += 4) {
            unsigned share = share_of(down, y) * share_of(across, x);
            all += share;
            for (int c = 0; c < 4; c++)
                sum[c] += (uint64_t)share * from[c];
        }
    }
    uint32_t rest = 255 - (uint32_t)(sum[3] / all), over = 0;
    for (int c = 0; c < 3; c++) {
        uint32_t part = (uint32_t)(sum[c] / all) + (under >> (8 * c) & 0xFF) * rest / 255;
        over |= (part > 255 ? 255 : part) << (8 * c);
    }
    return 0xFF000000 | over;
}

/* Gives the pages of the mapped file back that lie wholly inside; they are read again when needed.
 */
static void forget(const uint8_t *bytes, size_t len)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = ((uintptr_t)bytes + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)bytes + len) / page * page;
    if (from < end)
        (void)madvise((void *)from, end - from, MADV_DONTNEED);
}

void scene_paint(const struct canvas *canvas, struct box box, const uint8_t *bgra,
                 const struct icon_entry *entry)
{
    struct box at = box_intersect(box, canvas->clip);
    if (at.w <= 0 || at.h <= 0)
        return;
    for (int y = at.y; y < at.y + at.h; y++) {
        struct span down = span_of(y - box.y, box.h, entry->height_px);
        uint32_t *to = canvas_at(canvas, at.x, y);
        for (int x = 0; x < at.w; x++) {
            struct span across = span_of(at.x + x - box.x, box.w, entry->width_px);
            to[x] = blend(to[x], bgra, entry->width_px, &down, &across);
        }
    }
    forget(bgra, (size_t)entry->width_px * entry->height_px * 4);
}
