#include "ui/text.h"

#include <assert.h>
#include <string.h>

#include <linebreak.h>

#include "base/utf8.h"

static const char ellipsis[] = "\xE2\x80\xA6";

/* One text being broken. */
struct breaker {
    struct arena *arena;
    const struct text_measure *measure;
    struct font font;
    const char *text;
    size_t len;
    char *breaks; /* libunibreak's verdict after each byte */
    int width_px;
    bool is_torn; /* so far: a word was wider than a line */
};

/* Whether a paragraph may end in a line that holds next to nothing. */
enum last_line { LAST_AS_IT_COMES, LAST_HELD };

void text_init(void)
{
    init_linebreak();
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The text with bad bytes as U+FFFD, so that everything after here may trust it. */
static const char *text_repair(struct arena *arena, const char *utf8, size_t *len)
{
    size_t n = strlen(utf8);
    if (utf8_is_valid(utf8, n)) {
        *len = n;
        return utf8;
    }
    char *out = arena_alloc(arena, 3 * n + 1);
    size_t to = 0;
    for (size_t at = 0; at < n;) {
        size_t step;
        uint32_t point = utf8_next(utf8 + at, n - at, &step);
        to += utf8_put(point, out + to);
        at += step;
    }
    *len = to;
    return out;
}

static size_t trim_end(const struct breaker *b, size_t from, size_t to)
{
    while (to > from && is_space(b->text[to - 1]))
        to--;
    return to;
}

static int span_width(const struct breaker *b, size_t from, size_t to)
{
    size_t end = trim_end(b, from, to);
    return end == from ? 0
                       : b->measure->width_px(b->measure->ctx, b->font, b->text + from, end - from);
}

static size_t next_char(const struct breaker *b, size_t at)
{
    size_t step;
    utf8_next(b->text + at, b->len - at, &step);
    return at + step;
}

/* The end of the paragraph that starts at from: just after its mandatory break. */
static size_t paragraph_end(const struct breaker *b, size_t from)
{
    for (size_t at = from; at < b->len; at++) {
        if (b->breaks[at] == LINEBREAK_MUSTBREAK)
            return at + 1;
    }
    return b->len;
}

/* The last character border in (from, to] up to which the span fits; at least one character. */
static size_t fit_characters(const struct breaker *b, size_t from, size_t to)
{
    size_t best = next_char(b, from);
    for (size_t at = best; at < to; at = next_char(b, at)) {
        if (span_width(b, from, at) > b->width_px)
            break;
        best = at;
    }
    return best;
}

/* Where the line that starts at from ends. Whole candidates are measured, by halving. */
static size_t line_end(struct breaker *b, size_t from)
{
    size_t end = paragraph_end(b, from);
    if (span_width(b, from, end) <= b->width_px)
        return end;
    size_t n = 0;
    size_t *stops = arena_array(b->arena, end - from, sizeof *stops);
    for (size_t at = from; at + 1 < end; at++) {
        if (b->breaks[at] == LINEBREAK_ALLOWBREAK)
            stops[n++] = at + 1;
    }
    size_t low = 0, high = n; /* stops[0 … low) fit, stops[high … n) do not */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span_width(b, from, stops[middle]) <= b->width_px)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        return stops[low - 1];
    size_t stop = n > 0 ? stops[0] : end, torn = fit_characters(b, from, stop);
    b->is_torn = b->is_torn || torn < stop;
    return torn;
}

static struct text_line line_make(const struct breaker *b, size_t from, size_t to)
{
    size_t end = trim_end(b, from, to);
    return (struct text_line){.utf8 = arena_strndup(b->arena, b->text + from, end - from),
                              .len = end - from,
                              .width_px = span_width(b, from, end)};
}

/* The last line: as much of what is left as fits with an ellipsis behind it. */
static struct text_line line_make_cut(const struct breaker *b, size_t from)
{
    size_t end = trim_end(b, from, paragraph_end(b, from));
    const struct text_measure *m = b->measure;
    char *text = arena_alloc(b->arena, end - from + sizeof ellipsis);
    struct text_line line = {.utf8 = text};
    for (size_t at = from;; at = next_char(b, at)) {
        size_t len = trim_end(b, from, at) - from;
        memcpy(text, b->text + from, len);
        memcpy(text + len, ellipsis, sizeof ellipsis);
        int width = m->width_px(m->ctx, b->font, text, len + sizeof ellipsis - 1);
        if (width > b->width_px && line.len > 0)
            break;
        line.len = len + sizeof ellipsis - 1;
        line.width_px = width;
        if (at >= end)
            return line;
    }
    /* The try that was too wide spoilt the buffer behind the last good length. */
    size_t len = line.len - (sizeof ellipsis - 1);
    memcpy(text, b->text + from, len);
    memcpy(text + len, ellipsis, sizeof ellipsis);
    return line;
}

/* Whether a whole number, not the minutes of a time, ends at text[at]. */
static bool ends_number(const struct breaker *b, size_t at)
{
    if (b->text[at] < '0' || b->text[at] > '9')
        return false;
    while (at > 0 && b->text[at] >= '0' && b->text[at] <= '9')
        at--;
    return b->text[at] != ':';
}

/* Whether the en dash of a range ends at text[at]: 14:30–16:30. */
static bool ends_range(const struct breaker *b, size_t at)
{
    return at >= 3 && memcmp(b->text + at - 2, "\xE2\x80\x93", 3) == 0 && b->text[at - 3] >= '0' &&
           b->text[at - 3] <= '9';
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether the hyphen at text[at] joins parts of a number: 001-KRQ2-9VW. After-school has none. */
static bool joins_number(const struct breaker *b, size_t at)
{
    if (b->text[at] != '-')
        return false;
    size_t from = at, to = at + 1;
    while (from > 0 && (is_alphanumeric(b->text[from - 1]) || b->text[from - 1] == '-'))
        from--;
    while (to < b->len && (is_alphanumeric(b->text[to]) || b->text[to] == '-'))
        to++;
    for (size_t i = from; i < to; i++)
        if (b->text[i] >= '0' && b->text[i] <= '9')
            return true;
    return false;
}

/* A number stays in one piece, with the unit behind it, when the unit is a Chinese word, and with
 * the number it reaches to. */
static void keep_numbers(const struct breaker *b)
{
    for (size_t at = 1; at + 1 < b->len; at++) {
        if (b->breaks[at] != LINEBREAK_ALLOWBREAK)
            continue;
        size_t step;
        uint32_t next = utf8_next(b->text + at + 1, b->len - at - 1, &step);
        bool is_word = next >= 0x3400 && next < 0xFE00;
        bool is_digit = next >= '0' && next <= '9';
        if ((is_word && ends_number(b, b->text[at] == ' ' ? at - 1 : at)) ||
            (is_digit && ends_range(b, at)) || joins_number(b, at))
            b->breaks[at] = LINEBREAK_NOBREAK;
    }
}

/* Whether a line must end somewhere in the text: a control character, U+0085, U+2028, U+2029. */
static bool has_must_break(const struct breaker *b)
{
    for (size_t at = 0; at < b->len; at++) {
        const char *p = b->text + at;
        if ((unsigned char)*p < ' ')
            return true;
        if (*p != '\xC2' && *p != '\xE2')
            continue;
        if (memcmp(p, "\xC2\x85", 2) == 0 ||
            (b->len - at > 2 &&
             (memcmp(p, "\xE2\x80\xA8", 3) == 0 || memcmp(p, "\xE2\x80\xA9", 3) == 0)))
            return true;
    }
    return false;
}

/* Most texts are one line that fits; where it could be broken need not be found out for them. */
static bool is_one_line(const struct breaker *b, struct text_lines *out)
{
    if (has_must_break(b))
        return false;
    size_t end = trim_end(b, 0, b->len);
    int width_px = span_width(b, 0, end);
    if (width_px > b->width_px)
        return false;
    struct text_line *line = arena_alloc(b->arena, sizeof *line);
    *line = (struct text_line){
        .utf8 = arena_strndup(b->arena, b->text, end), .len = end, .width_px = width_px};
    *out = (struct text_lines){.lines = line, .n = 1, .width_px = width_px};
    return true;
}

/* Sentence marks, Chinese and Latin, behind which a line likes to end. */
static bool is_pause(uint32_t point)
{
    static const uint32_t pauses[] = {0xFF0C, 0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F,
                                      ',',    ';',    ':',    '!',    '?'};
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        if (point == pauses[i])
            return true;
    }
    return false;
}

/* The last character of text[0 … end) that is no space; 0 where there is none. */
static uint32_t char_before(const struct breaker *b, size_t end)
{
    size_t at = trim_end(b, 0, end), step;
    if (at == 0)
        return 0;
    do
        at--;
    while (at > 0 && ((unsigned char)b->text[at] & 0xC0) == 0x80);
    return utf8_next(b->text + at, b->len - at, &step);
}

/* Into how many pieces the span could be broken. */
static size_t count_pieces(const struct breaker *b, size_t from, size_t to)
{
    size_t n = 1, end = trim_end(b, from, to);
    for (size_t at = from; at + 1 < end; at++)
        n += b->breaks[at] == LINEBREAK_ALLOWBREAK;
    return n;
}

/* The last break in the line [from, to) that stands behind a pause; from where there is none. */
static size_t last_pause(const struct breaker *b, size_t from, size_t to)
{
    for (size_t at = to - 1; at-- > from;)
        if (b->breaks[at] == LINEBREAK_ALLOWBREAK && is_pause(char_before(b, at + 1)))
            return at + 1;
    return from;
}

/* The break in the line [from, to) behind which there are three characters or two words with the
 * one in the line after it, or as many as leave this line the longer one. */
static size_t enough_below(const struct breaker *b, size_t from, size_t to)
{
    enum { ENOUGH_CHARACTERS = 3, ENOUGH_WORDS = 2 };
    size_t enough = char_before(b, to) < 0x2E80 ? ENOUGH_WORDS : ENOUGH_CHARACTERS;
    size_t above = count_pieces(b, from, to), below = 1, best = to;
    for (size_t at = to - 1; at-- > from && below < enough && above > below + 1;) {
        if (b->breaks[at] != LINEBREAK_ALLOWBREAK)
            continue;
        best = at + 1;
        below++;
        above--;
    }
    return best;
}

static size_t count_characters(const struct breaker *b, size_t from, size_t to)
{
    size_t n = 0, end = trim_end(b, from, to);
    for (size_t at = from; at < end; at = next_char(b, at))
        n++;
    return n;
}

/* Whether the paragraph's last line [to, end) holds next to nothing: one character or one word. A
 * long word, as the times of a day are, is enough of a line; so is a short one behind a pause. */
static bool is_next_to_nothing(const struct breaker *b, size_t to, size_t end)
{
    enum { SHORT_WORD = 4, LONE = 2 };
    if (count_pieces(b, to, end) > 1)
        return false;
    size_t n = count_characters(b, to, end);
    bool is_long = n > SHORT_WORD && 2 * span_width(b, to, end) > b->width_px;
    return !is_long && !(n > LONE && is_pause(char_before(b, to)));
}

/* Where the line above a paragraph's last one, [from, to), had better end. A last line [to, end)
 * that holds next to nothing gets what stands behind a pause, if that leaves half a line above it;
 * else enough not to stand alone. */
static size_t hold_last_line(const struct breaker *b, size_t from, size_t to, size_t end)
{
    if (b->breaks[to - 1] != LINEBREAK_ALLOWBREAK || !is_next_to_nothing(b, to, end))
        return to;
    size_t pause = last_pause(b, from, to);
    if (pause > from && span_width(b, pause, end) <= b->width_px &&
        2 * span_width(b, from, pause) >= b->width_px)
        return pause;
    size_t enough = enough_below(b, from, to);
    return span_width(b, enough, end) <= b->width_px ? enough : to;
}

static void lines_add(struct arena *arena, struct text_lines *lines, size_t *cap,
                      struct text_line line)
{
    if (lines->n == *cap) {
        struct text_line *more = arena_array(arena, *cap * 2 + 4, sizeof *more);
        if (lines->n > 0)
            memcpy(more, lines->lines, lines->n * sizeof *more);
        lines->lines = more;
        *cap = *cap * 2 + 4;
    }
    lines->lines[lines->n++] = line;
}

static size_t skip_spaces(const struct breaker *b, size_t at)
{
    while (at < b->len && b->text[at] == ' ')
        at++;
    return at;
}

static void lines_break(struct breaker *b, enum last_line last_line, size_t max_lines,
                        struct text_lines *out)
{
    size_t cap = 0, above = 0, above_end = 0; /* the line made before, from its first byte */
    for (size_t from = 0; from < b->len;) {
        size_t end = line_end(b, from);
        assert(end > from);
        bool is_cut = max_lines > 0 && out->n + 1 == max_lines && trim_end(b, end, b->len) > end;
        if (is_cut) {
            lines_add(b->arena, out, &cap, line_make_cut(b, from));
            out->is_cut = true;
            break;
        }
        if (last_line == LAST_HELD && out->n > 0 && end == paragraph_end(b, from)) {
            size_t held = hold_last_line(b, above, above_end, end);
            if (held != above_end) {
                out->lines[out->n - 1] = line_make(b, above, held);
                from = skip_spaces(b, held);
            }
        }
        lines_add(b->arena, out, &cap, line_make(b, from, end));
        above = from;
        above_end = end;
        from = skip_spaces(b, end);
    }
    for (size_t i = 0; i < out->n; i++)
        if (out->lines[i].width_px > out->width_px)
            out->width_px = out->lines[i].width_px;
    out->is_torn = b->is_torn;
}

static struct text_lines layout(struct arena *arena, const struct text_measure *measure,
                                struct font font, const char *utf8, int width_px, size_t max_lines,
                                enum last_line last_line)
{
    struct breaker b = {
        .arena = arena, .measure = measure, .font = font, .width_px = width_px > 0 ? width_px : 1};
    struct text_lines out = {0};
    if (utf8 == NULL || utf8[0] == '\0')
        return out;
    b.text = text_repair(arena, utf8, &b.len);
    if (is_one_line(&b, &out))
        return out;
    b.breaks = arena_alloc(arena, b.len);
    set_linebreaks_utf8((const utf8_t *)b.text, b.len, "zh", b.breaks);
    keep_numbers(&b);
    lines_break(&b, last_line, max_lines, &out);
    return out;
}

struct text_lines text_layout(struct arena *arena, const struct text_measure *measure,
                              struct font font, const char *utf8, int width_px, size_t max_lines)
{
    return layout(arena, measure, font, utf8, width_px, max_lines, LAST_HELD);
}

struct text_lines text_layout_typed(struct arena *arena, const struct text_measure *measure,
                                    struct font font, const char *utf8, int width_px)
{
    return layout(arena, measure, font, utf8, width_px, 0, LAST_AS_IT_COMES);
}

struct text_lines text_layout_heading(struct arena *arena, const struct text_measure *measure,
                                      struct font font, const char *utf8, int width_px,
                                      size_t max_lines)
{
    struct text_lines lines = text_layout(arena, measure, font, utf8, width_px, max_lines);
    if (lines.n != 2 || lines.is_cut)
        return lines;
    /* The last pause inside the first line behind which the rest still fits on one. */
    const struct text_line *first = &lines.lines[0];
    size_t best = 0;
    for (size_t at = 0, step; at < first->len; at += step) {
        uint32_t point = utf8_next(first->utf8 + at, first->len - at, &step);
        /* The digits of 14:30 and 1,000 stay together. */
        bool is_open = point >= 0x80 || first->utf8[at + step] == ' ';
        if (is_pause(point) && is_open && at + step < first->len)
            best = at + step;
    }
    if (best == 0)
        return lines;
    const char *joint = arena_printf(arena, "%.*s\n%s", (int)best, utf8, utf8 + best);
    struct text_lines tried = text_layout(arena, measure, font, joint, width_px, max_lines);
    return tried.n == 2 ? tried : lines;
}
