/* yizhan-gallery DIR [VARIANT…]: a PNG of every screen of the demo station, as
 * DIR/ORIENTATION-LANGUAGE-SIZE-THEME/SCREEN.png, drawn off screen. VARIANT is the start of the
 * names wanted, such as portrait-zh; without one all are drawn. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "kiosk/screen.h"
#include "screens/world.h"
#include "ui/render.h"

struct variant {
    enum orientation orientation;
    enum lang lang;
    enum type_scale type_scale;
    enum theme theme;
    enum reach reach;
};

static void variant_name(const struct variant *variant, char *out, size_t size)
{
    (void)snprintf(out, size, "%s-%s-%s-%s%s",
                   variant->orientation == PORTRAIT ? "portrait" : "landscape",
                   variant->lang == LANG_ZH ? "zh" : "en",
                   variant->type_scale == SCALE_NORMAL ? "normal" : "large",
                   variant->theme == THEME_LIGHT ? "light" : "contrast",
                   variant->reach == REACH_LOW ? "-low" : "");
}

/* A tour of the station: "tap WHAT", "type TEXT", "wait SECONDS", "scan" the last ticket, "printer
 * WORD", "offline", "online", "shot NAME". What is not on a variant's first page is passed over. */
static const char *const tour[] = {
    "shot home",
    "tap #visitor.rider",
    "shot home-rider",
    "tap #visitor.elder",
    "shot home-elder",
    "tap #visitor.family",
    "shot home-family",
    "tap #visitor.resident",
    "tap #home.search",
    "shot search",
    "type lf",
    "wait 1",
    "shot search-found",
    "type zz",
    "wait 1",
    "shot search-none",
    "tap #nav.home",
    "tap #menu.services",
    "shot services",
    "tap #item.haircut-home",
    "shot service",
    "tap #nav.end",
    "again",
    "tap #menu.book",
    "tap #day.1",
    "shot activities",
    "tap #by.kind",
    "shot activities-kind",
    "tap #by.day",
    "tap #day.1",
    "tap #session.rider-tea.2026-11-25",
    "tap #party.more",
    "shot session",
    "tap #session.book",
    "shot contact",
    "type 13800376021",
    "tap #field.agree",
    "shot contact-filled",
    "tap #contact.next",
    "shot review",
    "tap #submit",
    "shot result",
    "slip slip",
    "tap #nav.end",
    "again",
    "scan",
    "shot ticket",
    "tap #ticket.cancel",
    "shot ticket-sure",
    "tap #submit",
    "shot ticket-cancelled",
    "tap #nav.end",
    "again",
    "tap #menu.report",
    "shot requests",
    "tap #item.fire-risk",
    "shot request",
    "tap #item.go",
    "shot form-place-way",
    "tap #place.street",
    "shot form-place-road",
    "tap #place.wutong-road",
    "tap #place.station",
    "shot form-place",
    "tap #form.next",
    "shot form-choice",
    "tap #field.what.charging",
    "tap #form.next",
    "shot form-consent",
    "tap #field.agree",
    "tap #form.next",
    "type abc",
    "shot form-text",
    "tap #form.next",
    "tap #field.name",
    "shot name",
    "tap #key.陈",
    "tap #name.done",
    "tap #contact.none",
    "tap #contact.next",
    "shot review-request",
    "offline",
    "printer out",
    "tap #submit",
    "shot result-offline",
    "online",
    "printer unknown",
    "tap #print.again",
    "shot result-unknown",
    "printer ok",
    "tap #nav.call",
    "shot call",
    "tap #aid.large",
    "shot call-large",
    "tap #nav.end",
    "again",
    "tap #menu.request",
    "tap #kind.home",
    "tap #item.home-repair",
    "tap #item.go",
    "shot form-repair",
    "tap #nav.end",
    "again",
    "tap #menu.rooms",
    "shot rooms",
    "tap #item.meeting",
    "tap #day.1",
    "shot room",
    "tap #nav.end",
    "again",
    "tap #menu.policy",
    "shot page",
    "tap #nav.end",
    "again",
    "tap #menu.tickets",
    "shot tickets",
    "tap #tickets.number",
    "type 0010",
    "shot ticket-number",
    "wait 121",
    "shot idle",
    "wait 31",
    "shot attract",
    "enrolling",
    "shot enroll",
};

struct guide {
    struct world *world;
    struct render *render;
    const struct variant *variant;
    char dir[512];
    int shots;
    char qr[QR_TEXT_MAX + 1];
};

static void save(struct guide *guide, const struct draw_list *list, const char *name)
{
    char path[600];
    (void)snprintf(path, sizeof path, "%s/%s.png", guide->dir, name);
    guide->shots++;
    if (render_save_png(guide->render, list, path) != OK) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(1);
    }
}

static void save_slip(struct guide *guide, const char *name)
{
    struct arena arena = {0};
    struct slip_data data;
    struct draw_list list = {0};
    if (app_slip(&guide->world->app, &arena, &data)) {
        slip_layout(&data, SLIP_PAPER_58, render_measure(guide->render), &arena, &list);
        save(guide, &list, name);
    }
    arena_fini(&arena);
}

/* A new visitor who likes it this way. */
static void prepare(struct guide *guide)
{
    struct visit *visit = &guide->world->app.visit;
    visit->lang = guide->variant->lang;
    visit->type_scale = guide->variant->type_scale;
    visit->theme = guide->variant->theme;
    visit->reach = guide->variant->reach;
    app_restyle(&guide->world->app);
}

static void set_printer(struct world *world, const char *word)
{
    bool is_out = str_equal(word, "out"), is_unknown = str_equal(word, "unknown");
    world->prints = is_out       ? PRINTER_JOB_WAITING
                    : is_unknown ? PRINTER_JOB_UNCONFIRMED
                                 : PRINTER_JOB_CONFIRMED;
    enum printer_state state = is_out ? PRINTER_OUT : is_unknown ? PRINTER_UNKNOWN : PRINTER_OK;
    world_event(world, (struct event){.kind = EVENT_PRINTER, .printer = (int)state});
}

static void set_link(struct world *world, enum link_state state, bool is_enrolled)
{
    world_event(world, (struct event){.kind = EVENT_LINK,
                                      .link = {.state = state,
                                               .is_enrolled = is_enrolled,
                                               .has_content = true,
                                               .pending = state == LINK_OFFLINE ? 3 : 0}});
}

static void scan(struct guide *guide)
{
    world_type(guide->world, guide->qr, 3);
    world_event(guide->world, (struct event){.kind = EVENT_KEY, .key = EVENT_KEY_ENTER});
}

/* What is not on this page is looked for on the next ones. */
static void tap(struct world *world, const char *what)
{
    for (int page = 0; page < 20 && !world_tap(world, what); page++)
        if (!world_tap(world, "#nav.next"))
            return;
}

static void take_step(struct guide *guide, const char *step)
{
    struct world *world = guide->world;
    const char *space = strchr(step, ' ');
    const char *text = space ? space + 1 : "";
    int64_t seconds = 0;
    if (str_starts(step, "tap "))
        tap(world, text);
    else if (str_starts(step, "type "))
        world_type(world, text, 120);
    else if (str_starts(step, "wait ") && str_to_int(text, 0, 600, &seconds))
        world_wait(world, seconds * 1000);
    else if (str_starts(step, "printer "))
        set_printer(world, text);
    else if (str_starts(step, "shot "))
        save(guide, app_frame(&world->app), text);
    else if (str_starts(step, "slip "))
        save_slip(guide, text);
    else if (str_equal(step, "scan"))
        scan(guide);
    else if (str_equal(step, "again"))
        prepare(guide);
    else if (str_equal(step, "offline"))
        set_link(world, LINK_OFFLINE, true);
    else if (str_equal(step, "online"))
        set_link(world, LINK_NONE, true);
    else if (str_equal(step, "enrolling"))
        set_link(world, LINK_OFFLINE, false);
    const struct core_answer *answer = &world->app.deed.answer;
    if (world->app.deed.state == DEED_ANSWERED && answer->qr[0])
        memcpy(guide->qr, answer->qr, sizeof guide->qr);
}

static void make_dir(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return;
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    exit(1);
}

static void walk(struct render *render, const struct variant *variant, const char *dir,
                 const char *name)
{
    struct world *world = xalloc(sizeof *world);
    struct guide guide = {.world = world, .render = render, .variant = variant};
    bool is_upright = variant->orientation == PORTRAIT;
    (void)snprintf(guide.dir, sizeof guide.dir, "%s/%s", dir, name);
    make_dir(guide.dir);
    world_open(world, YIZHAN_CONTENT_DIR, render_measure(render), is_upright ? 1080 : 1920,
               is_upright ? 1920 : 1080);
    prepare(&guide);
    for (size_t i = 0; i < sizeof tour / sizeof tour[0]; i++)
        take_step(&guide, tour[i]);
    world_close(world);
    free(world);
    printf("%s: %d pictures\n", name, guide.shots);
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
static void walk_all(struct render *render, const char *dir, int n, char **wanted)
{
    char name[64];
    for (unsigned i = 0; i < 32; i++) {
        struct variant variant = {i & 16 ? LANDSCAPE : PORTRAIT, i & 8 ? LANG_EN : LANG_ZH,
                                  i & 4 ? SCALE_LARGE : SCALE_NORMAL,
                                  i & 2 ? THEME_CONTRAST : THEME_LIGHT,
                                  i & 1 ? REACH_LOW : REACH_NORMAL};
        bool has_low = variant.orientation == PORTRAIT && variant.theme == THEME_LIGHT;
        variant_name(&variant, name, sizeof name);
        if ((variant.reach == REACH_NORMAL || has_low) && is_wanted(name, n, wanted))
            walk(render, &variant, dir, name);
    }
}

int main(int argc, char **argv)
{
    struct render *render = NULL;
    struct render_options options = {.faces_path = YIZHAN_FACES, .icons_path = YIZHAN_ICONS};
    if (argc < 2) {
        fprintf(stderr, "usage: yizhan-gallery DIR [VARIANT…]\n");
        return 2;
    }
    make_dir(argv[1]);
    text_init();
    if (render_create(&options, &render) != OK)
        return 1;
    walk_all(render, argv[1], argc - 2, argv + 2);
    render_destroy(render);
    return 0;
}
