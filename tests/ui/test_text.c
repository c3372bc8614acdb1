#include "check.h"
#include "measure.h"

/* Lines joined by “|”. */
static const char *broken(struct arena *arena, const char *utf8, int width_px, size_t max_lines)
{
    static const struct text_measure measure = {.width_px = measure_em};
    struct text_lines lines =
        text_layout(arena, &measure, (struct font){FACE_REGULAR, 20}, utf8, width_px, max_lines);
    const char *joined = "";
    for (size_t i = 0; i < lines.n; i++)
        joined = arena_printf(arena, "%s%s%s", joined, i > 0 ? "|" : "", lines.lines[i].utf8);
    return joined;
}

/* An em is 20 px: width 100 holds five Chinese characters or ten letters. */
static void test_breaks(struct arena *arena)
{
    static const struct {
        const char *text;
        int width_px;
        const char *expected;
    } cases[] = {
        {"", 100, ""},
        {"驿站", 100, "驿站"},
        {"一二三四五六七", 100, "一二三四五|六七"},
        {"一二三四五六七八九十十一", 100, "一二三四五|六七八九十|十一"},
        /* Closing punctuation stays with what it closes; opening with what it opens. */
        {"一二三四五，六七", 100, "一二三四|五，六七"},
        {"一二三四五。", 100, "一二三|四五。"},
        {"一二三四（五六）", 100, "一二三四|（五六）"},
        {"一二三四五！”六", 100, "一二三四|五！”六"},
        {"请在今天十八点前归还，谢谢！", 200, "请在今天十八点前归|还，谢谢！"},
        {"一二三四五、六、七", 100, "一二三四|五、六、七"},
        {"一二三《四五》六", 80, "一二三|《四五》|六"},
        /* Words and numbers are not torn; the space at the break is not drawn. */
        {"hello big world", 100, "hello big|world"},
        {"还有 120 room", 100, "还有|120 room"},
        /* A number stays with its unit, with or without a space between. */
        {"还有 120 个位子", 100, "还有|120 个位子"},
        {"志愿者共12名", 100, "志愿者|共12名"},
        {"上午 9:30 来", 100, "上午|9:30 来"},
        {"come at 9:00–11:30", 150, "come at|9:00–11:30"},
        {"Mon–Fri", 60, "Mon–|Fri"},
        {"第 3，再", 40, "第|3，|再"},
        {"周一至周五 9:00–11:30 开", 140, "周一至周五|9:00–11:30 开"},
        /* What is wider than a line is torn between characters rather than lost. */
        {"abcdefghijklmnop", 100, "abcdefghij|klmnop"},
        {"一", 5, "一"},
        {"一二", 5, "一|二"},
        /* A newline always breaks; an empty line stays one. */
        {"一\n二", 100, "一|二"},
        {"一\n\n二\n", 100, "一||二"},
        /* Bad bytes are shown as such and end nothing. */
        {"a\xFF"
         "b",
         100,
         "a\xEF\xBF\xBD"
         "b"},
        {"\xE4\xB8", 100, "\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(broken(arena, cases[i].text, cases[i].width_px, 0), cases[i].expected);
}

/* A paragraph's last line is not one lone character, with or without its sign, nor one lone word.
 */
static void test_last_lines(struct arena *arena)
{
    static const struct {
        const char *text;
        int width_px;
        const char *expected;
    } cases[] = {
        {"一二三四五六七八九十停一次", 240, "一二三四五六七八九十|停一次"},
        {"一二三四五六七八九十停一次。", 240, "一二三四五六七八九十|停一次。"},
        {"一二三四五六", 100, "一二三|四五六"},
        {"一二三四", 60, "一二|三四"},
        {"一二三", 40, "一二|三"}, /* where there is little, it stays */
        {"每天一杯，暖贴每天 2 片。", 190, "每天一杯，|暖贴每天 2 片。"},
        {"到一楼窗口领暖贴每天 2 片。", 220, "到一楼窗口领暖贴|每天 2 片。"},
        /* A pause too far back would leave half a line empty. */
        {"是，一二三四五六七八", 180, "是，一二三四五|六七八"},
        /* The last line of each paragraph, and only that. */
        {"一二三四五六\n一二三四五六七八", 100, "一二三|四五六|一二三四五|六七八"},
        {"一二三四五六七八九十一", 100, "一二三四五|六七八|九十一"},
        {"please choose a name", 160, "please choose|a name"},
        {"please choose", 100, "please|choose"},
        {"two words here", 100, "two words|here"},
        {"in the yard, weekday mornings", 260, "in the yard,|weekday mornings"},
        /* One word may be enough of a line. */
        {"每周三 14:30–15:00", 120, "每周三|14:30–15:00"},
        {"录好了，23 秒", 90, "录好了，|23 秒"},
        {"see the conditions", 120, "see the|conditions"},
        {"how can we help?", 120, "how can|we help?"},
        /* What would not fit is left as it is. */
        {"a b c incomprehensibleness", 200, "a b c|incomprehensibleness"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(broken(arena, cases[i].text, cases[i].width_px, 0), cases[i].expected);
    CHECK_STR(broken(arena, "一二三四五六", 100, 2), "一二三|四五六");
    CHECK_STR(broken(arena, "一二三四五六\n七", 100, 2), "一二三四五|六…");
}

/* Whoever writes sees each line fill up, and nothing that is written moves. */
static void test_typed(struct arena *arena)
{
    static const struct text_measure measure = {.width_px = measure_em};
    struct font font = {FACE_REGULAR, 20};
    struct text_lines lines = text_layout_typed(arena, &measure, font, "一二三四五六", 100);
    CHECK_INT(lines.n, 2);
    CHECK_STR(lines.lines[0].utf8, "一二三四五");
    CHECK_STR(lines.lines[1].utf8, "六");
}

static void test_torn(struct arena *arena)
{
    static const struct text_measure measure = {.width_px = measure_em};
    struct font font = {FACE_REGULAR, 20};
    CHECK(text_layout(arena, &measure, font, "neighbourhood", 100, 0).is_torn);
    CHECK(text_layout(arena, &measure, font, "the neighbourhood", 100, 0).is_torn);
    CHECK(!text_layout(arena, &measure, font, "the neighbourhood", 130, 0).is_torn);
    CHECK(!text_layout(arena, &measure, font, "一二三四五六七", 100, 0).is_torn);
}

static void test_limit(struct arena *arena)
{
    CHECK_STR(broken(arena, "一二三四五六七", 100, 1), "一二三四…");
    CHECK_STR(broken(arena, "一二三四五", 100, 1), "一二三四五");
    CHECK_STR(broken(arena, "一二三四五六七八九十十一", 100, 2), "一二三四五|六七八九…");
    CHECK_STR(broken(arena, "一二三四五六七", 100, 2), "一二三四五|六七");
    CHECK_STR(broken(arena, "hello big world", 100, 1), "hello big…");
    CHECK_STR(broken(arena, "一\n二\n三", 100, 2), "一|二…");
    CHECK_STR(broken(arena, "一二", 5, 1), "…");
}

static void test_headings(struct arena *arena)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"下午好，今天想办什么", "下午好，|今天想办什么"}, /* not …今天|想办什么 */
        {"一二三四五六七八", "一二三四五六|七八"},         /* no pause */
        {"好，一二三四五六七八", "好，一二三四|五六七八"}, /* the rest would not fit */
        {"好，好，一二三四五六", "好，好，|一二三四五六"},
        {"今天 9:30 来，一起", "今天 9:30|来，一起"},
        {"一二三四五，六", "一二三|四五，六"},
        {"一，\n二", "一，|二"},
    };
    static const struct text_measure measure = {.width_px = measure_em};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_lines lines =
            text_layout_heading(arena, &measure, (struct font){0, 20}, cases[i].text, 120, 0);
        const char *joined = "";
        for (size_t k = 0; k < lines.n; k++)
            joined = arena_printf(arena, "%s%s%s", joined, k > 0 ? "|" : "", lines.lines[k].utf8);
        CHECK_STR(joined, cases[i].expected);
    }
}

static void test_widths(struct arena *arena)
{
    int calls = 0;
    struct text_measure measure = {.ctx = &calls, .width_px = measure_em};
    struct font font = {FACE_REGULAR, 20};
    struct text_lines lines = text_layout(arena, &measure, font, "一二三 ab", 1000, 0);
    CHECK_INT(lines.n, 1);
    CHECK_INT(lines.width_px, 90);
    CHECK_INT(lines.lines[0].len, strlen("一二三 ab"));
    CHECK(!lines.is_cut);
    CHECK(calls <= 2);
    CHECK(text_layout(arena, &measure, font, "一二三四五六", 100, 1).is_cut);
}

/* Whatever the text, no line is wider than allowed (but for single characters), none begins with
 * closing punctuation where there was another way, and no character is lost. */
static void test_any(struct arena *arena)
{
    static const char *const parts[] = {"一", "驿站", "，", "。", "（",
                                        "）", "word", " ",  "12", "、"};
    static const struct text_measure measure = {.width_px = measure_em};
    uint32_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char text[256] = "";
        size_t len = 0, kept = 0;
        for (int i = 0; i < 20; i++) {
            seed = seed * 1103515245u + 12345u;
            const char *part = parts[(seed >> 16) % 10];
            memcpy(text + len, part, strlen(part) + 1);
            len += strlen(part);
        }
        int width_px = 60 + (int)((seed >> 8) % 200);
        struct text_lines lines =
            text_layout(arena, &measure, (struct font){FACE_REGULAR, 20}, text, width_px, 0);
        for (size_t i = 0; i < lines.n; i++) {
            const struct text_line *line = &lines.lines[i];
            CHECK(line->width_px <= width_px);
            for (const char *c = line->utf8; *c != '\0'; c++)
                kept += *c != ' ';
        }
        for (size_t i = 0; i < len; i++)
            kept -= text[i] != ' ';
        CHECK_INT(kept, 0);
        arena_reset(arena);
    }
}

int main(void)
{
    struct arena arena = {0};
    text_init();
    test_breaks(&arena);
    test_last_lines(&arena);
    test_typed(&arena);
    test_torn(&arena);
    test_limit(&arena);
    test_headings(&arena);
    test_widths(&arena);
    test_any(&arena);
    arena_fini(&arena);
    return check_done();
}
