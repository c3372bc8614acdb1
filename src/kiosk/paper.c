#include "kiosk/paper.h"

#include "slip/slip.h"

/* The roll in the station's printers, as content says. */
static enum slip_paper paper_of(const struct app *app)
{
    const struct catalogue *catalogue = app->setup.catalogue;
    const struct station *station =
        catalogue ? catalogue_find_station(catalogue, app->setup.station) : NULL;
    return station && station->paper_mm == 80 ? SLIP_PAPER_80 : SLIP_PAPER_58;
}

enum status paper_print(const struct app *app, struct render *render, struct printer *printer,
                        int64_t job)
{
    struct arena arena = {0};
    struct slip_data data;
    struct draw_list list = {0};
    struct buf bytes = {0};
    enum status status = ERR_NOT_FOUND;
    if (app_slip(app, &arena, &data)) {
        slip_layout(&data, paper_of(app), render_measure(render), &arena, &list);
        int w = list.window.w, h = list.window.h;
        uint32_t *pixels = arena_array(&arena, (size_t)w * (size_t)h, sizeof *pixels);
        render_paint(render, &list, pixels, w, h, w);
        slip_put_job(&bytes, &arena, pixels, w, w, h);
        status = printer_submit(printer, job, bytes.data, bytes.len, slip_print_ms(h));
    }
    buf_fini(&bytes);
    arena_fini(&arena);
    return status;
}
