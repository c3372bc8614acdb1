/* What the tables cannot say of activities and rooms. */
#include <string.h>

#include "content/check.h"

static const struct place *place_of_key(const struct node *map, const char *key)
{
    const struct node *node = yaml_get(map, key);
    return node == NULL ? &map->at : &node->at;
}

/* Which key each rhythm needs besides. */
static const struct {
    const char *every, *key, *expected;
} repeat_needs[] = {
    {"week", "weekdays", "a list of mon … sun"},
    {"month-day", "day", "a day of the month, 1 to 31"},
    {"month-weekday", "nth", "1 to 5, or -1 for the last"},
    {"month-weekday", "weekday", "one of mon … sun"},
    {"quarter-end", "day", "a day of the month, 1 to 31"},
    {"date", "dates", "a list of dates"},
};

static bool repeat_uses(const char *every, const char *key)
{
    for (size_t i = 0; i < sizeof repeat_needs / sizeof repeat_needs[0]; i++) {
        if (strcmp(repeat_needs[i].every, every) == 0 && strcmp(repeat_needs[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

void check_repeat(struct checker *checker, const struct node *node)
{
    const char *every = node_word(node, "every");
    for (size_t i = 0; i < sizeof repeat_needs / sizeof repeat_needs[0]; i++) {
        const struct node *value = yaml_get(node, repeat_needs[i].key);
        bool is_needed = strcmp(repeat_needs[i].every, every) == 0;
        if (is_needed && value == NULL) {
            check_error(checker, node->at, "\"%s\" is missing for \"every: %s\"; expected %s",
                        repeat_needs[i].key, every, repeat_needs[i].expected);
        }
    }
    static const char *const keys[] = {"weekdays", "day", "nth", "weekday", "dates"};
    for (size_t i = 0; every[0] != '\0' && i < sizeof keys / sizeof keys[0]; i++) {
        const struct node *value = yaml_get(node, keys[i]);
        if (value != NULL && !repeat_uses(every, keys[i])) {
            check_error(checker, value->key_at,
                        "\"%s\" means nothing for \"every: %s\"; expected it only where it counts",
                        keys[i], check_quote(checker, every));
        }
    }
    int32_t nth;
    if (node_int(node, "nth", &nth) && nth == 0) {
        check_error(checker, *place_of_key(node, "nth"), "0 is no count; expected 1 to 5, or -1");
    }
    day_number from;
    day_number until;
    if (node_day(node, "from", &from) && node_day(node, "until", &until) && until < from) {
        check_error(checker, *place_of_key(node, "until"),
                    "ends before it begins; expected a date from %s on", node_word(node, "from"));
    }
}

static void check_confidential(struct checker *checker, const struct node *node)
{
    if (node_flag(node, "confidential") && yaml_get(node, "shown") == NULL) {
        check_error(checker, node->at,
                    "confidential without \"shown\"; expected a neutral title for slips and lists");
    }
    if (!node_flag(node, "confidential") && yaml_get(node, "shown") != NULL) {
        check_error(checker, yaml_get(node, "shown")->key_at,
                    "\"shown\" without \"confidential: true\"; expected both or neither");
    }
}

static void check_bookable(struct checker *checker, const struct node *node)
{
    int32_t starts;
    int32_t ends;
    if (node_clock(node, "starts", &starts) && node_clock(node, "ends", &ends) && ends <= starts) {
        check_error(checker, *place_of_key(node, "ends"),
                    "ends before it starts; expected a time after %s", node_word(node, "starts"));
    }
    int32_t capacity = 0;
    int32_t party = 1;
    bool has_capacity = node_int(node, "capacity", &capacity);
    if (node_int(node, "party_max", &party) && has_capacity && capacity > 0 && capacity < party) {
        check_error(checker, *place_of_key(node, "party_max"),
                    "a party of %d does not fit a capacity of %d; expected at most %d", party,
                    capacity, capacity);
    }
    static const char *const keys[] = {"party_max", "waiting_max", "opens_days", "closes_minutes",
                                       "no_show_minutes"};
    for (size_t i = 0; has_capacity && capacity == 0 && i < sizeof keys / sizeof keys[0]; i++) {
        const struct node *value = yaml_get(node, keys[i]);
        if (value != NULL) {
            check_error(checker, value->key_at,
                        "\"%s\" means nothing where everybody may come; expected a capacity",
                        keys[i]);
        }
    }
    check_confidential(checker, node);
}

void check_series(struct checker *checker, const struct node *node)
{
    check_refer_category(checker, yaml_get(node, "category"), "activities");
    check_bookable(checker, node);
}

void check_room(struct checker *checker, const struct node *node)
{
    check_bookable(checker, node);
    int32_t starts;
    int32_t ends;
    int32_t slot;
    if (node_clock(node, "starts", &starts) && node_clock(node, "ends", &ends) &&
        node_int(node, "slot_minutes", &slot) && ends > starts && slot > 0 && slot <= 24 * 60 &&
        (ends - starts) % (slot * MINUTE_S) != 0) {
        check_error(checker, *place_of_key(node, "slot_minutes"),
                    "slots of %d minutes do not fill %s to %s; expected a length that does", slot,
                    node_word(node, "starts"), node_word(node, "ends"));
    }
    int32_t capacity;
    if (node_int(node, "capacity", &capacity) && capacity == 0) {
        check_error(checker, *place_of_key(node, "capacity"),
                    "a room without places; expected at least 1");
    }
}
