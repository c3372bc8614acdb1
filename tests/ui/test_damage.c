#include "ui/damage.h"

#include "check.h"

struct pair {
    struct draw_list a, b;
};

static void pair_begin(struct pair *pair, struct arena *arena)
{
    draw_list_begin(&pair->a, arena, 1080, 1920);
    draw_list_begin(&pair->b, arena, 1080, 1920);
    draw_rect(&pair->a, pair->a.window, 0, 0xFFF4F2EC);
    draw_rect(&pair->b, pair->b.window, 0, 0xFFF4F2EC);
}

static size_t pair_diff(const struct pair *pair, struct box rects[DAMAGE_MAX_RECTS])
{
    struct damage_grid a = {0}, b = {0};
    damage_grid_set(&a, &pair->a);
    damage_grid_set(&b, &pair->b);
    size_t n = damage_diff(&a, &b, rects);
    CHECK(n <= DAMAGE_MAX_RECTS);
    for (size_t i = 0; i < n; i++) {
        struct box inside = box_intersect(rects[i], pair->b.window);
        CHECK(memcmp(&inside, &rects[i], sizeof inside) == 0 && !box_is_empty(inside));
        for (size_t j = 0; j < i; j++)
            CHECK(box_is_empty(box_intersect(rects[i], rects[j])));
    }
    damage_grid_fini(&a);
    damage_grid_fini(&b);
    return n;
}

static bool covered(const struct box *rects, size_t n, int x, int y)
{
    for (size_t i = 0; i < n; i++) {
        if (box_contains(rects[i], x, y))
            return true;
    }
    return false;
}

static int64_t area(const struct box *rects, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (int64_t)rects[i].w * rects[i].h;
    return sum;
}

static void text(struct draw_list *list, int x, int y, const char *utf8)
{
    draw_text(list, (struct box){x, y, 200, 45}, (struct font){FACE_REGULAR, 32}, 0xFF000000,
              0xFFFFFFFF, utf8, strlen(utf8));
}

static void test_same(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    pair_begin(&pair, arena);
    text(&pair.a, 100, 100, "一");
    text(&pair.b, 100, 100, "一");
    CHECK_INT(pair_diff(&pair, rects), 0);
    /* Nodes and their actions are not paint. */
    draw_node(&pair.b, (struct box){0, 0, 10, 10},
              &(struct draw_node){.name = "new", .action = {.kind = 3}});
    CHECK_INT(pair_diff(&pair, rects), 0);
}

static void test_small_change(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    pair_begin(&pair, arena);
    text(&pair.a, 100, 100, "一");
    text(&pair.b, 100, 100, "二");
    size_t n = pair_diff(&pair, rects);
    CHECK_INT(n, 1);
    CHECK(covered(rects, n, 100, 100) && covered(rects, n, 299, 144));
    CHECK(area(rects, n) < 300 * 130);
    CHECK(!covered(rects, n, 500, 100) && !covered(rects, n, 100, 300));
}

/* Something that went away must be painted over, something that moved at both places. */
static void test_moved(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    pair_begin(&pair, arena);
    text(&pair.a, 100, 100, "一");
    text(&pair.b, 100, 1500, "一");
    text(&pair.a, 700, 700, "消失");
    size_t n = pair_diff(&pair, rects);
    CHECK_INT(n, 3);
    CHECK(covered(rects, n, 150, 120) && covered(rects, n, 150, 1520) &&
          covered(rects, n, 750, 720));
}

/* The order of paint counts where two commands overlap, and nowhere else. */
static void test_order(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    struct box left = {64, 64, 256, 256}, right = {192, 64, 256, 256};
    pair_begin(&pair, arena);
    draw_rect(&pair.a, left, 0, 0xFF111111);
    draw_rect(&pair.a, right, 0, 0xFF222222);
    draw_rect(&pair.b, right, 0, 0xFF222222);
    draw_rect(&pair.b, left, 0, 0xFF111111);
    size_t n = pair_diff(&pair, rects);
    CHECK_INT(n, 1);
    CHECK(rects[0].x == 192 && rects[0].y == 64 && rects[0].w == 128 && rects[0].h == 256);
}

/* The same, for paint that covers only part of its cells. */
static void test_order_of_texts(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    pair_begin(&pair, arena);
    text(&pair.a, 100, 100, "一");
    text(&pair.a, 110, 100, "二");
    text(&pair.b, 110, 100, "二");
    text(&pair.b, 100, 100, "一");
    size_t n = pair_diff(&pair, rects);
    CHECK(n == 1 && covered(rects, n, 120, 120));
}

/* What an opaque card hides below it does not matter, and two cards of one colour are the same
 * paint in the middle even when one is longer. */
static void test_hidden(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    pair_begin(&pair, arena);
    text(&pair.a, 500, 500, "在下面");
    draw_rect(&pair.a, (struct box){40, 300, 1000, 600}, 20, 0xFFFFFFFF);
    draw_rect(&pair.b, (struct box){40, 300, 1000, 900}, 20, 0xFFFFFFFF);
    size_t n = pair_diff(&pair, rects);
    CHECK(n > 0);
    CHECK(!covered(rects, n, 500, 520) && !covered(rects, n, 600, 600));
    CHECK(covered(rects, n, 500, 1000) && covered(rects, n, 45, 305));
    /* A colour that lets through does let through. */
    pair_begin(&pair, arena);
    text(&pair.a, 500, 500, "在下面");
    draw_dim(&pair.a, pair.a.window, 0x80000000);
    draw_dim(&pair.b, pair.b.window, 0x80000000);
    n = pair_diff(&pair, rects);
    CHECK(n == 1 && covered(rects, n, 520, 520));
}

/* Scattered changes: everything that changed is covered although the rectangles are few. */
static void test_many(struct arena *arena)
{
    struct box rects[DAMAGE_MAX_RECTS];
    uint32_t seed = 3;
    for (int round = 0; round < 300; round++) {
        struct pair pair;
        struct box changed[200];
        int n_changed = 1 + round % 200;
        pair_begin(&pair, arena);
        for (int i = 0; i < n_changed; i++) {
            seed = seed * 1103515245u + 12345u;
            changed[i] = (struct box){(int)(seed >> 8) % 1060, (int)(seed >> 16) % 1900, 20, 20};
            draw_rect(&pair.b, changed[i], 0, 0xFF000000);
        }
        size_t n = pair_diff(&pair, rects);
        for (int i = 0; i < n_changed; i++) {
            CHECK(covered(rects, n, changed[i].x, changed[i].y));
            CHECK(covered(rects, n, changed[i].x + 19, changed[i].y + 19));
        }
        arena_reset(arena);
    }
}

static void test_grids(struct arena *arena)
{
    struct damage_grid a = {0}, b = {0}, none = {0};
    struct box rects[DAMAGE_MAX_RECTS];
    struct draw_list list;
    draw_list_begin(&list, arena, 100, 70);
    damage_grid_set(&a, &list);
    CHECK_INT(damage_diff(&a, &none, rects), 1);
    CHECK(rects[0].w == 100 && rects[0].h == 70);
    CHECK_INT(damage_diff(&none, &none, rects), 0);
    damage_grid_copy(&b, &a);
    CHECK_INT(damage_diff(&a, &b, rects), 0);
    draw_list_begin(&list, arena, 70, 100);
    damage_grid_set(&b, &list);
    CHECK_INT(damage_diff(&a, &b, rects), 1);
    CHECK(rects[0].w == 70 && rects[0].h == 100);
    damage_grid_forget(&b);
    CHECK_INT(damage_diff(&a, &b, rects), 1);
    damage_grid_fini(&a);
    damage_grid_fini(&b);
}

/* A stroke that grows by a point is painted again at its end only. */
static void test_ink(struct arena *arena)
{
    struct pair pair;
    struct box rects[DAMAGE_MAX_RECTS];
    struct ink_point points[60];
    arena_reset(arena);
    pair_begin(&pair, arena);
    for (int i = 0; i < 60; i++)
        points[i] = (struct ink_point){100 + i * 10, 200 + i * 12};
    draw_ink(&pair.a, points, 59, 17, 0xFF17211D);
    draw_ink(&pair.b, points, 60, 17, 0xFF17211D);
    size_t n = pair_diff(&pair, rects);
    CHECK(n > 0 && covered(rects, n, points[59].x, points[59].y));
    CHECK(!covered(rects, n, points[0].x, points[0].y));
    CHECK(!covered(rects, n, points[48].x, points[48].y));
    CHECK(area(rects, n) < 200 * 200);
    /* Another colour or pen is another paint. */
    pair_begin(&pair, arena);
    draw_ink(&pair.a, points, 5, 17, 0xFF17211D);
    draw_ink(&pair.b, points, 5, 18, 0xFF17211D);
    CHECK(pair_diff(&pair, rects) > 0);
}

int main(void)
{
    struct arena arena = {0};
    test_same(&arena);
    test_small_change(&arena);
    test_moved(&arena);
    test_order(&arena);
    test_order_of_texts(&arena);
    test_hidden(&arena);
    test_many(&arena);
    test_grids(&arena);
    test_ink(&arena);
    arena_fini(&arena);
    return check_done();
}
