#include "ui/draw.h"

#include <assert.h>
#include <string.h>

/* Points of a stroke in one command. */
enum { INK_PIECE = 8 };

/* FNV-1a over 64-bit words with a final mix: quick, and good enough to tell paints apart. */
static uint64_t hash_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    size_t len = strlen(text);
    size_t at = 0;
    for (; at + 8 <= len; at += 8) {
        uint64_t word;
        memcpy(&word, text + at, 8);
        hash = hash_word(hash, word);
    }
    uint64_t rest = 0;
    memcpy(&rest, text + at, len - at);
    return hash_word(hash_word(hash, rest), len);
}

static uint64_t hash_pair(uint64_t hash, int a, int b)
{
    return hash_word(hash, ((uint64_t)(uint32_t)a << 32) | (uint32_t)b);
}

static uint64_t hash_box(uint64_t hash, struct box box)
{
    return hash_pair(hash_pair(hash, box.x, box.y), box.w, box.h);
}

static uint64_t hash_colours(uint64_t hash, colour a, colour b)
{
    return hash_word(hash, ((uint64_t)a << 32) | b);
}

static uint64_t hash_cmd(const struct draw_cmd *cmd)
{
    uint64_t hash = hash_word(UINT64_C(0xCBF29CE484222325), (uint64_t)cmd->kind + 1);
    hash = hash_box(hash_box(hash, cmd->box), cmd->seen);
    switch (cmd->kind) {
    case DRAW_RECT:
        hash = hash_colours(hash, cmd->rect.fill, cmd->rect.border);
        hash = hash_pair(hash, cmd->rect.radius_px, cmd->rect.border_px);
        return hash_word(hash, cmd->rect.edge);
    case DRAW_SHADOW:
        hash = hash_pair(hash, cmd->shadow.drop_px, cmd->shadow.blur_px);
        return hash_word(hash, ((uint64_t)cmd->shadow.ink << 32) | (uint32_t)cmd->shadow.radius_px);
    case DRAW_TEXT:
        hash = hash_colours(hash, cmd->text.ink, cmd->text.back);
        hash = hash_pair(hash, (int)cmd->text.font.face, cmd->text.font.px);
        return hash_text(hash, cmd->text.utf8);
    case DRAW_ICON:
        hash = hash_colours(hash, cmd->icon.line, cmd->icon.fill);
        return hash_text(hash, cmd->icon.name);
    case DRAW_QR:
        return hash_text(hash, cmd->qr_payload);
    case DRAW_INK:
        hash = hash_pair(hash, cmd->ink.width_px, (int)cmd->ink.ink);
        for (int i = 0; i < cmd->ink.n; i++)
            hash = hash_pair(hash, cmd->ink.points[i].x, cmd->ink.points[i].y);
        return hash;
    case DRAW_RING:
        hash = hash_colours(hash, cmd->ring.done, cmd->ring.rest);
        return hash_pair(hash, cmd->ring.width_px, cmd->ring.done_permille);
    case DRAW_DIM:
        return hash_word(hash, cmd->dim);
    case DRAW_NODE:
        break;
    }
    return hash;
}

/* Where the paint of a command can reach: a shadow spreads beyond its card, tails of letters below
 * a tight line. */
static struct box cmd_reach(const struct draw_cmd *cmd)
{
    if (cmd->kind == DRAW_TEXT)
        return box_inset(cmd->box, -cmd->text.font.px / 8, -cmd->text.font.px / 8);
    if (cmd->kind != DRAW_SHADOW)
        return cmd->box;
    struct box reach = box_inset(cmd->box, -cmd->shadow.blur_px, -cmd->shadow.blur_px);
    reach.y += cmd->shadow.drop_px;
    return reach;
}

static void cmd_settle(struct draw_cmd *cmd, struct box clip)
{
    cmd->seen = box_intersect(cmd_reach(cmd), clip);
    cmd->hash = hash_cmd(cmd);
}

static struct box clip_now(const struct draw_list *list)
{
    return list->clips[list->n_clips - 1];
}

void draw_list_begin(struct draw_list *list, struct arena *arena, int width_px, int height_px)
{
    assert(width_px >= 0 && height_px >= 0);
    *list = (struct draw_list){.arena = arena, .window = {0, 0, width_px, height_px}, .n_clips = 1};
    list->clips[0] = list->window;
    list->order = arena_alloc(arena, sizeof *list->order);
}

static void list_append(struct draw_list *list, struct draw_cmd *cmd)
{
    if (list->n == list->cap) {
        size_t cap = list->cap == 0 ? 256 : list->cap * 2;
        struct draw_cmd *cmds = arena_array(list->arena, cap, sizeof *cmds);
        if (list->n > 0)
            memcpy(cmds, list->cmds, list->n * sizeof *cmds);
        list->cmds = cmds;
        list->cap = cap;
        list->order->at = arena_array(list->arena, cap, sizeof *list->order->at);
        list->order->key = arena_array(list->arena, cap, sizeof *list->order->key);
    }
    cmd_settle(cmd, clip_now(list));
    list->cmds[list->n++] = *cmd;
}

void draw_clip_push(struct draw_list *list, struct box box)
{
    if (list == NULL)
        return;
    assert(list->n_clips < sizeof list->clips / sizeof list->clips[0]);
    list->clips[list->n_clips] = box_intersect(box, clip_now(list));
    list->n_clips++;
}

void draw_clip_pop(struct draw_list *list)
{
    if (list == NULL)
        return;
    assert(list->n_clips > 1);
    list->n_clips--;
}

void draw_rect(struct draw_list *list, struct box box, int radius_px, colour fill)
{
    draw_frame(list, box, radius_px, fill, 0, 0, EDGE_SOLID);
}

void draw_frame(struct draw_list *list, struct box box, int radius_px, colour fill, colour border,
                int border_px, enum rect_edge edge)
{
    if (list == NULL)
        return;
    struct draw_cmd cmd = {.kind = DRAW_RECT, .box = box};
    cmd.rect.fill = fill;
    cmd.rect.border = border_px > 0 ? border : 0;
    cmd.rect.border_px = border == 0 ? 0 : border_px;
    cmd.rect.radius_px = radius_px;
    cmd.rect.edge = edge;
    list_append(list, &cmd);
}

void draw_shadow(struct draw_list *list, struct box box, int radius_px, int drop_px, int blur_px,
                 colour ink)
{
    if (list == NULL || ink == 0)
        return;
    struct draw_cmd cmd = {.kind = DRAW_SHADOW, .box = box};
    cmd.shadow.ink = ink;
    cmd.shadow.drop_px = drop_px;
    cmd.shadow.blur_px = blur_px;
    cmd.shadow.radius_px = radius_px;
    list_append(list, &cmd);
}

void draw_text(struct draw_list *list, struct box box, struct font font, colour ink, colour back,
               const char *utf8, size_t len)
{
    if (list == NULL || len == 0)
        return;
    struct draw_cmd cmd = {.kind = DRAW_TEXT, .box = box};
    cmd.text.utf8 = arena_strndup(list->arena, utf8, len);
    cmd.text.font = font;
    cmd.text.ink = ink;
    cmd.text.back = back;
    list_append(list, &cmd);
}

void draw_icon(struct draw_list *list, struct box box, const char *name, colour line, colour fill)
{
    if (list == NULL)
        return;
    struct draw_cmd cmd = {.kind = DRAW_ICON, .box = box};
    cmd.icon.name = arena_strdup(list->arena, name);
    cmd.icon.line = line;
    cmd.icon.fill = fill;
    list_append(list, &cmd);
}

void draw_qr(struct draw_list *list, struct box box, const char *payload)
{
    if (list == NULL)
        return;
    struct draw_cmd cmd = {.kind = DRAW_QR, .box = box};
    cmd.qr_payload = arena_strdup(list->arena, payload);
    list_append(list, &cmd);
}

void draw_ring(struct draw_list *list, struct box box, int width_px, int done_permille, colour done,
               colour rest)
{
    if (list == NULL)
        return;
    struct draw_cmd cmd = {.kind = DRAW_RING, .box = box};
    cmd.ring.done = done;
    cmd.ring.rest = rest;
    cmd.ring.width_px = width_px;
    cmd.ring.done_permille = done_permille;
    list_append(list, &cmd);
}

/* Where a pen of this width reaches on its way through the points. */
static struct box ink_reach(const struct ink_point *points, int n, int width_px)
{
    struct box box = {points[0].x, points[0].y, 1, 1};
    for (int i = 1; i < n; i++) {
        int right = box.x + box.w, bottom = box.y + box.h;
        box.x = points[i].x < box.x ? points[i].x : box.x;
        box.y = points[i].y < box.y ? points[i].y : box.y;
        right = points[i].x + 1 > right ? points[i].x + 1 : right;
        bottom = points[i].y + 1 > bottom ? points[i].y + 1 : bottom;
        box.w = right - box.x;
        box.h = bottom - box.y;
    }
    return box_inset(box, -(width_px / 2 + 1), -(width_px / 2 + 1));
}

void draw_ink(struct draw_list *list, const struct ink_point *points, size_t n, int width_px,
              colour ink)
{
    if (list == NULL || n == 0)
        return;
    struct ink_point *kept = arena_array(list->arena, n, sizeof *kept);
    memcpy(kept, points, n * sizeof *kept);
    /* Each piece begins where the last one ended. */
    for (size_t at = 0; at == 0 || at + 1 < n; at += INK_PIECE - 1) {
        struct draw_cmd cmd = {.kind = DRAW_INK};
        cmd.ink.points = kept + at;
        cmd.ink.n = n - at < INK_PIECE ? (int)(n - at) : INK_PIECE;
        cmd.ink.width_px = width_px;
        cmd.ink.ink = ink;
        cmd.box = ink_reach(cmd.ink.points, cmd.ink.n, width_px);
        list_append(list, &cmd);
    }
}

void draw_dim(struct draw_list *list, struct box box, colour ink)
{
    if (list == NULL)
        return;
    struct draw_cmd cmd = {.kind = DRAW_DIM, .box = box};
    cmd.dim = ink;
    list_append(list, &cmd);
}

static const char *copy_or_empty(struct arena *arena, const char *text)
{
    return text == NULL || text[0] == '\0' ? "" : arena_strdup(arena, text);
}

void draw_node(struct draw_list *list, struct box box, const struct draw_node *node)
{
    if (list == NULL)
        return;
    struct draw_cmd cmd = {.kind = DRAW_NODE, .box = box};
    cmd.node = *node;
    cmd.node.name = copy_or_empty(list->arena, node->name);
    cmd.node.value = copy_or_empty(list->arena, node->value);
    cmd.node.id = copy_or_empty(list->arena, node->id);
    if (node->action.ref != NULL)
        cmd.node.action.ref = arena_strdup(list->arena, node->action.ref);
    list_append(list, &cmd);
}

void draw_set_height(struct draw_list *list, size_t at, int h)
{
    if (list == NULL)
        return;
    assert(at < list->n);
    list->cmds[at].box.h = h;
    cmd_settle(&list->cmds[at], clip_now(list));
}

static bool node_equal(const struct draw_node *a, const struct draw_node *b)
{
    if (a->role != b->role || a->enabled != b->enabled || a->is_submit != b->is_submit ||
        a->secrecy != b->secrecy)
        return false;
    if (a->has_scroll != b->has_scroll || memcmp(a->scroll, b->scroll, sizeof a->scroll) != 0)
        return false;
    return strcmp(a->name, b->name) == 0 && strcmp(a->value, b->value) == 0 &&
           strcmp(a->id, b->id) == 0 && action_equal(&a->action, &b->action);
}

bool draw_list_equal(const struct draw_list *a, const struct draw_list *b)
{
    if (a->n != b->n || a->window.w != b->window.w || a->window.h != b->window.h)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const struct draw_cmd *x = &a->cmds[i];
        const struct draw_cmd *y = &b->cmds[i];
        if (x->kind != y->kind || x->hash != y->hash)
            return false;
        if (x->kind == DRAW_NODE && !node_equal(&x->node, &y->node))
            return false;
    }
    return true;
}

const struct draw_cmd *draw_hit(const struct draw_list *list, int x, int y)
{
    for (size_t i = list->n; i-- > 0;) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DRAW_DIM && box_contains(cmd->seen, x, y))
            return NULL;
        if (cmd->kind == DRAW_NODE && cmd->node.action.kind != 0 && box_contains(cmd->seen, x, y))
            return cmd->node.enabled == NODE_ENABLED ? cmd : NULL;
    }
    return NULL;
}

/* Nodes below the last dim are out of reach and not listed. */
static size_t first_listed(const struct draw_list *list)
{
    for (size_t i = list->n; i-- > 0;) {
        if (list->cmds[i].kind == DRAW_DIM)
            return i + 1;
    }
    return 0;
}

/* Insertion sort of indices, by a key per index; stable, and quick for what is nearly in order. */
static void sort_by(size_t *at, size_t n, const int *key)
{
    for (size_t i = 1; i < n; i++) {
        size_t moving = at[i], to = i;
        for (; to > 0 && key[at[to - 1]] > key[moving]; to--)
            at[to] = at[to - 1];
        at[to] = moving;
    }
}

/* Nodes whose heights overlap form a band; bands are read from top to bottom. */
static void order_make(const struct draw_list *list, struct draw_order *order)
{
    int *key = order->key;
    order->n = 0;
    order->n_cmds = list->n;
    for (size_t i = first_listed(list); i < list->n; i++) {
        if (list->cmds[i].kind != DRAW_NODE || box_is_empty(list->cmds[i].seen))
            continue;
        key[i] = list->cmds[i].seen.y;
        order->at[order->n++] = i;
    }
    sort_by(order->at, order->n, key);
    int band = 0, end = 0;
    for (size_t k = 0; k < order->n; k++) {
        const struct box *seen = &list->cmds[order->at[k]].seen;
        if (k > 0 && seen->y >= end)
            band++;
        end = seen->y + seen->h > end ? seen->y + seen->h : end;
        key[order->at[k]] = band * (int)list->n + (int)order->at[k];
    }
    sort_by(order->at, order->n, key);
}

const struct draw_cmd *draw_next_node(const struct draw_list *list, const struct draw_cmd *prev)
{
    struct draw_order *order = list->order;
    if (order == NULL)
        return NULL;
    if (order->n_cmds != list->n)
        order_make(list, order);
    size_t k = 0;
    while (prev != NULL && k < order->n && &list->cmds[order->at[k++]] != prev)
        ;
    return k < order->n ? &list->cmds[order->at[k]] : NULL;
}

const struct draw_cmd *draw_find_id(const struct draw_list *list, const char *id)
{
    for (const struct draw_cmd *cmd = draw_next_node(list, NULL); cmd != NULL;
         cmd = draw_next_node(list, cmd)) {
        if (strcmp(cmd->node.id, id) == 0)
            return cmd;
    }
    return NULL;
}

bool action_equal(const struct action *a, const struct action *b)
{
    if (a->kind != b->kind || a->arg != b->arg || (a->ref == NULL) != (b->ref == NULL))
        return false;
    return a->ref == NULL || strcmp(a->ref, b->ref) == 0;
}

const char *role_name(enum role role)
{
    static const char *const names[] = {
        [ROLE_TITLE] = "title", [ROLE_TEXT] = "text", [ROLE_BUTTON] = "button",
        [ROLE_INPUT] = "input", [ROLE_KEY] = "key",   [ROLE_LIST] = "list",
        [ROLE_ITEM] = "item",   [ROLE_TAB] = "tab",   [ROLE_CHECK] = "check",
        [ROLE_IMAGE] = "image", [ROLE_QR] = "qr",     [ROLE_ALERT] = "alert"};
    static_assert(sizeof names / sizeof names[0] == ROLE_ALERT + 1, "a name for each role");
    assert((size_t)role < sizeof names / sizeof names[0]);
    return names[role];
}

void draw_dump(const struct draw_list *list, struct buf *out)
{
    for (const struct draw_cmd *cmd = draw_next_node(list, NULL); cmd != NULL;
         cmd = draw_next_node(list, cmd)) {
        const struct draw_node *node = &cmd->node;
        buf_printf(out, "%-6s ", role_name(node->role));
        buf_put_json(out, node->name);
        if (node->value[0] != '\0') {
            buf_puts(out, " = ");
            buf_put_json(out, node->value);
        }
        if (node->id[0] != '\0')
            buf_printf(out, " #%s", node->id);
        if (node->enabled == NODE_DISABLED)
            buf_puts(out, " disabled");
        if (node->has_scroll)
            buf_printf(out, " scroll %d/%d/%d", node->scroll[0], node->scroll[1], node->scroll[2]);
        buf_printf(out, " @%d,%d %dx%d\n", cmd->seen.x, cmd->seen.y, cmd->seen.w, cmd->seen.h);
    }
}
