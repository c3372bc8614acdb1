/* The printed slip. The caller resolves all texts to one language and lays them out here as a
 * display list; ui/render paints the list off screen; the pixels come back and become the printer's
 * bytes. Order on paper: station, what, when or due, remarks, where, who comes or calls, what to
 * bring, cost, the station's phone, number, QR, what the slip is good for. Everything down to
 * “when” is at least 36 dots (4.5 mm) of type, nothing is under 24 dots (3 mm); 203 dpi, 8 dots a
 * millimetre. A slip carries no name, phone number of a visitor, or address. Needs text_init(). */
#ifndef SLIP_SLIP_H
#define SLIP_SLIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "ui/draw.h"
#include "ui/text.h"

/* Paper 58 mm wide prints 384 dots, 80 mm 576. */
enum slip_paper { SLIP_PAPER_58, SLIP_PAPER_80 };

enum {
    SLIP_QR_MAX = 221, /* characters of a ticket's QR: version 8, level M */
    SLIP_USES_MAX = 6,
    SLIP_HEIGHT_MAX_PX = 8192, /* what four lines of everything need */
};

/* "带什么" and "身份证"; a field whose text is NULL or "" is left out, a label may be NULL. */
struct slip_field {
    const char *label;
    const char *text;
};

/* NULL or "" leaves a part out, except for title and number. Strings are copied. */
struct slip_data {
    const char *station;
    const char *reprint;    /* "补打": a framed mark at the very top */
    const char *title;      /* what */
    struct slip_field when; /* when or due: white on black, the biggest */
    const char *remark;     /* waiting or provisional: framed, right below when */
    const char *offline;    /* made without a network: what that means */
    struct slip_field where;
    struct slip_field who;    /* who comes or calls */
    struct slip_field helper; /* staff who helped */
    struct slip_field bring;
    struct slip_field cost;
    struct slip_field phone;    /* the station's */
    struct slip_field password; /* a door's or locker's */
    struct slip_field number;   /* the ticket's, as XXX-XXXX-XXX */
    const char *qr;             /* payload, at most SLIP_QR_MAX characters */
    const char *uses_title;     /* what the slip is good for */
    const char *uses[SLIP_USES_MAX];
    const char *printed_at;
    const char *privacy; /* the last line */
};

int slip_width_px(enum slip_paper paper);

/* Begins *list in arena and fills it, black on white with no other colours; its window is as wide
 * as the paper and as high as the slip. Nodes carry the texts, and the QR's payload, in reading
 * order. */
void slip_layout(const struct slip_data *data, enum slip_paper paper,
                 const struct text_measure *measure, struct arena *arena, struct draw_list *list);

/* Appends the printer's bytes for the painted list: pixels 0xAARRGGBB, row_px apart, of the size of
 * the list's window. arena is for scratch memory. */
void slip_put_job(struct buf *to, struct arena *arena, const uint32_t *pixels, int row_px,
                  int width_px, int height_px);
/* How long a printer works on a slip after it has taken the last byte (for struct printer_job). */
int slip_print_ms(int height_px);

#endif
