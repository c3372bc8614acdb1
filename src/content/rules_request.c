/* What the tables cannot say of requests and their forms. */
#include <string.h>

#include "content/check.h"

void check_within(struct checker *checker, const struct node *node)
{
    const char *unit = node_word(node, "unit");
    bool is_same_day = strcmp(unit, "same-day") == 0;
    if (unit[0] == '\0') {
        return;
    }
    static const struct {
        const char *key, *expected;
        bool for_same_day;
    } keys[] = {
        {"n", "how many", false},
        {"hour", "the hour it is done by", true},
        {"cutoff", "the hour after which it is the next day's", true},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct node *value = yaml_get(node, keys[i].key);
        if (keys[i].for_same_day == is_same_day && value == NULL) {
            check_error(checker, node->at, "\"%s\" is missing for \"unit: %s\"; expected %s",
                        keys[i].key, check_quote(checker, unit), keys[i].expected);
        } else if (keys[i].for_same_day != is_same_day && value != NULL) {
            check_error(checker, value->key_at,
                        "\"%s\" means nothing for \"unit: %s\"; expected it left out", keys[i].key,
                        check_quote(checker, unit));
        }
    }
    int32_t hour;
    int32_t cutoff;
    if (node_int(node, "hour", &hour) && node_int(node, "cutoff", &cutoff) && cutoff > hour) {
        check_error(checker, yaml_get(node, "cutoff")->at,
                    "after the hour it is done by; expected at most %d", hour);
    }
}

enum use { UNUSED, USED, NEEDED };

/* Which members each kind of field has, in the order of FIELD_KIND_LIST. */
static const struct {
    const char *kind;
    enum use options, min, max, working, place;
} field_uses[] = {
    {"choice", NEEDED, UNUSED, UNUSED, UNUSED, UNUSED},
    {"choices", NEEDED, USED, USED, UNUSED, UNUSED},
    {"text", USED, USED, NEEDED, UNUSED, UNUSED},
    {"number", UNUSED, NEEDED, NEEDED, UNUSED, UNUSED},
    {"date", UNUSED, USED, NEEDED, USED, UNUSED},
    {"halfdays", UNUSED, UNUSED, NEEDED, UNUSED, UNUSED},
    {"place", UNUSED, UNUSED, UNUSED, UNUSED, NEEDED},
};

static void check_use(struct checker *checker, const struct node *field, const char *key,
                      enum use use)
{
    const struct node *value = yaml_get(field, key);
    const char *kind = node_word(field, "kind");
    if (use == NEEDED && value == NULL) {
        check_error(checker, field->at, "\"%s\" is missing for \"kind: %s\"; expected it here", key,
                    kind);
    } else if (use == UNUSED && value != NULL) {
        check_error(checker, value->key_at,
                    "\"%s\" means nothing for \"kind: %s\"; expected it left out", key, kind);
    }
}

void check_field(struct checker *checker, const struct node *node)
{
    enum { TEXT_MAX = 200, DAYS_MAX = 90, HALFDAYS_MAX = 14 };
    const char *kind = node_word(node, "kind");
    for (size_t i = 0; i < sizeof field_uses / sizeof field_uses[0]; i++) {
        if (strcmp(field_uses[i].kind, kind) == 0) {
            check_use(checker, node, "options", field_uses[i].options);
            check_use(checker, node, "min", field_uses[i].min);
            check_use(checker, node, "max", field_uses[i].max);
            check_use(checker, node, "working", field_uses[i].working);
            check_use(checker, node, "place", field_uses[i].place);
        }
    }
    check_unique(checker, node, "options");
    int32_t min = 0;
    int32_t max;
    if (!node_int(node, "max", &max)) {
        return;
    }
    if (node_int(node, "min", &min) && max < min) {
        check_error(checker, yaml_get(node, "max")->at, "less than min; expected at least %d", min);
    }
    int32_t most = strcmp(kind, "text") == 0       ? TEXT_MAX
                   : strcmp(kind, "date") == 0     ? DAYS_MAX
                   : strcmp(kind, "halfdays") == 0 ? HALFDAYS_MAX
                                                   : INT32_MAX;
    if (max > most) {
        check_error(checker, yaml_get(node, "max")->at, "too many; expected at most %d", most);
    }
    const struct node *options = yaml_get(node, "options");
    int32_t n = 0;
    for (const struct node *option = options != NULL ? options->first : NULL; option != NULL;
         option = option->next) {
        n++;
    }
    if (strcmp(kind, "choices") == 0 && max > n) {
        check_error(checker, yaml_get(node, "max")->at,
                    "more than there are options; expected at most %d", n);
    }
}

static bool has_entry(const struct node *list, const char *id)
{
    if (list == NULL || list->kind == NODE_SCALAR) {
        return false;
    }
    for (const struct node *child = list->first; child != NULL; child = child->next) {
        if (strcmp(node_word(child, "id"), id) == 0) {
            return true;
        }
    }
    return false;
}

static void check_option_urgencies(struct checker *checker, const struct node *field,
                                   const struct node *urgencies)
{
    const struct node *options = yaml_get(field, "options");
    if (options == NULL || options->kind != NODE_LIST) {
        return;
    }
    for (const struct node *option = options->first; option != NULL; option = option->next) {
        const struct node *urgency = yaml_get(option, "urgency");
        if (urgency == NULL || urgency->kind != NODE_SCALAR) {
            continue;
        }
        if (!has_entry(urgencies, urgency->text)) {
            check_error(checker, urgency->at,
                        "no urgency \"%s\" in this request; expected one of its urgencies' ids",
                        check_quote(checker, urgency->text));
        } else if (strcmp(node_word(field, "kind"), "text") == 0) {
            check_error(checker, urgency->at, "a phrase has no urgency; expected it in a choice");
        }
    }
}

void check_request(struct checker *checker, const struct node *node)
{
    check_refer_category(checker, yaml_get(node, "category"), "requests");
    check_unique(checker, node, "fields");
    check_unique(checker, node, "urgencies");
    const struct node *fields = yaml_get(node, "fields");
    const struct node *urgencies = yaml_get(node, "urgencies");
    int places = 0;
    if (fields != NULL && fields->kind == NODE_LIST) {
        for (const struct node *field = fields->first; field != NULL; field = field->next) {
            check_option_urgencies(checker, field, urgencies);
            if (strcmp(node_word(field, "kind"), "place") == 0 && ++places == 2) {
                check_error(checker, field->at,
                            "a second place; expected one, it decides the grid");
            }
        }
    }
    if (places > 0 && yaml_get(node, "grid") != NULL) {
        check_error(checker, yaml_get(node, "grid")->key_at,
                    "\"grid\" beside a place field; expected one of them");
    }
    bool is_confidential = node_flag(node, "confidential");
    if (is_confidential != (yaml_get(node, "shown") != NULL)) {
        check_error(checker, node->at,
                    "\"confidential: true\" and \"shown\" go together; expected both or neither");
    }
}
