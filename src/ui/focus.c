#include "ui/focus.h"

#include <limits.h>

enum { RING_PX = 6, RING_GAP_PX = 5, ASIDE_COSTS = 3, OFF_CENTRE_SHARE = 8 };

bool focus_can(const struct draw_cmd *cmd)
{
    return cmd->kind == DRAW_NODE && cmd->node.action.kind != 0 &&
           cmd->node.enabled == NODE_ENABLED && cmd->node.id[0] != '\0';
}

static bool is_stop(const struct draw_cmd *cmd, int passed_kind)
{
    return focus_can(cmd) && (passed_kind == 0 || cmd->node.action.kind != passed_kind);
}

const struct draw_cmd *focus_step(const struct draw_list *list, const struct draw_cmd *from,
                                  enum focus_way way, int passed_kind)
{
    const struct draw_cmd *first = NULL, *last = NULL, *before = NULL, *after = NULL;
    bool has_passed = false;
    for (const struct draw_cmd *cmd = draw_next_node(list, NULL); cmd != NULL;
         cmd = draw_next_node(list, cmd)) {
        if (cmd == from) {
            before = last;
            has_passed = true;
            continue;
        }
        if (!is_stop(cmd, passed_kind))
            continue;
        first = first ? first : cmd;
        after = after == NULL && has_passed ? cmd : after;
        last = cmd;
    }
    const struct draw_cmd *found = way == FOCUS_NEXT ? after : before;
    if (found == NULL)
        found = way == FOCUS_NEXT ? first : last;
    return found ? found : from;
}

/* Of a box: where it begins and ends along the way, and across it; the way leads to larger numbers.
 */
struct span {
    int from, to, low, high;
};

static struct span span_of(struct box box, enum focus_toward toward)
{
    switch (toward) {
    case FOCUS_UP:
        return (struct span){-(box.y + box.h), -box.y, box.x, box.x + box.w};
    case FOCUS_DOWN:
        return (struct span){box.y, box.y + box.h, box.x, box.x + box.w};
    case FOCUS_LEFT:
        return (struct span){-(box.x + box.w), -box.x, box.y, box.y + box.h};
    case FOCUS_RIGHT:
        break;
    }
    return (struct span){box.x, box.x + box.w, box.y, box.y + box.h};
}

/* How far it is; INT_MAX: not in this direction. */
static int distance(const struct span *from, const struct span *to)
{
    /* It begins where the other ends; two that overlap a little still lie beside each other. */
    int shorter =
        to->to - to->from < from->to - from->from ? to->to - to->from : from->to - from->from;
    if (to->from < from->to - shorter / 4)
        return INT_MAX;
    int ahead = to->from > from->to ? to->from - from->to : 0;
    int aside = 0;
    if (to->low >= from->high)
        aside = to->low - from->high + 1;
    else if (from->low >= to->high)
        aside = from->low - to->high + 1;
    int off = (to->low + to->high - from->low - from->high) / 2;
    return ahead + ASIDE_COSTS * aside + (off < 0 ? -off : off) / OFF_CENTRE_SHARE;
}

const struct draw_cmd *focus_go(const struct draw_list *list, const struct draw_cmd *from,
                                enum focus_toward toward)
{
    const struct draw_cmd *found = from;
    struct span start = span_of(from->seen, toward);
    int nearest = INT_MAX;
    for (const struct draw_cmd *cmd = draw_next_node(list, NULL); cmd != NULL;
         cmd = draw_next_node(list, cmd)) {
        if (cmd == from || !focus_can(cmd))
            continue;
        struct span end = span_of(cmd->seen, toward);
        int far = distance(&start, &end);
        if (far < nearest) {
            nearest = far;
            found = cmd;
        }
    }
    return found;
}

/* That of the surface which was drawn for the node. */
static int radius_of(const struct draw_list *list, const struct style *style,
                     const struct draw_cmd *node)
{
    for (size_t i = (size_t)(node - list->cmds); i-- > 0;) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DRAW_NODE && cmd->node.action.kind != 0)
            break;
        if (cmd->kind == DRAW_RECT && cmd->box.x == node->box.x && cmd->box.y == node->box.y &&
            cmd->box.w == node->box.w && cmd->box.h == node->box.h)
            return cmd->rect.radius_px;
    }
    return style->radius_tag_px;
}

void focus_draw(struct draw_list *list, const struct style *style, const struct draw_cmd *cmd)
{
    struct box box = cmd->seen;
    int radius = radius_of(list, style, cmd), gap = style_px(style, RING_GAP_PX),
        ring = style_px(style, RING_PX);
    draw_frame(list, box_inset(box, -gap, -gap), radius + gap, 0, style->surface, gap, EDGE_SOLID);
    draw_frame(list, box_inset(box, -gap - ring, -gap - ring), radius + gap + ring, 0, style->ring,
               ring, EDGE_SOLID);
}
