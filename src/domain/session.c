#include "domain/session.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

enum { DATE_LEN = 10, SLOT_LEN = 4 };

static char decimal_digit(int32_t value)
{
    return (char)('0' + value % 10);
}

static bool is_bookable_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

void session_id_make(const char *bookable, day_number day, int32_t slot_start_s,
                     char out[CONTENT_ID_SIZE])
{
    size_t len = strlen(bookable);
    struct date date = date_of_day(day);
    assert(len > 0 && len <= BOOKABLE_ID_MAX && date_is_valid(date));
    assert(slot_start_s < DAY_S && (slot_start_s < 0 || slot_start_s % MINUTE_S == 0));

    memcpy(out, bookable, len);
    char *p = out + len;
    *p++ = '.';
    *p++ = decimal_digit(date.year / 1000);
    *p++ = decimal_digit(date.year / 100);
    *p++ = decimal_digit(date.year / 10);
    *p++ = decimal_digit(date.year);
    *p++ = '-';
    *p++ = decimal_digit(date.month / 10);
    *p++ = decimal_digit(date.month);
    *p++ = '-';
    *p++ = decimal_digit(date.day / 10);
    *p++ = decimal_digit(date.day);
    if (slot_start_s >= 0) {
        int32_t hour = slot_start_s / HOUR_S;
        int32_t minute = slot_start_s % HOUR_S / MINUTE_S;
        *p++ = '.';
        *p++ = decimal_digit(hour / 10);
        *p++ = decimal_digit(hour);
        *p++ = decimal_digit(minute / 10);
        *p++ = decimal_digit(minute);
    }
    *p = '\0';
}

/* Exactly HHMM and the end of the text. */
static bool slot_parse(const char *text, int32_t *start_s)
{
    if (strlen(text) != SLOT_LEN) {
        return false;
    }
    int32_t digits[SLOT_LEN];
    for (int i = 0; i < SLOT_LEN; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        digits[i] = text[i] - '0';
    }
    int32_t hour = digits[0] * 10 + digits[1];
    int32_t minute = digits[2] * 10 + digits[3];
    if (hour > 23 || minute > 59) {
        return false;
    }
    *start_s = hour * HOUR_S + minute * MINUTE_S;
    return true;
}

bool session_id_parse(const char *id, struct session_ref *out)
{
    size_t len = 0;
    while (is_bookable_char(id[len])) {
        len++;
    }
    if (len == 0 || len > BOOKABLE_ID_MAX || id[len] != '.') {
        return false;
    }
    const char *rest = id + len + 1;
    char day_text[DATE_LEN + 1] = "";
    size_t rest_len = strlen(rest);
    if (rest_len < DATE_LEN) {
        return false;
    }
    memcpy(day_text, rest, DATE_LEN);
    struct date date;
    if (!date_parse(day_text, &date)) {
        return false;
    }
    int32_t start_s = -1;
    if (rest_len > DATE_LEN &&
        (rest[DATE_LEN] != '.' || !slot_parse(rest + DATE_LEN + 1, &start_s))) {
        return false;
    }
    *out = (struct session_ref){.day = day_of_date(date), .start_s = start_s};
    memcpy(out->bookable, id, len);
    return true;
}

bool session_times(const struct bookable *bookable, const struct calendar *calendar,
                   const struct session_ref *ref, instant *starts_at, instant *ends_at)
{
    int32_t start_s = bookable->starts_s;
    int32_t end_s = bookable->ends_s;
    if (!str_equal(bookable->id, ref->bookable)) {
        return false;
    }
    if (bookable->slot_s == 0) {
        if (ref->start_s >= 0) {
            return false;
        }
    } else {
        start_s = ref->start_s;
        if (start_s < bookable->starts_s || start_s > end_s - bookable->slot_s ||
            (start_s - bookable->starts_s) % bookable->slot_s != 0) {
            return false;
        }
        end_s = start_s + bookable->slot_s;
    }
    if (!recurrence_has_day(&bookable->recurrence, calendar, ref->day)) {
        return false;
    }
    *starts_at = instant_of_day(ref->day, start_s);
    *ends_at = instant_of_day(ref->day, end_s);
    return true;
}

instant session_opens_at(const struct bookable *bookable, instant starts_at)
{
    return instant_of_day(day_of_instant(starts_at) - bookable->opens_days, 0);
}

instant session_closes_at(const struct bookable *bookable, instant starts_at)
{
    return starts_at - (instant)bookable->closes_minutes * MINUTE_S;
}
