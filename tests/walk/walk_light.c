#include "walk/walk.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TEXT_LEAST 7.0
#define SHAPE_LEAST 3.0
#define ROUNDING 0.02 /* of a ratio: colours are whole numbers */

static double channel(colour c, int shift)
{
    double share = (c >> shift & 0xFF) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(colour c)
{
    return 0.2126 * channel(c, 16) + 0.7152 * channel(c, 8) + 0.0722 * channel(c, 0);
}

static double contrast(colour a, colour b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

/* What is painted at the point by the commands before this one; 0 where it is not known. */
static colour ground_at(const struct draw_list *list, size_t before, int x, int y)
{
    for (size_t i = before; i-- > 0;) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (!box_contains(cmd->seen, x, y))
            continue;
        if (cmd->kind == DRAW_RECT && cmd->rect.fill != 0)
            return cmd->rect.fill;
        if (cmd->kind == DRAW_DIM || cmd->kind == DRAW_QR)
            return 0;
    }
    return 0;
}

static void say(struct walk *walk, const char *what, const char *name, const struct draw_cmd *cmd,
                colour ink, colour ground)
{
    char text[128];
    (void)snprintf(text, sizeof text, "%s %06X on %06X, %.2f", what, (unsigned)(ink & 0xFFFFFF),
                   (unsigned)(ground & 0xFFFFFF), contrast(ink, ground));
    walk_tell(walk, text, name, cmd->box);
}

static void look_at_ink(struct walk *walk, const struct draw_list *list, size_t at)
{
    const struct draw_cmd *cmd = &list->cmds[at];
    colour ground = ground_at(list, at, cmd->seen.x + 1, cmd->seen.y + cmd->seen.h / 2);
    if (ground == 0)
        return;
    if (cmd->text.back != 0 && cmd->text.back != ground)
        say(walk, "text says it stands elsewhere:", cmd->text.utf8, cmd, cmd->text.back, ground);
    if (contrast(cmd->text.ink, ground) < TEXT_LEAST - ROUNDING)
        say(walk, "text is pale:", cmd->text.utf8, cmd, cmd->text.ink, ground);
}

static void look_at_icon(struct walk *walk, const struct draw_list *list, size_t at)
{
    const struct draw_cmd *cmd = &list->cmds[at];
    colour ground = ground_at(list, at, cmd->seen.x + cmd->seen.w / 2, cmd->seen.y);
    /* Pictures keep their colours. */
    bool is_mark = strncmp(cmd->icon.name, "mark-", 5) == 0 || strcmp(cmd->icon.name, "scene") == 0;
    if (ground != 0 && !is_mark && contrast(cmd->icon.line, ground) < SHAPE_LEAST - ROUNDING)
        say(walk, "icon is pale:", cmd->icon.name, cmd, cmd->icon.line, ground);
}

/* The edge of something that can be touched, against what is outside or against what it holds. A
 * row is told by what it ends in, not by its card. */
static void look_at_edge(struct walk *walk, const struct draw_list *list, size_t at)
{
    const struct draw_cmd *node = &list->cmds[at];
    for (size_t i = at; i-- > 0;) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind != DRAW_RECT || memcmp(&cmd->box, &node->box, sizeof cmd->box) != 0)
            continue;
        colour outside = ground_at(list, i, cmd->box.x, cmd->box.y + cmd->box.h / 2);
        if (cmd->rect.border == 0 || cmd->rect.border_px == 0 || outside == 0)
            return;
        if (contrast(cmd->rect.border, outside) < SHAPE_LEAST - ROUNDING &&
            contrast(cmd->rect.border, cmd->rect.fill) < SHAPE_LEAST - ROUNDING)
            say(walk, "edge is pale:", node->node.name, cmd, cmd->rect.border, outside);
        return;
    }
}

void walk_light(struct walk *walk, const struct draw_list *list)
{
    size_t first = 0;
    for (size_t i = 0; i < list->n; i++)
        if (list->cmds[i].kind == DRAW_DIM)
            first = i;
    for (size_t i = first; i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (box_is_empty(cmd->seen))
            continue;
        if (cmd->kind == DRAW_TEXT)
            look_at_ink(walk, list, i);
        else if (cmd->kind == DRAW_ICON)
            look_at_icon(walk, list, i);
        else if (cmd->kind == DRAW_NODE && cmd->node.action.kind != 0 &&
                 cmd->node.role != ROLE_ITEM)
            look_at_edge(walk, list, i);
    }
}
