#include "entry/spelling.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "entry/pinyin_data.h"

struct spelling {
    pinyin_context_t *context;
    pinyin_instance_t *instance;
};

/* The letters as libpinyin gets them: small, no separator at the beginning or beside another one,
 * for it stops the program at those; at[i] is where letter i stood. */
struct letters {
    char text[ENTRY_LETTERS_MAX + 1];
    int at[ENTRY_LETTERS_MAX + 1];
    int n;
};

static pinyin_option_t options_of(enum entry_fuzzy fuzzy)
{
    static const struct {
        enum entry_fuzzy fuzzy;
        pinyin_option_t option;
    } pairs[] = {
        {ENTRY_FUZZY_ZH_Z, PINYIN_AMB_Z_ZH},     {ENTRY_FUZZY_CH_C, PINYIN_AMB_C_CH},
        {ENTRY_FUZZY_SH_S, PINYIN_AMB_S_SH},     {ENTRY_FUZZY_N_L, PINYIN_AMB_L_N},
        {ENTRY_FUZZY_AN_ANG, PINYIN_AMB_AN_ANG}, {ENTRY_FUZZY_EN_ENG, PINYIN_AMB_EN_ENG},
        {ENTRY_FUZZY_IN_ING, PINYIN_AMB_IN_ING},
    };
    pinyin_option_t options =
        PINYIN_INCOMPLETE | PINYIN_CORRECT_ALL | USE_DIVIDED_TABLE | USE_RESPLIT_TABLE;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (((unsigned)fuzzy & (unsigned)pairs[i].fuzzy) != 0) {
            options |= pairs[i].option;
        }
    }
    return options;
}

enum status spelling_create(const char *dir, enum entry_fuzzy fuzzy, struct spelling **out)
{
    pinyin_context_t *context = NULL;
    enum status status = pinyin_data_open(dir, &context);
    if (status != OK) {
        return status;
    }
    pinyin_set_options(context, options_of(fuzzy));
    struct spelling *spelling = xalloc(sizeof *spelling);
    *spelling = (struct spelling){context, pinyin_alloc_instance(context)};
    *out = spelling;
    return OK;
}

void spelling_set_fuzzy(struct spelling *spelling, enum entry_fuzzy fuzzy)
{
    pinyin_set_options(spelling->context, options_of(fuzzy));
}

void spelling_destroy(struct spelling *spelling)
{
    if (spelling == NULL) {
        return;
    }
    pinyin_free_instance(spelling->instance);
    pinyin_fini(spelling->context);
    free(spelling);
}

static void letters_clean(const char *typed, struct letters *out)
{
    out->n = 0;
    int i = 0;
    for (; typed[i] != '\0'; i++) {
        char c = typed[i] >= 'A' && typed[i] <= 'Z' ? (char)(typed[i] - 'A' + 'a') : typed[i];
        if (c == '\'' && (out->n == 0 || out->text[out->n - 1] == '\'')) {
            continue;
        }
        if (c != '\'' && (c < 'a' || c > 'z')) {
            break;
        }
        out->text[out->n] = c;
        out->at[out->n++] = i;
    }
    out->text[out->n] = '\0';
    out->at[out->n] = i;
}

/* How many typed bytes the first n clean letters stand for, with the separator after them. */
static int letters_typed(const struct letters *letters, int n)
{
    if (n < letters->n && letters->text[n] == '\'') {
        n++;
    }
    return letters->at[n];
}

/* Copies the letters with a separator wherever a syllable ends. */
static void divide(struct spelling *spelling, const struct letters *letters, int parsed, char *out)
{
    bool ends[ENTRY_LETTERS_MAX + 1] = {false};
    for (int i = 0; i < parsed;) {
        ChewingKeyRest *rest = NULL;
        guint16 begin = 0, end = 0;
        if (!pinyin_get_pinyin_key_rest(spelling->instance, (size_t)i, &rest) || rest == NULL ||
            !pinyin_get_pinyin_key_rest_positions(spelling->instance, rest, &begin, &end) ||
            end <= i || end > parsed) {
            break;
        }
        i = end;
        ends[i] = true;
    }
    int n = 0;
    for (int i = 0; i < letters->n; i++) {
        bool is_mark = letters->text[i] == '\'';
        if ((ends[i] || i == parsed) && !is_mark && n > 0 && out[n - 1] != '\'') {
            out[n++] = '\'';
        }
        out[n++] = letters->text[i];
    }
    out[n] = '\0';
}

static bool answer_has(const struct entry_answer *answer, const char *text)
{
    for (int i = 0; i < answer->n; i++) {
        if (str_equal(answer->items[i].text, text)) {
            return true;
        }
    }
    return false;
}

/* The library tells how far a candidate reaches only by choosing it; that is forgotten again with
 * the next question. */
static void take_candidate(struct spelling *spelling, guint index, const struct letters *letters,
                           struct entry_answer *out)
{
    lookup_candidate_t *candidate = NULL;
    lookup_candidate_type_t type = ZOMBIE_CANDIDATE;
    const char *text = NULL;
    if (!pinyin_get_candidate(spelling->instance, index, &candidate) ||
        !pinyin_get_candidate_type(spelling->instance, candidate, &type) ||
        (type != NBEST_MATCH_CANDIDATE && type != NORMAL_CANDIDATE) ||
        !pinyin_get_candidate_string(spelling->instance, candidate, &text) || text == NULL ||
        text[0] == '\0' || answer_has(out, text)) {
        return;
    }
    struct entry_candidate *item = &out->items[out->n];
    if (!str_copy(item->text, sizeof item->text, text)) {
        return;
    }
    int reach = pinyin_choose_candidate(spelling->instance, 0, candidate);
    if (reach > 0 && reach <= letters->n) {
        item->letters = letters_typed(letters, reach);
        out->n++;
    }
}

void spelling_ask(struct spelling *spelling, const char *letters, struct entry_answer *out)
{
    assert(strlen(letters) <= ENTRY_LETTERS_MAX);
    struct letters clean;
    letters_clean(letters, &clean);
    out->n = 0;
    out->divided[0] = '\0';
    pinyin_reset(spelling->instance);
    size_t parsed =
        clean.n > 0 ? pinyin_parse_more_full_pinyins(spelling->instance, clean.text) : 0;
    assert(parsed <= (size_t)clean.n);
    divide(spelling, &clean, (int)parsed, out->divided);
    if (parsed == 0) {
        return;
    }
    pinyin_guess_sentence(spelling->instance);
    guint n = 0;
    if (!pinyin_guess_candidates(spelling->instance, 0,
                                 SORT_BY_PHRASE_LENGTH_AND_PINYIN_LENGTH_AND_FREQUENCY) ||
        !pinyin_get_n_candidate(spelling->instance, &n)) {
        return;
    }
    for (guint i = 0; i < n && out->n < ENTRY_CANDIDATES_MAX; i++) {
        take_candidate(spelling, i, &clean, out);
    }
}
