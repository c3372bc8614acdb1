#include "ui/focus.h"

#include "check.h"

enum { KIND = 1, KEY_KIND = 2 };

static void put(struct draw_list *list, const char *id, struct box box, int kind)
{
    struct draw_node node = {.role = ROLE_BUTTON, .name = id, .id = id, .action = {.kind = kind}};
    draw_frame(list, box, 14, 0xFFFFFFFF, 0xFF000000, 2, EDGE_SOLID);
    draw_node(list, box, &node);
}

/* A heading, a wide row with a link over its right end, a grid of two by two, a bar below. */
static void draw_sample(struct draw_list *list, struct arena *arena)
{
    draw_list_begin(list, arena, 400, 600);
    struct draw_node title = {.role = ROLE_TITLE, .name = "title"};
    struct draw_node off = {.role = ROLE_BUTTON,
                            .name = "off",
                            .id = "off",
                            .action = {.kind = KIND},
                            .enabled = NODE_DISABLED};
    draw_node(list, (struct box){0, 0, 400, 50}, &title);
    put(list, "link", (struct box){300, 60, 90, 40}, KIND);
    put(list, "row", (struct box){10, 110, 380, 60}, KIND);
    put(list, "a", (struct box){10, 200, 180, 80}, KIND);
    put(list, "b", (struct box){210, 200, 180, 80}, KIND);
    put(list, "c", (struct box){10, 300, 180, 80}, KIND);
    put(list, "d", (struct box){210, 300, 180, 80}, KIND);
    draw_node(list, (struct box){10, 400, 380, 60}, &off);
    put(list, "key", (struct box){10, 480, 380, 50}, KEY_KIND);
    put(list, "bar", (struct box){10, 540, 380, 50}, KIND);
}

static void check_step(const struct draw_list *list, const char *from, enum focus_way way,
                       int passed, const char *expected)
{
    const struct draw_cmd *at = from ? draw_find_id(list, from) : NULL;
    const struct draw_cmd *to = focus_step(list, at, way, passed);
    CHECK_STR(to ? to->node.id : NULL, expected);
}

static void test_reading_order(const struct draw_list *list)
{
    check_step(list, NULL, FOCUS_NEXT, 0, "link");
    check_step(list, NULL, FOCUS_PREVIOUS, 0, "bar");
    check_step(list, "link", FOCUS_NEXT, 0, "row");
    check_step(list, "row", FOCUS_NEXT, 0, "a");
    check_step(list, "b", FOCUS_NEXT, 0, "c");
    check_step(list, "d", FOCUS_NEXT, 0, "key");
    check_step(list, "d", FOCUS_NEXT, KEY_KIND, "bar");
    check_step(list, "bar", FOCUS_PREVIOUS, KEY_KIND, "d");
    check_step(list, "bar", FOCUS_NEXT, 0, "link");
    check_step(list, "link", FOCUS_PREVIOUS, 0, "bar");
    check_step(list, "a", FOCUS_PREVIOUS, 0, "row");
    /* From what cannot have the focus itself. */
    check_step(list, "off", FOCUS_NEXT, 0, "key");
    check_step(list, "off", FOCUS_PREVIOUS, 0, "d");
}

static void test_directions(const struct draw_list *list)
{
    static const struct {
        const char *from, *to[4]; /* up, down, left, right */
    } all[] = {{"link", {"link", "row", "a", "link"}}, {"row", {"link", "a", "row", "row"}},
               {"a", {"row", "c", "a", "b"}},          {"b", {"row", "d", "a", "b"}},
               {"c", {"a", "key", "c", "d"}},          {"d", {"b", "key", "c", "d"}},
               {"key", {"c", "bar", "key", "key"}},    {"bar", {"key", "bar", "bar", "bar"}}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (int way = FOCUS_UP; way <= FOCUS_RIGHT; way++)
            CHECK_STR(
                focus_go(list, draw_find_id(list, all[i].from), (enum focus_toward)way)->node.id,
                all[i].to[way]);
}

static void test_a_dialog_keeps_it(struct draw_list *list)
{
    draw_dim(list, list->window, 0xB8000000);
    put(list, "yes", (struct box){50, 300, 300, 80}, KIND);
    put(list, "no", (struct box){50, 400, 300, 80}, KIND);
    check_step(list, NULL, FOCUS_NEXT, 0, "yes");
    check_step(list, "yes", FOCUS_NEXT, 0, "no");
    check_step(list, "no", FOCUS_NEXT, 0, "yes");
    CHECK_STR(focus_go(list, draw_find_id(list, "no"), FOCUS_DOWN)->node.id, "no");
    CHECK_STR(focus_go(list, draw_find_id(list, "no"), FOCUS_UP)->node.id, "yes");
}

static void test_the_ring(struct draw_list *list, const struct style *style)
{
    const struct draw_cmd *no = draw_find_id(list, "no");
    size_t before = list->n;
    focus_draw(list, style, no);
    const struct draw_cmd *ring = &list->cmds[list->n - 1];
    CHECK_INT(list->n, before + 2);
    CHECK_INT(ring->box.x, 50 - 11);
    CHECK_INT(ring->box.w, 300 + 22);
    CHECK_INT(ring->rect.border_px, 6);
    CHECK_INT(ring->rect.radius_px, 14 + 11);
    CHECK_INT(ring->rect.border, style->ring);
}

static void test_nothing_to_focus(struct arena *arena)
{
    struct draw_list list;
    struct draw_node title = {.role = ROLE_TITLE, .name = "title"};
    draw_list_begin(&list, arena, 400, 600);
    draw_node(&list, (struct box){0, 0, 400, 50}, &title);
    CHECK(focus_step(&list, NULL, FOCUS_NEXT, 0) == NULL);
    CHECK(focus_step(&list, NULL, FOCUS_PREVIOUS, 0) == NULL);
}

int main(void)
{
    struct arena arena = {0};
    struct draw_list list = {0};
    struct style style;
    style_init(&style, THEME_LIGHT, AUDIENCE_RESIDENT, SCALE_NORMAL,
               &(struct panel){1080, 1920, 0});
    draw_sample(&list, &arena);
    test_reading_order(&list);
    test_directions(&list);
    test_a_dialog_keeps_it(&list);
    test_the_ring(&list, &style);
    test_nothing_to_focus(&arena);
    arena_fini(&arena);
    return check_done();
}
