#include "pages.h"

#include "ui/card.h"
#include "ui/input.h"
#include "ui/page.h"

/* The six columns: plain, pressed, focused, disabled, busy, error. */
enum { N_STATES = 6 };
static const enum tap_state states[N_STATES] = {TAP_NORMAL,   TAP_NORMAL, TAP_NORMAL,
                                                TAP_DISABLED, TAP_BUSY,   TAP_ERROR};
static const char *const ids[N_STATES] = {"plain", "pressed", "focused", "off", "busy", "error"};

static int px(const struct ui *ui, int n)
{
    return style_px(ui->style, n);
}

static struct tap sample_tap(int kind, int column)
{
    return (struct tap){.id = ids[column], .action = {.kind = kind}, .state = states[column]};
}

/* Row by row; the ui of a cell says that its control is pressed or focused. */
static void state_row(const struct ui *ui, struct box row, int kind)
{
    struct press press = {.id = "pressed", .action = {.kind = kind}};
    for (int i = 0; i < N_STATES; i++) {
        struct ui cell = *ui;
        cell.pressed = &press;
        cell.focused_id = "focused";
        struct box box = box_column(row, i, N_STATES, px(ui, 16));
        struct tap tap = sample_tap(kind, i);
        if (kind <= 2)
            widget_button(&cell, box,
                          &(struct button){.tap = tap,
                                           .label = i == 3   ? "约满"
                                                    : i == 5 ? "重试"
                                                             : "预约",
                                           .icon = i == 5 ? "redo" : NULL,
                                           .size = BUTTON_INLINE,
                                           .kind = kind == 1 ? BUTTON_FILLED : BUTTON_OUTLINE});
        else if (kind == 3)
            widget_tile(&cell, box,
                        &(struct tile){.tap = tap,
                                       .title = "借伞",
                                       .line = "12 把",
                                       .icon = i == 5 ? "alert" : "umbrella"});
        else if (kind == 4)
            input_field(&cell, box,
                        &(struct input){.tap = tap,
                                        .name = "楼号",
                                        .text = i > 0 ? "9 号" : "",
                                        .hint = "楼号",
                                        .focus = i == 1 ? FIELD_CURSOR : FIELD_REST});
        else
            input_choices(&cell, box,
                          &(struct choice){.tap = tap,
                                           .kind = i % 2 ? CHOICE_CHECK : CHOICE_RADIO,
                                           .label = "一般"},
                          1, 1);
    }
}

static void banners(const struct ui *ui, struct box *inner)
{
    static const struct banner samples[] = {
        {.tone = TONE_BLUE, .icon = "info", .title = "提示：请带医保卡"},
        {.tone = TONE_GOOD, .icon = "check", .title = "成功：已经收到"},
        {.tone = TONE_YELLOW, .icon = "wifioff", .title = "留意：没网，先存本机"},
        {.tone = TONE_RED, .icon = "alert", .title = "出错：号码少一位"}};
    for (int i = 0; i < 4; i += 2) {
        struct box row = box_cut_top(inner, px(ui, 84));
        widget_banner(ui, box_column(row, 0, 2, px(ui, 16)), &samples[i]);
        widget_banner(ui, box_column(row, 1, 2, px(ui, 16)), &samples[i + 1]);
        box_cut_top(inner, px(ui, 16));
    }
}

void page_draw_components(const struct ui *ui)
{
    static const int heights[] = {84, 84, 190, 104, 104};
    page_background(ui);
    struct box inner = {px(ui, 40), px(ui, 36), ui->style->width_px - px(ui, 80),
                        ui->style->height_px - px(ui, 72)};
    box_cut_top(&inner, page_title(ui, inner, "组件与状态", "状态从不只靠颜色") + px(ui, 24));
    for (int kind = 1; kind <= 5; kind++) {
        state_row(ui, box_cut_top(&inner, px(ui, heights[kind - 1])), kind);
        box_cut_top(&inner, px(ui, 28));
    }
    static const struct chip chips[] = {
        {.tap = {.id = "a", .action = {.kind = 1}}, .label = "健康 7"},
        {.tap = {.id = "b", .action = {.kind = 1}, .state = TAP_DISABLED}, .label = "健康 0"},
        {.tap = {.id = "c", .action = {.kind = 1}, .state = TAP_CHOSEN},
         .label = "健康",
         .icon = "check"}};
    box_cut_top(&inner, widget_chips(ui, inner, chips, 3) + px(ui, 20));
    banners(ui, &inner);
    static const struct row marks[] = {
        {.mark = "mark-red", .title = "红，要紧", .tag = {.label = "超时", .tone = TONE_RED}},
        {.mark = "mark-yellow",
         .title = "黄，留意",
         .tag = {.label = "待接单", .tone = TONE_YELLOW}},
        {.mark = "mark-blue", .title = "蓝，平稳", .tag = {.label = "办理中", .tone = TONE_BLUE}}};
    inner.h = 0;
    box_cut_top(&inner, widget_rows(ui, inner, ROWS_CARD, marks, 3) + px(ui, 20));
    struct button alarm = {.tap = {.id = "alarm", .action = {.kind = 3}},
                           .label = "吹哨求助",
                           .icon = "whistle",
                           .kind = BUTTON_ALARM};
    struct button two = {.tap = {.id = "two", .action = {.kind = 3}},
                         .label = "不留电话，只拿小票查进度",
                         .icon = "ticket"};
    struct box row = {inner.x, inner.y, inner.w, px(ui, 120)};
    widget_button(ui, box_column(row, 0, 2, px(ui, 20)), &alarm);
    widget_button(ui, box_column(row, 1, 2, px(ui, 20)), &two);
    box_cut_top(&inner, row.h + px(ui, 20));
    struct strip strip = {.tap = {.id = "strip", .action = {.kind = 3}},
                          .icon = "bell",
                          .title = "明天 9:00 医养大集",
                          .right = "2 条公告"};
    box_cut_top(&inner, card_strip(ui, inner, &strip) + px(ui, 20));
    struct cell cells[] = {
        {.tap = {.id = "cell.bolt", .action = {.kind = 3}}, .icon = "bolt", .label = "充电口"},
        {.tap = {.id = "cell.cup", .action = {.kind = 3}}, .icon = "cup", .label = "饮水"},
        {.tap = {.id = "cell.sofa", .action = {.kind = 3}}, .icon = "sofa", .label = "休息座"},
        {.tap = {.id = "cell.warm", .action = {.kind = 3}}, .icon = "warm", .label = "暖气"}};
    card_cells(ui, inner, cells, sizeof cells / sizeof cells[0], 4);
}
