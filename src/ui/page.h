/* The parts that frame every screen: header, hero, offline bar, steps, bottom bar, pager, dialog.
 * Same rules as widget.h. */
#ifndef UI_PAGE_H
#define UI_PAGE_H

#include "ui/widget.h"

/* The whole window in the page's colour; first of all. */
void page_background(const struct ui *ui);

enum tool_kind { TOOL_PLAIN, TOOL_END };
struct tool {
    struct tap tap;
    const char *label, *icon;
    enum tool_kind kind; /* TOOL_END stands out in white */
};
struct page_header {
    const char *title, *line; /* the station; date and time */
    const struct tool *tools;
    size_t n_tools;
};
/* Style's header_px high. In large type and portrait it has no tools: they are in reach in
 * page_tool_strip. */
int page_header(const struct ui *ui, struct box box, const struct page_header *header);
/* In large type and portrait the tools as a band at the foot of box, to stand above the bottom bar;
 * else nothing, 0. */
int page_tool_strip(const struct ui *ui, struct box box, const struct tool *tools, size_t n);

/* The accent's field under the header: an eyebrow, a title, a line, a badge. It reaches extra_px
 * further down, for cards that are drawn over it; the height returned includes that. */
enum hero_icon { HERO_BADGE, HERO_SEAL }; /* a rounded square, or a round one for results */
struct page_hero {
    const char *eyebrow, *title, *line, *icon;
    enum hero_icon icon_kind;
    int extra_px;
    int least_px; /* no lower than this, extra_px aside */
};
int page_hero(const struct ui *ui, struct box box, const struct page_hero *hero);

/* A plain page title with a line, a tag or chips at its right being drawn by the caller. */
int page_title(const struct ui *ui, struct box box, const char *title, const char *line);
/* A section's heading with a quiet hint beside it. */
int page_section(const struct ui *ui, struct box box, const char *title, const char *hint);

/* The yellow bar while there is no network; role alert. */
int page_offline(const struct ui *ui, struct box box, const char *bold, const char *line,
                 const char *right);

/* Step names, the current one 0 … n - 1; done ones get a check. Where it is too narrow for all of
 * them the current one stands there alone. */
int page_steps(const struct ui *ui, struct box box, const char *const *names, size_t n,
               size_t current);

/* Fixed at the window's foot: the small square that brings the content down, back and home (label
 * NULL: left out), then mains, which share what is left; the primary action comes last. */
struct page_bottom {
    struct button reach, back, home;
    const struct button *mains;
    size_t n_mains;
};
/* Draws at the foot of box and returns the height used; what is above is free for content. */
int page_bottom(const struct ui *ui, struct box box, const struct page_bottom *bottom);

/* Buttons to the screen before and after, with a line at the left that counts them. */
struct page_pager {
    const char *line;
    struct button up, down;
};
int page_pager(const struct ui *ui, struct box box, const struct page_pager *pager);

/* A list that scrolls: node and clip around what is drawn between begin and end. */
struct page_scroll {
    const char *id, *name;
    int offset_px, extent_px;
};
void page_scroll_begin(const struct ui *ui, struct box box, const struct page_scroll *scroll);
void page_scroll_end(const struct ui *ui);

/* Dims the window; ring_permille is what is left of the time. */
struct page_dialog {
    int ring_permille; /* below 0: no ring */
    const char *ring_icon;
    const char *title, *line;
    struct button go_on, end; /* go_on is 220 high; end may have label NULL */
};
void page_dialog(const struct ui *ui, const struct page_dialog *dialog);

#endif
