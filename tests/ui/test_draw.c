#include "ui/draw.h"

#include "check.h"

static struct draw_node button(const char *name, int kind, enum enabled enabled)
{
    return (struct draw_node){.role = ROLE_BUTTON,
                              .name = name,
                              .id = name,
                              .action = {.kind = kind},
                              .enabled = enabled};
}

static void test_hit(struct arena *arena)
{
    struct draw_list list;
    struct draw_node row = button("row", 1, NODE_ENABLED), inner = button("inner", 2, NODE_ENABLED);
    struct draw_node off = button("off", 3, NODE_DISABLED);
    struct draw_node label = {.role = ROLE_TEXT, .name = "label"};
    draw_list_begin(&list, arena, 100, 200);
    draw_node(&list, (struct box){0, 0, 100, 50}, &row);
    draw_node(&list, (struct box){60, 10, 30, 30}, &inner);
    draw_node(&list, (struct box){0, 60, 100, 20}, &row);
    draw_node(&list, (struct box){0, 60, 50, 20}, &off);
    draw_node(&list, (struct box){0, 0, 100, 200}, &label);
    CHECK_STR(draw_hit(&list, 5, 5)->node.id, "row");
    CHECK_STR(draw_hit(&list, 60, 10)->node.id, "inner");
    CHECK_STR(draw_hit(&list, 89, 39)->node.id, "inner");
    CHECK_STR(draw_hit(&list, 90, 39)->node.id, "row");
    CHECK(draw_hit(&list, 10, 50) == NULL);
    CHECK(draw_hit(&list, 100, 10) == NULL);
    CHECK(draw_hit(&list, -1, 10) == NULL);
    /* A disabled area hides what lies below it. */
    CHECK(draw_hit(&list, 10, 70) == NULL);
    CHECK_STR(draw_hit(&list, 70, 70)->node.id, "row");
    /* Below a dim nothing is touchable or listed any more. */
    draw_dim(&list, list.window, 0xB8000000);
    CHECK(draw_hit(&list, 5, 5) == NULL);
    CHECK(draw_next_node(&list, NULL) == NULL);
    draw_node(&list, (struct box){10, 10, 20, 20}, &inner);
    CHECK_STR(draw_hit(&list, 15, 15)->node.id, "inner");
    CHECK(draw_next_node(&list, draw_next_node(&list, NULL)) == NULL);
}

static void test_clip(struct arena *arena)
{
    struct draw_list list;
    struct draw_node a = button("a", 1, NODE_ENABLED), b = button("b", 1, NODE_ENABLED);
    draw_list_begin(&list, arena, 100, 200);
    draw_clip_push(&list, (struct box){0, 50, 100, 50});
    draw_node(&list, (struct box){0, 40, 100, 20}, &a);
    draw_node(&list, (struct box){0, 100, 100, 20}, &b);
    draw_clip_push(&list, (struct box){50, 0, 100, 200});
    draw_rect(&list, (struct box){0, 0, 100, 200}, 0, 0xFFFFFFFF);
    draw_clip_pop(&list);
    draw_clip_pop(&list);
    draw_node(&list, (struct box){90, 190, 20, 20}, &b);
    CHECK(draw_hit(&list, 10, 45) == NULL);
    CHECK_STR(draw_hit(&list, 10, 55)->node.id, "a");
    CHECK(draw_hit(&list, 10, 110) == NULL);
    const struct draw_cmd *first = draw_find_id(&list, "a");
    CHECK_INT(first->seen.y, 50);
    CHECK_INT(first->seen.h, 10);
    const struct draw_cmd *second = draw_next_node(&list, first);
    CHECK_INT(second->seen.w, 10);
    CHECK_INT(second->seen.x, 90);
    CHECK(draw_next_node(&list, second) == NULL);
    CHECK(draw_find_id(&list, "c") == NULL);
    struct box rect = list.cmds[2].seen;
    CHECK(rect.x == 50 && rect.y == 50 && rect.w == 50 && rect.h == 50);
}

static void test_dump(struct arena *arena)
{
    struct draw_list list;
    struct buf out = {0};
    struct draw_node title = {.role = ROLE_TITLE, .name = "找服务"};
    struct draw_node input = {.role = ROLE_INPUT,
                              .name = "手机号",
                              .value = "138 \"****\"",
                              .id = "field.phone",
                              .action = {.kind = 1}};
    struct draw_node scroll = {
        .role = ROLE_LIST, .id = "items", .has_scroll = true, .scroll = {10, 900, 300}};
    struct draw_node off = button("约满", 4, NODE_DISABLED);
    draw_list_begin(&list, arena, 1080, 1920);
    draw_node(&list, (struct box){40, 30, 200, 70}, &title);
    draw_text(&list, (struct box){40, 30, 200, 70}, (struct font){FACE_BOLD, 56}, 1, 2, "x", 1);
    draw_node(&list, (struct box){40, 130, 1000, 104}, &input);
    draw_node(&list, (struct box){0, 300, 1080, 300}, &scroll);
    draw_node(&list, (struct box){40, 1700, 300, 120}, &off);
    draw_dump(&list, &out);
    CHECK_STR(out.data, "title  \"找服务\" @40,30 200x70\n"
                        "input  \"手机号\" = \"138 \\\"****\\\"\" #field.phone @40,130 1000x104\n"
                        "list   \"\" #items scroll 10/900/300 @0,300 1080x300\n"
                        "button \"约满\" #约满 disabled @40,1700 300x120\n");
    buf_fini(&out);
}

/* Reading order: from top to bottom whatever was drawn first, side by side as drawn. */
static void test_order(struct arena *arena)
{
    static const struct {
        const char *name;
        struct box box;
    } drawn[] = {
        {"foot", {0, 180, 100, 20}}, {"header", {0, 0, 60, 20}},  {"tool", {60, 2, 40, 16}},
        {"list", {0, 40, 100, 100}}, {"row 1", {0, 40, 100, 30}}, {"button", {70, 45, 20, 20}},
        {"row 2", {0, 70, 100, 30}}, {"title", {0, 20, 90, 20}},  {"hidden", {0, 300, 10, 10}}};
    struct draw_list list;
    const char *names = "";
    draw_list_begin(&list, arena, 100, 200);
    for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++)
        draw_node(&list, drawn[i].box, &(struct draw_node){.name = drawn[i].name});
    for (const struct draw_cmd *cmd = draw_next_node(&list, NULL); cmd != NULL;
         cmd = draw_next_node(&list, cmd))
        names = arena_printf(arena, "%s%s|", names, cmd->node.name);
    CHECK_STR(names, "header|tool|title|list|row 1|button|row 2|foot|");
    CHECK_STR(role_name(list.cmds[0].node.role), "text");
    /* A later change is seen. */
    draw_node(&list, (struct box){0, 150, 5, 5}, &(struct draw_node){.id = "late"});
    CHECK(draw_find_id(&list, "late") != NULL);
}

static void list_sample(struct draw_list *list, struct arena *arena, const char *text,
                        const char *ref)
{
    struct draw_node node = button("go", 1, NODE_ENABLED);
    node.action.ref = ref;
    draw_list_begin(list, arena, 100, 100);
    draw_rect(list, (struct box){0, 0, 100, 100}, 4, 0xFFFFFFFF);
    draw_text(list, (struct box){0, 0, 50, 20}, (struct font){FACE_BOLD, 20}, 1, 2, text,
              strlen(text));
    draw_node(list, (struct box){0, 0, 50, 20}, &node);
}

static void test_equal(struct arena *arena)
{
    struct draw_list a, b;
    list_sample(&a, arena, "预约", "x");
    list_sample(&b, arena, "预约", "x");
    CHECK(draw_list_equal(&a, &b));
    list_sample(&b, arena, "预定", "x");
    CHECK(!draw_list_equal(&a, &b));
    list_sample(&b, arena, "预约", "y");
    CHECK(!draw_list_equal(&a, &b));
    list_sample(&b, arena, "预约", NULL);
    CHECK(!draw_list_equal(&a, &b));
    b.window.w = 101;
    CHECK(!draw_list_equal(&a, &b));
    /* Without a list nothing happens. */
    draw_rect(NULL, a.window, 0, 1);
    draw_clip_push(NULL, a.window);
    draw_clip_pop(NULL);
}

/* Appending many commands keeps them all. */
static void test_growth(struct arena *arena)
{
    struct draw_list list;
    draw_list_begin(&list, arena, 5000, 10);
    for (int i = 0; i < 3000; i++)
        draw_rect(&list, (struct box){i, 0, 1, 1}, 0, 0xFF000000 | (colour)i);
    CHECK_INT(list.n, 3000);
    for (int i = 0; i < 3000; i++)
        CHECK_INT(list.cmds[i].rect.fill & 0xFFFFFF, i);
    draw_set_height(&list, 7, 5);
    CHECK_INT(list.cmds[7].seen.h, 5);
}

static void test_boxes(void)
{
    struct box box = {10, 20, 100, 50};
    struct box top = box_cut_top(&box, 10), right = box_cut_right(&box, 30);
    CHECK(top.y == 20 && top.h == 10 && top.w == 100);
    CHECK(right.x == 80 && right.w == 30 && right.y == 30 && right.h == 40);
    CHECK(box.x == 10 && box.w == 70 && box.y == 30 && box.h == 40);
    /* Columns fill the width to the pixel, with the gap between each two. */
    for (int n = 1; n <= 9; n++) {
        struct box whole = {3, 0, 1000, 10};
        int x = whole.x;
        for (int i = 0; i < n; i++) {
            struct box column = box_column(whole, i, n, 7);
            CHECK_INT(column.x, x);
            x += column.w + 7;
        }
        CHECK_INT(x - 7, whole.x + whole.w);
    }
    CHECK(box_is_empty(box_intersect((struct box){0, 0, 10, 10}, (struct box){10, 0, 10, 10})));
}

int main(void)
{
    struct arena arena = {0};
    test_hit(&arena);
    test_clip(&arena);
    test_dump(&arena);
    test_order(&arena);
    test_equal(&arena);
    test_growth(&arena);
    test_boxes();
    arena_fini(&arena);
    return check_done();
}
