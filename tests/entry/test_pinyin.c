/* Pinyin with the real data: what a letter sequence offers and how far each candidate reaches. */
#include "entry/entry.h"

#include <stdlib.h>

#include "check.h"

#include "base/utf8.h"

/* -1: not offered. */
static int place_of(const struct entry_answer *answer, const char *text)
{
    for (int i = 0; i < answer->n; i++) {
        if (strcmp(answer->items[i].text, text) == 0) {
            return i;
        }
    }
    return -1;
}

static void check_promises(const char *letters, const struct entry_answer *answer)
{
    CHECK(answer->n >= 0 && answer->n <= ENTRY_CANDIDATES_MAX);
    for (int i = 0; i < answer->n; i++) {
        const struct entry_candidate *item = &answer->items[i];
        CHECK(item->text[0] != '\0' && utf8_is_valid(item->text, strlen(item->text)));
        CHECK(item->letters > 0 && item->letters <= (int)strlen(letters));
        CHECK_INT(place_of(answer, item->text), i);
    }
}

static void test_table(struct entry *entry)
{
    static const struct {
        const char *letters, *text;
        int top; /* among so many first */
        int reach;
        const char *divided;
    } rows[] = {
        {"nihao", "你好", 1, 5, "ni'hao"},
        {"nihao", "你", 2, 2, "ni'hao"},
        {"zhangwei", "张伟", 3, 8, "zhang'wei"},
        {"zhangwei", "张", 5, 5, "zhang'wei"},
        {"zhongguorenmin", "中国人民", 1, 14, "zhong'guo'ren'min"},
        {"zhongguorenmin", "中国", 3, 8, "zhong'guo'ren'min"},
        {"xian", "现", 9, 4, "xian"},
        {"xi'an", "西安", 1, 5, "xi'an"},
        {"xi'an", "西", 9, 3, "xi'an"},
        {"fangan", "方案", 1, 6, "fan'gan"},
        {"lf", "理发", 100, 2, "l'f"},
        {"lifa", "理发", 9, 4, "li'fa"},
        {"zh", "中", 9, 2, "zh"},
        {"lv", "绿", 9, 2, "lv"},
        {"nue", "虐", 2, 3, "nue"},
        {"kuaidi", "快递", 1, 6, "kuai'di"},
        {"NiHao", "你好", 1, 5, "ni'hao"},
        {"'nihao'", "你好", 1, 7, "ni'hao'"},
        {"ni''hao", "你好", 1, 7, "ni'hao"},
        {"nihaov", "你好", 1, 5, "ni'hao'v"},
        {"ni3hao", "你", 1, 2, "ni"},
        {"ni hao", "你", 1, 2, "ni"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct entry_answer answer;
        CHECK_INT(entry_pinyin(entry, rows[i].letters, &answer), OK);
        check_promises(rows[i].letters, &answer);
        int place = place_of(&answer, rows[i].text);
        if (place < 0 || place >= rows[i].top) {
            fprintf(stderr, "%s: %s is at %d\n", rows[i].letters, rows[i].text, place);
        }
        CHECK(place >= 0 && place < rows[i].top);
        CHECK_INT(place < 0 ? 0 : answer.items[place].letters, rows[i].reach);
        CHECK_STR(answer.divided, rows[i].divided);
    }
}

/* Rare characters of names are in reach of their syllable. */
static void test_names(struct entry *entry)
{
    static const char *const rows[][2] = {{"yi", "熠"},   {"yi", "懿"},  {"yi", "奕"},
                                          {"li", "骊"},   {"yu", "煜"},  {"yu", "瑜"},
                                          {"xuan", "璇"}, {"zhan", "湛"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct entry_answer answer;
        CHECK_INT(entry_pinyin(entry, rows[i][0], &answer), OK);
        CHECK(place_of(&answer, rows[i][1]) >= 0);
    }
}

/* The same question has the same answer, whatever was asked between. */
static void test_stateless(struct entry *entry)
{
    static struct entry_answer first, again;
    memset(&first, 0, sizeof first);
    memset(&again, 0, sizeof again);
    CHECK_INT(entry_pinyin(entry, "zhangwei", &first), OK);
    CHECK_INT(entry_pinyin(entry, "shequfuwu", &again), OK);
    CHECK_INT(entry_pinyin(entry, "'", &again), OK);
    CHECK_INT(again.n, 0);
    memset(&again, 0, sizeof again);
    CHECK_INT(entry_pinyin(entry, "zhangwei", &again), OK);
    CHECK(memcmp(&first, &again, sizeof first) == 0);
    entry_close_models(entry);
    entry_close_models(entry);
    memset(&again, 0, sizeof again);
    CHECK_INT(entry_pinyin(entry, "zhangwei", &again), OK);
    CHECK(memcmp(&first, &again, sizeof first) == 0);
}

static void test_edges(struct entry *entry)
{
    static const char *const nothing[] = {"", "'", "''''", "i", "v", "u'", "3", "你好", "-"};
    struct entry_answer answer;
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        CHECK_INT(entry_pinyin(entry, nothing[i], &answer), OK);
        CHECK_INT(answer.n, 0);
    }
    char letters[ENTRY_LETTERS_MAX + 2];
    memset(letters, 'a', sizeof letters);
    letters[ENTRY_LETTERS_MAX] = '\0';
    CHECK_INT(entry_pinyin(entry, letters, &answer), OK);
    CHECK(answer.n > 0); /* the sentence of 48 characters does not fit, shorter ones do */
    check_promises(letters, &answer);
    CHECK_INT(strlen(answer.divided), ENTRY_DIVIDED_SIZE - 2);
    letters[ENTRY_LETTERS_MAX] = 'a';
    letters[ENTRY_LETTERS_MAX + 1] = '\0';
    CHECK_INT(entry_pinyin(entry, letters, &answer), ERR_LIMIT);
}

static void test_fuzzy(struct entry *strict)
{
    static const struct {
        enum entry_fuzzy fuzzy;
        const char *letters, *text;
    } pairs[] = {
        {ENTRY_FUZZY_ZH_Z, "zongguo", "中国"},   {ENTRY_FUZZY_CH_C, "cifan", "吃饭"},
        {ENTRY_FUZZY_SH_S, "sequ", "社区"},      {ENTRY_FUZZY_N_L, "lainai", "奶奶"},
        {ENTRY_FUZZY_AN_ANG, "fanjian", "房间"}, {ENTRY_FUZZY_EN_ENG, "shenhuo", "生活"},
        {ENTRY_FUZZY_IN_ING, "dianyin", "电影"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct entry_options options = {.fuzzy = pairs[i].fuzzy};
        struct entry_answer answer;
        struct entry *entry = NULL;
        entry_create(&options, &entry);
        CHECK_INT(entry_pinyin(strict, pairs[i].letters, &answer), OK);
        CHECK_INT(place_of(&answer, pairs[i].text), -1);
        CHECK_INT(entry_pinyin(entry, pairs[i].letters, &answer), OK);
        if (place_of(&answer, pairs[i].text) < 0) {
            fprintf(stderr, "%s does not offer %s\n", pairs[i].letters, pairs[i].text);
        }
        CHECK(place_of(&answer, pairs[i].text) >= 0);
        entry_set_fuzzy(entry, ENTRY_FUZZY_NONE);
        CHECK_INT(entry_pinyin(entry, pairs[i].letters, &answer), OK);
        CHECK_INT(place_of(&answer, pairs[i].text), -1);
        entry_destroy(entry);
    }
}

static void test_missing(void)
{
    struct entry_options options = {.pinyin_dir = "/nonexistent"};
    struct entry_answer answer = {.n = -7};
    struct entry *entry = NULL;
    entry_create(&options, &entry);
    CHECK_INT(entry_pinyin(entry, "nihao", &answer), ERR_NOT_FOUND);
    CHECK_INT(entry_pinyin(entry, "nihao", &answer), ERR_NOT_FOUND);
    CHECK_INT(answer.n, -7);
    entry_destroy(entry);
    entry_destroy(NULL);
}

int main(void)
{
    struct entry *entry = NULL;
    entry_create(NULL, &entry);
    test_table(entry);
    test_names(entry);
    test_stateless(entry);
    test_edges(entry);
    test_fuzzy(entry);
    test_missing();
    entry_destroy(entry);
    return check_done();
}
