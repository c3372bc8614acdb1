#include "kiosk/inspect.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "slip/printer.h"

enum { WAIT_LIMIT_MAX_MS = 10 * 60 * 1000 };

struct inspect_request inspect_parse(const char *line)
{
    static const char wait[] = "wait settled ";
    struct inspect_request request = {.what = INSPECT_BAD};
    if (str_equal(line, "tree"))
        request.what = INSPECT_TREE;
    else if (str_starts(line, wait) &&
             str_to_int(line + sizeof wait - 1, 0, WAIT_LIMIT_MAX_MS, &request.limit_ms))
        request.what = INSPECT_WAIT;
    return request;
}

static const char *link_word(enum link_state state)
{
    static const char *const words[] = {
        [LINK_NONE] = "none", [LINK_OFFLINE] = "offline", [LINK_ONLINE] = "online"};
    return words[state];
}

static void put_node(const struct draw_cmd *cmd, struct buf *out)
{
    const struct draw_node *node = &cmd->node;
    buf_printf(out, "{\"role\":\"%s\",\"name\":", role_name(node->role));
    buf_put_json(out, node->name);
    buf_puts(out, ",\"value\":");
    buf_put_json(out, node->value);
    buf_printf(out, ",\"rect\":[%d,%d,%d,%d],\"enabled\":%s,\"id\":", cmd->seen.x, cmd->seen.y,
               cmd->seen.w, cmd->seen.h, node->enabled == NODE_ENABLED ? "true" : "false");
    buf_put_json(out, node->id);
    if (node->has_scroll)
        buf_printf(out, ",\"scroll\":[%d,%d,%d]", node->scroll[0], node->scroll[1],
                   node->scroll[2]);
    buf_putc(out, '}');
}

void inspect_put_tree(const struct app *app, const struct draw_list *shown, int64_t frame,
                      struct buf *out)
{
    buf_printf(out, "{\"screen\":\"%s\",\"settled\":%s,\"frame\":%" PRId64, app_screen_name(app),
               app_is_settled(app) ? "true" : "false", frame);
    buf_printf(out, ",\"size\":[%d,%d],\"lang\":\"%s\"", app->setup.width_px, app->setup.height_px,
               app->visit.lang == LANG_EN ? "en" : "zh");
    buf_printf(out, ",\"link\":{\"state\":\"%s\",\"pending\":%" PRId64 "}",
               link_word(app->link.state), app->link.pending);
    buf_printf(out, ",\"printer\":\"%s\",\"nodes\":[",
               printer_state_name((enum printer_state)app->printer));
    const struct draw_cmd *cmd = NULL;
    bool is_first = true;
    while ((cmd = draw_next_node(shown, cmd)) != NULL) {
        if (!is_first)
            buf_putc(out, ',');
        is_first = false;
        put_node(cmd, out);
    }
    buf_puts(out, "]}\n");
}

void inspect_put_error(struct buf *out)
{
    buf_puts(out, "{\"error\":\"expected: tree, or: wait settled MS\"}\n");
}
