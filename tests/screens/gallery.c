/* yizhan-gallery DIR [VARIANT…]: a PNG of every screen of the demo station, as
 * DIR/GLASS-LANGUAGE-SIZE-THEME/SCREEN.png, drawn off screen by playing tour.script. GLASS is
 * portrait, landscape or small, a wide one of 15.6 inches. VARIANT is the start of the names
 * wanted, such as portrait-zh; without one all are drawn. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "screens/player.h"
#include "ui/render.h"

struct gallery {
    struct render *render;
    const char *dir; /* of one variant */
    int shots;
};

static const char usage[] = "usage: yizhan-gallery DIR [VARIANT…]\n"
                            "  VARIANT  portrait-zh-normal-light …, or how its name begins\n";

static void look_name(const struct look *look, char *out, size_t size)
{
    static const char *const glasses[] = {
        [GLASS_UPRIGHT] = "portrait", [GLASS_WIDE] = "landscape", [GLASS_SMALL] = "small"};
    (void)snprintf(
        out, size, "%s-%s-%s-%s%s", glasses[look->glass], look->lang == LANG_ZH ? "zh" : "en",
        look->type_scale == SCALE_NORMAL ? "normal" : "large",
        look->theme == THEME_LIGHT ? "light" : "contrast", look->reach == REACH_LOW ? "-low" : "");
}

static void save(void *ctx, const struct draw_list *list, const char *name)
{
    struct gallery *gallery = ctx;
    char path[700];
    (void)snprintf(path, sizeof path, "%s/%s.png", gallery->dir, name);
    gallery->shots++;
    if (render_save_png(gallery->render, list, path) != OK) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(1);
    }
}

static void make_dir(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return;
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    exit(1);
}

static void tour(struct render *render, const struct look *look, const char *dir, const char *name)
{
    char path[600];
    struct world *world = xalloc(sizeof *world);
    struct gallery gallery = {.render = render, .dir = path};
    struct player player = {.world = world,
                            .path = YIZHAN_TOUR,
                            .look = *look,
                            .shot = save,
                            .shot_ctx = &gallery,
                            .measure = render_measure(render)};
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    make_dir(path);
    player_run(&player, YIZHAN_CONTENT_DIR);
    buf_fini(&player.out);
    free(world);
    printf("%s: %d pictures\n", name, gallery.shots);
    (void)fflush(stdout);
}

static bool is_wanted(const char *name, int n, char **wanted)
{
    for (int i = 0; i < n; i++)
        if (str_starts(name, wanted[i]))
            return true;
    return n == 0;
}

/* Each bit is one choice; content that is low only where it can be. */
static void tour_all(struct render *render, const char *dir, int n, char **wanted)
{
    char name[64];
    for (unsigned i = 0; i < 48; i++) {
        struct look look = {(enum glass)(i / 16), i & 8 ? LANG_EN : LANG_ZH,
                            i & 4 ? SCALE_LARGE : SCALE_NORMAL,
                            i & 2 ? THEME_CONTRAST : THEME_LIGHT, i & 1 ? REACH_LOW : REACH_NORMAL};
        bool has_low = look.glass == GLASS_UPRIGHT && look.theme == THEME_LIGHT;
        look_name(&look, name, sizeof name);
        if ((look.reach == REACH_NORMAL || has_low) && is_wanted(name, n, wanted))
            tour(render, &look, dir, name);
    }
}

int main(int argc, char **argv)
{
    struct render *render = NULL;
    struct render_options options = {.faces_path = YIZHAN_FACES, .icons_path = YIZHAN_ICONS};
    if (argc == 2 && str_equal(argv[1], "--help")) {
        printf("%s", usage);
        return 0;
    }
    if (argc < 2 || argv[1][0] == '-') {
        fprintf(stderr, "%s", usage);
        return 2;
    }
    make_dir(argv[1]);
    text_init();
    if (render_create(&options, &render) != OK)
        return 1;
    tour_all(render, argv[1], argc - 2, argv + 2);
    render_destroy(render);
    return 0;
}
