/* All sample screens in all styles, without fonts: what holds for every screen. */
#include "check.h"
#include "measure.h"
#include "pages.h"
#include "ui/page.h"

static void page_run(const struct page *page, struct arena *arena, struct draw_list *list,
                     struct style *style, const struct press *pressed)
{
    static const struct text_measure measure = {.width_px = measure_em};
    style_init(style, page->theme, page->audience, page->type_scale,
               &(struct panel){page->width_px, page->height_px, 0});
    draw_list_begin(list, arena, page->width_px, page->height_px);
    struct ui ui = {
        .list = list, .arena = arena, .style = style, .measure = &measure, .pressed = pressed};
    page->draw(&ui);
    CHECK_INT(list->n_clips, 1);
}

/* Touchable things have a name and are large enough: 65 px of the 1080 panel. */
static void page_check_targets(const struct page *page, struct arena *arena)
{
    struct draw_list list;
    struct style style;
    page_run(page, arena, &list, &style, NULL);
    int least = style_px(&style, 65);
    int n = 0;
    for (const struct draw_cmd *cmd = draw_next_node(&list, NULL); cmd != NULL;
         cmd = draw_next_node(&list, cmd)) {
        bool is_whole = memcmp(&cmd->box, &cmd->seen, sizeof cmd->box) == 0;
        if (cmd->node.action.kind == 0 || !is_whole)
            continue;
        n++;
        if (cmd->box.w < least || cmd->box.h < least)
            fprintf(stderr, "%s: %s is %d×%d\n", page->name, cmd->node.name, cmd->box.w,
                    cmd->box.h);
        CHECK(cmd->box.w >= least && cmd->box.h >= least);
        CHECK(cmd->node.name[0] != '\0' || cmd->node.role == ROLE_INPUT);
    }
    CHECK(n > 0);
}

/* The same state gives the same list; a pressed control differs near itself only. */
static void page_check_press(const struct page *page, struct arena *arena)
{
    struct draw_list first, second, pressed;
    struct style style;
    page_run(page, arena, &first, &style, NULL);
    page_run(page, arena, &second, &style, NULL);
    CHECK(draw_list_equal(&first, &second));
    for (const struct draw_cmd *cmd = draw_next_node(&first, NULL); cmd != NULL;
         cmd = draw_next_node(&first, cmd)) {
        if (cmd->node.action.kind == 0 || cmd->node.enabled == NODE_DISABLED)
            continue;
        struct press press = {.id = cmd->node.id, .action = cmd->node.action};
        page_run(page, arena, &pressed, &style, &press);
        if (draw_list_equal(&first, &pressed) && strcmp(page->name, "components") != 0)
            fprintf(stderr, "%s: %s does not look pressed\n", page->name, cmd->node.name);
        CHECK(!draw_list_equal(&first, &pressed) || strcmp(page->name, "components") == 0);
        CHECK_INT(pressed.n >= first.n, 1);
        break;
    }
}

/* Running for the height alone gives the height that drawing uses, and draws nothing. */
static void test_dry(struct arena *arena)
{
    static const struct text_measure measure = {.width_px = measure_em};
    static const struct row rows[] = {
        {.lead = "9:00", .title = "一行题目", .line = "第二行字", .tag = {.label = "还有 6 位"}},
        {.icon = "bag",
         .title = "很长很长的一行题目要分成两行才放得下的样子请看一看",
         .line = "x"}};
    static const struct fact facts[] = {{.icon = "pin", .label = "地点", .value = "一楼"}};
    static const struct moment moments[] = {{.when = "14:40", .title = "收到", .line = "说明"}};
    static const struct chip chips[] = {{.label = "全部"}, {.label = "助老"}};
    struct qr_panel panel = {.payload = "X", .caption = "号", .number = "1A2-7K3M-9QX"};
    struct draw_list list;
    struct style style;
    style_init(&style, THEME_LIGHT, AUDIENCE_RESIDENT, SCALE_LARGE, &(struct panel){1080, 1920, 0});
    draw_list_begin(&list, arena, 1080, 1920);
    struct ui ui = {.arena = arena, .style = &style, .measure = &measure};
    struct ui wet = ui;
    wet.list = &list;
    struct box box = {40, 100, 700, 0};
    CHECK_INT(widget_rows(&ui, box, ROWS_CARD, rows, 2),
              widget_rows(&wet, box, ROWS_CARD, rows, 2));
    CHECK_INT(widget_facts(&ui, box, FACTS_BESIDE, facts, 1),
              widget_facts(&wet, box, FACTS_BESIDE, facts, 1));
    CHECK_INT(widget_timeline(&ui, box, moments, 1), widget_timeline(&wet, box, moments, 1));
    CHECK_INT(widget_chips(&ui, box, chips, 2), widget_chips(&wet, box, chips, 2));
    CHECK_INT(widget_qr_panel(&ui, box, &panel), widget_qr_panel(&wet, box, &panel));
    struct page_hero hero = {.title = "题目", .line = "一行", .icon = "bag"};
    CHECK_INT(page_hero(&ui, box, &hero), page_hero(&wet, box, &hero));
    CHECK(list.n > 20);
}

/* A tag that is wider than its row becomes a line of words, which wraps inside it. */
static void test_narrow_row(struct arena *arena)
{
    static const struct text_measure measure = {.width_px = measure_em};
    static const struct row row = {.lead = "9:00",
                                   .title = "摄影课",
                                   .line = "一楼教室",
                                   .tag = {.label = "满了，可以排队等位子"},
                                   .end = ROW_CHEVRON};
    static const int widths_px[] = {1000, 700, 500, 400, 300};
    struct style style;
    style_init(&style, THEME_LIGHT, AUDIENCE_RESIDENT, SCALE_LARGE, &(struct panel){1080, 1920, 0});
    for (size_t i = 0; i < sizeof widths_px / sizeof widths_px[0]; i++) {
        struct draw_list list;
        draw_list_begin(&list, arena, 1080, 1920);
        struct ui ui = {.list = &list, .arena = arena, .style = &style, .measure = &measure};
        struct box box = {40, 100, widths_px[i], 0};
        box.h = widget_rows(&ui, box, ROWS_BARE, &row, 1);
        for (size_t k = 0; k < list.n; k++) {
            CHECK(list.cmds[k].seen.x >= box.x);
            CHECK(list.cmds[k].seen.x + list.cmds[k].seen.w <= box.x + box.w);
            CHECK(list.cmds[k].seen.y + list.cmds[k].seen.h <= box.y + box.h);
        }
    }
}

/* A card reaches from where it began to where it ended. */
static void test_card(struct arena *arena)
{
    struct draw_list list;
    struct style style;
    style_init(&style, THEME_LIGHT, AUDIENCE_RESIDENT, SCALE_NORMAL,
               &(struct panel){1080, 1920, 0});
    draw_list_begin(&list, arena, 1080, 1920);
    struct ui ui = {.list = &list, .arena = arena, .style = &style};
    size_t mark = widget_card_begin(&ui, (struct box){40, 100, 1000, 0}, CARD_RAISED);
    draw_rect(&list, (struct box){60, 120, 10, 10}, 0, 0xFF000000);
    widget_card_end(&ui, mark, 400);
    CHECK_INT(list.n, 3);
    CHECK_INT(list.cmds[1].seen.h, 300);
    CHECK_INT(list.cmds[1].rect.border_px, 0);
}

static void test_style(void)
{
    struct style full, half, wide;
    style_init(&full, THEME_LIGHT, AUDIENCE_RIDER, SCALE_NORMAL, &(struct panel){1080, 1920, 0});
    style_init(&half, THEME_LIGHT, AUDIENCE_RIDER, SCALE_LARGE, &(struct panel){540, 960, 0});
    style_init(&wide, THEME_CONTRAST, AUDIENCE_RIDER, SCALE_NORMAL, &(struct panel){1920, 1080, 0});
    CHECK_INT(full.header_px, 136);
    CHECK_INT(wide.header_px, 120);
    CHECK_INT(half.header_px, 68);
    CHECK_INT(full.type[TYPE_BODY].px, 32);
    CHECK_INT(full.type[TYPE_BODY].line_px, 45);
    CHECK_INT(half.type[TYPE_BODY].px, 22);
    CHECK_INT(style_type_px(&full, TYPE_TILE, 52), 52);
    CHECK_INT(style_type_px(&half, TYPE_TILE, 44), 31);
    CHECK_INT(full.accent.fill, 0xFFFFB31A);
    CHECK_INT(wide.accent.fill, 0xFFFFE000);
    CHECK_INT(wide.bg, 0xFF000000);
    CHECK_INT(style_px(&half, 1), 1);
    CHECK_INT(style_px(&full, 0), 0);
    CHECK_INT(colour_mix(0xFFFFFFFF, 0xFF000000, 500), 0xFF7F7F7F);
}

static double channel_light(colour c, int shift)
{
    double share = (c >> shift & 0xFF) / 255.0;
    /* The square is near enough to the sRGB curve for a limit that is kept with room. */
    return share * share * (0.4 + 0.6 * share);
}

static double contrast(colour a, colour b)
{
    double x = 0.2126 * channel_light(a, 16) + 0.7152 * channel_light(a, 8) +
               0.0722 * channel_light(a, 0) + 0.05;
    double y = 0.2126 * channel_light(b, 16) + 0.7152 * channel_light(b, 8) +
               0.0722 * channel_light(b, 0) + 0.05;
    return x > y ? x / y : y / x;
}

static void test_contrast(void)
{
    for (int theme = 0; theme <= THEME_CONTRAST; theme++) {
        for (int audience = 0; audience <= AUDIENCE_ALARM; audience++) {
            struct style st;
            style_init(&st, (enum theme)theme, (enum audience)audience, SCALE_NORMAL,
                       &(struct panel){1080, 1920, 0});
            CHECK(contrast(st.ink, st.bg) > 6.8 && contrast(st.ink2, st.sunk) > 6.8);
            CHECK(contrast(st.accent.deep, st.surface) > 6.8);
            CHECK(contrast(st.accent.deep, st.accent.tint) > 6.8);
            CHECK(contrast(st.accent.on_fill, st.accent.fill) > 6.8);
            CHECK(contrast(st.accent.on_head, st.accent.head) > 6.8);
            CHECK(contrast(st.line, st.surface) > 3 && contrast(st.tile_line, st.bg) > 3);
            CHECK(contrast(st.on_alarm, st.alarm) > 6.8);
            CHECK(contrast(st.on_offline, st.offline) > 6.8);
            CHECK(contrast(st.red.ink, st.red.tint) > 6.8);
            CHECK(contrast(st.yellow.ink, st.yellow.tint) > 6.8);
            CHECK(contrast(st.blue.ink, st.blue.tint) > 6.8);
        }
    }
}

int main(void)
{
    struct arena arena = {0};
    text_init();
    for (size_t i = 0; i < n_pages; i++) {
        page_check_targets(&pages[i], &arena);
        page_check_press(&pages[i], &arena);
        arena_reset(&arena);
    }
    test_dry(&arena);
    test_narrow_row(&arena);
    test_card(&arena);
    test_style();
    test_contrast();
    arena_fini(&arena);
    return check_done();
}
