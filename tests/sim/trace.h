/* What happens, one line each, on --trace: virtual milliseconds, who, what. */
#ifndef SIM_TRACE_H
#define SIM_TRACE_H

#include "world.h"

void trace(const struct world *world, const char *who, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The ids of the ops that a message speaks of, on a line of their own after what happens to it. */
void trace_ops(const struct world *world, const char *who, const char *body, size_t len);
/* Something that must never be; counted, and traced when tracing. */
void violation(struct world *world, const char *who, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The first characters of an op's id, enough to find it again. */
enum { OP_SHORT_SIZE = 17 };
const char *op_short(const unsigned char id[OP_ID_SIZE], char out[OP_SHORT_SIZE]);

#endif
