/* Search over the demo content: what is typed and what must come first; an index that is lost,
 * damaged, of other content or without pinyin; and typing that is meant to do harm. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"
#include "content/content.h"
#include "kiosk/index.h"

enum { HITS_MAX = 40 };

struct fixture {
    struct arena arena;
    struct catalogue catalogue;
    char dir[32], path[64];
};

static bool open_fixture(struct fixture *fixture)
{
    struct content_report report = {0};
    const struct content_row *rows = NULL;
    size_t n = 0;
    char why[256] = "";
    *fixture = (struct fixture){.dir = "/tmp/yizhan-search-XXXXXX"};
    day_number today = day_of_date((struct date){2026, 11, 24});
    bool is_open =
        mkdtemp(fixture->dir) != NULL &&
        content_read("kiosk-config", today, &fixture->arena, &report, &rows, &n) == OK &&
        catalogue_load(rows, n, 1, &fixture->arena, &fixture->catalogue, why, sizeof why) == OK;
    (void)snprintf(fixture->path, sizeof fixture->path, "%s/search.db", fixture->dir);
    CHECK(is_open);
    return is_open;
}

static void close_fixture(struct fixture *fixture)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char name[80];
        (void)snprintf(name, sizeof name, "%s%s", fixture->path, ends[i]);
        unlink(name);
    }
    CHECK_INT(rmdir(fixture->dir), 0);
    arena_fini(&fixture->arena);
}

static enum index_outcome make(struct fixture *fixture)
{
    char why[256] = "";
    enum index_outcome outcome = INDEX_WAS_THERE;
    CHECK_INT(index_make(fixture->path, &fixture->catalogue, "demo", &outcome, why, sizeof why),
              OK);
    CHECK_STR(why, "");
    return outcome;
}

/* "service.haircut-home series.…", as many as there are. */
static char *found(struct search *search, struct arena *arena, enum lang lang, const char *typed)
{
    struct search_hit hits[HITS_MAX];
    size_t n = 0;
    char *line = arena_strdup(arena, "");
    CHECK_INT(search_ask(search, lang, typed, hits, HITS_MAX, &n), OK);
    for (size_t i = 0; i < n; i++) {
        line = arena_printf(arena, "%s%s%s.%s", line, i > 0 ? " " : "",
                            content_kind_word(hits[i].kind), hits[i].id);
    }
    return line;
}

#define HAIRCUTS "service.haircut-home series.haircut-nails service.haircut-here series.haircut-day"

static void test_table(struct search *search)
{
    static const struct {
        enum lang lang;
        const char *typed, *first;
    } rows[] = {
        {LANG_ZH, "lf", HAIRCUTS},
        {LANG_ZH, "LF", HAIRCUTS},
        {LANG_ZH, "lif", HAIRCUTS},
        {LANG_ZH, "lifa", HAIRCUTS},
        {LANG_ZH, "li'fa", HAIRCUTS},
        {LANG_ZH, "理发", HAIRCUTS},
        {LANG_ZH, "理f", HAIRCUTS},
        {LANG_ZH, "理fa", HAIRCUTS},
        {LANG_ZH, " 理发  ", HAIRCUTS},
        {LANG_ZH, "lfsm", "service.haircut-home"},
        {LANG_ZH, "xuey", "service.bp-sugar"},
        {LANG_ZH, "血压", "service.bp-sugar"},
        {LANG_ZH, "量血压", "service.bp-sugar"},
        {LANG_EN, "blood pressure", "service.bp-sugar"},
        {LANG_ZH, "理发 上门", "service.haircut-home"},
        {LANG_ZH, "haircut", "service.haircut"},
        {LANG_ZH, "zzzz", ""},
        {LANG_ZH, "", ""},
        {LANG_ZH, "，。", ""},
        {LANG_EN, "haircut", "service.haircut"},
        {LANG_EN, "HAIR", "service.haircut"},
        {LANG_EN, "sugar", "service.bp-sugar"},
        {LANG_EN, "sugar pres", "service.bp-sugar"},
        {LANG_EN, "lifa", HAIRCUTS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        char *got = found(search, &arena, rows[i].lang, rows[i].typed);
        size_t wanted = strlen(rows[i].first);
        if (wanted > 0 && strlen(got) > wanted) {
            got[wanted] = '\0';
        }
        CHECK_STR(got, rows[i].first);
        arena_fini(&arena);
    }
}

/* Every item is found by its whole title, by each character of it, and by its pinyin. */
static void test_every_title(const struct fixture *fixture, struct search *search)
{
    for (size_t i = 0; i < fixture->catalogue.services_len; i++) {
        const struct service *service = &fixture->catalogue.services[i];
        struct arena arena = {0};
        const char *wanted = arena_printf(&arena, "service.%s", service->id);
        if (catalogue_is_for(service->station, "demo")) {
            CHECK(strstr(found(search, &arena, LANG_ZH, service->name.zh), wanted) != NULL);
            CHECK(strstr(found(search, &arena, LANG_EN, service->name.en), wanted) != NULL);
        }
        arena_fini(&arena);
    }
}

/* The common words on the screen all lead somewhere. */
static void test_common_words(const struct fixture *fixture, struct search *search)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *at = text_in(catalogue_text(&fixture->catalogue, "search"), (enum lang)lang);
        struct arena arena = {0};
        CHECK(at[0] != '\0');
        while (*at != '\0') {
            size_t len = strcspn(at, "\n");
            const char *word = arena_strndup(&arena, at, len);
            if (len > 0 && found(search, &arena, (enum lang)lang, word)[0] == '\0') {
                CHECK_STR(word, "a word that finds something");
            }
            at += len + (at[len] == '\n');
        }
        arena_fini(&arena);
    }
}

/* Nothing that is typed is grammar; nothing fails, nothing is found that should not be. */
static void test_hostile(struct search *search)
{
    static const char *const typed[] = {
        "\"",          "\" OR \"a",
        "lf\" OR \"x", "NEAR(lf)",
        "title:lf",    "^lf",
        "lf*",         "-lf",
        "{title}",     "(lf",
        "lf)",         "lf AND",
        "NOT lf",      "a\nb",
        "\x01\x02",    "\xFF\xFE",
        "理\xE5\x8F",  "'; DROP",
        "%",           "_",
        "\\",          "\xF0\xA0\x80\x80",
        "ａｂｃ",      "🙂",
        "'''''",       "l'",
        "ü",           "\xC3\x97",
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        (void)found(search, &arena, LANG_ZH, typed[i]);
        (void)found(search, &arena, LANG_EN, typed[i]);
    }
    CHECK_STR(found(search, &arena, LANG_ZH, "title:zzzz"), "");
    CHECK_STR(found(search, &arena, LANG_ZH, "zzzz\" * \"zzzy"), "");
    char long_text[4000];
    memset(long_text, 'l', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    CHECK_STR(found(search, &arena, LANG_ZH, long_text), "");
    arena_fini(&arena);
}

static void test_states(struct fixture *fixture)
{
    struct search *search = NULL;
    struct search_hit hits[HITS_MAX];
    size_t n = 0;
    search_create(fixture->path, &search);
    CHECK_INT(search_ask(search, LANG_ZH, "lf", hits, HITS_MAX, &n), ERR_NOT_FOUND);
    CHECK_INT(make(fixture), INDEX_MADE);
    CHECK_INT(search_ask(search, LANG_ZH, "lf", hits, HITS_MAX, &n), OK);
    CHECK(n >= 4);
    CHECK_INT(make(fixture), INDEX_WAS_THERE);
    CHECK_INT(search_check(fixture->path, &fixture->catalogue, "demo"), SEARCH_WHOLE);
    CHECK_INT(search_check(fixture->path, &fixture->catalogue, "riverside"), SEARCH_MISSING);
    /* Other content, while somebody looks at the old index. */
    struct catalogue less = fixture->catalogue;
    less.services_len = 0;
    char why[256] = "";
    CHECK_INT(search_build(fixture->path, &less, "demo", NULL, why, sizeof why), OK);
    CHECK_INT(search_check(fixture->path, &less, "demo"), SEARCH_WITHOUT_PINYIN);
    CHECK_INT(search_check(fixture->path, &fixture->catalogue, "demo"), SEARCH_MISSING);
    CHECK_INT(search_ask(search, LANG_ZH, "理发", hits, HITS_MAX, &n), OK);
    CHECK(n > 0 && hits[0].kind == CONTENT_SERIES);
    CHECK_INT(search_ask(search, LANG_ZH, "lf", hits, HITS_MAX, &n), OK);
    CHECK_INT((int)n, 0);
    search_rest(search);
    /* No database at all. */
    CHECK_INT(file_replace(fixture->path, "rubbish, and enough of it", 25, 0600), OK);
    CHECK_INT(search_check(fixture->path, &fixture->catalogue, "demo"), SEARCH_MISSING);
    CHECK_INT(make(fixture), INDEX_MADE);
    CHECK_INT(search_ask(search, LANG_ZH, "lf", hits, HITS_MAX, &n), OK);
    CHECK(n >= 4);
    search_destroy(search);
}

int main(void)
{
    struct fixture fixture;
    if (open_fixture(&fixture)) {
        test_states(&fixture);
        struct search *search = NULL;
        search_create(fixture.path, &search);
        test_table(search);
        test_every_title(&fixture, search);
        test_common_words(&fixture, search);
        test_hostile(search);
        search_destroy(search);
        search_destroy(NULL);
        close_fixture(&fixture);
    }
    return check_done();
}
