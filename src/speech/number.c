#include "speech/number.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "speech/said.h"

static const char *const digit_words[] = {"ling2", "yi1",  "er4", "san1", "si4",
                                          "wu3",   "liu4", "qi1", "ba1",  "jiu3"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* ---- shapes ---- */

/* How much of text has the shape: 9 is a digit, X a digit or capital letter, a space any or no
 * space, the rest itself. 0 when it has not, or goes on with another digit or letter. */
static size_t match(const char *text, size_t len, const char *shape)
{
    size_t at = 0;
    for (; *shape; shape++) {
        if (*shape == ' ') {
            at += at < len && text[at] == ' ';
            continue;
        }
        if (at == len)
            return 0;
        char c = text[at++];
        bool fits = *shape == '9'   ? is_digit(c)
                    : *shape == 'X' ? is_digit(c) || is_capital(c)
                                    : c == *shape;
        if (!fits)
            return 0;
    }
    bool goes_on = at < len && (is_digit(text[at]) || is_capital(text[at]));
    return goes_on ? 0 : at;
}

static size_t match_any(const char *text, size_t len, const char *const *shapes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t taken = match(text, len, shapes[i]);
        if (taken > 0)
            return taken;
    }
    return 0;
}
#define MATCH_ANY(text, len, shapes)                                                               \
    match_any((text), (len), (shapes), sizeof(shapes) / sizeof *(shapes))

/* Read out one by one: tickets, telephones, and numbers too long to be a count. */
static size_t match_code(const char *text, size_t len)
{
    static const char *const shapes[] = {"XXX-XXXX-XXX", "999 9999 9999", "999-9999-9999",
                                         "999****9999",  "999 **** 9999", "999-99999999",
                                         "999-9999999",  "9999-99999999", "9999-9999999"};
    size_t taken = MATCH_ANY(text, len, shapes);
    if (taken > 0)
        return taken;
    while (taken < len && is_digit(text[taken]))
        taken++;
    return taken >= 7 || (taken > 1 && text[0] == '0' && text[taken] != '.') ? taken : 0;
}

/* What people ring, as it stands at the end of a phrase: 12345, 110, 96110. */
static size_t match_hotline(const char *text, size_t len)
{
    static const char *const shapes[] = {"110",   "114",   "119",   "120",   "122",  "12999",
                                         "95999", "96999", "10000", "10010", "10086"};
    return MATCH_ANY(text, len, shapes);
}

static bool next_is_hanzi(const char *text, size_t len)
{
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    size_t bytes;
    return len > 0 && said_is_hanzi(utf8_next(text, len, &bytes));
}

static uint32_t next_point(const char *text, size_t len)
{
    size_t bytes;
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    return len > 0 ? utf8_next(text, len, &bytes) : 0;
}

/* The English name of a letter: A alone would be read as the article. */
static void put_letter(char letter, struct buf *out)
{
    if (letter == 'A')
        buf_puts(out, "ay");
    else
        buf_putc(out, letter);
}

/* A short pause between groups of digits. */
static void put_comma(struct buf *out)
{
    if (out->len == 0 || out->data[out->len - 1] != ' ')
        return;
    out->data[out->len - 1] = ',';
    buf_putc(out, ' ');
}

/* ---- Chinese ---- */

static void put_word(const char *word, struct buf *out)
{
    buf_puts(out, word);
    buf_putc(out, ' ');
}

static void put_below_10000(int value, bool is_leading, struct buf *out)
{
    static const char *const units[] = {"qian1", "bai3", "shi2", NULL};
    static const int sizes[] = {1000, 100, 10, 1};
    bool has_begun = !is_leading, owes_zero = false;
    for (int i = 0; i < 4; i++) {
        int digit = value / sizes[i] % 10;
        if (digit == 0) {
            owes_zero = has_begun;
            continue;
        }
        if (owes_zero)
            put_word(digit_words[0], out);
        owes_zero = false;
        /* Fifteen is "ten five", but a hundred and fifteen "one hundred one ten five". */
        if (!(i == 2 && digit == 1 && !has_begun))
            put_word(digit == 1 && i < 2 ? "yi4" : digit_words[digit], out);
        if (units[i])
            put_word(units[i], out);
        has_begun = true;
    }
}

static void put_digits(const char *text, size_t len, bool is_code, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        if (is_digit(text[i]))
            put_word(is_code && text[i] == '1' ? "yao1" : digit_words[text[i] - '0'], out);
        else if (is_capital(text[i])) {
            buf_putc(out, SAID_ENGLISH);
            put_letter(text[i], out);
            buf_putc(out, SAID_CHINESE);
            buf_putc(out, ' ');
        } else if (text[i] != '*')
            put_comma(out);
    }
}

void number_put_count(int64_t value, struct buf *out)
{
    if (value >= 100000000) {
        char digits[24];
        struct buf text = {0};
        buf_printf(&text, "%lld", (long long)value);
        size_t n = text.len < sizeof digits ? text.len : sizeof digits;
        memcpy(digits, text.data, n);
        put_digits(digits, n, false, out);
        buf_fini(&text);
        return;
    }
    if (value == 0) {
        put_word(digit_words[0], out);
        return;
    }
    int high = (int)(value / 10000), low = (int)(value % 10000);
    if (high > 0) {
        if (high <= 2)
            put_word(high == 1 ? "yi2" : "liang3", out);
        else
            put_below_10000(high, true, out);
        put_word("wan4", out);
    }
    if (low > 0)
        put_below_10000(low, high == 0, out);
}

static int64_t value_of(const char *text, size_t len)
{
    int64_t value = 0;
    for (size_t i = 0; i < len && i < 18; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* Two o'clock is liang3; half past and the full hour have words of their own. */
static void put_clock(const char *text, size_t len, struct buf *out)
{
    size_t hour_len = len == 5 ? 2 : 1;
    int64_t hour = value_of(text, hour_len), minute = value_of(text + hour_len + 1, 2);
    if (hour == 2)
        put_word("liang3", out);
    else
        number_put_count(hour, out);
    put_word("dian3", out);
    if (minute == 30) {
        put_word("ban4", out);
    } else if (minute > 0) {
        if (minute < 10)
            put_word(digit_words[0], out);
        number_put_count(minute, out);
        put_word("fen1", out);
    }
}

static void put_iso_date(const char *text, struct buf *out)
{
    put_digits(text, 4, false, out);
    put_word("nian2", out);
    number_put_count(value_of(text + 5, 2), out);
    put_word("yue4", out);
    number_put_count(value_of(text + 8, 2), out);
    put_word("ri4", out);
}

/* Two of them is liang3 ge: before what is counted, but not before what is only named by a number
 * (a second floor, the 2nd of a month). By code point: a character classed here is no text. */
static bool is_counted(uint32_t point)
{
    static const uint32_t measures[] = {
        0x4e2a, 0x4f4d, 0x4eba, 0x6b21, 0x573a, 0x5929, 0x6761, 0x4ef6, 0x9879, 0x5f20, 0x53f0,
        0x540d, 0x5c0f, 0x79cd, 0x5c81, 0x5468, 0x5bb6, 0x672c, 0x4efd, 0x95f4, 0x6b65, 0x6bb5,
        0x5206, 0x70b9, 0x53ea, 0x676f, 0x7ec4, 0x8f86, 0x5143, 0x5757, 0x5e74, 0x65f6, 0x76d2};
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
        if (measures[i] == point)
            return true;
    return false;
}

enum { ORDINAL = 0x7b2c, YEAR = 0x5e74 };

static size_t put_fraction(const char *text, size_t len, size_t whole, struct buf *out)
{
    size_t at = whole + 1, from = at;
    while (at < len && is_digit(text[at]))
        at++;
    put_word("dian3", out);
    put_digits(text + from, at - from, false, out);
    return at;
}

static size_t put_plain(const char *text, size_t len, uint32_t before, struct buf *out)
{
    size_t at = 0;
    while (at < len && is_digit(text[at]))
        at++;
    bool has_fraction = at + 1 < len && text[at] == '.' && is_digit(text[at + 1]);
    size_t whole = at, end = at;
    if (has_fraction)
        for (end = at + 1; end < len && is_digit(text[end]);)
            end++;
    bool is_percent = end < len && text[end] == '%';
    if (is_percent)
        buf_puts(out, "bai3 fen1 zhi1 ");
    uint32_t next = next_point(text + end, len - end);
    int64_t value = value_of(text, whole);
    if (whole == 4 && next == YEAR)
        put_digits(text, whole, false, out);
    else if (whole == 1 && value == 2 && !has_fraction && before != ORDINAL && is_counted(next))
        put_word("liang3", out);
    else
        number_put_count(value, out);
    if (has_fraction)
        put_fraction(text, len, whole, out);
    return end + is_percent;
}

size_t number_put_chinese(const char *text, size_t len, uint32_t before, struct buf *out)
{
    static const char *const clocks[] = {"99:99", "9:99"};
    size_t taken = match(text, len, "9999-99-99");
    if (taken > 0) {
        put_iso_date(text, out);
        return taken;
    }
    taken = match_code(text, len);
    if (taken == 0 && len > 0 && is_digit(text[0])) {
        taken = match_hotline(text, len);
        if (taken > 0 && next_is_hanzi(text + taken, len - taken))
            taken = 0;
    }
    if (taken > 0) {
        put_digits(text, taken, true, out);
        return taken;
    }
    taken = MATCH_ANY(text, len, clocks);
    if (taken > 0) {
        put_clock(text, taken, out);
        return taken;
    }
    return len > 0 && is_digit(text[0]) ? put_plain(text, len, before, out) : 0;
}

/* ---- English ---- */

size_t number_put_english(const char *text, size_t len, struct buf *out)
{
    size_t taken = match(text, len, "9999-99-99") > 0 ? 0 : match_code(text, len);
    if (taken == 0 && len > 0 && is_digit(text[0]))
        taken = match_hotline(text, len);
    for (size_t i = 0; i < taken; i++) {
        if (is_digit(text[i]) || is_capital(text[i])) {
            put_letter(text[i], out);
            buf_putc(out, ' ');
        } else if (text[i] != '*') {
            put_comma(out);
        }
    }
    return taken;
}
