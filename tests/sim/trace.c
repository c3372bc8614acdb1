#include "trace.h"

#include <stdarg.h>

#include "base/str.h"

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
