/* What is shown, as data: a flat list of drawing commands with the nodes (what a person, a test or
 * a screen reader finds there) between them. Views append, render.c paints, tests read. All boxes
 * are window pixels. Strings given to draw_* are copied into the list's arena; a list lives as long
 * as its arena. Knows no fonts, no SDL and no screens. One owner, no locks. */
#ifndef UI_DRAW_H
#define UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "ui/box.h"

/* 0xAARRGGBB, not premultiplied; 0 is “nothing”. */
typedef uint32_t colour;

enum face { FACE_REGULAR, FACE_BOLD };

struct font {
    enum face face;
    int px; /* em size */
};

/* What a touch means; kinds belong to the kiosk, 0 is “not touchable”. ref is copied. */
struct action {
    int kind;
    int64_t arg;
    const char *ref; /* NULL or a name */
};

/* Those of the inspection contract (design.md §6). */
enum role {
    ROLE_TEXT, /* what is not said otherwise */
    ROLE_TITLE,
    ROLE_BUTTON,
    ROLE_INPUT,
    ROLE_KEY,
    ROLE_LIST,
    ROLE_ITEM,
    ROLE_TAB,
    ROLE_CHECK,
    ROLE_IMAGE,
    ROLE_QR,
    ROLE_ALERT
};

enum enabled { NODE_ENABLED, NODE_DISABLED };

/* What of a node says something about the visitor, and so is shown but never spoken: nothing, its
 * value or state, or its name, too. The value of an input never is, whatever stands here. */
enum secrecy { SECRECY_NONE, SECRECY_VALUE, SECRECY_ALL };

/* Something that can be found. Strings may be NULL going in; in the list they never are. */
struct draw_node {
    enum role role;
    enum enabled enabled;
    enum secrecy secrecy;
    bool is_submit; /* single-shot: a second touch before the answer is ignored */
    bool has_scroll;
    const char *name;
    const char *value; /* input: as masked on the screen; qr: the payload */
    const char *id;
    struct action action;
    int scroll[3]; /* offset, extent, view in pixels; when has_scroll */
};

struct ink_point {
    int x, y;
};

enum draw_kind {
    DRAW_RECT,   /* fill and border with round corners */
    DRAW_SHADOW, /* the one soft shadow of a card that stands at box */
    DRAW_TEXT,   /* one line, vertically centred in box, starting at box.x */
    DRAW_ICON,   /* a named icon in two tints; marks keep their own colours */
    DRAW_QR,     /* payload as modules, black on white, quiet zone inside the box */
    DRAW_INK,    /* a piece of a stroke drawn with a round pen */
    DRAW_RING,   /* an arc from the top, clockwise; the rest in the second colour */
    DRAW_DIM,    /* darkens box; what lies below is neither listed nor touchable any more */
    DRAW_NODE    /* paints nothing */
};

enum rect_edge { EDGE_SOLID, EDGE_DASHED };

struct draw_cmd {
    enum draw_kind kind;
    struct box box;  /* as asked for */
    struct box seen; /* what of its paint lies inside the clip in force and the window */
    uint64_t hash;   /* of the paint: kind, boxes and everything in the union but nodes */
    union {
        struct {
            colour fill, border; /* 0: none */
            int radius_px, border_px;
            enum rect_edge edge;
        } rect;
        struct {
            colour ink;
            int drop_px, blur_px, radius_px;
        } shadow;
        struct {
            const char *utf8;
            struct font font;
            colour ink, back; /* back 0: unknown; else the line stands on this flat colour */
        } text;
        struct {
            const char *name;
            colour line, fill; /* fill 0: leave the fill layer out */
        } icon;
        const char *qr_payload;
        struct {
            const struct ink_point *points;
            int n, width_px;
            colour ink;
        } ink;
        struct {
            colour done, rest;
            int width_px, done_permille;
        } ring;
        colour dim;
        struct draw_node node;
    };
};

/* The nodes in reading order; worked out when first asked for after a change. */
struct draw_order {
    size_t n_cmds; /* list->n when it was worked out */
    size_t n, *at; /* indices of commands */
    int *key;      /* to sort them by */
};

/* Zero it, then draw_list_begin. */
struct draw_list {
    struct arena *arena;
    struct draw_cmd *cmds;
    size_t n, cap;
    struct box window;
    struct box clips[8]; /* clips[n_clips - 1] is in force, clips[0] the window */
    size_t n_clips;
    struct draw_order *order;
};

/* Starts an empty list; the arena must outlive it and is not reset here. All functions that append
 * do nothing when list is NULL, so that a view can be run for its height alone. */
void draw_list_begin(struct draw_list *list, struct arena *arena, int width_px, int height_px);

/* What lies wholly outside the clip is appended with an empty seen and neither painted nor listed.
 */
void draw_clip_push(struct draw_list *list, struct box box);
void draw_clip_pop(struct draw_list *list);

void draw_rect(struct draw_list *list, struct box box, int radius_px, colour fill);
void draw_frame(struct draw_list *list, struct box box, int radius_px, colour fill, colour border,
                int border_px, enum rect_edge edge);
void draw_shadow(struct draw_list *list, struct box box, int radius_px, int drop_px, int blur_px,
                 colour ink);
void draw_text(struct draw_list *list, struct box box, struct font font, colour ink, colour back,
               const char *utf8, size_t len);
void draw_icon(struct draw_list *list, struct box box, const char *name, colour line, colour fill);
void draw_qr(struct draw_list *list, struct box box, const char *payload);
void draw_ring(struct draw_list *list, struct box box, int width_px, int done_permille, colour done,
               colour rest);
/* What a round pen leaves that goes through these points; one point is a dot. In pieces of a few
 * points, so that a stroke that grows changes only its last piece. */
void draw_ink(struct draw_list *list, const struct ink_point *points, size_t n, int width_px,
              colour ink);
void draw_dim(struct draw_list *list, struct box box, colour ink);
void draw_node(struct draw_list *list, struct box box, const struct draw_node *node);

/* Same paint and same nodes, actions included. */
bool draw_list_equal(const struct draw_list *a, const struct draw_list *b);
/* The topmost touchable node at the point; NULL if there is none or it is disabled. */
const struct draw_cmd *draw_hit(const struct draw_list *list, int x, int y);
/* Visible nodes in reading order: the first with prev NULL; NULL after the last. cmd->seen is its
 * rect. What stands wholly above comes first, whenever it was drawn; nodes side by side, and those
 * inside another, come as they were drawn. */
const struct draw_cmd *draw_next_node(const struct draw_list *list, const struct draw_cmd *prev);
const struct draw_cmd *draw_find_id(const struct draw_list *list, const char *id);
/* Equal in kind, argument and reference. */
bool action_equal(const struct action *a, const struct action *b);
const char *role_name(enum role role);

/* One legible line per node, for tests: `button "…" =value #id disabled @x,y wxh` . */
void draw_dump(const struct draw_list *list, struct buf *out);

/* Gives an earlier rectangle or shadow its height: a card is known to its end only. at is list->n
 * from before it was appended. */
void draw_set_height(struct draw_list *list, size_t at, int h);

#endif
