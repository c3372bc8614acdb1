/* What somebody types into the search field becomes an expression that holds it as data: quotes
 * come in pairs, and nothing but letters and characters stands between them. */
/* Links: store domain base */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "store/search_text.h"

static void check_match(const char *match)
{
    bool is_quoted = false;
    for (const char *at = match; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (is_quoted) {
            assert(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                   (c >= 'a' && c <= 'z'));
        } else {
            assert(strchr("{} :()*ANDOR", c) != NULL || (c >= 'a' && c <= 'z'));
        }
    }
    assert(!is_quoted);
    assert(utf8_is_valid(match, strlen(match)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct buf words = {0};
    struct search_query query;
    size_t n;
    char *text = arena_strndup(&arena, (const char *)data, size);
    for (int part = SEARCH_ALL_OF_IT; part <= SEARCH_SOME_OF_IT; part++) {
        if (search_query_make(&arena, text, (enum search_part)part, &query)) {
            for (int i = 0; i <= SEARCH_MORE; i++) {
                if (query.match[i] != NULL) {
                    check_match(query.match[i]);
                }
            }
        }
    }
    const struct search_unit *units = search_divide(&arena, text, &n);
    for (size_t i = 0; i < n; i++) {
        assert(units[i].len > 0 && units[i].at + units[i].len <= strlen(text));
        assert(i == 0 || units[i - 1].at + units[i - 1].len <= units[i].at);
    }
    search_put_words(&words, text, units, n < 64 ? n : 64, SEARCH_DEPTH_TITLE);
    buf_fini(&words);
    arena_fini(&arena);
    return 0;
}
