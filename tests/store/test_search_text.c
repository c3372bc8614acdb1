/* Words of the search index and the expressions that are asked for. */
#include <string.h>

#include "check.h"
#include "store/search_text.h"

static void set_pinyin(struct search_unit *units, size_t n, const char *const *pinyin)
{
    for (size_t i = 0, k = 0; i < n; i++) {
        if (units[i].is_chinese && pinyin[k] != NULL) {
            memcpy(units[i].pinyin, pinyin[k], strlen(pinyin[k]) + 1);
            k++;
        }
    }
}

static void test_words(void)
{
    static const char *const lifa[] = {"li", "fa", NULL};
    static const char *const none[] = {NULL};
    static const struct {
        const char *text;
        const char *const *pinyin;
        enum search_depth depth;
        const char *words;
    } rows[] = {
        {"理发", lifa, SEARCH_DEPTH_BEGINNING, "理发 lifa lf 理fa 理f lif "},
        {"理发", lifa, SEARCH_DEPTH_TITLE, "理发 lifa lf 理fa 理f lif 发 fa f "},
        {"理发", lifa, SEARCH_DEPTH_LINE, "理发 lifa lf 发 fa f "},
        {"理发", lifa, SEARCH_DEPTH_MORE, "理发 发 "},
        {"理、发", lifa, SEARCH_DEPTH_LINE, "理 li l 发 fa f "},
        {"理10发", lifa, SEARCH_DEPTH_LINE, "理10发 li10fa l1f 10发 10fa 1f 发 fa f "},
        {"理发", none, SEARCH_DEPTH_LINE, "理发 理发 理发 发 发 发 "},
        {"Hair cut", none, SEARCH_DEPTH_MORE, "Hair cut "},
        {"Children's 'art'", none, SEARCH_DEPTH_MORE, "Childrens art "},
        {"", none, SEARCH_DEPTH_TITLE, ""},
        {"（）", none, SEARCH_DEPTH_TITLE, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        struct buf out = {0};
        size_t n = 0;
        struct search_unit *units = search_divide(&arena, rows[i].text, &n);
        set_pinyin(units, n, rows[i].pinyin);
        buf_puts(&out, "");
        search_put_words(&out, rows[i].text, units, n, rows[i].depth);
        CHECK_STR(out.len > 0 ? out.data : "", rows[i].words);
        buf_fini(&out);
        arena_fini(&arena);
    }
}

static void test_queries(void)
{
    static const struct {
        const char *typed, *beginning, *line;
    } rows[] = {
        {"lf", "({beginning} : \"lf\" *) AND ({title} : (\"lf\" *))", "{title line} : (\"lf\" *)"},
        {"理f", "({beginning} : \"理f\" *) AND ({title} : (\"理f\" *))",
         "{title line} : (\"理f\" *)"},
        {"xi'an", "({beginning} : \"xian\" *) AND ({title} : (\"xian\" *))",
         "{title line} : (\"xian\" *)"},
        {"lü", "({beginning} : \"lv\" *) AND ({title} : (\"lv\" *))", "{title line} : (\"lv\" *)"},
        {" a  b\"", "({beginning} : \"a\" *) AND ({title} : (\"a\" * AND \"b\" *))",
         "{title line} : (\"a\" * AND \"b\" *)"},
        {"l", "({beginning} : \"l\" *) AND ({title} : (\"l\" *))", NULL},
        {"理", "({beginning} : \"理\" *) AND ({title} : (\"理\" *))", "{title line} : (\"理\" *)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        struct search_query query = {0};
        CHECK(search_query_make(&arena, rows[i].typed, SEARCH_ALL_OF_IT, &query));
        CHECK_STR(query.match[SEARCH_BEGINNING], rows[i].beginning);
        CHECK_STR(query.match[SEARCH_LINE], rows[i].line);
        arena_fini(&arena);
    }
    static const char *const nothing[] = {"", " ", "'", "''", "\"", "，", "\xFF", "\x01", "* ()"};
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        struct arena arena = {0};
        struct search_query query = {0};
        CHECK(!search_query_make(&arena, nothing[i], SEARCH_ALL_OF_IT, &query));
        arena_fini(&arena);
    }
}

static void test_some(void)
{
    static const struct {
        const char *typed, *title;
    } rows[] = {
        {"量血压", "{title} : (\"量血\" * OR \"血压\" *)"},
        {"blood pressure", "{title} : (\"blood\" * OR \"pressure\" *)"},
        {"血压 a sugar", "{title} : (\"血压\" * OR \"sugar\" *)"},
        {"血压", NULL},
        {"lifa", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        struct search_query query = {0};
        CHECK(search_query_make(&arena, rows[i].typed, SEARCH_SOME_OF_IT, &query) ==
              (rows[i].title != NULL));
        CHECK_STR(query.match[SEARCH_TITLE], rows[i].title);
        arena_fini(&arena);
    }
}

int main(void)
{
    test_words();
    test_queries();
    test_some();
    return check_done();
}
