#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <qrencode.h>

#include "base/arena.h"
#include "base/log.h"
#include "ui/render_internal.h"

#define LOG_MODULE "qr"

enum { QUIET_MODULES = 4 };

void qr_fini(struct qr_cache *cache)
{
    free(cache->payload);
    free(cache->modules);
    *cache = (struct qr_cache){0};
}

/* The modules of the payload; the last one is kept, for a screen shows one code at a time. */
static bool qr_encode(struct qr_cache *cache, const char *payload)
{
    if (cache->payload != NULL && strcmp(cache->payload, payload) == 0)
        return cache->side > 0;
    qr_fini(cache);
    cache->payload = xstrdup(payload);
    QRcode *code = QRcode_encodeString(payload, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL) {
        LOG_ERR("encode %zu bytes: %s", strlen(payload), strerror(errno));
        return false;
    }
    size_t n = (size_t)code->width * (size_t)code->width;
    cache->side = code->width;
    cache->modules = xalloc(n);
    for (size_t i = 0; i < n; i++)
        cache->modules[i] = code->data[i] & 1;
    QRcode_free(code);
    return true;
}

void qr_paint(struct qr_cache *cache, const struct canvas *canvas, const struct draw_cmd *cmd)
{
    struct box box = cmd->box;
    shape_fill(canvas, box, 0xFFFFFFFF);
    if (!qr_encode(cache, cmd->qr_payload))
        return;
    int module = (box.w < box.h ? box.w : box.h) / (cache->side + 2 * QUIET_MODULES);
    if (module < 1)
        return;
    int x0 = box.x + (box.w - module * cache->side) / 2;
    int y0 = box.y + (box.h - module * cache->side) / 2;
    for (int y = 0; y < cache->side; y++) {
        for (int x = 0; x < cache->side; x++) {
            if (cache->modules[y * cache->side + x])
                shape_fill(canvas, (struct box){x0 + x * module, y0 + y * module, module, module},
                           0xFF000000);
        }
    }
}
