#include "domain/code.h"

#include <assert.h>
#include <string.h>

enum { LETTERS = 36, TEXT_MOST = 64 };

static const char kind_letters[] = {[CODE_CARD] = 'C', [CODE_THING] = 'T'};

/* 0 … 35, or -1. */
static int value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : -1;
}

static char letter_of(int value)
{
    return (char)(value < 10 ? '0' + value : 'A' + value - 10);
}

/* ISO/IEC 7064, MOD 37,36: the sum so far, after one more character. */
static int check_add(int sum, int value)
{
    int next = (sum + value) % LETTERS;
    return (next == 0 ? LETTERS : next) * 2 % (LETTERS + 1);
}

static char check_letter(const struct code *code)
{
    int sum = check_add(LETTERS, value_of(kind_letters[code->kind]));
    for (const char *at = code->body; *at; at++)
        sum = check_add(sum, value_of(*at));
    return letter_of((LETTERS + 1 - sum) % LETTERS);
}

bool code_parse(const char *text, struct code *out)
{
    struct code code = {.kind = CODE_CARD};
    char check = '\0';
    size_t n = 0;
    if (strnlen(text, TEXT_MOST) == TEXT_MOST || value_of(text[0]) != value_of('Y') ||
        value_of(text[1]) != value_of('Z'))
        return false;
    if (value_of(text[2]) == value_of(kind_letters[CODE_THING]))
        code.kind = CODE_THING;
    else if (value_of(text[2]) != value_of(kind_letters[CODE_CARD]))
        return false;
    for (const char *at = text + 3; *at; at++) {
        if (*at == '-')
            continue;
        if (value_of(*at) < 0 || n == CODE_BODY_MOST)
            return false;
        if (check != '\0')
            code.body[n++] = check;
        check = letter_of(value_of(*at));
    }
    if (n < CODE_BODY_LEAST || check_letter(&code) != check)
        return false;
    *out = code;
    return true;
}

void code_show(const struct code *code, char out[CODE_SHOWN_SIZE])
{
    size_t n = strlen(code->body), len = 0;
    assert(n >= CODE_BODY_LEAST && n <= CODE_BODY_MOST);
    out[len++] = 'Y';
    out[len++] = 'Z';
    out[len++] = kind_letters[code->kind];
    for (size_t i = 0; i < n; i++) {
        if (i % 4 == 0)
            out[len++] = '-';
        out[len++] = code->body[i];
    }
    out[len++] = '-';
    out[len++] = check_letter(code);
    out[len] = '\0';
}
