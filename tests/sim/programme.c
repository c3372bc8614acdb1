#include "programme.h"

#include "domain/calendar.h"

struct offer {
    const char *id;
    const char *kind; /* series or room */
    int32_t starts_s, ends_s, slot_minutes;
    int32_t capacity, party_max, waiting_max;
    int32_t opens_days, closes_minutes, no_show_minutes;
    int weight;
};

static const struct offer offers[] = {
    {"craft", "series", 9 * HOUR_S, 10 * HOUR_S, 0, 6, 3, 4, 7, 0, 15, 4},
    {"choir", "series", 9 * HOUR_S + 1800, 11 * HOUR_S, 0, 24, 6, 6, 14, 10, 20, 4},
    {"talk", "series", 14 * HOUR_S, 15 * HOUR_S, 0, 60, 4, 0, 14, 0, 0, 3},
    {"dance", "series", 19 * HOUR_S, 20 * HOUR_S, 0, 15, 2, 3, 3, 30, 10, 3},
    {"hall", "room", 8 * HOUR_S, 20 * HOUR_S, 60, 1, 1, 0, 7, 0, 15, 3},
};
enum { OFFER_COUNT = sizeof offers / sizeof offers[0], WEIGHTS = 17 };

static const struct request_pick requests[] = {
    {"repair", "urgent", "north"}, {"repair", "usual", "south"},   {"hazard", "urgent", "north"},
    {"shopping", "usual", ""},     {"question", "usual", "south"},
};

static void put_row(struct buf *out, const char *kind, const char *id, const char *rest)
{
    buf_printf(out, "%s[\"%s\",\"%s\",{\"id\":\"%s\"%s%s}]",
               out->data[out->len - 1] == '[' ? "" : ",", kind, id, id, rest[0] == '\0' ? "" : ",",
               rest);
}

static void put_offer(struct buf *out, const struct offer *offer)
{
    struct buf rest = {0};
    buf_printf(&rest,
               "\"name\":\"活动\",\"station\":\"\",\"repeat\":{\"every\":\"day\"},"
               "\"starts\":\"%02d:%02d\",\"ends\":\"%02d:%02d\",\"slot_minutes\":%d,"
               "\"capacity\":%d,\"party_max\":%d,\"waiting_max\":%d,\"opens_days\":%d,"
               "\"closes_minutes\":%d,\"no_show_minutes\":%d",
               offer->starts_s / HOUR_S, offer->starts_s % HOUR_S / MINUTE_S,
               offer->ends_s / HOUR_S, offer->ends_s % HOUR_S / MINUTE_S, offer->slot_minutes,
               offer->capacity, offer->party_max, offer->waiting_max, offer->opens_days,
               offer->closes_minutes, offer->no_show_minutes);
    put_row(out, offer->kind, offer->id, rest.data);
    buf_fini(&rest);
}

static void put_request(struct buf *out, const char *id)
{
    put_row(out, "request", id,
            "\"name\":\"诉求\",\"urgencies\":["
            "{\"id\":\"urgent\",\"name\":\"紧急\",\"within\":{\"unit\":\"minutes\",\"n\":30}},"
            "{\"id\":\"usual\",\"name\":\"一般\",\"within\":{\"unit\":\"hours\",\"n\":24}}],"
            "\"fields\":[{\"id\":\"what\",\"kind\":\"choice\",\"label\":\"事项\",\"options\":["
            "{\"id\":\"lamp\",\"name\":\"路灯\"},{\"id\":\"door\",\"name\":\"门\"}]}]");
}

void programme_publish_body(int64_t revision, struct buf *out)
{
    buf_printf(out, "{\"revision\":%lld,\"objects\":[", (long long)revision);
    struct buf name = {0};
    buf_printf(&name, "\"name\":\"驿站 %lld\",\"desk\":{\"opens\":\"08:30\",\"closes\":\"17:30\"}",
               (long long)revision);
    put_row(out, "station", "demo", name.data);
    buf_fini(&name);
    put_row(out, "grid", "north", "\"name\":\"一网格\"");
    put_row(out, "grid", "south", "\"name\":\"二网格\"");
    put_row(out, "staff", "officer-1", "\"name\":\"王师傅\",\"badge\":\"00\"");
    put_row(out, "limits", "limits", "\"open_per_contact\":3,\"per_kiosk_10_min\":40");
    put_row(out, "calendar", "2026", "\"known_until\":\"2026-12-31\"");
    for (size_t i = 0; i < OFFER_COUNT; i++)
        put_offer(out, &offers[i]);
    put_request(out, "repair");
    put_request(out, "hazard");
    put_request(out, "shopping");
    put_request(out, "question");
    buf_puts(out, "]}");
}

struct session_pick programme_pick_session(struct rng *rng, instant now)
{
    int64_t ticket = rng_range(rng, 0, WEIGHTS - 1);
    const struct offer *offer = offers;
    while (ticket >= offer->weight)
        ticket -= (offer++)->weight;
    int64_t slots = offer->slot_minutes == 0
                        ? 1
                        : (offer->ends_s - offer->starts_s) / (offer->slot_minutes * MINUTE_S);
    struct session_pick pick = {.party_max = offer->party_max};
    for (int tries = 0; tries < 4; tries++) {
        day_number day = day_of_instant(now);
        day += (day_number)(rng_chance(rng, 600) ? rng_range(rng, 0, 1) : rng_range(rng, 0, 8));
        int32_t start_s =
            offer->starts_s + (int32_t)rng_range(rng, 0, slots - 1) * offer->slot_minutes * 60;
        session_id_make(offer->id, day, offer->slot_minutes == 0 ? -1 : start_s, pick.id);
        pick.starts_at = instant_of_day(day, start_s);
        if (pick.starts_at > now)
            break;
    }
    return pick;
}

struct session_pick programme_scarce_session(uint64_t which, instant now)
{
    const struct offer *hall = &offers[OFFER_COUNT - 1];
    struct session_pick pick = {.party_max = hall->party_max};
    day_number day = day_of_instant(now) + 1 + (day_number)(which / 12 % 6);
    int32_t start_s = hall->starts_s + (int32_t)(which % 12) * HOUR_S;
    session_id_make(hall->id, day, start_s, pick.id);
    pick.starts_at = instant_of_day(day, start_s);
    return pick;
}

struct request_pick programme_pick_request(struct rng *rng)
{
    return requests[rng_range(rng, 0, (int64_t)(sizeof requests / sizeof requests[0]) - 1)];
}
