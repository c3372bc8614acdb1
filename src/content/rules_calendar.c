/* What the tables cannot say of a year's calendar. */
#include <string.h>

#include "content/check.h"

static const struct node *list_first(const struct node *map, const char *key)
{
    const struct node *list = yaml_get(map, key);
    return list != NULL && list->kind == NODE_LIST ? list->first : NULL;
}

void check_span(struct checker *checker, const struct node *node)
{
    enum { SPAN_DAYS_MAX = 300 };
    day_number from;
    day_number until;
    if (!node_day(node, "from", &from) || !node_day(node, "until", &until)) {
        return;
    }
    if (until < from || until - from > SPAN_DAYS_MAX) {
        check_error(checker, yaml_get(node, "until")->at,
                    "not within %d days after %s; expected the last day", SPAN_DAYS_MAX,
                    node_word(node, "from"));
    }
}

static bool is_in_year(const char *date, const char *year)
{
    return strncmp(date, year, 4) == 0;
}

static bool is_holiday(const struct node *calendar, day_number day)
{
    for (const struct node *holiday = list_first(calendar, "holidays"); holiday != NULL;
         holiday = holiday->next) {
        day_number from;
        day_number until;
        if (node_day(holiday, "from", &from) && node_day(holiday, "until", &until) && from <= day &&
            day <= until) {
            return true;
        }
    }
    return false;
}

static void check_workday(struct checker *checker, const struct node *calendar,
                          const struct node *workday, const char *year)
{
    struct date date;
    if (workday->kind != NODE_SCALAR || !date_parse(workday->text, &date)) {
        return;
    }
    day_number day = day_of_date(date);
    if (!is_in_year(workday->text, year)) {
        check_error(checker, workday->at, "%s is not in %s; expected a date of that year",
                    workday->text, year);
    } else if (weekday_of_day(day) < SATURDAY) {
        check_error(checker, workday->at,
                    "%s is no Saturday or Sunday; expected a weekend day that is worked",
                    workday->text);
    } else if (is_holiday(calendar, day)) {
        check_error(checker, workday->at, "%s is a holiday as well; expected it in one of the two",
                    workday->text);
    }
}

void check_calendar(struct checker *checker, const struct node *node)
{
    const char *year = node_word(node, "id");
    if (yaml_get(node, "id") == NULL) {
        return;
    }
    if (strlen(year) != 4 || strspn(year, "0123456789") != 4) {
        check_error(checker, yaml_get(node, "id")->at, "not a year; expected one such as 2026");
        return;
    }
    for (const struct node *day = list_first(node, "workdays"); day != NULL; day = day->next) {
        check_workday(checker, node, day, year);
    }
    for (const struct node *holiday = list_first(node, "holidays"); holiday != NULL;
         holiday = holiday->next) {
        const char *from = node_word(holiday, "from");
        if (from[0] != '\0' && !is_in_year(from, year)) {
            check_error(checker, yaml_get(holiday, "from")->at,
                        "%s is not in %s; expected a date of that year", check_quote(checker, from),
                        year);
        }
    }
    if (!node_flag(node, "announced") &&
        (yaml_get(node, "workdays") != NULL || yaml_get(node, "holidays") != NULL)) {
        check_error(checker, node->at,
                    "holidays although not announced; expected \"announced: true\" with them");
    }
}
