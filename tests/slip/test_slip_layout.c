/* What stands where on a slip, without fonts: every wide character is 1 em, any other 0.6 em. */
#include "slip/slip.h"

#include "check.h"

#include "base/utf8.h"

#include "sample_slips.h"

static int measure_width(void *ctx, struct font font, const char *utf8, size_t len)
{
    int tenths = 0;
    (void)ctx;
    for (size_t at = 0, bytes = 0; at < len; at += bytes)
        tenths += utf8_next(utf8 + at, len - at, &bytes) > 0x2000 ? 10 : 6;
    return font.px * tenths / 10;
}

static const struct text_measure measure = {NULL, measure_width};

static const struct draw_cmd *find(const struct draw_list *list, const char *id)
{
    const struct draw_cmd *found = draw_find_id(list, id);
    if (found == NULL)
        fprintf(stderr, "no node %s\n", id);
    CHECK(found != NULL);
    return found;
}

/* The smallest type inside the node. */
static int type_px(const struct draw_list *list, const char *id)
{
    const struct draw_cmd *node = find(list, id);
    int px = 1000;
    for (size_t i = 0; node != NULL && i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DRAW_TEXT && cmd->box.y >= node->box.y &&
            cmd->box.y < node->box.y + node->box.h && cmd->box.x >= node->box.x &&
            cmd->box.x < node->box.x + node->box.w && cmd->text.font.px < px)
            px = cmd->text.font.px;
    }
    return px;
}

static bool is_inside(struct box inner, struct box outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

/* Holds for every slip: only black and white, nothing off the paper or in its margin, nothing
 * under 3 mm, no two lines on each other, nothing cut. */
static void check_paper(const struct draw_list *list, enum slip_paper paper)
{
    struct box paper_box = {0, 0, slip_width_px(paper), list->window.h};

    CHECK_INT(list->window.w, slip_width_px(paper));
    CHECK(list->window.h <= SLIP_HEIGHT_MAX_PX);
    for (size_t i = 0; i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        CHECK(is_inside(cmd->box, paper_box));
        if (cmd->kind == DRAW_RECT)
            CHECK(cmd->rect.fill == 0xFF000000 || cmd->rect.fill == 0xFFFFFFFF);
        if (cmd->kind != DRAW_TEXT)
            continue;
        CHECK(cmd->text.font.px >= 24);
        CHECK(cmd->text.ink == 0xFF000000 || cmd->text.ink == 0xFFFFFFFF);
        CHECK(cmd->text.ink != cmd->text.back);
        for (size_t k = i + 1; k < list->n; k++)
            if (list->cmds[k].kind == DRAW_TEXT)
                CHECK(box_is_empty(box_intersect(cmd->box, list->cmds[k].box)));
    }
}

static void check_order(const struct draw_list *list, const char *const *ids, size_t n)
{
    int y = -1;
    for (size_t i = 0; i < n; i++) {
        const struct draw_cmd *node = find(list, ids[i]);
        if (node == NULL)
            continue;
        if (node->box.y <= y)
            fprintf(stderr, "%s stands too high\n", ids[i]);
        CHECK(node->box.y > y);
        y = node->box.y;
    }
}

static void test_order_and_sizes(enum slip_paper paper)
{
    static const char *const ids[] = {
        "slip.reprint",    "slip.station",  "slip.title",  "slip.when",  "slip.remark",
        "slip.offline",    "slip.where",    "slip.who",    "slip.bring", "slip.cost",
        "slip.phone",      "slip.password", "slip.number", "slip.qr",    "slip.uses",
        "slip.printed_at", "slip.privacy",
    };
    static const char *const high[] = {"slip.reprint",    "slip.station", "slip.title",
                                       "slip.when_label", "slip.when",    "slip.where",
                                       "slip.who"};
    struct arena arena = {0};
    struct draw_list list = {0};

    slip_layout(&sample_class, paper, &measure, &arena, &list);
    check_paper(&list, paper);
    check_order(&list, ids, sizeof ids / sizeof ids[0]);
    for (size_t i = 0; i < sizeof high / sizeof high[0]; i++)
        CHECK(type_px(&list, high[i]) >= 32);
    /* The time is the biggest of what is said, the number is big, too. */
    CHECK(type_px(&list, "slip.when") > type_px(&list, "slip.who"));
    CHECK(type_px(&list, "slip.number") >= 40);
    arena_fini(&arena);
}

static void test_when_is_white_on_black(void)
{
    struct arena arena = {0};
    struct draw_list list = {0};
    int whites = 0;

    slip_layout(&sample_repair, SLIP_PAPER_58, &measure, &arena, &list);
    const struct draw_cmd *when = find(&list, "slip.when");
    for (size_t i = 0; i < list.n; i++) {
        const struct draw_cmd *cmd = &list.cmds[i];
        if (cmd->kind == DRAW_TEXT && cmd->text.ink == 0xFFFFFFFF) {
            whites++;
            CHECK_INT(cmd->text.back, 0xFF000000);
        }
        /* A black box lies below it. */
        if (cmd->kind == DRAW_RECT && cmd->rect.fill == 0xFF000000 && cmd->box.h > 60 &&
            is_inside(when->box, cmd->box))
            whites += 100;
    }
    CHECK_INT(whites, 102);
    CHECK_STR(when->node.name, "11月25日 14:40");
    arena_fini(&arena);
}

/* Every module is a square of whole dots; around them nothing for four modules. */
static void test_qr(enum slip_paper paper, const char *payload, int modules, int module_px)
{
    struct slip_data data = sample_class;
    struct arena arena = {0};
    struct draw_list list = {0};

    data.qr = payload;
    slip_layout(&data, paper, &measure, &arena, &list);
    const struct draw_cmd *qr = find(&list, "slip.qr");
    CHECK_INT(qr->node.role, ROLE_QR);
    CHECK_STR(qr->node.value, payload);
    CHECK_INT(qr->box.w, modules * module_px);
    CHECK_INT(qr->box.h, modules * module_px);
    struct box quiet = box_inset(qr->box, -4 * module_px, -4 * module_px);
    CHECK(is_inside(quiet, list.window));
    for (size_t i = 1; i < list.n; i++) {
        const struct draw_cmd *cmd = &list.cmds[i];
        if (cmd->kind == DRAW_NODE || box_is_empty(box_intersect(cmd->box, quiet)))
            continue;
        CHECK_INT(cmd->kind, DRAW_RECT);
        CHECK(is_inside(cmd->box, qr->box));
        CHECK_INT(cmd->box.h, module_px);
        CHECK_INT(cmd->box.w % module_px, 0);
        CHECK_INT((cmd->box.x - qr->box.x) % module_px, 0);
        CHECK_INT((cmd->box.y - qr->box.y) % module_px, 0);
    }
    arena_fini(&arena);
}

/* A lower-case payload needs byte mode and a larger symbol; its modules stay at 4 dots or more. */
static void test_qr_worst(void)
{
    struct slip_data data = sample_repair;
    char payload[SLIP_QR_MAX + 1];
    struct arena arena = {0};
    struct draw_list list = {0};

    memset(payload, 'x', SLIP_QR_MAX);
    payload[SLIP_QR_MAX] = '\0';
    data.qr = payload;
    slip_layout(&data, SLIP_PAPER_58, &measure, &arena, &list);
    CHECK(find(&list, "slip.qr")->box.w >= 4 * 57);
    check_paper(&list, SLIP_PAPER_58);
    arena_fini(&arena);
}

static void test_parts_left_out(void)
{
    struct arena arena = {0};
    struct draw_list list = {0};
    int nodes = 0;

    slip_layout(&sample_bare, SLIP_PAPER_58, &measure, &arena, &list);
    check_paper(&list, SLIP_PAPER_58);
    for (const struct draw_cmd *node = draw_next_node(&list, NULL); node != NULL;
         node = draw_next_node(&list, node))
        nodes++;
    CHECK_INT(nodes, 2);
    CHECK_STR(find(&list, "slip.title")->node.name, "路灯报修");
    CHECK_INT(find(&list, "slip.title")->node.role, ROLE_TITLE);
    CHECK_STR(find(&list, "slip.number")->node.name, "00A-7K3M-9QX");
    CHECK(list.window.h < 250);
    arena_fini(&arena);
}

/* Four lines of everything fit into the limit, and the list's strings are copies. */
static void test_endless_texts(enum slip_paper paper)
{
    char endless[3000];
    struct slip_data data = sample_class;
    struct slip_field field = {endless, endless};
    struct arena arena = {0};
    struct draw_list list = {0};

    for (size_t i = 0; i + 3 < sizeof endless; i += 3)
        memcpy(endless + i, "站", 3);
    endless[sizeof endless - 3] = '\0';
    data.station = data.reprint = data.title = data.remark = data.offline = endless;
    data.uses_title = data.printed_at = data.privacy = endless;
    data.when = data.where = data.who = data.bring = data.cost = data.phone = field;
    data.password = data.number = field;
    for (int i = 0; i < SLIP_USES_MAX; i++)
        data.uses[i] = endless;
    slip_layout(&data, paper, &measure, &arena, &list);
    check_paper(&list, paper);
    memset(endless, 'x', sizeof endless - 1);
    CHECK(strncmp(find(&list, "slip.title")->node.name, "站站", 6) == 0);
    arena_fini(&arena);
}

/* The widest line of a node's text, and the last one. */
static void line_widths(const struct draw_list *list, const char *id, int *widest, int *last)
{
    const struct draw_cmd *node = find(list, id);
    *widest = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct draw_cmd *cmd = &list->cmds[i];
        if (cmd->kind != DRAW_TEXT || !is_inside(cmd->box, node->box))
            continue;
        *widest = cmd->box.w > *widest ? cmd->box.w : *widest;
        *last = cmd->box.w;
    }
}

/* A centred text has no lone character at its end. */
static void test_no_orphans(void)
{
    struct slip_data data = sample_bare;
    char title[64] = "";

    for (int n = 1; n <= 16; n++) {
        struct arena arena = {0};
        struct draw_list list = {0};
        int widest = 0;
        int last = 0;
        memcpy(title + 3 * (n - 1), "站", 4);
        data.title = title;
        slip_layout(&data, SLIP_PAPER_58, &measure, &arena, &list);
        line_widths(&list, "slip.title", &widest, &last);
        CHECK(widest > 0 && last * 5 >= widest * 2);
        arena_fini(&arena);
    }
}

static void test_languages(void)
{
    struct arena arena = {0};
    struct draw_list list = {0};

    slip_layout(&sample_english, SLIP_PAPER_58, &measure, &arena, &list);
    check_paper(&list, SLIP_PAPER_58);
    slip_layout(&sample_english, SLIP_PAPER_80, &measure, &arena, &list);
    check_paper(&list, SLIP_PAPER_80);
    arena_fini(&arena);
}

int main(void)
{
    text_init();
    CHECK_INT((int64_t)strlen(SAMPLE_QR), SLIP_QR_MAX);
    CHECK_INT(slip_width_px(SLIP_PAPER_58), 384);
    CHECK_INT(slip_width_px(SLIP_PAPER_80), 576);
    test_order_and_sizes(SLIP_PAPER_58);
    test_order_and_sizes(SLIP_PAPER_80);
    test_when_is_white_on_black();
    test_qr(SLIP_PAPER_58, SAMPLE_QR, 49, 6);
    test_qr(SLIP_PAPER_80, SAMPLE_QR, 49, 8);
    test_qr_worst();
    test_parts_left_out();
    test_endless_texts(SLIP_PAPER_58);
    test_endless_texts(SLIP_PAPER_80);
    test_no_orphans();
    test_languages();
    return check_done();
}
