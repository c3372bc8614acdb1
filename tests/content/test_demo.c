/* The shipped kiosk-config: clean, complete, and alive in the coming weeks. */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "content/content.h"
#include "store/catalogue.h"

static const char dir[] = "kiosk-config";

static day_number day(int32_t year, int32_t month, int32_t of_month)
{
    return day_of_date((struct date){year, month, of_month});
}

struct demo {
    struct arena arena;
    struct content_report report;
    const struct content_row *rows;
    size_t rows_len;
    struct catalogue catalogue;
};

static bool demo_load(struct demo *demo)
{
    *demo = (struct demo){0};
    char why[200] = "";
    enum status status = content_read(dir, day(2026, 11, 22), &demo->arena, &demo->report,
                                      &demo->rows, &demo->rows_len);
    for (size_t i = 0; i < demo->report.notes_len; i++) {
        fprintf(stderr, "%s\n", content_note_line(&demo->arena, &demo->report.notes[i]));
    }
    if (status == OK) {
        status = catalogue_load(demo->rows, demo->rows_len, 7, &demo->arena, &demo->catalogue, why,
                                sizeof why);
    }
    CHECK_STR(why, "");
    CHECK_INT(status, OK);
    return status == OK;
}

/* Clean but for what nobody can know yet. */
static void test_report(const struct demo *demo)
{
    CHECK_INT(demo->report.errors, 0);
    CHECK_INT(demo->report.warnings, 2);
    CHECK_STR(content_note_line((struct arena *)&demo->arena, &demo->report.notes[0]),
              "kiosk-config/calendar-2026.yaml:8:3: warning: the calendar ends on 2026-12-31; "
              "expected the next year's 60 days before");
    CHECK_STR(
        content_note_line((struct arena *)&demo->arena, &demo->report.notes[1]),
        "kiosk-config/calendar-2027.yaml:5:3: warning: the holidays of 2027 are not announced "
        "yet; expected them here once they are");
    struct arena arena = {0};
    struct content_report early;
    CHECK_INT(content_check("kiosk-config/", day(2026, 10, 1), &arena, &early), OK);
    CHECK_INT(early.warnings, 1);
    arena_fini(&arena);
}

static void test_counts(const struct catalogue *catalogue)
{
    size_t regular = 0;
    for (size_t i = 0; i < catalogue->services_len; i++) {
        regular += !catalogue->services[i].is_special;
    }
    CHECK_INT(catalogue->revision, 7);
    CHECK_INT(catalogue->stations_len, 2);
    CHECK_INT(catalogue->grids_len, 5);
    CHECK_INT(regular, 25);
    CHECK_INT(catalogue->services_len - regular, 8);
    CHECK_INT(catalogue->rooms_len, 8);
    CHECK(catalogue->series_len >= 20);
    CHECK(catalogue->requests_len >= 20);
    CHECK(catalogue->surnames_len >= 50);
    CHECK(catalogue->readings_len >= 20);
    CHECK_STR(catalogue->readings[0].word, "理发");
    CHECK_STR(catalogue->readings[0].pinyin, "li3 fa4");
    CHECK_INT(catalogue->limits.open_per_contact, 3);
    CHECK_INT(catalogue->limits.per_kiosk_10_min, 6);
    int32_t buildings = 0;
    size_t estates = 0;
    for (size_t i = 0; i < catalogue->estates_len; i++) {
        const struct estate *estate = &catalogue->estates[i];
        if (!catalogue_is_for(estate->station, "demo")) {
            continue;
        }
        estates++;
        for (size_t k = 0; k < estate->buildings_len; k++) {
            buildings += estate->buildings[k].last - estate->buildings[k].first + 1;
        }
    }
    CHECK_INT(estates, 9);
    CHECK_INT(buildings, 61);
}

static instant due(const struct catalogue *catalogue, const char *kind, const char *urgency,
                   instant filed_at)
{
    const struct request_kind *request = catalogue_find_request(catalogue, kind);
    const struct station *station = catalogue_find_station(catalogue, "demo");
    CHECK(request != NULL && station != NULL);
    if (request == NULL || station == NULL) {
        return 0;
    }
    const struct urgency *found = request_find_urgency(request, urgency);
    CHECK(found != NULL);
    return found == NULL ? 0
                         : term_due(&found->term, &catalogue->calendar, &station->desk, filed_at);
}

/* The promises that have figures (domain.md D6; content-ideas.md §6). */
static void test_due_times(const struct catalogue *catalogue)
{
    /* Monday 2026-11-23, 10:00. */
    instant filed = instant_of_day(day(2026, 11, 23), 10 * HOUR_S);
    CHECK_INT(due(catalogue, "fire-risk", "now", filed) - filed, 2 * HOUR_S);
    CHECK_INT(due(catalogue, "flood", "now", filed) - filed, 30 * MINUTE_S);
    CHECK_INT(due(catalogue, "road", "fence", filed) - filed, 2 * HOUR_S);
    CHECK_INT(due(catalogue, "road", "usual", filed) - filed, DAY_S);
    CHECK_INT(due(catalogue, "looks", "usual", filed) - filed, DAY_S);
    CHECK_INT(due(catalogue, "home-repair", "leak", filed) - filed, 4 * HOUR_S);
    CHECK_INT(due(catalogue, "rider-voice", "usual", filed) - filed, 7 * DAY_S);
    CHECK_INT(due(catalogue, "steward-call", "usual", filed) - filed, 2 * HOUR_S);
    CHECK_INT(due(catalogue, "errand-shop", "usual", filed),
              instant_of_day(day(2026, 11, 23), 17 * HOUR_S));
    CHECK_INT(due(catalogue, "property", "usual", filed),
              instant_of_day(day(2026, 11, 26), 17 * HOUR_S + 30 * MINUTE_S));
}

static void test_urgency_by_answer(const struct catalogue *catalogue)
{
    const struct request_kind *road = catalogue_find_request(catalogue, "road");
    const struct field *what = request_find_field(road, "what");
    const struct option *cover = field_find_option(what, "cover");
    const struct option *hole = field_find_option(what, "hole");
    const struct option *both[] = {hole, cover};
    CHECK_STR(request_pick_urgency(road, both, 2)->id, "fence");
    CHECK_STR(request_pick_urgency(road, both, 1)->id, "usual");
    CHECK_STR(request_pick_urgency(road, NULL, 0)->id, "usual");
}

static size_t days_of(const struct catalogue *catalogue, const char *id, day_number from,
                      day_number until, day_number *first)
{
    day_number days[400];
    const struct series *series = catalogue_find_bookable(catalogue, id);
    CHECK(series != NULL);
    if (series == NULL) {
        return 0;
    }
    size_t n =
        recurrence_days(&series->bookable.recurrence, &catalogue->calendar, from, until, days, 400);
    *first = n > 0 ? days[0] : 0;
    return n;
}

static void test_rhythms(const struct catalogue *catalogue)
{
    day_number today = day(2026, 11, 22);
    day_number first;
    CHECK_INT(days_of(catalogue, "fair-25", today, today + 365, &first), 12);
    CHECK_INT(first, day(2026, 11, 25));
    CHECK_INT(days_of(catalogue, "elder-univ-7", today, today + 365, &first), 12);
    CHECK_INT(first, day(2026, 12, 7));
    (void)days_of(catalogue, "fire-drill", today, today + 365, &first);
    CHECK_INT(first, day(2026, 12, 9));
    (void)days_of(catalogue, "grid-council", today, today + 60, &first);
    CHECK_INT(first, day(2026, 11, 27));
    (void)days_of(catalogue, "doctor-day", today, today + 60, &first);
    CHECK_INT(first, day(2026, 12, 5));
    CHECK_INT(days_of(catalogue, "half-past-four", today, today + 6, &first), 5);
    CHECK_INT(days_of(catalogue, "gym", today, today + 6, &first), 7);
    CHECK_INT(days_of(catalogue, "kitchen", today, today + 6, &first), 2);

    size_t soon = 0;
    for (size_t i = 0; i < catalogue->series_len; i++) {
        soon += days_of(catalogue, catalogue->series[i].id, today, today + 30, &first) > 0;
    }
    CHECK(soon >= 12);
    CHECK(catalogue_session_is_withdrawn(catalogue, "choir.2026-12-15"));
    CHECK(!catalogue_session_is_withdrawn(catalogue, "choir.2026-12-22"));
    /* The session a notice withdraws is one that would have been. */
    CHECK_INT(days_of(catalogue, "choir", day(2026, 12, 15), day(2026, 12, 15), &first), 1);
}

static void test_privacy(const struct catalogue *catalogue)
{
    const struct request_kind *heart = catalogue_find_request(catalogue, "heart-talk");
    CHECK(heart->is_confidential);
    CHECK(strcmp(heart->shown.zh, heart->name.zh) != 0);
    const struct request_kind *road = catalogue_find_request(catalogue, "road");
    CHECK_STR(road->shown.zh, road->name.zh);
    CHECK_INT(road->contact.phone, PHONE_OPTIONAL);
    CHECK_INT(road->contact.erase_days, 90);
    CHECK_INT(request_find_field(road, "what")->class, FIELD_CLASS_OPEN);
    CHECK_INT(request_find_field(road, "place")->class, FIELD_CLASS_OPEN);
    for (size_t i = 0; i < catalogue->requests_len; i++) {
        const struct request_kind *kind = &catalogue->requests[i];
        for (size_t k = 0; k < kind->fields_len; k++) {
            const struct field *field = &kind->fields[k];
            bool is_free = field->kind == FIELD_TEXT ||
                           (field->kind == FIELD_PLACE && field->place == PLACE_DOOR);
            CHECK(!is_free || field->class == FIELD_CLASS_PERSONAL);
            CHECK(!kind->is_confidential || field->class != FIELD_CLASS_OPEN);
        }
    }
}

static void test_stations(const struct catalogue *catalogue)
{
    const struct menu *residents = catalogue_find_menu(catalogue, "demo", VISITOR_RESIDENT);
    const struct menu *riders = catalogue_find_menu(catalogue, "demo", VISITOR_RIDER);
    const struct menu *river = catalogue_find_menu(catalogue, "riverside", VISITOR_RESIDENT);
    CHECK_STR(residents->id, "demo-resident");
    CHECK_STR(riders->id, "demo-rider");
    CHECK_STR(river->id, "riverside-rider");
    CHECK(catalogue_find_menu(catalogue, "nowhere", VISITOR_RIDER) == NULL);
    CHECK_STR(residents->items[0].id, "menu.book");
    CHECK_STR(residents->items[0].name.zh, "预约活动");
    CHECK_STR(residents->items[1].id, "menu.services");
    CHECK_INT(catalogue_find_station(catalogue, "demo")->screen_tenths, 215);
    CHECK_INT(catalogue_find_station(catalogue, "riverside")->screen_tenths, 320);
    CHECK_INT(catalogue_find_station(catalogue, "demo")->fuzzy_sounds, 0);
    CHECK_INT(catalogue_find_station(catalogue, "riverside")->fuzzy_sounds,
              7); /* the first three */
    /* What counts everywhere is listed before what a station adds. */
    CHECK_STR(catalogue->requests[0].id, "fire-risk");
    CHECK_STR(catalogue->requests[0].station, "");
    CHECK_STR(catalogue->requests[catalogue->requests_len - 1].station, "demo");
    for (size_t i = 0; i < catalogue->menus_len; i++) {
        size_t large = 0;
        size_t normal = 0;
        bool has_tickets = false;
        for (size_t k = 0; k < catalogue->menus[i].items_len; k++) {
            const struct menu_item *item = &catalogue->menus[i].items[k];
            large += item->size == MENU_SIZE_LARGE;
            normal += item->size == MENU_SIZE_NORMAL;
            has_tickets = has_tickets || item->target == MENU_TICKETS;
        }
        CHECK_INT(large, 2);
        CHECK(normal <= 6);
        CHECK(has_tickets);
    }
    CHECK(catalogue_is_for("", "demo") && catalogue_is_for("demo", "demo"));
    CHECK(!catalogue_is_for("riverside", "demo"));
}

static void count_text(void *ctx, const char *text)
{
    CHECK(utf8_is_valid(text, strlen(text)));
    *(size_t *)ctx += 1;
}

/* Equal content gives equal rows, in an order of its own; a hook reaches each string. */
static void test_rows(const struct demo *demo)
{
    struct arena arena = {0};
    struct content_report report;
    const struct content_row *rows;
    size_t n;
    CHECK_INT(content_read(dir, day(2026, 6, 1), &arena, &report, &rows, &n), OK);
    CHECK_INT(n, demo->rows_len);
    for (size_t i = 0; i < n && n == demo->rows_len; i++) {
        CHECK_STR(rows[i].kind, demo->rows[i].kind);
        CHECK_STR(rows[i].id, demo->rows[i].id);
        CHECK_STR(rows[i].json, demo->rows[i].json);
    }
    size_t strings = 0;
    content_each_string(rows, n, count_text, &strings);
    CHECK(strings > 2000);
    arena_fini(&arena);
}

/* In a folder of its own: one broken file among good ones, and things that cannot be read. */
static void test_folders(void)
{
    struct arena arena = {0};
    struct content_report report;
    char folder[] = "/tmp/yizhan-content-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    const struct content_row *rows = NULL;
    size_t n = 5;
    const char *missing = arena_printf(&arena, "%s/none", folder);
    CHECK_INT(content_read(missing, 0, &arena, &report, &rows, &n), ERR_NOT_FOUND);
    CHECK_INT(report.errors, 1);
    CHECK(rows == NULL && n == 5);

    CHECK_INT(content_read(folder, 0, &arena, &report, &rows, &n), ERR_PARSE);
    CHECK_INT(report.errors, 1);
    CHECK(rows == NULL);

    const char *station = arena_printf(&arena, "%s/demo", folder);
    const char *file = arena_printf(&arena, "%s/demo/a.yaml", folder);
    const char *link = arena_printf(&arena, "%s/b.yaml", folder);
    CHECK(mkdir(station, 0700) == 0);
    CHECK_INT(file_replace(file, "grids: {}\n", 10, 0600), OK);
    CHECK(symlink("nothing", link) == 0);
    CHECK_INT(content_read(folder, 0, &arena, &report, &rows, &n), ERR_NOT_FOUND);
    CHECK(rows == NULL);
    CHECK_INT(report.errors, 2);
    CHECK_STR(content_note_line(&arena, &report.notes[0]),
              arena_printf(&arena,
                           "%s:1:1: it cannot be read (not there); expected a readable "
                           "file or folder",
                           link));
    unlink(link);
    unlink(file);
    rmdir(station);
    rmdir(folder);
    arena_fini(&arena);
}

int main(void)
{
    struct demo demo;
    if (demo_load(&demo)) {
        test_report(&demo);
        test_counts(&demo.catalogue);
        test_due_times(&demo.catalogue);
        test_urgency_by_answer(&demo.catalogue);
        test_rhythms(&demo.catalogue);
        test_privacy(&demo.catalogue);
        test_stations(&demo.catalogue);
        test_rows(&demo);
    }
    test_folders();
    arena_fini(&demo.arena);
    return check_done();
}
