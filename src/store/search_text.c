#include "store/search_text.h"

#include <string.h>

#include "base/utf8.h"

/* Endings longer than this are cut: nobody types more of a title. */
enum { ENDING_MAX = 12, TERMS_MAX = 6 };

static bool is_chinese(uint32_t point)
{
    return point == 0x3007 || (point >= 0x3400 && point <= 0x9FFF) ||
           (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

static bool is_latin(uint32_t point)
{
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
           (point >= 'A' && point <= 'Z') ||
           (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7);
}

static bool is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

/* A run of letters and digits; an apostrophe before another letter is part of it. */
static size_t latin_len(const char *text, size_t left)
{
    size_t len = 0;
    for (size_t at = 0, bytes; at < left; at += bytes) {
        uint32_t point = utf8_next(text + at, left - at, &bytes);
        if (is_latin(point)) {
            len = at + bytes;
        } else if (!is_apostrophe(point) || at != len) {
            break;
        }
    }
    return len;
}

struct search_unit *search_divide(struct arena *arena, const char *text, size_t *n)
{
    size_t end = strlen(text);
    struct search_unit *units = arena_array(arena, end, sizeof *units);
    bool goes_on = false;
    *n = 0;
    for (size_t at = 0, len; at < end; at += len) {
        uint32_t point = utf8_next(text + at, end - at, &len);
        bool is_one = is_chinese(point);
        if (!is_one && !is_latin(point)) {
            goes_on = false;
            continue;
        }
        if (!is_one) {
            len = latin_len(text + at, end - at);
        }
        units[(*n)++] =
            (struct search_unit){.at = at, .len = len, .is_chinese = is_one, .goes_on = goes_on};
        goes_on = true;
    }
    return units;
}

/* ---- words of the index ---- */

/* How a unit is written in a word. */
enum spelling { SPELLING_TEXT, SPELLING_PINYIN, SPELLING_INITIAL };

/* “Children's” is one word. */
static void put_letters(struct buf *out, const char *text, size_t len)
{
    for (size_t at = 0, bytes; at < len; at += bytes) {
        if (!is_apostrophe(utf8_next(text + at, len - at, &bytes))) {
            buf_append(out, text + at, bytes);
        }
    }
}

static void put_unit(struct buf *out, const char *text, const struct search_unit *unit,
                     enum spelling spelling)
{
    if (unit->pinyin[0] == '\0' || spelling == SPELLING_TEXT) {
        size_t bytes = unit->len;
        if (spelling == SPELLING_INITIAL && !unit->is_chinese) {
            utf8_next(text + unit->at, unit->len, &bytes);
        }
        put_letters(out, text + unit->at, bytes);
    } else {
        buf_append(out, unit->pinyin, spelling == SPELLING_INITIAL ? 1 : strlen(unit->pinyin));
    }
}

/* One word: the first `turn` units in one spelling, the others in another. */
static void put_word(struct buf *out, const char *text, const struct search_unit *units, size_t n,
                     size_t turn, enum spelling before, enum spelling after)
{
    for (size_t i = 0; i < n; i++) {
        put_unit(out, text, &units[i], i < turn ? before : after);
    }
    buf_putc(out, ' ');
}

static void put_ending(struct buf *out, const char *text, const struct search_unit *units, size_t n,
                       enum search_depth depth)
{
    n = n < ENDING_MAX ? n : ENDING_MAX;
    put_word(out, text, units, n, n, SPELLING_TEXT, SPELLING_TEXT);
    if (depth == SEARCH_DEPTH_MORE) {
        return;
    }
    put_word(out, text, units, n, n, SPELLING_PINYIN, SPELLING_PINYIN);
    put_word(out, text, units, n, n, SPELLING_INITIAL, SPELLING_INITIAL);
    if (depth == SEARCH_DEPTH_LINE) {
        return;
    }
    for (size_t turn = 1; turn < n; turn++) {
        put_word(out, text, units, n, turn, SPELLING_TEXT, SPELLING_PINYIN);
        put_word(out, text, units, n, turn, SPELLING_TEXT, SPELLING_INITIAL);
        put_word(out, text, units, n, turn, SPELLING_PINYIN, SPELLING_INITIAL);
    }
}

void search_put_words(struct buf *out, const char *text, const struct search_unit *units, size_t n,
                      enum search_depth depth)
{
    for (size_t i = 0, end = 0; i < n; i++) {
        if (i == end) {
            for (end = i + 1; end < n && units[end].goes_on; end++) {
            }
        }
        put_ending(out, text, &units[i], end - i, depth);
        if (depth == SEARCH_DEPTH_BEGINNING) {
            return;
        }
    }
}

/* ---- queries ---- */

/* A run of letters and characters that was typed; an apostrophe between syllables does not end
 * it. ü is written v in the index. Returns how many bytes of typed it takes. */
static size_t take_term(const char *typed, size_t left, struct buf *out)
{
    size_t at = 0;
    for (size_t bytes; at < left; at += bytes) {
        uint32_t point = utf8_next(typed + at, left - at, &bytes);
        if (point == 0xFC || point == 0xDC) {
            buf_putc(out, 'v');
        } else if (is_chinese(point) || is_latin(point)) {
            buf_append(out, typed + at, bytes);
        } else if (!is_apostrophe(point) || out->len == 0) {
            break;
        }
    }
    return at;
}

static size_t take_terms(struct arena *arena, const char *typed, size_t len,
                         const char *terms[TERMS_MAX])
{
    size_t n = 0;
    struct buf term = {0};
    for (size_t at = 0; at < len && n < TERMS_MAX;) {
        size_t bytes;
        buf_clear(&term);
        at += take_term(typed + at, len - at, &term);
        if (term.len > 0) {
            terms[n++] = arena_strdup(arena, term.data);
        } else if (at < len) {
            utf8_next(typed + at, len - at, &bytes);
            at += bytes;
        }
    }
    buf_fini(&term);
    return n;
}

/* The pairs of characters in a run of three and more, or else the term itself. */
static size_t take_pieces(struct arena *arena, const char *term, const char *pieces[], size_t max)
{
    size_t n = 0;
    size_t units_n;
    const struct search_unit *units = search_divide(arena, term, &units_n);
    for (size_t i = 0; units_n >= 3 && i + 1 < units_n && n < max; i++) {
        if (units[i].is_chinese && units[i + 1].is_chinese) {
            pieces[n++] = arena_strndup(arena, term + units[i].at, units[i].len + units[i + 1].len);
        }
    }
    if (n == 0 && max > 0 && utf8_count(term) > 1) {
        pieces[n++] = term;
    }
    return n;
}

/* "a" * AND "b" * … */
static const char *joined(struct arena *arena, const char *const *terms, size_t n,
                          const char *between)
{
    const char *all = arena_printf(arena, "\"%s\" *", terms[0]);
    for (size_t i = 1; i < n; i++) {
        all = arena_printf(arena, "%s %s \"%s\" *", all, between, terms[i]);
    }
    return all;
}

static size_t bytes_of(const char *typed, size_t points)
{
    size_t at = 0;
    size_t len = strlen(typed);
    for (size_t bytes; at < len && points > 0; at += bytes, points--) {
        utf8_next(typed + at, len - at, &bytes);
    }
    return at;
}

static void make_all(struct arena *arena, const char *const *terms, size_t n,
                     struct search_query *out)
{
    const char *all = joined(arena, terms, n, "AND");
    /* One letter begins a word in nearly every line: only titles are meant. */
    bool is_letter = n == 1 && strlen(terms[0]) == 1;
    *out = (struct search_query){
        .match[SEARCH_BEGINNING] =
            arena_printf(arena, "({beginning} : \"%s\" *) AND ({title} : (%s))", terms[0], all),
        .match[SEARCH_TITLE] = arena_printf(arena, "{title} : (%s)", all),
    };
    if (!is_letter) {
        out->match[SEARCH_LINE] = arena_printf(arena, "{title line} : (%s)", all);
        out->match[SEARCH_MORE] = arena_printf(arena, "{title line more} : (%s)", all);
    }
}

bool search_query_make(struct arena *arena, const char *typed, enum search_part part,
                       struct search_query *out)
{
    const char *terms[TERMS_MAX];
    const char *pieces[SEARCH_TYPED_MAX];
    size_t n = take_terms(arena, typed, bytes_of(typed, SEARCH_TYPED_MAX), terms);
    if (part == SEARCH_ALL_OF_IT) {
        if (n > 0) {
            make_all(arena, terms, n, out);
        }
        return n > 0;
    }
    size_t pieces_n = 0;
    for (size_t i = 0; i < n; i++) {
        pieces_n += take_pieces(arena, terms[i], pieces + pieces_n, SEARCH_TYPED_MAX - pieces_n);
    }
    if (pieces_n < 2) {
        return false;
    }
    const char *some = joined(arena, pieces, pieces_n, "OR");
    *out = (struct search_query){
        .match[SEARCH_BEGINNING] = arena_printf(arena, "{beginning} : (%s)", some),
        .match[SEARCH_TITLE] = arena_printf(arena, "{title} : (%s)", some),
        .match[SEARCH_LINE] = arena_printf(arena, "{title line} : (%s)", some),
    };
    return true;
}
