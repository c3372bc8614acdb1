/* Time. An instant is UTC in seconds since 1970; station time is UTC+8 by arithmetic, and only
 * domain/calendar and what shows times to people convert. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdint.h>

typedef int64_t instant;

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400, STATION_OFFSET_S = 8 * HOUR_S };

#endif
