#include "trace.h"

#include <stdarg.h>
#include <string.h>

#include "base/str.h"

static void line(const struct world *world, FILE *to, const char *who, const char *format,
                 va_list args) __attribute__((format(printf, 4, 0)));

static void line(const struct world *world, FILE *to, const char *who, const char *format,
                 va_list args)
{
    fprintf(to, "%10lld %-3s ", (long long)world->now_ms, who);
    vfprintf(to, format, args);
    fputc('\n', to);
}

void trace(const struct world *world, const char *who, const char *format, ...)
{
    if (world->options.trace == NULL)
        return;
    va_list args;
    va_start(args, format);
    line(world, world->options.trace, who, format, args);
    va_end(args);
}

void trace_ops(const struct world *world, const char *who, const char *body, size_t len)
{
    static const char mark[] = "\"id\":\"";
    enum { MARK = sizeof mark - 1, DIGITS = 2 * OP_ID_SIZE, SHORT = OP_SHORT_SIZE - 1 };
    bool has_one = false;
    for (size_t at = 0; world->options.trace != NULL && at + MARK + DIGITS < len; at++) {
        const char *id = body + at + MARK;
        if (memcmp(body + at, mark, MARK) != 0 || strspn(id, "0123456789abcdef") != DIGITS)
            continue;
        if (!has_one)
            fprintf(world->options.trace, "%10lld %-3s   with ops", (long long)world->now_ms, who);
        fprintf(world->options.trace, " %.*s", SHORT, id);
        has_one = true;
    }
    if (has_one)
        fputc('\n', world->options.trace);
}

void violation(struct world *world, const char *who, const char *format, ...)
{
    va_list args;
    world->violations++;
    if (world->first_violation[0] == '\0') {
        int used = snprintf(world->first_violation, sizeof world->first_violation,
                            "%s at %lld ms: ", who, (long long)world->now_ms);
        va_start(args, format);
        vsnprintf(world->first_violation + used, sizeof world->first_violation - (size_t)used,
                  format, args);
        va_end(args);
    }
    if (world->options.trace == NULL)
        return;
    fputs("VIOLATION ", world->options.trace);
    va_start(args, format);
    line(world, world->options.trace, who, format, args);
    va_end(args);
}

const char *op_short(const unsigned char id[OP_ID_SIZE], char out[OP_SHORT_SIZE])
{
    hex_encode(id, (OP_SHORT_SIZE - 1) / 2, out);
    return out;
}
