/* Broken YAML, and for each snippet every line the checker says about it. */
#include "check.h"

#include <string.h>

#include "content/content.h"

/* What a snippet may lean on: one station with its menu, some categories, a grid. */
static const char top[] = "categories:\n"
                          "  - {id: cs, of: services, icon: hand, name: {zh: 甲, en: A}}\n"
                          "  - {id: ca, of: activities, icon: hand, name: {zh: 甲, en: A}}\n"
                          "  - {id: cr, of: requests, icon: hand, name: {zh: 甲, en: A}}\n"
                          "calendar: {id: 2026, announced: true}\n";
static const char base[] =
    "station: {id: s, name: S, area: A, address: B, hours: H, phone: 000-1,\n"
    "          desk: {opens: 08:30, closes: 17:30}}\n"
    "grids: [{id: g, name: G, portrait: P, plan: P, steward: S, steward_hours: H}]\n"
    "menus: [{id: m, audience: resident, items: [{id: t, icon: ticket, name: T, target: "
    "tickets}]}]\n"
    "series: [{id: good, category: ca, icon: hand, name: N, line: L, cost: C, starts: 09:00,\n"
    "          ends: 10:00, capacity: 5, repeat: {every: day}}]\n";

#define SERIES                                                                                     \
    "series:\n  - id: a\n    category: ca\n    icon: hand\n    name: N\n    line: L\n    cost: C\n"
#define TIMES "    starts: 09:00\n    ends: 10:00\n"
#define DAILY "    repeat: {every: day}\n"
#define REQUEST                                                                                    \
    "requests:\n  - id: r\n    category: cr\n    icon: hand\n    name: N\n    line: L\n    cost: C\n"
#define URGENCY "    urgencies: [{id: u, name: U, promise: P, within: {unit: hours, n: 2}}]\n"
#define SCREEN(screen)                                                                             \
    "station: {id: t, name: S, area: A, address: B, hours: H, phone: 000-1,\n"                     \
    "  desk: {opens: 08:30, closes: 17:30},\n  screen: " screen "}\n"
#define NO_MENU                                                                                    \
    "s/x.yaml:1:10: station \"t\" has no menu; expected one in \"menus\" of its folder\n"          \
    "s/x.yaml:1:15: \"t\" stands in the folder of another station; expected \"s\"\n"
#define INCHES "expected a number from 10 to 98 with at most one decimal"
#define IDS "expected an id of a-z, 0-9 and -, at most 32 characters"

static const struct {
    const char *snippet;
    const char *expected; /* lines joined by newlines, without the last one's */
} cases[] = {
    {"", "s/x.yaml:1:1: warning: nothing in this file; expected some content"},
    {"# only a remark\n", "s/x.yaml:1:1: warning: nothing in this file; expected some content"},
    {"services: [\n", "s/x.yaml:2:1: not YAML: did not find expected node content; expected the "
                      "layout of the lines around it"},
    {"a: b: c\n", "s/x.yaml:1:5: not YAML: mapping values are not allowed in this context; "
                  "expected the layout of the lines around it"},
    {"grids:\n\t- x\n", "s/x.yaml:2:1: not YAML: found character that cannot start any token; "
                        "expected the layout of the lines around it"},
    {"texts: [{id: t, text: \"\x01\"}]\n",
     "s/x.yaml:1:24: not YAML: control characters are not allowed; expected the layout of the "
     "lines around it"},
    {"texts: [{id: t, text: \"\xff\"}]\n",
     "s/x.yaml:1:24: not YAML: invalid leading UTF-8 octet; expected the layout of the lines "
     "around it"},
    {"texts: [{id: t, text: \"甲\xff\"}]\n",
     "s/x.yaml:1:25: not YAML: invalid leading UTF-8 octet; expected the layout of the lines "
     "around it"},
    {"texts: [{id: t, text: \"a\\eb\"}]\n", "s/x.yaml:1:23: a line break or control character in "
                                            "a text; expected letters and line breaks"},
    {"texts: [{id: t, text: \"a\\u202eb\"}]\n",
     "s/x.yaml:1:23: a line break or control character in a text; expected letters and line "
     "breaks"},
    {"texts: &t [{id: t, text: x}]\n",
     "s/x.yaml:1:8: an anchor (&); expected the value written out"},
    {"texts: !!seq [{id: t, text: x}]\n", "s/x.yaml:1:8: a tag (!); expected the plain value"},
    {"texts: [{id: t, text: *x}]\n",
     "s/x.yaml:1:9: \"text\" is missing in a text; expected a text of at most 600 characters, or "
     "{zh: …, en: …}\n"
     "s/x.yaml:1:23: an alias (*); expected the value written out"},
    {"texts: [{id: t, text: x, text: y}]\n",
     "s/x.yaml:1:26: \"text\" stands here twice; expected it once"},
    {"texts: []\n---\ntexts: []\n",
     "s/x.yaml:2:1: a second document (---); expected one document in a file"},
    {"[[[[[[[[[[[[[1]]]]]]]]]]]]]\n",
     "s/x.yaml:1:13: nested too deeply; expected at most 12 levels"},
    {"just words\n",
     "s/x.yaml:1:1: not a map; expected one of: station, grids, categories, services, series, "
     "rooms, requests, menus, pages, estates, roads, amenities, notices, calendar, limits, names, "
     "readings, staff, sounds, texts"},
    {"servces: []\n",
     "s/x.yaml:1:1: unknown key \"servces\"; expected one of: station, grids, categories, services, "
     "series, rooms, requests, menus, pages, estates, roads, amenities, notices, calendar, limits, "
     "names, readings, staff, sounds, texts"},
    {"services: x\n", "s/x.yaml:1:11: not a list; expected a list (- …) of a service"},
    {"limits: {id: limits, open_per_contact: 3, per_kiosk_10_min: 6}\n",
     "s/x.yaml:1:1: \"limits\" counts for every station; expected it outside the stations' "
     "folders"},
    {"staff: [{id: a, name: {zh: 王, en: W}, badge: YZB-0123}]\n",
     "s/x.yaml:1:46: \"YZB-0123\" is not a badge's hash; expected the line that `yizhanctl badge` "
     "prints"},
    {"staff:\n- {id: a, name: {zh: 王, en: W}, badge: 0123456789abcdef0123456789abcdef}\n"
     "- {id: b, name: {zh: 李, en: L}, badge: 0123456789abcdef0123456789abcdef, retired: true}\n",
     "s/x.yaml:3:40: \"a\" has this badge already in s/x.yaml:2; expected one of its own"},
    {"amenities: [{id: A_1, icon: cup, name: N, line: L}]\n",
     "s/x.yaml:1:18: \"A_1\" does not fit; " IDS},
    {"amenities: [{id: a, icon: cupp, name: N, line: L}]\n",
     "s/x.yaml:1:27: \"cupp\" does not fit; expected the name of a picture in assets/icons"},
    {"amenities: [{id: a, icon: cup, name: 一二三四五六七八九, line: L}]\n",
     "s/x.yaml:1:38: too long for the screen (9 characters); expected at most 8"},
    {"amenities: [{id: a, icon: cup, name: {en: N}, line: L}]\n",
     "s/x.yaml:1:38: \"zh\" is missing; expected the Chinese text"},
    {"amenities: [{id: a, icon: cup, name: {zh: N, en: N, fr: N}, line: L}]\n",
     "s/x.yaml:1:53: unknown language \"fr\"; expected zh and en"},
    {"amenities: [{id: a, icon: cup, name: 水, line: L}]\n",
     "s/x.yaml:1:38: warning: no English text; expected {zh: …, en: …}"},
    {"amenities: [{id: a, icon: cup, name: \"\", line: [L]}]\n",
     "s/x.yaml:1:38: empty; expected a text of at most 8 characters\n"
     "s/x.yaml:1:48: a list; expected a text of at most 28 characters, or {zh: …, en: …}"},
    {"amenities: [{id: a, icon: cup, name: \"a\\nb\", line: L}]\n",
     "s/x.yaml:1:38: a line break or control character in a text; expected one line of letters"},
    {"amenities: [{id: a, icon: cup, colour: red, name: N, line: L}]\n",
     "s/x.yaml:1:32: unknown key \"colour\" in an amenity; expected one of: id, icon, name, line, things"},
    {"amenities:\n- {id: a, icon: cup, name: N}\n",
     "s/x.yaml:2:3: \"line\" is missing in an amenity; expected a text of at most 28 characters, "
     "or {zh: …, en: …}"},
    {"amenities:\n- {id: a, icon: cup, name: N, line: L}\n- {id: a, icon: cup, name: N, line: L}\n",
     "s/x.yaml:3:8: \"a\" is there already in s/x.yaml:2; expected an id of its own"},
    {"amenities: [3]\n",
     "s/x.yaml:1:13: not a map; expected an amenity with: id, icon, name, line, things"},
    /* Activities. */
    {SERIES TIMES DAILY "    capacity: many\n",
     "s/x.yaml:11:15: \"many\" does not fit; expected a whole number from 0 to 100000"},
    {SERIES TIMES DAILY "    capacity: -1\n",
     "s/x.yaml:11:15: \"-1\" does not fit; expected a whole number from 0 to 100000"},
    {SERIES TIMES DAILY "    capacity: 2\n    party_max: 3\n",
     "s/x.yaml:12:16: a party of 3 does not fit a capacity of 2; expected at most 2"},
    {SERIES TIMES DAILY "    capacity: 0\n    waiting_max: 3\n",
     "s/x.yaml:12:5: \"waiting_max\" means nothing where everybody may come; expected a capacity"},
    {SERIES DAILY "    starts: 10:00\n    ends: 9:00\n    capacity: 1\n",
     "s/x.yaml:10:11: \"9:00\" does not fit; expected a time of day HH:MM"},
    {SERIES DAILY "    starts: 10:00\n    ends: 09:00\n    capacity: 1\n",
     "s/x.yaml:10:11: ends before it starts; expected a time after 10:00"},
    {SERIES DAILY "    starts: 10:60\n    ends: 24:01\n    capacity: 1\n",
     "s/x.yaml:9:13: \"10:60\" does not fit; expected a time of day HH:MM\n"
     "s/x.yaml:10:11: \"24:01\" does not fit; expected a time of day HH:MM"},
    {SERIES TIMES "    repeat: {every: week}\n    capacity: 1\n",
     "s/x.yaml:10:13: \"weekdays\" is missing for \"every: week\"; expected a list of mon … sun"},
    {SERIES TIMES "    repeat: {every: fortnight}\n    capacity: 1\n",
     "s/x.yaml:10:21: \"fortnight\" does not fit; expected one of: week, month-day, month-weekday, "
     "quarter-end, school-day, working-day, day, date"},
    {SERIES TIMES "    repeat: {every: month-day, day: 32}\n    capacity: 1\n",
     "s/x.yaml:10:37: \"32\" does not fit; expected a whole number from 1 to 31"},
    {SERIES TIMES "    repeat: {every: day, nth: 2}\n    capacity: 1\n",
     "s/x.yaml:10:26: \"nth\" means nothing for \"every: day\"; expected it only where it counts"},
    {SERIES TIMES "    repeat: {every: month-weekday, nth: 0, weekday: sat}\n    capacity: 1\n",
     "s/x.yaml:10:41: 0 is no count; expected 1 to 5, or -1"},
    {SERIES TIMES "    repeat: {every: date, dates: [2026-02-30]}\n    capacity: 1\n",
     "s/x.yaml:10:35: \"2026-02-30\" does not fit; expected a date YYYY-MM-DD"},
    {SERIES TIMES "    repeat: {every: date, dates: []}\n    capacity: 1\n",
     "s/x.yaml:10:34: a list of 0; expected a list of 1 to 500 entries"},
    {SERIES TIMES
     "    repeat: {every: day, from: 2026-02-03, until: 2026-02-02}\n    capacity: 1\n",
     "s/x.yaml:10:51: ends before it begins; expected a date from 2026-02-03 on"},
    {SERIES TIMES DAILY "    capacity: 1\n    confidential: true\n",
     "s/x.yaml:2:5: confidential without \"shown\"; expected a neutral title for slips and lists"},
    {SERIES TIMES DAILY "    capacity: 1\n    confidential: yes\n",
     "s/x.yaml:12:19: \"yes\" does not fit; expected true or false"},
    {SERIES TIMES DAILY "    capacity: 1\n    grid: g9\n",
     "s/x.yaml:12:11: there is no grid \"g9\"; expected the id of one that exists"},
    {"series:\n  - {id: a, category: cs, icon: hand, name: N, line: L, cost: C, starts: 09:00, "
     "ends: 10:00, capacity: 1, repeat: {every: day}}\n",
     "s/x.yaml:2:23: the category \"cs\" does not group activities; expected one with \"of: "
     "activities\""},
    {"series:\n  - {id: a, category: ca, icon: hand, name: N, line: L, starts: 09:00, ends: 10:00, "
     "capacity: 1, repeat: {every: day}}\n",
     "s/x.yaml:2:5: \"cost\" is missing in an activity; expected a text of at most 72 characters, "
     "or {zh: …, en: …}"},
    /* Rooms. */
    {"rooms:\n  - {id: good, icon: hand, name: N, line: L, cost: C, starts: 09:00, ends: 10:30, "
     "slot_minutes: 60, capacity: 0, repeat: {every: day}}\n",
     "s/x.yaml:2:10: \"good\" is there already in s/base.yaml:5; expected an id of its own\n"
     "s/x.yaml:2:97: slots of 60 minutes do not fill 09:00 to 10:30; expected a length that does\n"
     "s/x.yaml:2:111: a room without places; expected at least 1"},
    /* Requests. */
    {REQUEST "    urgencies: []\n",
     "s/x.yaml:8:16: a list of 0; expected a list of 1 to 5 entries"},
    {REQUEST "    urgencies: [{id: u, name: U, promise: P, within: {unit: hours}}]\n",
     "s/x.yaml:8:54: \"n\" is missing for \"unit: hours\"; expected how many"},
    {REQUEST
     "    urgencies: [{id: u, name: U, promise: P, within: {unit: same-day, hour: 9, cutoff: 10}}]\n",
     "s/x.yaml:8:88: after the hour it is done by; expected at most 9"},
    {REQUEST URGENCY "    fields: [{id: f, kind: choice, label: L}]\n",
     "s/x.yaml:9:14: \"options\" is missing for \"kind: choice\"; expected it here"},
    {REQUEST URGENCY "    fields: [{id: f, kind: date, max: 91, label: L}]\n",
     "s/x.yaml:9:39: too many; expected at most 90"},
    {REQUEST URGENCY "    fields: [{id: f, kind: number, min: 5, max: 4, label: L}]\n",
     "s/x.yaml:9:49: less than min; expected at least 5"},
    {REQUEST URGENCY "    fields: [{id: f, kind: place, place: spot, max: 2, label: L}]\n",
     "s/x.yaml:9:48: \"max\" means nothing for \"kind: place\"; expected it left out"},
    {REQUEST URGENCY "    fields:\n"
                     "      - {id: f, kind: choice, label: L, options: [{id: o, name: O, urgency: "
                     "v}, {id: o, name: O}]}\n"
                     "      - {id: f, kind: text, max: 20, label: L}\n",
     "s/x.yaml:10:77: no urgency \"v\" in this request; expected one of its urgencies' ids\n"
     "s/x.yaml:10:86: \"o\" is there already in line 10; expected an id of its own\n"
     "s/x.yaml:11:14: \"f\" is there already in line 10; expected an id of its own"},
    {REQUEST URGENCY "    grid: g\n    fields: [{id: f, kind: place, place: spot, label: L}]\n",
     "s/x.yaml:9:5: \"grid\" beside a place field; expected one of them"},
    {REQUEST URGENCY "    contact: {phone: maybe, erase_days: 0}\n",
     "s/x.yaml:9:22: \"maybe\" does not fit; expected one of: none, optional, required\n"
     "s/x.yaml:9:41: \"0\" does not fit; expected a whole number from 1 to 3650"},
    /* Menus and services. */
    {"menus: [{id: n, audience: rider, items: [{id: l, icon: cup, name: N, target: lending}]}]\n",
     "s/x.yaml:1:78: \"lending\" does not fit; expected one of: services, service, activities, "
     "series, rooms, requests, request, tickets, page"},
    {"menus: [{id: n, audience: rider, items: [{id: l, icon: cup, name: N, target: series, ref: "
     "no}, {id: l, icon: cup, name: N, target: page}]}]\n",
     "s/x.yaml:1:91: there is no series \"no\"; expected the id of one that exists\n"
     "s/x.yaml:1:96: \"ref\" is missing; expected the id of a page\n"
     "s/x.yaml:1:101: \"l\" is there already in line 1; expected an id of its own"},
    {"services: [{id: x, category: cs, icon: cup, name: N, line: L, cost: C, ref: y}]\n",
     "s/x.yaml:1:72: \"ref\" without \"target\"; expected both"},
    {"services: [{id: x, category: cs, icon: cup, name: N, line: L, cost: C, target: rooms, ref: "
     "y}]\n",
     "s/x.yaml:1:87: \"ref\" means nothing for \"target: rooms\"; expected it left out"},
    /* Places and notices. */
    {"estates: [{id: e, grid: g, name: N, buildings: [{first: 3, last: 2, units: 1, floors: 1, "
     "rooms: 1}, {first: 3, units: 1, floors: 1, rooms: 1}]}]\n",
     "s/x.yaml:1:66: before the first building; expected at least 3"
     "\ns/x.yaml:1:101: building 3 is there already or out of order; expected more than 3"},
    {"roads: [{id: e, name: N, landmarks: []}]\n",
     "s/x.yaml:1:37: a list of 0; expected a list of 1 to 60 entries"},
    {"notices: [{id: n, kind: closed, title: T, from: 2026-01-02, until: 2026-01-01, sessions: "
     "[good.2026-01-01, bad.2026-01-01, good]}]\n",
     "s/x.yaml:1:68: ends before it begins; expected a date from 2026-01-02 on\n"
     "s/x.yaml:1:108: there is no series or room \"bad\"; expected the id of one that exists\n"
     "s/x.yaml:1:124: \"good\" is no session; expected SERIES.YYYY-MM-DD or ROOM.YYYY-MM-DD.HHMM"},
    {"notices: [{id: n, kind: closed, title: T, from: 2026-01-01, until: 2026-01-02, sessions:\n"
     "  [good.2026-01-05, good.2026-01-05.0900, sat.2026-01-02, sat.2026-01-03, hall.2026-01-05,\n"
     "   hall.2026-01-05.0900, hall.2026-01-05.0930, hall.2026-01-05.1100]}]\n"
     "series: [{id: sat, category: ca, icon: hand, name: N, line: L, cost: C, starts: 09:00,\n"
     "          ends: 10:00, capacity: 5, repeat: {every: week, weekdays: [sat]}}]\n"
     "rooms: [{id: hall, icon: hand, name: N, line: L, cost: C, starts: 09:00,\n"
     "          ends: 11:00, slot_minutes: 60, capacity: 5, repeat: {every: school-day}}]\n",
     "s/x.yaml:2:21: \"good\" does not take place then; expected one of its days\n"
     "s/x.yaml:2:43: \"sat\" does not take place then; expected one of its days\n"
     "s/x.yaml:2:75: \"hall\" does not take place then; expected one of its days and slots\n"
     "s/x.yaml:3:26: \"hall\" does not take place then; expected one of its days and slots\n"
     "s/x.yaml:3:48: \"hall\" does not take place then; expected one of its days and slots"},
    {"menus: [{id: n, audience: resident, items: [{id: p, icon: cup, name: N, target: rooms}]}]\n",
     "s/x.yaml:1:9: menu \"m\" is for the same audience; expected one menu for each"},
    {"menus:\n- id: n\n  audience: rider\n  items:\n"
     "  - {id: a, size: large, icon: cup, name: N, target: rooms}\n"
     "  - {id: b, size: large, icon: cup, name: N, target: rooms}\n"
     "  - {id: c, size: large, icon: cup, name: N, target: rooms}\n"
     "  - {id: d, size: bar, icon: cup, name: N, target: rooms}\n"
     "  - {id: e, size: bar, icon: cup, name: N, target: rooms}\n",
     "s/x.yaml:7:5: a large tile too many; expected at most 2\n"
     "s/x.yaml:9:5: a bar tile too many; expected at most 1"},
    {"station: {id: t, name: S, area: A, address: B, hours: H, phone: \"1 2\",\n"
     "          desk: {opens: 08:30, closes: 08:30}, paper_mm: 70}\n",
     "s/x.yaml:1:10: station \"t\" has no menu; expected one in \"menus\" of its folder\n"
     "s/x.yaml:1:15: \"t\" stands in the folder of another station; expected \"s\"\n"
     "s/x.yaml:1:65: \"1 2\" does not fit; expected a phone number of digits and -\n"
     "s/x.yaml:2:40: closes before it opens; expected a time after 08:30\n"
     "s/x.yaml:2:58: no usual width of paper; expected 58 or 80"},
    {SCREEN("{diagonal_inch: 215, height: 9}"),
     NO_MENU "s/x.yaml:3:27: \"215\" does not fit; " INCHES "\n"
             "s/x.yaml:3:32: unknown key \"height\" in a screen; expected one of: diagonal_inch"},
    {SCREEN("{diagonal_inch: 32}, fuzzy_sounds: [zh-z, x]"),
     NO_MENU "s/x.yaml:3:53: \"x\" does not fit; expected one of: zh-z, ch-c, sh-s, n-l, "
             "an-ang, en-eng, in-ing"},
    {SCREEN("{diagonal_inch: 32}, microphone: loud"),
     NO_MENU "s/x.yaml:3:44: \"loud\" does not fit; expected true or false"},
    {SCREEN("{diagonal_inch: 9.9}"), NO_MENU "s/x.yaml:3:27: \"9.9\" does not fit; " INCHES},
    {SCREEN("{diagonal_inch: 21.55}"), NO_MENU "s/x.yaml:3:27: \"21.55\" does not fit; " INCHES},
    {SCREEN("{diagonal_inch: .5}"), NO_MENU "s/x.yaml:3:27: \".5\" does not fit; " INCHES},
    {SCREEN("21.5"), NO_MENU "s/x.yaml:3:11: not a map; expected a screen with: diagonal_inch"},
};

static const char *joined(struct arena *arena, const struct content_report *report)
{
    const char *text = "";
    for (size_t i = 0; i < report->notes_len; i++) {
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : "\n",
                            content_note_line(arena, &report->notes[i]));
    }
    return text;
}

static day_number today(void)
{
    return day_of_date((struct date){2026, 3, 1});
}

static void test_table(void)
{
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct content_file files[] = {
            {"top.yaml", "", top, strlen(top)},
            {"s/base.yaml", "s", base, strlen(base)},
            {"s/x.yaml", "s", cases[i].snippet, strlen(cases[i].snippet)},
        };
        struct content_report report;
        const struct content_row *rows = NULL;
        size_t rows_len = 77;
        enum status status =
            content_read_files(files, 3, today(), &arena, &report, &rows, &rows_len);
        CHECK_STR(joined(&arena, &report), cases[i].expected);
        bool is_error = report.errors > 0;
        CHECK_INT(status, is_error ? ERR_PARSE : OK);
        CHECK((rows == NULL) == is_error);
        CHECK(is_error == (rows_len == 77));
        arena_reset(&arena);
    }
    arena_fini(&arena);
}

/* What stands at the top, or is missing altogether. */
static const struct {
    const char *station, *text, *expected;
} tops[] = {
    {"", "series: []\n",
     "x.yaml:1:1: \"series\" belongs to one station; expected it in that station's folder"},
    {"", "limits: {id: a, open_per_contact: 3, per_kiosk_10_min: 6}\n", ""},
    {"", "readings: {id: a, words: [{word: 银行, pinyin: yin2 hang2}]}\n", ""},
    {"", "readings: {id: a, words: [{word: 绿, pinyin: lv4}, {word: 银行, pinyin: yin2}]}\n",
     "x.yaml:1:70: \"yin2\" does not fit; expected 2 syllables, each with its tone 1 to 5 "
     "(li3 fa4; 5 is the neutral one, v is ü)"},
    {"", "readings: {id: a, words: [{word: 了, pinyin: le0}, {word: 了, pinyin: 'le5 '}]}\n",
     "x.yaml:1:45: \"le0\" does not fit; expected 1 syllables, each with its tone 1 to 5 "
     "(li3 fa4; 5 is the neutral one, v is ü)\n"
     "x.yaml:1:69: \"le5 \" does not fit; expected 1 syllables, each with its tone 1 to 5 "
     "(li3 fa4; 5 is the neutral one, v is ü)"},
    {"", "sounds: {id: a, recordings: [{text: 您好, file: hello.wav, dialect: 四川话}]}\n", ""},
    {"", "sounds: {id: a, recordings: [{text: 您好, file: ../Hello.wav, lang: fr}]}\n",
     "x.yaml:1:47: \"../Hello.wav\" does not fit; expected a name of small letters, digits, - and _ "
     "that ends in .wav\n"
     "x.yaml:1:67: \"fr\" does not fit; expected one of: zh, en"},
    {"", "readings: {id: a, words: [{word: WC, pinyin: ce4 suo3}]}\n",
     "x.yaml:1:34: \"WC\" does not fit; expected Chinese characters only"},
    {"", "calendar: {id: 2026, announced: true}\n",
     "x.yaml:1:16: \"2026\" is there already in top.yaml:5; expected an id of its own"},
    {"", "calendar: {id: next, announced: true}\n",
     "x.yaml:1:16: not a year; expected one such as 2026"},
    {"",
     "calendar: {id: 2025, announced: true, workdays: [2025-01-06, 2026-01-04, 2025-01-05],\n"
     "  holidays: [{name: N, from: 2024-12-31, until: 2026-01-01}]}\n",
     "x.yaml:1:50: 2025-01-06 is no Saturday or Sunday; expected a weekend day that is worked\n"
     "x.yaml:1:62: 2026-01-04 is not in 2025; expected a date of that year\n"
     "x.yaml:1:74: 2025-01-05 is a holiday as well; expected it in one of the two\n"
     "x.yaml:2:30: 2024-12-31 is not in 2025; expected a date of that year\n"
     "x.yaml:2:49: not within 300 days after 2024-12-31; expected the last day"},
    {"", "calendar: {id: 2027, announced: false, workdays: [2027-01-02]}\n",
     "x.yaml:1:11: holidays although not announced; expected \"announced: true\" with them\n"
     "x.yaml:1:11: warning: the holidays of 2027 are not announced yet; expected them here once "
     "they are"},
    {"other", "texts: [{id: t, text: x}]\n",
     "x.yaml:1:9: the folder \"other\" has no station; expected \"station\" with that id in "
     "it"},
    {"other",
     "amenities: [{id: a, icon: cup, name: N, line: L}]\nestates: [{id: e, grid: g, "
     "name: N, buildings: [{first: 1, units: 1, floors: 1, rooms: 1}]}]\n",
     "x.yaml:2:11: the folder \"other\" has no station; expected \"station\" with that id in "
     "it\n"
     "x.yaml:2:25: the grid \"g\" belongs to station \"s\"; expected one of this station"},
};

static void test_top(void)
{
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof tops / sizeof tops[0]; i++) {
        const struct content_file files[] = {
            {"top.yaml", "", top, strlen(top)},
            {"s/base.yaml", "s", base, strlen(base)},
            {"x.yaml", tops[i].station, tops[i].text, strlen(tops[i].text)},
        };
        struct content_report report;
        const struct content_row *rows = NULL;
        size_t rows_len = 0;
        (void)!content_read_files(files, 3, today(), &arena, &report, &rows, &rows_len);
        CHECK_STR(joined(&arena, &report), tops[i].expected);
    }
    struct content_report report;
    const struct content_row *rows = NULL;
    size_t rows_len = 0;
    CHECK_INT(content_read_files(NULL, 0, today(), &arena, &report, &rows, &rows_len), ERR_PARSE);
    CHECK_STR(joined(&arena, &report),
              ".:1:1: warning: no announced calendar; expected \"calendar\" of this year\n"
              ".:1:1: no station at all; expected a folder with a station.yaml");
    arena_fini(&arena);
}

/* A file that cannot be parsed hides what it defines: nobody is blamed for naming it. */
static void test_unread_hides(void)
{
    struct arena arena = {0};
    static const char broken[] = "pages: [\n";
    static const char menu[] = "menus: [{id: n, audience: rider, items: [{id: p, icon: cup, name: "
                               "N, target: page, ref: hidden}]}]\n";
    const struct content_file files[] = {
        {"top.yaml", "", top, strlen(top)},
        {"s/base.yaml", "s", base, strlen(base)},
        {"s/m.yaml", "s", menu, strlen(menu)},
        {"s/p.yaml", "s", broken, strlen(broken)},
    };
    struct content_report report;
    const struct content_row *rows = NULL;
    size_t rows_len = 0;
    CHECK_INT(content_read_files(files, 4, today(), &arena, &report, &rows, &rows_len), ERR_PARSE);
    CHECK_INT(report.errors, 1);
    CHECK_STR(report.notes[0].file, "s/p.yaml");
    arena_fini(&arena);
}

/* Rows are canonical: how the file orders its keys does not show. */
static void test_canonical(void)
{
    static const char *const texts[] = {
        "amenities: [{id: a, icon: cup, name: {zh: 水, en: W}, line: L}]\n",
        "amenities:\n- line: \"L\"\n  name:\n    en: W\n    zh: 水\n  icon: cup\n  id: a\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct arena arena = {0};
        const struct content_file files[] = {
            {"top.yaml", "", top, strlen(top)},
            {"s/base.yaml", "s", base, strlen(base)},
            {"s/x.yaml", "s", texts[i], strlen(texts[i])},
        };
        struct content_report report;
        const struct content_row *rows = NULL;
        size_t n = 0;
        CHECK_INT(content_read_files(files, 3, today(), &arena, &report, &rows, &n), OK);
        const char *json = NULL;
        for (size_t k = 0; k < n; k++) {
            json = strcmp(rows[k].kind, "amenity") == 0 ? rows[k].json : json;
        }
        CHECK_STR(json, "{\"icon\":\"cup\",\"id\":\"a\",\"line\":\"L\",\"name\":{\"en\":\"W\","
                        "\"zh\":\"水\"},\"order\":0,\"station\":\"s\"}");
        arena_fini(&arena);
    }
}

int main(void)
{
    test_canonical();
    test_table();
    test_top();
    test_unread_hides();
    return check_done();
}
