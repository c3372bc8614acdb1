/* Writes each sample screen as a PNG, for looking at. Usage: draw_pages ICONS DIR [NAME] */
#include <stdio.h>
#include <string.h>

#include "pages.h"
#include "ui/render.h"

static int page_save(struct render *render, const struct page *page, const char *folder)
{
    struct arena arena = {0};
    struct draw_list list;
    struct style style;
    char path[1024];
    style_init(&style, page->theme, page->audience, page->type_scale,
               &(struct panel){page->width_px, page->height_px, 0});
    draw_list_begin(&list, &arena, page->width_px, page->height_px);
    struct ui ui = {
        .list = &list, .arena = &arena, .style = &style, .measure = render_measure(render)};
    page->draw(&ui);
    snprintf(path, sizeof path, "%s/%s.png", folder, page->name);
    enum status status = render_save_png(render, &list, path);
    arena_fini(&arena);
    return status == OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct render *render;
    int failed = 0;
    if (argc < 3)
        return 2;
    struct render_options options = {.faces_path = "fonts/faces", .icons_path = argv[1]};
    if (render_create(&options, &render) != OK)
        return 1;
    for (size_t i = 0; i < n_pages; i++) {
        if (argc < 4 || strcmp(argv[3], pages[i].name) == 0)
            failed += page_save(render, &pages[i], argv[2]);
    }
    render_destroy(render);
    return failed;
}
