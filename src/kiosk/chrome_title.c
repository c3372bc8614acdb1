#include "kiosk/chrome.h"

/* A page's title in a column, and what stands at its right where one line holds both. */

enum { TAG_LINE_PX = 56 }; /* of a panel 1080 wide: the line of a tag alone */

void column_title(struct column *column, const char *title, const char *line)
{
    if (chrome_is_low(column->canvas)) {
        column->title = title;
        column->line = line;
        return;
    }
    struct ui ui = column_measuring(column);
    struct box box = column_take(column, page_title(&ui, column_natural(column), title, line));
    page_title(&column->ui, box, title, line);
}

/* Puts the title and gives the room of that size at its right, in the middle of its height; false:
 * one line does not hold both, and nothing was put. */
static bool put_title_beside(struct column *column, const char *title, const char *line,
                             struct box size, struct box *out)
{
    struct ui ui = column_measuring(column);
    struct text_block words = {.utf8 = title, .type = TYPE_TITLE, .face = FACE_BOLD};
    int title_px = column->box.w - size.w - column->canvas->app->style.gap_px;
    if (chrome_is_low(column->canvas) || widget_text_width(&ui, &words) > title_px)
        return false;
    int title_h = page_title(&ui, (struct box){0, 0, title_px, 0}, title, line);
    struct box box = column_take(column, title_h > size.h ? title_h : size.h);
    page_title(&column->ui, (struct box){box.x, box.y + (box.h - title_h) / 2, title_px, title_h},
               title, line);
    *out = (struct box){box.x + box.w - size.w, box.y + (box.h - size.h) / 2, size.w, size.h};
    return true;
}

void column_title_tag(struct column *column, const char *title, const char *line,
                      const struct tag *tag)
{
    struct ui ui = column_measuring(column);
    struct box box, size = {0, 0, widget_tag(&ui, (struct box){0}, tag), 0};
    size.h = style_type_px(&column->canvas->app->style, TYPE_LEAD, TAG_LINE_PX);
    if (!put_title_beside(column, title, line, size, &box)) {
        column_title(column, title, line);
        column_gap(column, style_px(&column->canvas->app->style, 12));
        box = column_take(column, size.h);
        box.w = size.w;
    }
    widget_tag(&column->ui, box, tag);
}

static void put_search(struct column *column)
{
    const struct canvas *canvas = column->canvas;
    struct input input = {
        .tap = {.id = "field.search", .action = {ACT_GO, SCREEN_SEARCH, ""}},
        .name = T(canvas, MSG_SEARCH_TITLE),
        .hint = T(canvas, MSG_SEARCH_FIELD),
        .icon = "search",
    };
    struct ui ui = column_measuring(column);
    column_space(column);
    struct box box = column_take(column, input_field(&ui, column_natural(column), &input));
    input_field(&column->ui, box, &input);
}

static bool put_title_and_search(struct column *column, const char *title)
{
    const struct canvas *canvas = column->canvas;
    struct button search = {
        .tap = {.id = "field.search", .action = {ACT_GO, SCREEN_SEARCH, ""}},
        .label = T(canvas, MSG_SEARCH_TITLE),
        .icon = "search",
        .size = BUTTON_INLINE,
    };
    struct ui ui = column_measuring(column);
    struct box size = {0, 0, widget_button_width(&ui, &search),
                       canvas->app->style.inline_button_px};
    struct box box;
    if (!put_title_beside(column, title, NULL, size, &box))
        return false;
    widget_button(&column->ui, box, &search);
    return true;
}

void column_title_search(struct column *column, const char *title)
{
    if (column_is_aside(column) && put_title_and_search(column, title))
        return;
    column_title(column, title, NULL);
    put_search(column);
}

void column_title_chips(struct column *column, const char *title, const struct chip *chips,
                        size_t n)
{
    struct ui ui = column_measuring(column);
    struct box size = {0, 0, widget_chips_width(&ui, chips, n), column->canvas->app->style.chip_px};
    struct box box;
    if (!column_is_aside(column) && put_title_beside(column, title, NULL, size, &box)) {
        widget_chips(&column->ui, box, chips, n);
        put_search(column);
        return;
    }
    column_title_search(column, title);
    column_chips(column, chips, n);
}
