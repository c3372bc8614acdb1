#include "lang/text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "domain/calendar.h"
#include "lang/table.h"

const char *text_get(enum lang lang, enum msg msg)
{
    assert(lang < LANG_COUNT && msg < MSG_COUNT);
    return lang_table[lang][msg];
}

const char *text_fill(struct arena *arena, enum lang lang, enum msg msg, const char *const *args,
                      size_t args_len)
{
    assert(lang < LANG_COUNT && msg < MSG_COUNT);
    assert(args_len == lang_holes[msg]);
    struct buf out = {0};
    for (const char *p = lang_table[lang][msg]; *p; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
            buf_puts(&out, args[p[1] - '1']);
            p += 2;
        } else {
            buf_putc(&out, *p);
        }
    }
    char *filled = arena_strndup(arena, out.data ? out.data : "", out.len);
    buf_fini(&out);
    return filled;
}

const char *text_word(enum lang lang, const char *group, const char *word)
{
    assert(lang < LANG_COUNT);
    size_t group_len = strlen(group);
    for (size_t i = 0; i < MSG_COUNT; i++) {
        const char *key = lang_keys[i];
        if (strncmp(key, group, group_len) == 0 && key[group_len] == '.' &&
            strcmp(key + group_len + 1, word) == 0)
            return lang_table[lang][i];
    }
    return NULL;
}

const char *text_number(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%" PRId64, number);
}

const char *text_weekday(enum lang lang, instant at)
{
    return text_get(lang, (enum msg)(MSG_DAY_MON + (int)weekday_of_day(day_of_instant(at))));
}

const char *text_day(struct arena *arena, enum lang lang, instant at)
{
    struct date date = date_of_day(day_of_instant(at));
    const char *month = text_get(lang, (enum msg)(MSG_MONTH_JAN + date.month - 1));
    return text_fmt(arena, lang, MSG_DAY_DATE, month, text_number(arena, date.day),
                    text_weekday(lang, at));
}

const char *text_date(struct arena *arena, enum lang lang, instant at)
{
    struct date date = date_of_day(day_of_instant(at));
    const char *month = text_get(lang, (enum msg)(MSG_MONTH_JAN + date.month - 1));
    return text_fmt(arena, lang, MSG_DAY_SHORT, month, text_number(arena, date.day));
}

const char *text_clock(struct arena *arena, instant at)
{
    int32_t second = second_of_instant(at);
    return arena_printf(arena, "%d:%02d", second / HOUR_S, second % HOUR_S / MINUTE_S);
}

const char *text_day_near(struct arena *arena, enum lang lang, instant at, instant now)
{
    day_number ahead = day_of_instant(at) - day_of_instant(now);
    if (ahead == 0)
        return text_get(lang, MSG_DAY_TODAY);
    if (ahead == 1)
        return text_get(lang, MSG_DAY_TOMORROW);
    return text_day(arena, lang, at);
}

const char *text_moment(struct arena *arena, enum lang lang, instant at, instant now)
{
    return arena_printf(arena, "%s %s", text_day_near(arena, lang, at, now), text_clock(arena, at));
}

const char *text_span(struct arena *arena, instant from, instant until)
{
    return arena_printf(arena, "%s\xe2\x80\x93%s", text_clock(arena, from),
                        text_clock(arena, until));
}

const char *text_join(struct arena *arena, enum lang lang, const char *const *parts, size_t n)
{
    struct buf out = {0};
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_puts(&out, text_get(lang, MSG_LIST_COMMA));
        buf_puts(&out, parts[i]);
    }
    char *joined = arena_strndup(arena, out.data ? out.data : "", out.len);
    buf_fini(&out);
    return joined;
}
