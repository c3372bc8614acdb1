#include "entry/reading.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "entry/pinyin_data.h"
#include "entry/tones.h"

enum {
    WORD_MAX = 16,      /* characters; libpinyin's longest phrase */
    RUN_MAX = 256,      /* characters divided at once */
    POINT_BYTES_MAX = 4 /* of UTF-8 */
};

struct reading {
    pinyin_context_t *context;
    pinyin_instance_t *instance;
    struct arena arena; /* of the words */
    struct reading_word *words;
    size_t words_len;
};

/* A Chinese character of the text. */
struct character {
    uint32_t point;
    size_t at, len;
    struct reading_part *part;
};

static bool is_chinese(uint32_t point)
{
    return (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF) || point == 0x3007;
}

static bool is_latin(uint32_t point)
{
    return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
           (point >= 'a' && point <= 'z') || (point >= 0xC0 && point <= 0x24F);
}

static bool is_space(uint32_t point)
{
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 || point == 0x3000;
}

static const uint16_t *tones_of(uint32_t point)
{
    size_t low = 0;
    size_t high = tone_rows_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tone_rows[middle].point < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tone_rows_len && tone_rows[low].point == point ? tone_rows[low].readings : NULL;
}

/* ---- the caller's words ---- */

/* The length of the syllable with its tone at the beginning of text; 0: there is none. */
static size_t syllable_len(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    bool is_one = n > 0 && n + 2 <= READING_SIZE && text[n] >= '1' && text[n] <= '5' &&
                  (text[n + 1] == ' ' || text[n + 1] == '\0');
    return is_one ? n + 1 : 0;
}

static bool word_is_valid(const struct reading_word *word)
{
    const char *pinyin = word->pinyin;
    size_t left = strlen(word->word);
    const char *text = word->word;
    if (left == 0)
        return false;
    while (left > 0) {
        size_t bytes;
        size_t n = syllable_len(pinyin);
        if (!is_chinese(utf8_next(text, left, &bytes)) || n == 0)
            return false;
        text += bytes;
        left -= bytes;
        pinyin += n + (pinyin[n] == ' ' && left > 0);
    }
    return *pinyin == '\0';
}

/* The longest of the caller's words at the beginning of text. */
static const struct reading_word *word_at(const struct reading *reading, const char *text)
{
    const struct reading_word *best = NULL;
    for (size_t i = 0; i < reading->words_len; i++) {
        const struct reading_word *word = &reading->words[i];
        if (str_starts(text, word->word) &&
            (best == NULL || strlen(word->word) > strlen(best->word)))
            best = word;
    }
    return best;
}

/* ---- life ---- */

enum status reading_create(const char *data_dir, const struct reading_word *words, size_t n,
                           struct reading **out, size_t *bad)
{
    struct reading *reading = xalloc(sizeof *reading);
    enum status status = OK;
    *reading = (struct reading){0};
    reading->words = arena_array(&reading->arena, n, sizeof *reading->words);
    for (size_t i = 0; i < n; i++) {
        if (!word_is_valid(&words[i])) {
            *bad = i;
            status = ERR_PARSE;
            goto out;
        }
        reading->words[reading->words_len++] =
            (struct reading_word){arena_strdup(&reading->arena, words[i].word),
                                  arena_strdup(&reading->arena, words[i].pinyin)};
    }
    *bad = n;
    status = pinyin_data_open(data_dir, &reading->context);
    if (status != OK)
        goto out;
    reading->instance = pinyin_alloc_instance(reading->context);
    *out = reading;
    reading = NULL;
out:
    reading_destroy(reading);
    return status;
}

void reading_destroy(struct reading *reading)
{
    if (reading == NULL)
        return;
    if (reading->instance != NULL)
        pinyin_free_instance(reading->instance);
    if (reading->context != NULL)
        pinyin_fini(reading->context);
    arena_fini(&reading->arena);
    free(reading);
}

/* ---- syllables ---- */

enum position { POSITION_ALONE, POSITION_FIRST, POSITION_LATER };

/* How common this syllable is for the character: 0 the most common reading, TONE_READINGS_MAX not
 * known. name NULL: any. A word's first character has a tone. */
static int rank_of(uint32_t point, const char *name, enum position position)
{
    const uint16_t *tones = tones_of(point);
    int best = TONE_READINGS_MAX;
    for (int i = TONE_READINGS_MAX - 1; tones != NULL && i >= 0; i--) {
        bool is_neutral = tones[i] % 8 == TONE_NEUTRAL;
        if (tones[i] == 0 || (name != NULL && !str_equal(tone_names[tones[i] / 8], name)))
            continue;
        if (best == TONE_READINGS_MAX || !is_neutral || position != POSITION_FIRST)
            best = i;
    }
    return best;
}

static void set_syllable(const struct character *character, const char *name,
                         enum position position)
{
    int rank = rank_of(character->point, name, position);
    char *to = character->part->pinyin;
    int tone = TONE_NEUTRAL;
    assert(rank < TONE_READINGS_MAX || name != NULL);
    if (rank < TONE_READINGS_MAX) {
        uint16_t code = tones_of(character->point)[rank];
        name = tone_names[code / 8];
        tone = code % 8;
    }
    size_t len = strlen(name);
    assert(len + 2 <= READING_SIZE);
    memcpy(to, name, len);
    to[len] = (char)('0' + tone);
    to[len + 1] = '\0';
}

struct names {
    char of[WORD_MAX][READING_SIZE];
};

/* The i-th of the ways to read a word of len characters. */
static bool nth_pronunciation(struct reading *reading, phrase_token_t token, guint i, int len,
                              struct names *names)
{
    ChewingKeyVector keys = g_array_new(FALSE, FALSE, sizeof(guint16));
    bool is_whole = pinyin_token_get_nth_pronunciation(reading->instance, token, i, keys) &&
                    keys->len == (guint)len;
    for (int j = 0; is_whole && j < len; j++) {
        gchar *name = NULL;
        ChewingKey *key = (ChewingKey *)(void *)(keys->data + (size_t)j * sizeof(guint16));
        is_whole = pinyin_get_pinyin_string(reading->instance, key, &name) && name != NULL &&
                   str_copy(names->of[j], READING_SIZE - 1, name);
        g_free(name);
    }
    g_array_free(keys, TRUE);
    return is_whole;
}

/* The way to read the word that is the most common for its characters. */
static bool best_pronunciation(struct reading *reading, phrase_token_t token,
                               const struct character *word, int len, struct names *names)
{
    guint n = 0;
    int least = -1;
    if (!pinyin_token_get_n_pronunciation(reading->instance, token, &n))
        return false;
    for (guint i = 0; i < n; i++) {
        struct names found;
        int sum = 0;
        if (!nth_pronunciation(reading, token, i, len, &found))
            continue;
        for (int j = 0; j < len; j++)
            sum += rank_of(word[j].point, found.of[j], POSITION_LATER);
        if (least < 0 || sum < least) {
            least = sum;
            *names = found;
        }
    }
    return least >= 0;
}

static void read_word(struct reading *reading, phrase_token_t token, const struct character *word,
                      int len)
{
    struct names names;
    bool is_known = len > 1 && best_pronunciation(reading, token, word, len, &names);
    for (int i = 0; i < len; i++)
        set_syllable(&word[i], is_known ? names.of[i] : NULL,
                     len == 1 ? POSITION_ALONE
                     : i == 0 ? POSITION_FIRST
                              : POSITION_LATER);
}

/* The length in characters of the word that begins at i of the sentence divided last. */
static int word_len(struct reading *reading, int i, int left, phrase_token_t *token)
{
    guint len = 0;
    gchar *phrase = NULL;
    bool is_word = pinyin_get_phrase_token(reading->instance, (guint)i, token) && *token != 0 &&
                   pinyin_token_get_phrase(reading->instance, *token, &len, &phrase);
    g_free(phrase);
    return is_word && len >= 1 && len <= (guint)left && len <= WORD_MAX ? (int)len : 1;
}

static void read_run(struct reading *reading, const char *text, const struct character *run, int n)
{
    char sentence[RUN_MAX * POINT_BYTES_MAX + 1];
    if (n == 0)
        return;
    size_t bytes = run[n - 1].at + run[n - 1].len - run[0].at;
    memcpy(sentence, text + run[0].at, bytes);
    sentence[bytes] = '\0';
    bool is_divided = pinyin_phrase_segment(reading->instance, sentence);
    for (int i = 0, len = 1; i < n; i += len) {
        phrase_token_t token = 0;
        if (is_divided)
            len = word_len(reading, i, n - i, &token);
        read_word(reading, token, &run[i], len);
    }
}

/* ---- parts ---- */

/* Text on its way into parts; the run of Chinese characters at its end is not read yet. */
struct division {
    struct reading *reading;
    const char *text;
    struct reading_part *parts;
    size_t n;
    struct character run[RUN_MAX];
    int run_len;
};

static void end_run(struct division *division)
{
    read_run(division->reading, division->text, division->run, division->run_len);
    division->run_len = 0;
}

static struct reading_part *add_part(struct division *division, size_t at, size_t len)
{
    struct reading_part *part = &division->parts[division->n++];
    *part = (struct reading_part){.at = at, .len = len};
    return part;
}

/* Returns how many bytes the word takes. */
static size_t add_word(struct division *division, size_t at, const struct reading_word *word)
{
    const char *pinyin = word->pinyin;
    size_t whole = strlen(word->word);
    end_run(division);
    for (size_t done = 0, bytes; done < whole; done += bytes) {
        utf8_next(word->word + done, whole - done, &bytes);
        size_t len = syllable_len(pinyin);
        memcpy(add_part(division, at + done, bytes)->pinyin, pinyin, len);
        pinyin += len + (pinyin[len] == ' ');
    }
    return whole;
}

static size_t add_latin(struct division *division, size_t at, size_t end)
{
    size_t len = 0;
    size_t bytes = 0;
    end_run(division);
    for (; at + len < end && is_latin(utf8_next(division->text + at + len, end - at - len, &bytes));
         len += bytes)
        ;
    add_part(division, at, len);
    return len;
}

static void add_chinese(struct division *division, uint32_t point, size_t at, size_t len)
{
    if (division->run_len == RUN_MAX)
        end_run(division);
    division->run[division->run_len++] = (struct character){
        .point = point, .at = at, .len = len, .part = add_part(division, at, len)};
}

struct reading_part *reading_divide(struct reading *reading, struct arena *arena, const char *text,
                                    size_t *n)
{
    size_t end = strlen(text);
    struct division division = {.reading = reading,
                                .text = text,
                                .parts = arena_array(arena, end, sizeof(struct reading_part))};
    for (size_t at = 0, bytes; at < end; at += bytes) {
        uint32_t point = utf8_next(text + at, end - at, &bytes);
        const struct reading_word *word = is_chinese(point) ? word_at(reading, text + at) : NULL;
        if (word != NULL) {
            bytes = add_word(&division, at, word);
        } else if (is_chinese(point) && tones_of(point) != NULL) {
            add_chinese(&division, point, at, bytes);
        } else if (is_latin(point)) {
            bytes = add_latin(&division, at, end);
        } else {
            end_run(&division);
            add_part(&division, at, bytes);
        }
    }
    end_run(&division);
    *n = division.n;
    return division.parts;
}

/* Two of these side by side need a space between them. */
static bool is_word(const char *text, const struct reading_part *part)
{
    size_t bytes;
    uint32_t point = utf8_next(text + part->at, part->len, &bytes);
    return is_chinese(point) || is_latin(point);
}

void reading_append(struct reading *reading, struct buf *out, const char *text)
{
    struct arena arena = {0};
    size_t n;
    const struct reading_part *parts = reading_divide(reading, &arena, text, &n);
    bool is_first = true;
    bool wants_space = false;
    bool was_word = false;
    for (size_t i = 0; i < n; i++) {
        const struct reading_part *part = &parts[i];
        size_t bytes;
        if (is_space(utf8_next(text + part->at, part->len, &bytes))) {
            wants_space = !is_first;
            continue;
        }
        bool is_now_word = is_word(text, part);
        if (wants_space || (was_word && is_now_word))
            buf_putc(out, ' ');
        if (part->pinyin[0] != '\0')
            buf_puts(out, part->pinyin);
        else
            buf_append(out, text + part->at, part->len);
        was_word = is_now_word;
        is_first = wants_space = false;
    }
    arena_fini(&arena);
}
