/* Rows as a hub may send them: good, newer than this program, or broken. */
#include "check.h"

#include <string.h>

#include "store/catalogue.h"

static enum status load(struct arena *arena, const struct content_row *rows, size_t n,
                        struct catalogue *out, char why[200])
{
    why[0] = '\0';
    return catalogue_load(rows, n, 3, arena, out, why, 200);
}

static void test_nothing(void)
{
    struct arena arena = {0};
    struct catalogue catalogue;
    char why[200];
    CHECK_INT(load(&arena, NULL, 0, &catalogue, why), OK);
    CHECK_INT(catalogue.revision, 3);
    CHECK_INT(catalogue.services_len, 0);
    CHECK_INT(catalogue.calendar.known_until, 0);
    CHECK_INT(catalogue.limits.open_per_contact, 3);
    CHECK(catalogue_find_series(&catalogue, "x") == NULL);
    CHECK(catalogue_find_menu(&catalogue, "demo", VISITOR_RIDER) == NULL);
    CHECK(text_is_empty(catalogue_text(&catalogue, "x")));
    arena_fini(&arena);
}

static void test_texts(void)
{
    struct text both = {"甲", "A"};
    struct text one = {"甲", ""};
    CHECK_STR(text_in(both, LANG_ZH), "甲");
    CHECK_STR(text_in(both, LANG_EN), "A");
    CHECK_STR(text_in(one, LANG_EN), "甲");
    struct text none = {0};
    CHECK_STR(text_in(none, LANG_EN), "");
    CHECK(text_is_empty(none) && !text_is_empty(one));
}

#define SERIES_HEAD                                                                                \
    "{\"id\":\"a\",\"name\":\"N\",\"line\":\"L\",\"cost\":\"C\",\"category\":\"c\",\"icon\":"      \
    "\"i\",\"order\":1,"

static void test_order_and_newer(void)
{
    static const struct content_row rows[] = {
        {"page", "b", "{\"id\":\"b\",\"order\":2,\"name\":\"二\",\"sections\":[]}"},
        {"page", "c",
         "{\"id\":\"c\",\"order\":1,\"name\":{\"zh\":\"一\",\"en\":\"One\"},"
         "\"new\":{\"deep\":[1]}}"},
        {"hologram", "h", "not even JSON"},
        {"series", "a",
         SERIES_HEAD "\"starts\":\"09:00\",\"ends\":\"24:00\",\"capacity\":9,"
                     "\"repeat\":{\"every\":\"week\",\"weekdays\":[\"mon\",\"sun\"],"
                     "\"except\":[\"2026-03-08\",\"2026-03-01\"]}}"},
    };
    struct arena arena = {0};
    struct catalogue catalogue;
    char why[200];
    CHECK_INT(load(&arena, rows, 4, &catalogue, why), OK);
    CHECK_INT(catalogue.pages_len, 2);
    CHECK_STR(catalogue.pages[0].id, "c");
    CHECK_STR(text_in(catalogue.pages[0].name, LANG_EN), "One");
    CHECK_STR(text_in(catalogue.pages[1].name, LANG_EN), "二");
    const struct series *series = catalogue_find_bookable(&catalogue, "a");
    CHECK(series != NULL && !series->is_room);
    CHECK_STR(series->bookable.id, "a");
    CHECK_INT(series->bookable.starts_s, 9 * HOUR_S);
    CHECK_INT(series->bookable.ends_s, DAY_S);
    CHECK_INT(series->bookable.party_max, 1);
    CHECK_INT(series->bookable.opens_days, 14);
    CHECK_INT(series->bookable.recurrence.weekday_mask, 1 | 1 << SUNDAY);
    CHECK(series->bookable.recurrence.except[0] < series->bookable.recurrence.except[1]);
    CHECK_INT(series->visitors, (1U << VISITOR_COUNT) - 1);
    CHECK_INT(series->contact.phone, PHONE_OPTIONAL);
    CHECK_INT(series->contact.name, NAME_SURNAME);
    CHECK_INT(series->contact.erase_days, 90);
    arena_fini(&arena);
}

/* What nobody classed is as private as its kind. */
static void test_classes(void)
{
    static const struct content_row row = {
        "request", "a",
        "{\"id\":\"a\",\"urgencies\":[{\"id\":\"u\",\"within\":{\"unit\":\"hours\",\"n\":1}}],"
        "\"fields\":[{\"id\":\"t\",\"kind\":\"text\"},{\"id\":\"p\",\"kind\":\"place\"},"
        "{\"id\":\"c\",\"kind\":\"choice\"},{\"id\":\"o\",\"kind\":\"text\",\"class\":\"open\"},"
        "{\"id\":\"s\",\"kind\":\"choice\",\"class\":\"staff\"}]}"};
    struct arena arena = {0};
    struct catalogue catalogue;
    char why[200];
    CHECK_INT(load(&arena, &row, 1, &catalogue, why), OK);
    const struct request_kind *kind = catalogue_find_request(&catalogue, "a");
    CHECK_INT(kind->fields_len, 5);
    CHECK_INT(kind->fields[0].class, FIELD_CLASS_PERSONAL);
    CHECK_INT(kind->fields[1].class, FIELD_CLASS_PERSONAL);
    CHECK_INT(kind->fields[2].class, FIELD_CLASS_OPEN);
    CHECK_INT(kind->fields[3].class, FIELD_CLASS_OPEN);
    CHECK_INT(kind->fields[4].class, FIELD_CLASS_STAFF);
    CHECK_INT(kind->urgencies[0].term.unit, TERM_HOURS);
    arena_fini(&arena);
}

static void test_calendar(void)
{
    static const struct content_row rows[] = {
        {"calendar", "2027",
         "{\"id\":\"2027\",\"order\":1,\"announced\":true,"
         "\"known_until\":\"2027-12-31\",\"workdays\":[\"2027-02-14\"],"
         "\"holidays\":[{\"name\":\"B\",\"from\":\"2027-01-01\",\"until\":"
         "\"2027-01-03\"}]}"},
        {"calendar", "2026",
         "{\"id\":\"2026\",\"order\":2,\"announced\":true,"
         "\"known_until\":\"2026-12-31\",\"workdays\":[\"2026-02-14\"],"
         "\"holidays\":[{\"name\":\"A\",\"from\":\"2026-10-01\",\"until\":"
         "\"2026-10-02\"}],\"terms\":[{\"from\":\"2026-09-01\",\"until\":"
         "\"2027-01-22\"}]}"},
    };
    struct arena arena = {0};
    struct catalogue catalogue;
    char why[200];
    CHECK_INT(load(&arena, rows, 2, &catalogue, why), OK);
    const struct calendar *calendar = &catalogue.calendar;
    CHECK_INT(calendar->holidays_len, 5);
    CHECK_INT(calendar->holidays[0], day_of_date((struct date){2026, 10, 1}));
    CHECK_INT(calendar->holidays[4], day_of_date((struct date){2027, 1, 3}));
    CHECK_INT(calendar->workdays_len, 2);
    CHECK(calendar->workdays[0] < calendar->workdays[1]);
    CHECK_INT(calendar->terms_len, 1);
    CHECK_INT(calendar->known_until, day_of_date((struct date){2027, 12, 31}));
    CHECK_INT(catalogue.feasts_len, 2);
    CHECK_STR(catalogue.feasts[0].name.zh, "A");
    CHECK(!calendar_is_working_day(calendar, day_of_date((struct date){2026, 10, 1})));
    CHECK(calendar_is_working_day(calendar, day_of_date((struct date){2026, 2, 14})));
    arena_fini(&arena);
}

static void test_broken(void)
{
    static const struct {
        struct content_row row;
        const char *why;
    } cases[] = {
        {{"page", "a", ""}, "content page a: the object is not a JSON object with the row's id"},
        {{"page", "a", "[]"}, "content page a: the object is not a JSON object with the row's id"},
        {{"page", "a", "{\"id\":\"b\"}"},
         "content page a: the object is not a JSON object with the row's id"},
        {{"page", "a", "{\"id\":\"a\",\"id\":\"a\"}"},
         "content page a: the object is not a JSON object with the row's id"},
        {{"page", "a", "{\"id\":\"a\",\"name\":3}"}, "content page a: name is not a text"},
        {{"page", "a", "{\"id\":\"a\",\"name\":{\"en\":\"A\"}}"},
         "content page a: name is not a text"},
        {{"page", "a", "{\"id\":\"a\",\"sections\":{}}"}, "content page a: sections is not a list"},
        {{"menu", "a", "{\"id\":\"a\",\"audience\":\"cat\"}"},
         "content menu a: audience is not a word known here"},
        {{"series", "a", SERIES_HEAD "\"starts\":\"09:00\",\"ends\":\"25:00\"}"},
         "content series a: ends is not a time of day HH:MM"},
        {{"series", "a", SERIES_HEAD "\"starts\":\"09:00\",\"ends\":\"09:00\"}"},
         "content series a: ends is not after starts"},
        {{"series", "a",
          SERIES_HEAD "\"starts\":\"09:00\",\"ends\":\"10:00\",\"capacity\":99999999999}"},
         "content series a: capacity is not a whole number within its limits"},
        {{"room", "a", SERIES_HEAD "\"starts\":\"09:00\",\"ends\":\"10:00\"}"},
         "content room a: slot_minutes is not there"},
        {{"series", "a23456789012345678901234567890123",
          "{\"id\":\"a23456789012345678901234567890123\",\"starts\":\"09:00\",\"ends\":\"10:00\"}"},
         "content series a23456789012345678901234567890123: id is not short enough"},
        {{"request", "a", "{\"id\":\"a\"}"},
         "content request a: urgencies is not a list of at least one"},
        {{"request", "a",
          "{\"id\":\"a\",\"urgencies\":[{\"id\":\"u\",\"within\":{\"unit\":\"hours\"}}]}"},
         "content request a: within is not a time limit"},
        {{"road", "a", "{\"id\":\"a\"}"},
         "content road a: landmarks is not a list of at least one"},
        {{"estate", "a", "{\"id\":\"a\",\"buildings\":[{\"first\":4,\"last\":3}]}"},
         "content estate a: last is not a whole number within its limits"},
        {{"calendar", "a",
          "{\"id\":\"a\",\"holidays\":[{\"from\":\"2026-01-01\",\"until\":\"2030-01-01\"}]}"},
         "content calendar a: until is not a date soon after from"},
        {{"notice", "a", "{\"id\":\"a\",\"from\":\"2026-02-30\"}"},
         "content notice a: from is not a date"},
        {{"station", "a", "{\"id\":\"a\",\"desk\":{\"opens\":\"9\"}}"},
         "content station a: opens is not a time of day HH:MM"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct catalogue catalogue = {.revision = -1};
        char why[200];
        CHECK_INT(load(&arena, &cases[i].row, 1, &catalogue, why), ERR_PARSE);
        CHECK_STR(why, cases[i].why);
        CHECK_INT(catalogue.revision, -1);
        arena_fini(&arena);
    }
}

static void test_twice(void)
{
    static const struct content_row rows[] = {
        {"page", "a", "{\"id\":\"a\"}"},
        {"grid", "a", "{\"id\":\"a\"}"},
        {"page", "a", "{\"id\":\"a\"}"},
    };
    struct arena arena = {0};
    struct catalogue catalogue;
    char why[200];
    CHECK_INT(load(&arena, rows, 2, &catalogue, why), OK);
    CHECK_INT(load(&arena, rows, 3, &catalogue, why), ERR_PARSE);
    CHECK_STR(why, "content page a: the id is not there once only");
    arena_fini(&arena);
}

int main(void)
{
    test_nothing();
    test_texts();
    test_order_and_newer();
    test_classes();
    test_calendar();
    test_broken();
    test_twice();
    return check_done();
}
