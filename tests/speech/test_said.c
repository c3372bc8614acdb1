/* Texts of screens to what is said, in both languages: numbers in all the shapes they have, words
 * of the other language, pauses. Characters are read by a small table, as content would be. */
#include "check.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "speech/number.h"
#include "speech/said.h"

static const struct {
    const char *hanzi, *pinyin;
} readings[] = {{"月", "yue4"},  {"日", "ri4"},   {"年", "nian2"}, {"周", "zhou1"}, {"三", "san1"},
                {"位", "wei4"},  {"还", "hai2"},  {"有", "you3"},  {"第", "di4"},   {"号", "hao4"},
                {"楼", "lou2"},  {"小", "xiao3"}, {"时", "shi2"},  {"电", "dian4"}, {"话", "hua4"},
                {"元", "yuan2"}, {"连", "lian2"}, {"开", "kai1"},  {"始", "shi3"},  {"个", "ge4"},
                {"打", "da3"},   {"一", "yi1"},   {"不", "bu4"},   {"是", "shi4"},  {"点", "dian3"},
                {"分", "fen1"},  {"钟", "zhong1"}};

static void read_hanzi(void *ctx, const char *hanzi, size_t len, struct buf *out)
{
    (void)ctx;
    bool is_first = true;
    for (size_t at = 0, bytes; at < len; at += bytes) {
        (void)utf8_next(hanzi + at, len - at, &bytes);
        for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++)
            if (strncmp(hanzi + at, readings[i].hanzi, bytes) == 0) {
                buf_printf(out, "%s%s", is_first ? "" : " ", readings[i].pinyin);
                is_first = false;
            }
    }
}

/* The prepared text with brackets for the marks of language, ends trimmed. */
static const char *prepare(const char *text, enum lang lang, struct buf *out)
{
    const struct said_reader reader = {NULL, read_hanzi};
    buf_clear(out);
    said_put(text, lang, &reader, out);
    size_t kept = 0;
    for (size_t i = 0; i < out->len; i++) {
        char c = out->data[i];
        out->data[kept++] = c == SAID_ENGLISH ? '[' : c == SAID_CHINESE ? ']' : c;
    }
    while (kept > 0 && out->data[kept - 1] == ' ')
        kept--;
    out->data[kept] = '\0';
    return out->data;
}

struct sample {
    const char *text, *said;
};

static void test_chinese(void)
{
    static const struct sample samples[] = {
        {"14:30", "shi2 si4 dian3 ban4"},
        {"9:00", "jiu2 dian3"},
        {"2:05", "liang2 dian3 ling2 wu3 fen1"},
        {"12:00", "shi2 er4 dian3"},
        {"20:15", "er4 shi2 dian3 shi2 wu3 fen1"},
        {"15:00–16:30", "shi2 wu2 dian3 dao4 shi2 liu4 dian3 ban4"},
        {"11月25日 周三 9:00", "shi2 yi1 yue4 er4 shi2 wu3 ri4, zhou1 san1 jiu2 dian3"},
        {"2026年", "er4 ling2 er4 liu4 nian2"},
        {"2026-11-22", "er4 ling2 er4 liu4 nian2 shi2 yi1 yue4 er4 shi2 er4 ri4"},
        {"13812345678", "yao1 san1 ba1 yao1 er4 san1 si4 wu3 liu4 qi1 ba1"},
        {"138 1234 5678", "yao1 san1 ba1, yao1 er4 san1 si4, wu3 liu4 qi1 ba1"},
        {"028-8512-3456", "ling2 er4 ba1, ba1 wu3 yao1 er4, san1 si4 wu3 liu4"},
        {"电话 028-85123456", "dian4 hua4 ling2 er4 ba1, ba1 wu3 yao1 er4 san1 si4 wu3 liu4"},
        {"打 12345", "da3 yao1 er4 san1 si4 wu3"},
        {"打120。", "da3 yao1 er4 ling2."},
        {"120 元", "yi4 bai3 er4 shi2 yuan2"},
        {"7KQ-01AB-C2X", "qi1 [K] [Q], ling2 yao1 [ay] [B], [C] er4 [X]"},
        {"还有 2 位", "hai2 you2 liang3 wei4"},
        {"第 2 位", "di4 er4 wei4"},
        {"2 号楼", "er4 hao4 lou2"},
        {"12 位", "shi2 er4 wei4"},
        {"还有 3 位", "hai2 you3 san1 wei4"},
        {"24 小时", "er4 shi2 si4 xiao3 shi2"},
        {"3.5%", "bai3 fen1 zhi1 san1 dian2 wu3"},
        {"¥20", "er4 shi2 yuan2"},
        {"连 WiFi", "lian2 [WiFi ]"},
        {"30 分钟开始", "san1 shi2 fen1 zhong1 kai1 shi3"},
        {"有，（还有）！", "you3, hai2 you3!"},
        {"1–3 个", "yi1 dao4 san1 ge4"},
        {"一个", "yi2 ge4"},
        {"一位", "yi2 wei4"},
        {"一年", "yi4 nian2"},
        {"第一个", "di4 yi1 ge4"},
        {"不开", "bu4 kai1"},
        {"不是", "bu2 shi4"},
        {"小小时", "xiao2 xiao3 shi2"},
        {"还有5点", "hai2 you2 wu2 dian3"},
        {"、，", ""},
        {"", ""},
    };
    struct buf out = {0};
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const char *got = prepare(samples[i].text, LANG_ZH, &out);
        if (strcmp(got, samples[i].said) != 0)
            fprintf(stderr, "of “%s”:\n", samples[i].text);
        CHECK_STR(got, samples[i].said);
    }
    buf_fini(&out);
}

static void test_english(void)
{
    static const struct sample samples[] = {
        {"Wed 25 Nov 14:30", "[Wed 25 Nov 14:30"},
        {"3 places left, of 12.", "[3 places left, of 12."},
        {"Call 12345", "[Call 1 2 3 4 5"},
        {"7KQ-01AB-C2X", "[7 K Q, 0 1 ay B, C 2 X"},
        {"138 1234 5678", "[1 3 8, 1 2 3 4, 5 6 7 8"},
        {"15:00–16:30", "[15:00 to 16:30"},
        {"You're next", "[You're next"},
        {"at 三号楼 today", "[at ]san1 hao4 lou2 [today"},
    };
    struct buf out = {0};
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const char *got = prepare(samples[i].text, LANG_EN, &out);
        char *end = strrchr(out.data, ']');
        if (end && end[1] == '\0')
            *end = '\0';
        for (size_t n = strlen(out.data); n > 0 && out.data[n - 1] == ' '; n--)
            out.data[n - 1] = '\0';
        if (strcmp(got, samples[i].said) != 0)
            fprintf(stderr, "of “%s”:\n", samples[i].text);
        CHECK_STR(got, samples[i].said);
    }
    buf_fini(&out);
}

static void test_counts(void)
{
    static const struct {
        int64_t value;
        const char *said;
    } counts[] = {
        {0, "ling2 "},
        {10, "shi2 "},
        {15, "shi2 wu3 "},
        {20, "er4 shi2 "},
        {105, "yi4 bai3 ling2 wu3 "},
        {110, "yi4 bai3 yi1 shi2 "},
        {1008, "yi4 qian1 ling2 ba1 "},
        {2000, "er4 qian1 "},
        {10000, "yi2 wan4 "},
        {10500, "yi2 wan4 ling2 wu3 bai3 "},
        {20015, "liang3 wan4 ling2 yi1 shi2 wu3 "},
        {123456, "shi2 er4 wan4 san1 qian1 si4 bai3 wu3 shi2 liu4 "},
        {120000000, "yi1 er4 ling2 ling2 ling2 ling2 ling2 ling2 ling2 "},
    };
    struct buf out = {0};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        buf_clear(&out);
        number_put_count(counts[i].value, &out);
        CHECK_STR(out.data, counts[i].said);
    }
    buf_fini(&out);
}

/* Whatever stands on a screen, preparing it ends, and the parts it gives are in order. */
static void test_anything(void)
{
    static const char *const texts[] = {
        "\xff\xfe", "1:",   ":1",       "1.2.3.4",
        "A-B-C-1",  "....", "\x0e\x0f", "0",
        "00",       "2 ",   "1 2 3",    "5%%",
        "¥",        "9-",   "1–",       "99999999999999999999999999",
        "，1，",    "a1b2", "A1",       "12:3",
        "1’"};
    struct buf out = {0};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            buf_clear(&out);
            said_put(texts[i], (enum lang)lang, NULL, &out);
            struct said_walk walk = said_begin(out.data ? out.data : "");
            struct said_part part;
            size_t n = 0;
            while (said_next(&walk, &part)) {
                CHECK(part.len > 0);
                n += part.len;
            }
            CHECK(n <= out.len);
        }
    buf_fini(&out);
}

int main(void)
{
    test_chinese();
    test_english();
    test_counts();
    test_anything();
    return check_done();
}
