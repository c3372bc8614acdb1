#include "pages.h"

#include "ui/card.h"
#include "ui/input.h"
#include "ui/page.h"

static const struct tool tools[] = {
    {.tap = {.id = "tool.lang", .action = {.kind = 1}}, .label = "English", .icon = "globe"},
    {.tap = {.id = "tool.size", .action = {.kind = 2}}, .label = "大字", .icon = "size"},
    {.tap = {.id = "nav.end", .action = {.kind = 3}},
     .label = "结束",
     .icon = "exit",
     .kind = TOOL_END}};

static int sample_header(const struct ui *ui)
{
    struct box top = {0, 0, ui->style->width_px, 0};
    page_background(ui);
    return page_header(ui, top,
                       &(struct page_header){.title = "朱寨社区驿站",
                                             .line = "11月24日 星期二  14:32",
                                             .tools = tools,
                                             .n_tools = 3});
}

/* Bottom bar and, in large type, the tools; what is left is *body. */
static void sample_bottom(const struct ui *ui, struct box *body, const char *label,
                          const char *icon, enum tap_state state)
{
    struct button main = {
        .tap = {.id = "submit", .action = {.kind = 9}, .state = state, .is_submit = true},
        .label = label,
        .icon = icon,
        .kind = BUTTON_FILLED};
    struct page_bottom bottom = {
        .back = {.tap = {.id = "nav.back", .action = {.kind = 4}}, .label = "返回", .icon = "back"},
        .home = {.tap = {.id = "nav.home", .action = {.kind = 5}}, .label = "首页", .icon = "home"},
        .mains = &main,
        .n_mains = 1};
    body->h -= page_bottom(ui, *body, &bottom);
    body->h -= page_tool_strip(ui, *body, tools, 3);
}

static struct box sample_body(const struct ui *ui, int top)
{
    return (struct box){0, top, ui->style->width_px, ui->style->height_px - top};
}

static int px(const struct ui *ui, int n)
{
    return style_px(ui->style, n);
}

static const struct row today[] = {{.tap = {.id = "session.1", .action = {.kind = 6, .arg = 1}},
                                    .lead = "15:00",
                                    .title = "手机课堂：学会视频挂号",
                                    .line = "一楼共享会议室",
                                    .tag = {.label = "还有 6 位", .tone = TONE_GOOD}},
                                   {.tap = {.id = "session.2", .action = {.kind = 6, .arg = 2}},
                                    .lead = "16:30",
                                    .title = "四点半课堂（一至三年级）",
                                    .line = "儿童之家",
                                    .tag = {.label = "还有 3 位", .tone = TONE_YELLOW}},
                                   {.tap = {.id = "session.3", .action = {.kind = 6, .arg = 3}},
                                    .lead = "19:00",
                                    .title = "豫剧排练，欢迎旁听",
                                    .line = "文艺网格排练厅",
                                    .tag = {.label = "不用预约", .tone = TONE_GREY}}};

static int today_card(const struct ui *ui, struct box box, size_t n)
{
    size_t mark = widget_card_begin(ui, box, CARD_RAISED);
    int y = box.y + px(ui, 12);
    struct box head = {box.x + px(ui, 28), y, box.w - 2 * px(ui, 28), px(ui, 72)};
    struct button all = {.tap = {.id = "today.all", .action = {.kind = 7}},
                         .label = "全部活动",
                         .icon = "next",
                         .kind = BUTTON_LINK,
                         .size = BUTTON_INLINE};
    struct box right = box_cut_right(&head, widget_button_width(ui, &all));
    widget_button(ui, right, &all);
    widget_text(ui, head,
                &(struct text_block){.utf8 = "今天在驿站",
                                     .type = TYPE_LEAD,
                                     .face = FACE_BOLD,
                                     .back = ui->style->surface});
    y += px(ui, 76);
    y += widget_rows(ui, (struct box){box.x, y, box.w, 0}, ROWS_BARE, today, n);
    widget_card_end(ui, mark, y);
    return y - box.y;
}

static struct tile sample_tile(int64_t i, const char *title, const char *line, const char *icon)
{
    return (struct tile){.tap = {.id = title, .action = {.kind = 8, .arg = i}},
                         .title = title,
                         .line = line,
                         .icon = icon,
                         .kind = i < 2 ? TILE_FILLED : TILE_PLAIN};
}

static void home_tiles(const struct ui *ui, struct box box)
{
    const struct tile tiles[] = {
        sample_tile(0, "预约活动", "今天 4 场，明天有医养大集", "calendar"),
        sample_tile(1, "找服务", "理发、代买、体检、助浴、代办", "hand"),
        sample_tile(2, "报修诉求", "路灯、下水、楼道", "wrench"),
        sample_tile(3, "共享空间", "会议室、舞蹈室", "room"),
        sample_tile(4, "借雨伞", "现有 12 把", "umbrella"),
        sample_tile(5, "微心愿", "许愿或认领", "heart"),
        sample_tile(6, "政策问答", "社保、医保、养老", "book"),
        sample_tile(7, "社区地图", "四个网格一张图", "map")};
    int gap = ui->style->gap_px;
    bool is_wide = ui->style->orientation == LANDSCAPE;
    int columns = is_wide ? 4 : ui->style->type_scale == SCALE_LARGE ? 2 : 3;
    if (columns == 3) {
        struct box first = box_cut_top(&box, (box.h - 2 * gap) * 36 / 100);
        for (int i = 0; i < 2; i++)
            widget_tile(ui, box_column(first, i, 2, gap), &tiles[i]);
        box_cut_top(&box, gap);
        for (int i = 0; i < 6; i++)
            widget_tile(ui, box_column(box_row(box, i / 3, 2, gap), i % 3, 3, gap), &tiles[i + 2]);
        return;
    }
    int rows = columns == 4 ? 2 : 3;
    for (int i = 0; i < columns * rows; i++)
        widget_tile(ui, box_column(box_row(box, i / columns, rows, gap), i % columns, columns, gap),
                    &tiles[i]);
}

static void home_audiences(const struct ui *ui, struct box box)
{
    static const struct {
        const char *label, *icon;
        enum audience audience;
    } who[] = {{"居民", "user", AUDIENCE_RESIDENT},
               {"长者", "elder", AUDIENCE_ELDER},
               {"带孩子", "child", AUDIENCE_FAMILY},
               {"骑手", "scooter", AUDIENCE_RIDER}};
    struct text_block label = {
        .utf8 = "我是", .type = TYPE_BODY, .face = FACE_BOLD, .back = ui->style->bg};
    widget_text(ui, box_cut_left(&box, px(ui, 84)), &label);
    for (int i = 0; i < 4; i++) {
        struct accent accent = style_accent(ui->style, who[i].audience);
        bool is_on = who[i].audience == ui->style->audience;
        struct button button = {.tap = {.id = who[i].label,
                                        .action = {.kind = 10, .arg = i},
                                        .state = is_on ? TAP_CHOSEN : TAP_NORMAL},
                                .label = who[i].label,
                                .icon = who[i].icon,
                                .size = BUTTON_INLINE,
                                .accent = &accent};
        widget_button(ui, box_column(box, i, 4, px(ui, 14)), &button);
    }
}

static void home_bottom(const struct ui *ui, struct box *body)
{
    const struct button mains[] = {{.tap = {.id = "menu.tickets", .action = {.kind = 12}},
                                    .label = "我的办理",
                                    .line = "扫小票或输查询码",
                                    .icon = "ticket",
                                    .kind = BUTTON_FILLED}};
    struct page_bottom bottom = {.back = {.tap = {.id = "menu.whistle", .action = {.kind = 11}},
                                          .label = "吹哨求助",
                                          .icon = "whistle",
                                          .kind = BUTTON_ALARM},
                                 .mains = mains,
                                 .n_mains = 1};
    body->h -= page_bottom(ui, *body, &bottom);
    body->h -= page_tool_strip(ui, *body, tools, 3);
}

void page_draw_home(const struct ui *ui)
{
    int margin = ui->style->margin_px;
    int top = sample_header(ui);
    struct box body = sample_body(ui, top);
    home_bottom(ui, &body);
    bool is_wide = ui->style->orientation == LANDSCAPE;
    size_t n = ui->style->type_scale == SCALE_LARGE ? 1 : 3;
    struct ui dry = widget_dry(ui);
    struct box field = body;
    if (is_wide)
        field.w = body.w * 344 / 1000;
    struct box card = {field.x + margin, 0, field.w - 2 * margin, 0};
    int card_h = today_card(&dry, card, n);
    struct page_hero hero = {.title = "下午好，今天想办什么事？", .extra_px = 0};
    int head = page_hero(&dry, field, &hero);
    hero.extra_px = is_wide ? body.h - head : card_h + px(ui, 28);
    int used = page_hero(ui, field, &hero);
    card.y = body.y + head - px(ui, 8);
    today_card(ui, card, n);
    if (is_wide)
        box_cut_left(&body, field.w);
    else
        box_cut_top(&body, used);
    struct box rest = box_inset(body, margin, px(ui, 24));
    if (ui->style->type_scale == SCALE_NORMAL) {
        home_audiences(ui, box_cut_bottom(&rest, px(ui, 96)));
        box_cut_bottom(&rest, ui->style->gap_px);
    }
    home_tiles(ui, rest);
}

void page_draw_list(const struct ui *ui)
{
    static const struct chip chips[] = {
        {.tap = {.id = "tab.all", .action = {.kind = 20}}, .label = "全部 33"},
        {.tap = {.id = "tab.elder", .action = {.kind = 21}, .state = TAP_CHOSEN},
         .label = "助老 9"},
        {.tap = {.id = "tab.home", .action = {.kind = 22}}, .label = "家政维修 6"},
        {.tap = {.id = "tab.health", .action = {.kind = 23}}, .label = "健康 7"},
        {.tap = {.id = "tab.law", .action = {.kind = 24}}, .label = "调解法律 4"},
        {.tap = {.id = "tab.child", .action = {.kind = 25}}, .label = "儿童 5"}};
    static const char *const titles[] = {"上门理发",     "代买生活用品", "代办政务服务",
                                         "血压血糖监测", "上门助浴",     "精神陪伴"};
    static const char *const icons[] = {"scissors", "bag", "doc", "pulse", "bath", "talk"};
    struct row rows[6];
    for (int i = 0; i < 6; i++)
        rows[i] = (struct row){.tap = {.id = icons[i], .action = {.kind = 26, .arg = i}},
                               .icon = icons[i],
                               .title = titles[i],
                               .line = "网格员陪同理发师上门，60 岁以上",
                               .tag = {.label = i == 4 ? "需先评估" : "明天可约",
                                       .tone = i == 4 ? TONE_YELLOW : TONE_GOOD},
                               .end = ROW_CHEVRON};
    struct box body = sample_body(ui, sample_header(ui));
    sample_bottom(ui, &body, "找不到？请工作人员帮忙", "phone", TAP_NORMAL);
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 28));
    box_cut_top(&inner, page_title(ui, inner, "找服务", NULL) + px(ui, 16));
    box_cut_top(&inner, widget_chips(ui, inner, chips, 6) + px(ui, 24));
    struct page_pager pager = {
        .line = "助老共 9 项，第 1 屏，共 2 屏",
        .up = {.tap = {.id = "page.up", .action = {.kind = 27}, .state = TAP_DISABLED},
               .label = "上一屏",
               .icon = "up"},
        .down = {
            .tap = {.id = "page.down", .action = {.kind = 28}}, .label = "下一屏", .icon = "down"}};
    page_pager(ui, box_cut_bottom(&inner, ui->style->inline_button_px), &pager);
    box_cut_bottom(&inner, px(ui, 20));
    page_scroll_begin(ui, inner,
                      &(struct page_scroll){.id = "items", .name = "助老", .extent_px = 2000});
    widget_rows(ui, (struct box){inner.x, inner.y, inner.w, 0}, ROWS_CARD, rows, 6);
    page_scroll_end(ui);
}

static struct choice sample_choice(const char *label, const char *line, enum choice_kind kind,
                                   enum tap_state state, const char *mark)
{
    return (struct choice){.tap = {.id = label, .action = {.kind = 30}, .state = state},
                           .kind = kind,
                           .label = label,
                           .line = line,
                           .mark = mark};
}

void page_draw_form(const struct ui *ui)
{
    static const char *const steps[] = {"选问题", "说地点", "留联系", "看一遍"};
    const struct choice grids[] = {
        sample_choice("1 银发网格", "1–6 号楼", CHOICE_RADIO, TAP_NORMAL, NULL),
        sample_choice("2 文艺网格", "7–12 号楼", CHOICE_RADIO, TAP_CHOSEN, NULL),
        sample_choice("3 新兴网格", "临街商铺", CHOICE_RADIO, TAP_NORMAL, NULL),
        sample_choice("4 童行网格", "13–18 号楼", CHOICE_RADIO, TAP_NORMAL, NULL),
        sample_choice("公共道路", "工业路沿线", CHOICE_RADIO, TAP_NORMAL, NULL),
        sample_choice("不知道", "网格员去找", CHOICE_RADIO, TAP_NORMAL, NULL)};
    const struct choice signs[] = {
        sample_choice("完全不亮", NULL, CHOICE_CHECK, TAP_CHOSEN, NULL),
        sample_choice("一闪一闪", NULL, CHOICE_CHECK, TAP_NORMAL, NULL),
        sample_choice("灯罩破了", NULL, CHOICE_CHECK, TAP_NORMAL, NULL),
        sample_choice("白天也亮着", NULL, CHOICE_CHECK, TAP_DISABLED, NULL)};
    const struct choice marks[] = {
        sample_choice("一般", "3 天内", CHOICE_MARK, TAP_NORMAL, "mark-blue"),
        sample_choice("着急", "24 小时内", CHOICE_MARK, TAP_CHOSEN, "mark-yellow"),
        sample_choice("有危险", "转到吹哨", CHOICE_MARK, TAP_NORMAL, "mark-red")};
    struct box body = sample_body(ui, sample_header(ui));
    box_cut_top(&body,
                page_offline(ui, body, "网络断了，照常能办", "已断 18 分钟", "3 件等待送出"));
    box_cut_top(&body, page_steps(ui, body, steps, 4, 1));
    sample_bottom(ui, &body, "下一步：留联系方式", NULL, TAP_NORMAL);
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 24));
    struct tag tag = {.label = "24 小时内处理", .icon = "clock", .tone = TONE_GREY};
    int title = page_title(ui, inner, "路灯在哪里坏了？", NULL);
    widget_tag(ui, (struct box){inner.x, inner.y, inner.w, title}, &tag);
    box_cut_top(&inner, title + px(ui, 20));
    box_cut_top(&inner, input_label(ui, inner, "哪个网格", "不清楚就选“不知道”"));
    box_cut_top(&inner, input_choices(ui, inner, grids, 6, 3) + px(ui, 20));
    struct input field = {.tap = {.id = "field.place", .action = {.kind = 31}},
                          .name = "具体位置",
                          .text = "9 号楼东侧小路，第二根灯杆",
                          .focus = FIELD_CURSOR};
    box_cut_top(&inner, input_label(ui, inner, "具体位置", "楼号、门口、灯杆编号都行"));
    inner.h = 0;
    box_cut_top(&inner, input_field(ui, inner, &field) + px(ui, 20));
    box_cut_top(&inner, input_label(ui, inner, "什么样的情况", "可以多选"));
    box_cut_top(&inner, input_choices(ui, inner, signs, 4, 2) + px(ui, 20));
    box_cut_top(&inner, input_label(ui, inner, "急不急", NULL));
    box_cut_top(&inner, input_choices(ui, inner, marks, 3, 3) + px(ui, 20));
}

void page_draw_contact(const struct ui *ui)
{
    static const char *const steps[] = {"选问题", "说地点", "留联系", "看一遍"};
    struct box body = sample_body(ui, sample_header(ui));
    box_cut_top(&body, page_steps(ui, body, steps, 4, 2));
    sample_bottom(ui, &body, "还差 4 位手机号", "phone", TAP_DISABLED);
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 24));
    struct keys keys = {.action_kind = 40, .clear = "清空", .del = "删除"};
    bool is_wide = ui->style->orientation == LANDSCAPE;
    struct box pad = is_wide ? box_column(inner, 1, 2, px(ui, 40)) : inner;
    if (is_wide)
        inner = box_column(inner, 0, 2, px(ui, 40));
    else
        pad = box_cut_bottom(&inner, 4 * ui->style->digit_px + 3 * px(ui, 14));
    input_digit_pad(ui, pad, &keys);
    box_cut_top(&inner, page_title(ui, inner, "办好了怎么告诉您？", NULL) + px(ui, 16));
    struct input phone = {.tap = {.id = "field.phone", .action = {.kind = 31}},
                          .name = "手机号",
                          .text = "138 0037",
                          .hint = "····",
                          .is_trailing_hint = true,
                          .is_bold = true,
                          .focus = FIELD_CURSOR};
    struct input other = {.tap = {.id = "field.name", .action = {.kind = 31}},
                          .name = "怎么称呼",
                          .text = "",
                          .hint = "点这里选姓",
                          .error = "请选一个姓"};
    struct box left = box_column(inner, 0, 2, px(ui, 20)), right = box_column(inner, 1, 2, 20);
    int label = input_label(ui, left, "怎么称呼", NULL);
    input_label(ui, right, "手机号", "还差 4 位");
    left.y += label;
    right.y += label;
    left.h = right.h = 0;
    input_field(ui, right, &phone);
    box_cut_top(&inner, label + input_field(ui, left, &other) + px(ui, 20));
    struct choice tick =
        sample_choice("我看懂了，同意这样使用", NULL, CHOICE_CHECK, TAP_CHOSEN, NULL);
    size_t mark = widget_card_begin(ui, inner, CARD_FLAT);
    struct box card = box_inset(inner, px(ui, 28), px(ui, 24));
    struct text_block text = {.utf8 = "谁能看到：接单的网格员和值班人员。\n保存多久：办结 90 "
                                      "天后自动删除。\n小票和二维码上没有您的姓名和电话。",
                              .type = TYPE_BODY,
                              .back = ui->style->surface};
    card.h = 0;
    box_cut_top(&card, widget_text(ui, card, &text) + px(ui, 16));
    box_cut_top(&card, input_tick(ui, card, &tick) + px(ui, 24));
    widget_card_end(ui, mark, card.y);
    struct button without = {.tap = {.id = "contact.none", .action = {.kind = 33}},
                             .label = "不留电话，只拿小票查进度",
                             .icon = "ticket"};
    widget_button(ui, (struct box){inner.x, card.y + px(ui, 20), inner.w, px(ui, 104)}, &without);
}

void page_draw_result(const struct ui *ui)
{
    struct box body = sample_body(ui, sample_header(ui));
    sample_bottom(ui, &body, "办完了，清屏", "exit", TAP_NORMAL);
    struct page_hero hero = {.title = "已经收到",
                             .line = "路灯报修，文艺网格 9 号楼东侧",
                             .icon = "check",
                             .icon_kind = HERO_SEAL};
    box_cut_top(&body, page_hero(ui, body, &hero));
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 24));
    struct figure due = {.label = "最晚办结时间",
                         .side = "还有 24 小时",
                         .value = "明天 14:40 前",
                         .type = TYPE_DISPLAY};
    inner.h = 0;
    box_cut_top(&inner, card_figure(ui, inner, &due) + px(ui, 20));
    inner.h = 0;
    struct qr_panel panel = {
        .payload = "HTTPS://YIZHAN.INVALID/T/1A27K3M9QX.0123456789ABCDEFGHJKMNPQRSTVWXYZ",
        .caption = "查询码",
        .number = "1A2-7K3M-9QX",
        .line = "手机扫左边的码，或在任何驿站输入查询码，都能看进度、补照片、确认结果。"};
    box_cut_top(&inner, widget_qr_panel(ui, inner, &panel) + px(ui, 20));
}

void page_draw_ticket(const struct ui *ui)
{
    static const struct moment moments[] = {
        {.when = "24日 14:40",
         .title = "您提交了报修",
         .line = "9 号楼东侧小路，第二根灯杆，完全不亮"},
        {.when = "14:52", .title = "网格员 李梅 接单", .line = "12 分钟内接单，当天去看了现场"},
        {.when = "16:05", .title = "转给路灯维护班", .line = "原因：要登高换线，社区没有登高车"},
        {.title = "等您确认", .line = "不点也可以，11月28日自动算办结", .state = MOMENT_OPEN}};
    struct box body = sample_body(ui, sample_header(ui));
    sample_bottom(ui, &body, "确认修好了", "check", TAP_BUSY);
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 24));
    box_cut_top(&inner, page_title(ui, inner, "路灯报修", "我的办理，1A2-7K3M-9QX") + px(ui, 20));
    box_cut_top(&inner, widget_timeline(ui, inner, moments, 4) + px(ui, 20));
    struct banner banner = {.tone = TONE_GOOD,
                            .icon = "clock",
                            .title = "比约定早 5 小时办完",
                            .line = "约定今天 14:40 前，用时 18 小时 57 分。"};
    inner.h = 0;
    box_cut_top(&inner, widget_banner(ui, inner, &banner) + px(ui, 20));
    struct button change = {.tap = {.id = "change", .action = {.kind = 50}},
                            .label = "改",
                            .icon = "pencil",
                            .size = BUTTON_INLINE};
    struct fact facts[] = {
        {.icon = "lamp", .label = "什么坏了", .value = "路灯，完全不亮", .button = &change},
        {.icon = "pin",
         .label = "在哪里",
         .value = "文艺网格 9 号楼东侧小路第二根灯杆，靠近社区广场的那一根",
         .button = &change}};
    inner.h = 0;
    widget_facts(ui, inner, FACTS_STACKED, facts, 2);
}

static int sample_days(const struct ui *ui, struct box box)
{
    static const char *const over[] = {"今天", "明天", "周四", "周五", "周六", "周日", "周一"};
    static const char *const number[] = {"24", "25", "26", "27", "28", "29", "30"};
    struct day_tab tabs[7];
    for (int i = 0; i < 7; i++)
        tabs[i] = (struct day_tab){.tap = {.id = number[i],
                                           .action = {.kind = 62, .arg = i},
                                           .state = i == 1 ? TAP_CHOSEN : TAP_NORMAL},
                                   .over = over[i],
                                   .number = number[i],
                                   .under = "4 场"};
    return widget_day_tabs(ui, box, tabs, 7);
}

static int sample_sessions(const struct ui *ui, struct box box)
{
    struct button book = {.tap = {.id = "book.1", .action = {.kind = 63}},
                          .label = "预约",
                          .kind = BUTTON_FILLED,
                          .size = BUTTON_INLINE};
    struct button wait = {
        .tap = {.id = "book.2", .action = {.kind = 63}}, .label = "排候补", .size = BUTTON_INLINE};
    struct row rows[] = {{.lead = "9:30",
                          .title = "乐享黏土时光",
                          .line = "儿童之家 · 4–8 岁，家长陪同",
                          .line2 = "还有 5 位，共 16 位",
                          .button = &book},
                         {.lead = "14:30",
                          .title = "法律咨询，一对一",
                          .line = "谈心室 · 请带合同或判决书",
                          .line2 = "已约满，候补 1 组",
                          .button = &wait}};
    return widget_rows(ui, box, ROWS_CARD, rows, 2);
}

void page_draw_session(const struct ui *ui)
{
    static const struct fact facts[] = {
        {.icon = "pin", .label = "地点", .value = "一楼共享会议室，出门右转第二间"},
        {.icon = "bag", .label = "请带", .value = "自己的手机、老花镜"},
        {.icon = "hand", .label = "费用", .value = "免费"}};
    struct box body = sample_body(ui, sample_header(ui));
    sample_bottom(ui, &body, "预约 2 个位子", "check", TAP_NORMAL);
    struct page_hero hero = {.eyebrow = "今天 15:00–16:30，还有 28 分钟开始",
                             .title = "手机课堂：学会视频挂号"};
    box_cut_top(&body, page_hero(ui, body, &hero));
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 24));
    inner.h = 0;
    box_cut_top(&inner, widget_facts(ui, inner, FACTS_BESIDE, facts, 3) + px(ui, 20));
    struct stepper stepper = {
        .less = {.id = "party.less", .action = {.kind = 60}, .state = TAP_DISABLED},
        .more = {.id = "party.more", .action = {.kind = 61}},
        .less_name = "少一个",
        .more_name = "多一个",
        .label = "几个人来？",
        .line = "一起来的算一组，位子不拆开，最多 4 位",
        .number = "2",
        .id = "party"};
    inner.h = 0;
    box_cut_top(&inner, input_stepper(ui, inner, &stepper) + px(ui, 20));
    inner.h = 0;
    box_cut_top(&inner, sample_days(ui, inner) + px(ui, 20));
    inner.h = 0;
    sample_sessions(ui, inner);
}

void page_draw_keyboard(const struct ui *ui)
{
    struct box body = sample_body(ui, sample_header(ui));
    sample_bottom(ui, &body, "查一查", "search", TAP_NORMAL);
    struct box inner = box_inset(body, ui->style->margin_px, px(ui, 24));
    box_cut_top(&inner,
                page_title(ui, inner, "输入查询码", "小票上的十位号码，大小写不分") + px(ui, 20));
    struct input field = {.tap = {.id = "field.number", .action = {.kind = 31}},
                          .name = "查询码",
                          .text = "1A2-7K3",
                          .focus = FIELD_CURSOR,
                          .icon = "ticket"};
    inner.h = 0;
    box_cut_top(&inner, input_field(ui, inner, &field) + px(ui, 24));
    static const char *const names[] = {"王", "李", "张", "刘", "陈", "杨",   "赵",
                                        "黄", "周", "吴", "徐", "孙", "欧阳", "其他"};
    struct word_key words[14];
    for (int i = 0; i < 14; i++)
        words[i] = (struct word_key){.tap = {.id = names[i],
                                             .action = {.kind = 70, .arg = i},
                                             .state = i == 1 ? TAP_CHOSEN : TAP_NORMAL},
                                     .label = names[i]};
    if (ui->style->orientation == PORTRAIT)
        box_cut_top(&inner, input_words(ui, inner, words, 14, 7) + px(ui, 24));
    struct keys keys = {.action_kind = 41,
                        .clear = "清空",
                        .del = "删除",
                        .done = "完成",
                        .space = "空格",
                        .is_done_enabled = true};
    inner.h = 0;
    input_keyboard(ui, inner, &keys, KEYS_UPPER);
}

void page_draw_idle(const struct ui *ui)
{
    page_draw_form(ui);
    struct page_dialog dialog = {
        .ring_permille = 800,
        .title = "您还在吗？",
        .line = "再过一会儿就清屏，填的内容不会留下。\n点“继续”，多久都可以。",
        .go_on = {.tap = {.id = "idle.continue", .action = {.kind = 80}}, .label = "继续"},
        .end = {.tap = {.id = "nav.end", .action = {.kind = 3}},
                .label = "结束，马上清屏",
                .icon = "exit"}};
    page_dialog(ui, &dialog);
}

const struct page pages[] = {
    {"components", page_draw_components, 1080, 1920, 0, 0, 0},
    {"home", page_draw_home, 1080, 1920, 0, 0, 0},
    {"home-large", page_draw_home, 1080, 1920, 0, AUDIENCE_ELDER, SCALE_LARGE},
    {"home-contrast", page_draw_home, 1080, 1920, THEME_CONTRAST, 0, 0},
    {"home-landscape", page_draw_home, 1920, 1080, 0, 0, 0},
    {"home-rider", page_draw_home, 1080, 1920, 0, AUDIENCE_RIDER, 0},
    {"home-small", page_draw_home, 540, 960, 0, 0, 0},
    {"list", page_draw_list, 1080, 1920, 0, 0, 0},
    {"list-large", page_draw_list, 1080, 1920, 0, 0, SCALE_LARGE},
    {"form", page_draw_form, 1080, 1920, 0, 0, 0},
    {"form-large", page_draw_form, 1080, 1920, 0, 0, SCALE_LARGE},
    {"contact", page_draw_contact, 1080, 1920, 0, 0, 0},
    {"contact-landscape", page_draw_contact, 1920, 1080, 0, 0, 0},
    {"result", page_draw_result, 1080, 1920, 0, 0, 0},
    {"result-large", page_draw_result, 1080, 1920, 0, 0, SCALE_LARGE},
    {"ticket", page_draw_ticket, 1080, 1920, 0, 0, 0},
    {"ticket-contrast", page_draw_ticket, 1080, 1920, THEME_CONTRAST, 0, 0},
    {"session", page_draw_session, 1080, 1920, 0, AUDIENCE_FAMILY, 0},
    {"session-large", page_draw_session, 1080, 1920, 0, AUDIENCE_ELDER, SCALE_LARGE},
    {"keyboard", page_draw_keyboard, 1080, 1920, 0, 0, 0},
    {"keyboard-landscape", page_draw_keyboard, 1920, 1080, 0, 0, 0},
    {"idle", page_draw_idle, 1080, 1920, 0, 0, 0},
    {"idle-landscape", page_draw_idle, 1920, 1080, 0, 0, 0},
};
const size_t n_pages = sizeof pages / sizeof pages[0];
