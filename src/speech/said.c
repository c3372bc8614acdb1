#include "speech/said.h"

#include <string.h>

#include "base/utf8.h"
#include "speech/number.h"

bool said_is_hanzi(uint32_t point)
{
    return point == 0x3007 || (point >= 0x3400 && point <= 0x9fff) ||
           (point >= 0xf900 && point <= 0xfaff) || (point >= 0x20000 && point <= 0x3ffff);
}

struct writer {
    const char *text;
    size_t len, at;
    enum lang lang;  /* of the text */
    enum lang voice; /* of what was appended last */
    uint32_t before; /* code point, spaces left out; 0: the start */
    bool after_number;
    const struct said_reader *reader;
    struct buf *out;
};

static void speak_in(struct writer *self, enum lang lang)
{
    if (self->voice != lang)
        buf_putc(self->out, lang == LANG_EN ? SAID_ENGLISH : SAID_CHINESE);
    self->voice = lang;
}

static bool is_letter(uint32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
           (point >= 0xc0 && point <= 0x24f);
}

static bool is_alphanumeric(uint32_t point)
{
    return is_letter(point) || (point >= '0' && point <= '9');
}

static uint32_t peek(const struct writer *self, size_t *bytes)
{
    *bytes = 0;
    return self->at < self->len ? utf8_next(self->text + self->at, self->len - self->at, bytes) : 0;
}

/* Appended once, however many marks follow each other. */
static void put_pause(struct writer *self, char mark)
{
    struct buf *out = self->out;
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->len--;
    if (out->data)
        out->data[out->len] = '\0';
    char last = out->len > 0 ? out->data[out->len - 1] : ',';
    if (last == ',' && mark != ',' && out->len > 0)
        out->data[out->len - 1] = mark;
    else if (!strchr(",.?!", last))
        buf_putc(out, mark);
    if (out->len > 0)
        buf_putc(out, ' ');
}

static char pause_of(uint32_t point)
{
    switch (point) {
    case 0x3002: /* ideographic full stop */
    case 0xff1b: /* full-width semicolon */
    case ';':
    case '.':
    case '\n':
        return '.';
    case 0xff1f:
    case '?':
        return '?';
    case 0xff01:
    case '!':
        return '!';
    default:
        return ',';
    }
}

/* A dash between two numbers is “to”; a slash or a dash elsewhere only parts. */
static bool put_range(struct writer *self, uint32_t point, size_t bytes)
{
    bool is_dash = point == '-' || point == '~' || (point >= 0x2010 && point <= 0x2015) ||
                   point == 0xff5e || point == 0x301c;
    if (!is_dash || !self->after_number)
        return false;
    size_t at = self->at + bytes;
    while (at < self->len && self->text[at] == ' ')
        at++;
    if (at == self->len || self->text[at] < '0' || self->text[at] > '9')
        return false;
    buf_puts(self->out, self->voice == LANG_EN ? "to " : "dao4 ");
    self->at = at;
    self->before = point;
    return true;
}

/* Signs that have a word; those that may be said without their number are not among them. */
static bool put_sign(struct writer *self, uint32_t point, size_t bytes)
{
    static const struct {
        uint32_t point;
        const char *zh, *en;
    } signs[] = {
        {0x2103, "she4 shi4 du4 ", "degrees Celsius "},
        {'+', "jia1 ", "plus "},
        {0xd7, "cheng2 ", "times "},
        {'&', "he2 ", "and "},
        {0xb1, "zheng4 fu4 ", "plus minus "},
    };
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (signs[i].point != point)
            continue;
        buf_puts(self->out, self->voice == LANG_EN ? signs[i].en : signs[i].zh);
        self->at += bytes;
        self->before = point;
        return true;
    }
    return false;
}

/* An amount of money: the sign stands in front, its word behind. */
static bool put_money(struct writer *self, uint32_t point, size_t bytes)
{
    if (point != 0xa5 && point != 0xffe5)
        return false;
    self->at += bytes;
    size_t taken = 0;
    if (self->voice == LANG_ZH)
        taken = number_put_chinese(self->text + self->at, self->len - self->at, point, self->out);
    if (taken > 0)
        buf_puts(self->out, "yuan2 ");
    self->at += taken;
    self->before = point;
    return true;
}

static bool put_number(struct writer *self)
{
    if (is_alphanumeric(self->before) && self->at > 0 && self->text[self->at - 1] != ' ')
        return false;
    const char *from = self->text + self->at;
    size_t left = self->len - self->at, taken;
    if (self->lang == LANG_ZH) {
        enum lang was = self->voice;
        size_t len = self->out->len;
        speak_in(self, LANG_ZH);
        taken = number_put_chinese(from, left, self->before, self->out);
        if (taken == 0) {
            self->out->len = len;
            self->voice = was;
        }
    } else {
        speak_in(self, LANG_EN);
        taken = number_put_english(from, left, self->out);
    }
    if (taken == 0)
        return false;
    self->at += taken;
    self->before = (unsigned char)self->text[self->at - 1];
    self->after_number = true;
    return true;
}

/* ---- tones in company ---- */

/* By code point: a character classed here is no text. */
enum { YI = 0x4e00, BU = 0x4e0d, ORDINAL = 0x7b2c, RUN_MAX = 64 };

/* Where the tone digit of the n-th syllable stands, n from 0; NULL past the last. */
static char *tone_of(char *said, size_t n)
{
    for (char *at = said; *at; at++)
        if (*at >= '1' && *at <= '5' && n-- == 0)
            return at;
    return NULL;
}

static bool is_numeral(uint32_t point)
{
    static const uint32_t numerals[] = {0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94,
                                        0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341};
    for (size_t i = 0; i < sizeof numerals / sizeof numerals[0]; i++)
        if (numerals[i] == point)
            return true;
    return false;
}

/* One and not change with the tone that follows: yi2 and bu2 before the fourth, yi4 before the
 * others. As an ordinal, at the end and among numerals one keeps its own. pinyin has a syllable for
 * each of the points. */
static void bend_tones(char *pinyin, const uint32_t *points, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        char *tone = tone_of(pinyin, i);
        const char *next = tone_of(pinyin, i + 1);
        if (!tone || !next)
            return;
        bool is_plain = i > 0 && (points[i - 1] == ORDINAL || is_numeral(points[i - 1]));
        if (points[i] == YI && *tone == '1' && !is_plain && !is_numeral(points[i + 1]))
            *tone = *next == '4' ? '2' : '4';
        else if (points[i] == BU && *tone == '4' && *next == '4')
            *tone = '2';
    }
}

/* Of third tones in a row only the last is one. */
static void bend_thirds(char *said)
{
    for (char *at = said; at[0] && at[1]; at++) {
        if (at[0] != '3' || at[1] != ' ' || at[2] < 'a' || at[2] > 'z')
            continue;
        const char *next = at + 2 + strspn(at + 2, "abcdefghijklmnopqrstuvwxyz");
        if (*next == '3')
            *at = '2';
    }
}

static void put_hanzi(struct writer *self)
{
    size_t from = self->at, bytes, n = 0;
    uint32_t points[RUN_MAX];
    while (n < RUN_MAX && said_is_hanzi(peek(self, &bytes))) {
        points[n++] = self->before = peek(self, &bytes);
        self->at += bytes;
    }
    speak_in(self, LANG_ZH);
    size_t begin = self->out->len;
    if (self->reader)
        self->reader->read(self->reader->ctx, self->text + from, self->at - from, self->out);
    if (self->out->len > begin && tone_of(self->out->data + begin, n - 1) &&
        !tone_of(self->out->data + begin, n))
        bend_tones(self->out->data + begin, points, n);
    if (self->out->len > 0 && self->out->data[self->out->len - 1] != ' ')
        buf_putc(self->out, ' ');
    self->after_number = false;
}

/* A word of Latin letters; in an English text numbers that read themselves are part of it. */
static void put_latin(struct writer *self)
{
    speak_in(self, LANG_EN);
    size_t bytes;
    uint32_t point = peek(self, &bytes);
    bool is_digits = point >= '0' && point <= '9';
    while (is_alphanumeric(point) || point == '\'' || point == 0x2019 ||
           (is_digits && (point == ':' || point == '.' || point == ',' || point == '%'))) {
        /* A full stop or comma at the end of a number ends the phrase. */
        bool is_mark = point == ':' || point == '.' || point == ',';
        char after = self->text[self->at + bytes];
        if (is_mark && (after < '0' || after > '9'))
            break;
        buf_append(self->out, self->text + self->at, bytes);
        self->before = point;
        self->at += bytes;
        point = peek(self, &bytes);
    }
    buf_putc(self->out, ' ');
    self->after_number = is_digits;
}

/* A space parts two Chinese phrases, and only words and numbers elsewhere. */
static void put_space(struct writer *self)
{
    while (self->at < self->len && self->text[self->at] == ' ')
        self->at++;
    size_t bytes;
    uint32_t next = peek(self, &bytes);
    if (self->before != 0 && said_is_hanzi(self->before) && said_is_hanzi(next))
        put_pause(self, ',');
}

static void put_other(struct writer *self, uint32_t point, size_t bytes)
{
    if (point == 0xa0 || point == 0x3000 || point == ' ') {
        put_space(self);
        if (point != ' ')
            self->at += bytes;
        return;
    }
    if (put_range(self, point, bytes) || put_money(self, point, bytes) ||
        put_sign(self, point, bytes))
        return;
    put_pause(self, pause_of(point));
    self->at += bytes;
    self->before = point;
    self->after_number = false;
}

void said_put(const char *text, enum lang lang, const struct said_reader *reader, struct buf *out)
{
    struct writer self = {.text = text,
                          .len = strlen(text),
                          .lang = lang,
                          .voice = LANG_ZH,
                          .reader = reader,
                          .out = out};
    size_t begin = out->len;
    speak_in(&self, lang);
    while (self.at < self.len) {
        size_t bytes;
        uint32_t point = peek(&self, &bytes);
        if (is_alphanumeric(point) && put_number(&self))
            continue;
        if (said_is_hanzi(point))
            put_hanzi(&self);
        else if (is_alphanumeric(point))
            put_latin(&self);
        else
            put_other(&self, point, bytes);
    }
    speak_in(&self, LANG_ZH);
    if (lang == LANG_ZH && out->len > begin)
        bend_thirds(out->data + begin);
}

struct said_walk said_begin(const char *said)
{
    return (struct said_walk){said, LANG_ZH};
}

bool said_next(struct said_walk *walk, struct said_part *out)
{
    while (*walk->at == SAID_ENGLISH || *walk->at == SAID_CHINESE || *walk->at == ' ') {
        if (*walk->at != ' ')
            walk->lang = *walk->at == SAID_ENGLISH ? LANG_EN : LANG_ZH;
        walk->at++;
    }
    if (*walk->at == '\0')
        return false;
    size_t len = strcspn(walk->at, "\x0e\x0f");
    *out = (struct said_part){walk->lang, walk->at, len};
    walk->at += len;
    return true;
}
