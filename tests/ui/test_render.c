/* Pixels, without any display: SDL's dummy driver and off-screen painting. */
#include <stdlib.h>
#include <unistd.h>

#include <SDL2/SDL.h>

#include "check.h"
#include "pages.h"
#include "ui/damage.h"
#include "ui/render.h"

enum { W = 400, H = 300 };

struct bench {
    struct render *render;
    struct arena arena;
    struct draw_list list;
    uint32_t *pixels;
};

static void bench_begin(struct bench *bench)
{
    arena_reset(&bench->arena);
    draw_list_begin(&bench->list, &bench->arena, W, H);
    draw_rect(&bench->list, bench->list.window, 0, 0xFF204060);
}

static uint32_t pixel(const struct bench *bench, int x, int y)
{
    return bench->pixels[y * W + x] & 0xFFFFFF;
}

static void bench_paint(struct bench *bench)
{
    memset(bench->pixels, 0x55, W * H * sizeof *bench->pixels);
    render_paint(bench->render, &bench->list, bench->pixels, W, H, W);
}

static void test_rects(struct bench *bench)
{
    bench_begin(bench);
    draw_frame(&bench->list, (struct box){50, 40, 200, 100}, 20, 0xFFFFFFFF, 0xFFFF0000, 5,
               EDGE_SOLID);
    draw_frame(&bench->list, (struct box){50, 160, 200, 40}, 0, 0, 0xFF00FF00, 4, EDGE_DASHED);
    draw_rect(&bench->list, (struct box){300, 40, 40, 40}, 20, 0xFF0000FF);
    draw_rect(&bench->list, (struct box){-10, 280, 30, 50}, 8, 0xFF00FFFF);
    bench_paint(bench);
    CHECK_INT(pixel(bench, 0, 0), 0x204060);
    CHECK_INT(pixel(bench, 50, 40), 0x204060);
    CHECK_INT(pixel(bench, 249, 139), 0x204060);
    CHECK_INT(pixel(bench, 150, 40), 0xFF0000);
    CHECK_INT(pixel(bench, 150, 44), 0xFF0000);
    CHECK_INT(pixel(bench, 150, 45), 0xFFFFFF);
    CHECK_INT(pixel(bench, 50, 90), 0xFF0000);
    CHECK_INT(pixel(bench, 55, 90), 0xFFFFFF);
    CHECK_INT(pixel(bench, 244, 90), 0xFFFFFF);
    CHECK_INT(pixel(bench, 245, 90), 0xFF0000);
    CHECK_INT(pixel(bench, 150, 139), 0xFF0000);
    CHECK_INT(pixel(bench, 58, 48), 0xFF0000);
    /* The ground does not shine through between border and fill: red and white are full of red. */
    for (int y = 40; y < 60; y++) {
        int x = 50;
        while (pixel(bench, x, y) >> 16 < 0xFE)
            x++;
        for (; x < 75; x++)
            CHECK(pixel(bench, x, y) >> 16 >= 0xFE);
    }
    CHECK_INT(pixel(bench, 65, 55), 0xFFFFFF);
    CHECK_INT(pixel(bench, 320, 60), 0x0000FF);
    CHECK_INT(pixel(bench, 301, 41), 0x204060);
    CHECK_INT(pixel(bench, 5, 299), 0x00FFFF);
    int on = 0, off = 0;
    for (int x = 60; x < 240; x++) {
        on += pixel(bench, x, 161) == 0x00FF00;
        off += pixel(bench, x, 161) == 0x204060;
    }
    CHECK(on > 80 && off > 50 && on + off == 180);
    CHECK_INT(pixel(bench, 150, 180), 0x204060);
}

static void test_ink(struct bench *bench)
{
    static const struct ink_point stroke[] = {{50, 50},   {90, 50},   {130, 50},  {170, 50},
                                              {210, 50},  {250, 50},  {290, 50},  {290, 90},
                                              {290, 130}, {290, 170}, {290, 210}, {250, 250}};
    bench_begin(bench);
    draw_ink(&bench->list, stroke, sizeof stroke / sizeof stroke[0], 16, 0xFF17211D);
    draw_ink(&bench->list, &(struct ink_point){100, 200}, 1, 16, 0xFFFF0000);
    bench_paint(bench);
    /* All along the way, as wide as the pen and no wider, round at both ends, whole at the seams of
     * its pieces. */
    for (int x = 44; x < 290; x++)
        CHECK_INT(pixel(bench, x, 50), 0x17211D);
    for (int y = 44; y < 210; y++)
        CHECK_INT(pixel(bench, 290, y), 0x17211D);
    CHECK_INT(pixel(bench, 270, 230), 0x17211D);
    CHECK_INT(pixel(bench, 150, 43), 0x17211D);
    CHECK_INT(pixel(bench, 150, 56), 0x17211D);
    CHECK_INT(pixel(bench, 150, 40), 0x204060);
    CHECK_INT(pixel(bench, 150, 60), 0x204060);
    CHECK_INT(pixel(bench, 40, 50), 0x204060);
    CHECK_INT(pixel(bench, 43, 43), 0x204060);
    CHECK_INT(pixel(bench, 100, 200), 0xFF0000);
    CHECK_INT(pixel(bench, 106, 200), 0xFF0000);
    CHECK_INT(pixel(bench, 110, 200), 0x204060);
    CHECK_INT(pixel(bench, 107, 207), 0x204060);
}

static void test_clip(struct bench *bench)
{
    bench_begin(bench);
    draw_clip_push(&bench->list, (struct box){100, 100, 50, 50});
    draw_rect(&bench->list, (struct box){90, 90, 100, 100}, 16, 0xFFFFFFFF);
    draw_text(&bench->list, (struct box){60, 100, 200, 60}, (struct font){FACE_BOLD, 48},
              0xFF000000, 0xFFFFFFFF, "国国国国", strlen("国国国国"));
    draw_clip_pop(&bench->list);
    bench_paint(bench);
    int dark = 0;
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            bool is_inside = box_contains((struct box){100, 100, 50, 50}, x, y);
            dark += is_inside && pixel(bench, x, y) == 0;
            CHECK(is_inside || pixel(bench, x, y) == 0x204060);
        }
    }
    CHECK(dark > 100);
}

/* Opaque text and text on an unknown ground look the same, and stand in the middle of the line. */
static void test_text(struct bench *bench)
{
    struct font font = {FACE_REGULAR, 40};
    struct box box = {20, 20, 300, 100};
    uint32_t *kept = malloc(W * H * sizeof *kept);
    const char *text = "驿站 Yg 12";
    for (int pass = 0; pass < 3; pass++) {
        bench_begin(bench);
        if (pass == 2) /* a heading's tight line does not cut the tails of letters */
            box = (struct box){20, 45, 300, 50};
        draw_text(&bench->list, box, font, 0xFFFFFFFF, pass == 0 ? 0xFF204060 : 0, text,
                  strlen(text));
        bench_paint(bench);
        if (pass == 0)
            memcpy(kept, bench->pixels, W * H * sizeof *kept);
        CHECK_MEM(bench->pixels, kept, W * H * sizeof *kept);
    }
    int top = H, bottom = 0, right = 0;
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (pixel(bench, x, y) != 0xFFFFFF)
                continue;
            top = y < top ? y : top;
            bottom = y;
            right = x > right ? x : right;
        }
    }
    CHECK(top > 45 && top < 60 && bottom > 85 && bottom < 100);
    const struct text_measure *measure = render_measure(bench->render);
    int width = measure->width_px(measure->ctx, font, text, strlen(text));
    CHECK(right > 20 + width - 12 && right <= 20 + width);
    CHECK_INT(measure->width_px(measure->ctx, font, "国国", 6), 80);
    free(kept);
}

/* How much ink a text leaves; its pixels stay in bench. */
static int ink_of(struct bench *bench, enum face face, const char *text)
{
    int ink = 0;
    bench_begin(bench);
    draw_text(&bench->list, (struct box){20, 20, 300, 100}, (struct font){face, 64}, 0xFFFFFFFF,
              0xFF204060, text, strlen(text));
    bench_paint(bench);
    for (int i = 0; i < W * H; i++)
        ink += bench->pixels[i] >> 16 != 0xFF20;
    return ink;
}

/* A rare character of a name is set in a fallback face, in its own width and between its
 * neighbours; bold is bolder though that face has one weight only. */
static void test_rare(struct bench *bench)
{
    const char *dragons = "\xF0\xAA\x9A\xA5" /* U+2A6A5 */, *name = "王\xF0\xA0\x84\x80雷";
    uint32_t *box = malloc(W * H * sizeof *box);
    const struct text_measure *measure = render_measure(bench->render);
    int nothing = ink_of(bench, FACE_REGULAR, "\xF4\x8F\xBF\xBD"); /* no face has U+10FFFD */
    memcpy(box, bench->pixels, W * H * sizeof *box);
    int regular = ink_of(bench, FACE_REGULAR, dragons);
    CHECK(nothing > 0 && regular > 600);
    CHECK(memcmp(box, bench->pixels, W * H * sizeof *box) != 0);
    CHECK(ink_of(bench, FACE_BOLD, dragons) > regular);
    CHECK_INT(measure->width_px(measure->ctx, (struct font){FACE_BOLD, 64}, name, strlen(name)),
              3 * 64);
    int both = ink_of(bench, FACE_REGULAR, "王雷");
    CHECK(ink_of(bench, FACE_REGULAR, name) > both + 50);
    uint32_t missing = 0;
    CHECK(render_has_glyphs(bench->render, name, &missing));
    free(box);
}

static void test_icons(struct bench *bench)
{
    bench_begin(bench);
    draw_icon(&bench->list, (struct box){10, 10, 96, 96}, "umbrella", 0xFFFF0000, 0xFF00FF00);
    draw_icon(&bench->list, (struct box){120, 10, 96, 96}, "umbrella", 0xFFFF0000, 0);
    draw_icon(&bench->list, (struct box){230, 10, 96, 96}, "mark-red", 0xFF000000, 0);
    draw_icon(&bench->list, (struct box){230, 150, 96, 96}, "no-such-icon", 0xFF000000, 0);
    bench_paint(bench);
    int fill[2] = {0}, line[2] = {0}, red = 0, black = 0;
    for (int y = 10; y < 106; y++) {
        for (int x = 10; x < 216; x++) {
            int which = x >= 120;
            fill[which] += pixel(bench, x, y) == 0x00FF00;
            line[which] += pixel(bench, x, y) == 0xFF0000;
            black += pixel(bench, x, y) == 0;
        }
        for (int x = 230; x < 326; x++)
            red += pixel(bench, x, y) == 0x99101A;
    }
    CHECK(fill[0] > 800 && fill[1] == 0);
    CHECK(line[0] > 300 && line[1] == line[0]);
    CHECK_INT(black, 0);
    CHECK(red > 3000);
    CHECK_INT(pixel(bench, 270, 190), 0x204060);
}

/* The three finder patterns stand where they belong, with the quiet zone around them. */
static void test_qr(struct bench *bench)
{
    bench_begin(bench);
    draw_qr(&bench->list, (struct box){20, 20, 264, 264},
            "HTTPS://YIZHAN.INVALID/T/1A27K3M9QX.ABCDEFGHJKMNPQRSTVWXYZ0123456789");
    bench_paint(bench);
    int left = 0, right = 0;
    for (int x = 20; x < 284; x++) {
        for (int y = 20; y < 284; y++) {
            if (pixel(bench, x, y) == 0 && left == 0)
                left = x;
            if (pixel(bench, x, y) == 0)
                right = x;
        }
    }
    int finder = 0; /* the width of a finder pattern is seven modules */
    while (pixel(bench, left + finder, left + 1) == 0)
        finder++;
    int module = finder / 7;
    CHECK(module >= 4 && module * 7 == finder);
    CHECK(left - 20 >= 4 * module && 283 - right >= 4 * module);
    for (int i = 0; i < 7; i++) {
        CHECK_INT(pixel(bench, left + i * module + 1, left + 1), 0);
        CHECK_INT(pixel(bench, right - i * module - 1, left + 1), 0);
        CHECK_INT(pixel(bench, left + 1, right - i * module - 1), 0);
    }
    CHECK_INT(pixel(bench, left + module + 1, left + module + 1), 0xFFFFFF);
}

static void test_shadow_and_dim(struct bench *bench)
{
    bench_begin(bench);
    draw_rect(&bench->list, bench->list.window, 0, 0xFFFFFFFF);
    draw_shadow(&bench->list, (struct box){100, 100, 100, 60}, 20, 6, 20, 0x8017211D);
    draw_rect(&bench->list, (struct box){100, 100, 100, 60}, 20, 0xFFFFFFFF);
    bench_paint(bench);
    CHECK_INT(pixel(bench, 150, 130), 0xFFFFFF);
    CHECK_INT(pixel(bench, 150, 60), 0xFFFFFF);
    CHECK_INT(pixel(bench, 150, 190), 0xFFFFFF);
    CHECK((pixel(bench, 150, 164) & 0xFF) < (pixel(bench, 150, 176) & 0xFF));
    CHECK((pixel(bench, 150, 164) & 0xFF) < 200);
    draw_dim(&bench->list, bench->list.window, 0x80000000);
    bench_paint(bench);
    CHECK_INT(pixel(bench, 150, 130) & 0xF0, 0x70);
}

static void test_ring(struct bench *bench)
{
    bench_begin(bench);
    draw_ring(&bench->list, (struct box){100, 50, 200, 200}, 20, 250, 0xFFFF0000, 0xFF00FF00);
    bench_paint(bench);
    CHECK_INT(pixel(bench, 265, 85), 0xFF0000);  /* upper right: done */
    CHECK_INT(pixel(bench, 135, 85), 0x00FF00);  /* upper left: rest */
    CHECK_INT(pixel(bench, 200, 240), 0x00FF00); /* bottom */
    CHECK_INT(pixel(bench, 200, 150), 0x204060); /* middle */
    CHECK_INT(pixel(bench, 102, 52), 0x204060);  /* corner */
}

static void test_glyphs(struct bench *bench)
{
    uint32_t missing = 0;
    CHECK(render_has_glyphs(bench->render, "驿站 Yizhan 12:30–14:00，（）《》“”…·℃①", &missing));
    CHECK_INT(missing, 0);
    CHECK(!render_has_glyphs(bench->render, "a\xF0\x9F\xA6\x84z", &missing));
    CHECK_INT(missing, 0x1F984);
}

/* Painting a page at once leaves out what is hidden; one command after the other it does not, and
 * gives the same pixels. */
static void test_hidden(struct bench *bench)
{
    size_t size = 1080 * 1920 * sizeof(uint32_t);
    uint32_t *at_once = malloc(size), *in_turn = malloc(size);
    struct arena arena = {0};
    for (size_t i = 0; i < n_pages; i++) {
        struct draw_list list;
        struct style style;
        const struct page *page = &pages[i];
        if (page->width_px != 1080)
            continue;
        style_init(&style, page->theme, page->audience, page->type_scale,
                   &(struct panel){.width_px = 1080, .height_px = 1920});
        draw_list_begin(&list, &arena, 1080, 1920);
        struct ui ui = {.list = &list,
                        .arena = &arena,
                        .style = &style,
                        .measure = render_measure(bench->render)};
        page->draw(&ui);
        memset(in_turn, 0x55, size);
        memset(at_once, 0x55, size);
        render_paint(bench->render, &list, at_once, 1080, 1920, 1080);
        for (size_t k = 0; k < list.n; k++) {
            struct draw_list one = list;
            one.cmds = &list.cmds[k];
            one.n = 1;
            render_paint(bench->render, &one, in_turn, 1080, 1920, 1080);
        }
        CHECK_MEM(at_once, in_turn, size);
        arena_reset(&arena);
    }
    arena_fini(&arena);
    free(at_once);
    free(in_turn);
}

/* The window holds, after any sequence of lists, what a fresh painting of the last one gives. */
static void test_window(struct bench *bench)
{
    SDL_Window *window = SDL_CreateWindow("test", 0, 0, 1080, 1920, 0);
    CHECK(window != NULL);
    uint32_t *fresh = malloc(1080 * 1920 * sizeof *fresh);
    struct arena arena = {0};
    uint32_t seed = 11;
    for (int round = 0; round < 60; round++) {
        seed = seed * 1103515245u + 12345u;
        const struct page *page = &pages[(seed >> 16) % n_pages];
        if (page->width_px != 1080)
            continue;
        struct draw_list list;
        struct style style;
        struct press press = {.id = "nav.home", .action = {.kind = 5}};
        style_init(&style, page->theme, page->audience, page->type_scale,
                   &(struct panel){1080, 1920, 0});
        draw_list_begin(&list, &arena, 1080, 1920);
        struct ui ui = {.list = &list,
                        .arena = &arena,
                        .style = &style,
                        .measure = render_measure(bench->render),
                        .pressed = seed >> 30 ? &press : NULL};
        page->draw(&ui);
        bool is_prepared = round % 3 == 0;
        enum status status = is_prepared ? render_prepare(bench->render, window, &list)
                                         : render_show(bench->render, window, &list);
        CHECK_INT(status, OK);
        SDL_Surface *surface = SDL_GetWindowSurface(window);
        render_paint(bench->render, &list, fresh, 1080, 1920, 1080);
        for (int y = 0; y < 1920; y++) {
            const char *row = (const char *)surface->pixels + y * surface->pitch;
            if (memcmp(row, fresh + y * 1080, 1080 * sizeof *fresh) != 0) {
                fprintf(stderr, "round %d (%s): row %d differs\n", round, page->name, y);
                CHECK(false);
                break;
            }
        }
        if (!is_prepared) {
            CHECK_INT(render_show(bench->render, window, &list), OK);
            CHECK_INT(render_stats(bench->render).rects, 0);
        }
        arena_reset(&arena);
    }
    render_expose(bench->render);
    struct draw_list empty;
    draw_list_begin(&empty, &arena, 1080, 1920);
    CHECK_INT(render_show(bench->render, window, &empty), OK);
    CHECK_INT(render_stats(bench->render).pixels, 1080 * 1920);
    arena_fini(&arena);
    free(fresh);
    SDL_DestroyWindow(window);
}

/* The cache keeps to its budget and still paints right. */
static void test_budget(const char *icons)
{
    struct bench bench = {.pixels = malloc(W * H * sizeof(uint32_t))};
    struct render_options options = {
        .faces_path = "fonts/faces", .icons_path = icons, .cache_bytes = 60000};
    CHECK_INT(render_create(&options, &bench.render), OK);
    for (int i = 0; i < 40; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d 号", i);
        bench_begin(&bench);
        draw_text(&bench.list, (struct box){10, 10, 300, 60}, (struct font){FACE_BOLD, 40},
                  0xFFFFFFFF, 0xFF204060, text, strlen(text));
        bench_paint(&bench);
        CHECK(render_stats(bench.render).cache_bytes <= 60000);
    }
    CHECK(render_stats(bench.render).cache_bytes > 10000);
    CHECK_INT(render_stats(bench.render).text_misses, 40);
    render_destroy(bench.render);
    arena_fini(&bench.arena);
    free(bench.pixels);
}

/* A face that is not installed is left out, and another stands for a main one; none is a failure.
 */
static void test_missing_faces(const char *icons)
{
    static const char regular[] =
        "regular 2 /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc\n";
    static const char bold[] = "bold 2 /usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc\n";
    static const char no_regular[] = "regular 0 /no/such/font.ttf\n";
    static const char no_bold[] = "bold 0 /no/such/font.ttf\n";
    static const char no_font[] = "bold 0 /dev/null\n";
    const char *lists[][3] = {{regular, bold, no_regular}, {no_regular, bold, ""},
                              {regular, no_bold, ""},      {regular, no_font, ""},
                              {no_regular, bold, regular}, {no_regular, no_font, ""}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        char path[] = "/tmp/yizhan-faces-XXXXXX";
        FILE *file = fdopen(mkstemp(path), "w");
        fprintf(file, "%s%s%s", lists[i][0], lists[i][1], lists[i][2]);
        fclose(file);
        struct bench bench = {.pixels = malloc(W * H * sizeof(uint32_t))};
        struct render_options options = {.faces_path = path, .icons_path = icons};
        CHECK_INT(render_create(&options, &bench.render), i < 5 ? OK : ERR_NOT_FOUND);
        if (i < 5) {
            uint32_t missing = 0;
            CHECK(ink_of(&bench, FACE_REGULAR, "驿站") > 1000);
            CHECK(ink_of(&bench, FACE_BOLD, "驿站") > 1000);
            CHECK(!render_has_glyphs(bench.render, "驿\xF0\xAA\x9A\xA5", &missing));
            CHECK_INT(missing, 0x2A6A5);
        }
        render_destroy(bench.render);
        arena_fini(&bench.arena);
        free(bench.pixels);
        unlink(path);
    }
}

/* A file that is not there, or is another: the words are painted, a mark stands for each icon. */
static void test_missing_icons(struct bench *bench)
{
    static const char *const paths[] = {"no/icons", "fonts/faces"};
    struct render *kept = bench->render;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct render_options options = {.faces_path = "fonts/faces", .icons_path = paths[i]};
        CHECK_INT(render_create(&options, &bench->render), OK);
        bench_begin(bench);
        draw_icon(&bench->list, (struct box){10, 10, 96, 96}, "umbrella", 0xFFFF0000, 0xFF00FF00);
        draw_icon(&bench->list, (struct box){120, 10, 96, 96}, "no-such-icon", 0, 0);
        bench_paint(bench);
        CHECK_INT(pixel(bench, 58, 58), 0xFF0000);
        CHECK_INT(pixel(bench, 12, 12), 0x204060);
        CHECK_INT(pixel(bench, 168, 58), 0x204060);
        render_destroy(bench->render);
    }
    bench->render = kept;
}

/* A picture with sides of its own goes where it is asked for, larger or smaller, and only there;
 * the ground shows through its sky. */
static void test_scene(struct bench *bench)
{
    static const int widths[] = {300, 216};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct box box = {20, 20, widths[i], widths[i] * 400 / 1080};
        bench_begin(bench);
        draw_clip_push(&bench->list, (struct box){0, 0, W, box.y + box.h - 2});
        draw_icon(&bench->list, box, "scene", 0, 0);
        draw_clip_pop(&bench->list);
        bench_paint(bench);
        CHECK_INT(pixel(bench, box.x + 2, box.y + 2), 0x204060);
        CHECK_INT(pixel(bench, box.x - 1, box.y + box.h - 4), 0x204060);
        CHECK_INT(pixel(bench, box.x + box.w, box.y + box.h - 4), 0x204060);
        CHECK_INT(pixel(bench, box.x + 2, box.y + box.h - 4), 0x0A4C3B);
        CHECK_INT(pixel(bench, box.x + 2, box.y + box.h - 2), 0x204060);
        CHECK_INT(pixel(bench, box.x + box.w * 550 / 1080, box.y + box.h * 250 / 400), 0x0B5945);
    }
}

static void test_refusals(const char *icons)
{
    struct render *render = NULL;
    struct render_options options = {.faces_path = "fonts/none", .icons_path = icons};
    CHECK_INT(render_create(&options, &render), ERR_NOT_FOUND);
    options = (struct render_options){.faces_path = "fonts/LICENCES.md", .icons_path = icons};
    CHECK_INT(render_create(&options, &render), ERR_PARSE);
    CHECK(render == NULL);
}

int main(void)
{
    const char *icons = getenv("YIZHAN_ICONS"); /* set by the build */
    if (icons == NULL)
        icons = "build/bin/icons.bin";
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    CHECK_INT(SDL_Init(SDL_INIT_VIDEO), 0);
    struct bench bench = {.pixels = malloc(W * H * sizeof(uint32_t))};
    struct render_options options = {.faces_path = "fonts/faces", .icons_path = icons};
    if (render_create(&options, &bench.render) != OK)
        return 1;
    test_rects(&bench);
    test_ink(&bench);
    test_clip(&bench);
    test_text(&bench);
    test_rare(&bench);
    test_icons(&bench);
    test_missing_icons(&bench);
    test_scene(&bench);
    test_qr(&bench);
    test_shadow_and_dim(&bench);
    test_ring(&bench);
    test_glyphs(&bench);
    test_hidden(&bench);
    test_window(&bench);
    render_destroy(bench.render);
    arena_fini(&bench.arena);
    free(bench.pixels);
    test_budget(icons);
    test_missing_faces(icons);
    test_refusals(icons);
    SDL_Quit();
    return check_done();
}
