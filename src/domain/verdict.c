#include "domain/verdict.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const char *const code_words[] = {
    [VERDICT_ACCEPTED] = "accepted",       [VERDICT_WAITING] = "waiting",
    [VERDICT_PROVISIONAL] = "provisional", [VERDICT_REFUSED] = "refused",
    [VERDICT_PARKED] = "parked",
};

static const char *const reason_words[] = {
#define REASON_WORD(name, word) [REASON_##name] = word,
    REASON_LIST(REASON_WORD)
#undef REASON_WORD
};

static_assert(sizeof reason_words / sizeof reason_words[0] == REASON_COUNT,
              "every reason has its word");

const char *verdict_code_word(enum verdict_code code)
{
    assert((size_t)code < sizeof code_words / sizeof code_words[0]);
    return code_words[code];
}

const char *reason_word(enum reason reason)
{
    assert((size_t)reason < REASON_COUNT);
    return reason_words[reason];
}

static int find_word(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int verdict_code_parse(const char *word)
{
    return find_word(code_words, sizeof code_words / sizeof code_words[0], word);
}

int reason_parse(const char *word)
{
    return find_word(reason_words, REASON_COUNT, word);
}
