/* Sample screens made only of widgets, for looking at and for probing. */
#ifndef TESTS_UI_PAGES_H
#define TESTS_UI_PAGES_H

#include "ui/widget.h"

struct page {
    const char *name;
    void (*draw)(const struct ui *ui);
    int width_px, height_px;
    enum theme theme;
    enum audience audience;
    enum type_scale type_scale;
};

extern const struct page pages[];
extern const size_t n_pages;

void page_draw_components(const struct ui *ui);
void page_draw_home(const struct ui *ui);
void page_draw_list(const struct ui *ui);
void page_draw_form(const struct ui *ui);
void page_draw_contact(const struct ui *ui);
void page_draw_result(const struct ui *ui);
void page_draw_ticket(const struct ui *ui);
void page_draw_session(const struct ui *ui);
void page_draw_keyboard(const struct ui *ui);
void page_draw_idle(const struct ui *ui);

#endif
