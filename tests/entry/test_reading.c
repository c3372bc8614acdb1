/* Chinese text in pinyin: heteronyms by the word they stand in, tones, the caller's words, and
 * everything that is not Chinese. */
#include <stdlib.h>

#include "base/utf8.h"
#include "check.h"
#include "entry/reading.h"

static const struct reading_word WORDS[] = {
    {"理发", "li3 fa4"},
    {"便宜", "pian2 yi5"},
    {"重", "zhong4"},
    {"重庆路", "chong2 qing4 lu4"},
};
enum { WORDS_LEN = sizeof WORDS / sizeof *WORDS };

static struct reading *open_reading(const struct reading_word *words, size_t n)
{
    struct reading *reading = NULL;
    size_t bad = 0;
    CHECK_INT(reading_create(NULL, words, n, &reading, &bad), OK);
    if (reading == NULL)
        exit(1);
    return reading;
}

static void test_lines(void)
{
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"重庆", "chong2 qing4"},
        {"银行", "yin2 hang2"},
        {"行走", "xing2 zou3"},
        {"我去银行", "wo3 qu4 yin2 hang2"},
        {"重要", "zhong4 yao4"},
        {"长城", "chang2 cheng2"},
        {"社长", "she4 zhang3"},
        {"我的孩子", "wo3 de5 hai2 zi5"},
        {"子女", "zi3 nv3"},
        {"便民服务", "bian4 min2 fu2 wu4"},
        {"绿地", "lv4 di4"},
        {"侵略", "qin1 lve4"},
        {"行", "xing2"},
        {"彧", "yu4"}, /* rarer than libpinyin's phrases */
        {"", ""},
        {"60 岁以上", "60 sui4 yi3 shang4"},
        {"理发10元", "li3 fa1 10 yuan2"},
        {"卡拉OK", "ka3 la1 OK"},
        {"早、中、晚", "zao3、zhong1、wan3"},
        {"  预约　活动 ", "yu4 yue1 huo2 dong4"},
        {"café 银行", "café yin2 hang2"},
        {"\U0003FFFD银行", "\U0003FFFD yin2 hang2"},
    };
    struct reading *reading = open_reading(NULL, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf got = {0};
        buf_puts(&got, "");
        reading_append(reading, &got, rows[i].text);
        CHECK_STR(got.data != NULL ? got.data : "", rows[i].expected);
        buf_fini(&got);
    }
    reading_destroy(reading);
}

static void test_words_go_first(void)
{
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"理发10元", "li3 fa4 10 yuan2"},
        {"上门理发", "shang4 men2 li3 fa4"},
        {"便宜", "pian2 yi5"},
        {"重庆路", "chong2 qing4 lu4"}, /* the longest of them */
        {"重庆", "zhong4 qing4"},       /* the caller knows best */
    };
    struct reading *reading = open_reading(WORDS, WORDS_LEN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf got = {0};
        reading_append(reading, &got, rows[i].text);
        CHECK_STR(got.data, rows[i].expected);
        buf_fini(&got);
    }
    reading_destroy(reading);
}

static void test_bad_words(void)
{
    static const struct reading_word bad[] = {
        {"", "li3"},         {"理发", "li3"},      {"理发", "li3 fa4 dian4"},
        {"理发", "li3 fa"},  {"理发", "li3  fa4"}, {"理发", "LI3 fa4"},
        {"理发", "li3 fa6"}, {"理a", "li3 fa4"},   {"理发", "li3 abcdefgh4"},
        {"理发", ""},        {"理发", "li3 fa4 "}, {"理发", "li3-fa4"},
        {"\xE7\x90", "li3"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct reading_word both[] = {{"银行", "yin2 hang2"}, bad[i]};
        struct reading *reading = NULL;
        size_t which = 0;
        CHECK_INT(reading_create(NULL, both, 2, &reading, &which), ERR_PARSE);
        CHECK_INT((int)which, 1);
        CHECK(reading == NULL);
    }
}

static void test_without_tables(void)
{
    struct reading *reading = NULL;
    size_t bad = 0;
    CHECK_INT(reading_create("/nonexistent", NULL, 0, &reading, &bad), ERR_NOT_FOUND);
    CHECK(reading == NULL);
    reading_destroy(NULL);
}

/* The parts of any text cover it without a gap. */
static void test_parts(void)
{
    static const char *const texts[] = {
        "理发 10 元，老人免费！", "\xE7\x90 broken \xFF 银行", "ABC", "，，", "一",
    };
    struct reading *reading = open_reading(WORDS, WORDS_LEN);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena arena = {0};
        size_t n, at = 0;
        const struct reading_part *parts = reading_divide(reading, &arena, texts[i], &n);
        for (size_t j = 0; j < n; j++) {
            CHECK_INT((int)parts[j].at, (int)at);
            CHECK(parts[j].len > 0);
            at += parts[j].len;
        }
        CHECK_INT((int)at, (int)strlen(texts[i]));
        arena_fini(&arena);
    }
    reading_destroy(reading);
}

/* More characters than are divided at once, every one with its syllable. */
static void test_long(void)
{
    struct reading *reading = open_reading(NULL, 0);
    struct arena arena = {0};
    struct buf text = {0};
    size_t n, read = 0;
    for (int i = 0; i < 700; i++)
        buf_puts(&text, "银行");
    const struct reading_part *parts = reading_divide(reading, &arena, text.data, &n);
    CHECK_INT((int)n, 1400);
    for (size_t i = 0; i < n; i++)
        read += strcmp(parts[i].pinyin, i % 2 == 0 ? "yin2" : "hang2") == 0;
    CHECK_INT((int)read, 1400);
    buf_fini(&text);
    arena_fini(&arena);
    reading_destroy(reading);
}

int main(void)
{
    test_lines();
    test_words_go_first();
    test_bad_words();
    test_without_tables();
    test_parts();
    test_long();
    return check_done();
}
