/* The schema: which keys an object of content has, and what stands under each. Lengths are those
 * that fit the screens at their normal size; they count Chinese characters. The JSON of a row has
 * the same keys, and `order` and `station` besides; store/catalogue*.c reads it. */
#include "content/check.h"

/* How long a text may be, by the place it is shown in. */
enum {
    TILE = 8,     /* a tile's title */
    NAME = 14,    /* a title */
    LINE = 28,    /* one line below a title */
    FACT = 72,    /* an answer on an item page */
    LABEL = 20,   /* a question in a form */
    CHOICE = 14,  /* an answer to tap */
    PROMISE = 40, /* what happens by when */
    BODY = 600,   /* paragraphs */
    MANY = 500,   /* entries of a list */
    SEATS = 100000,
    MINUTES = 60 * 24 * 366,
};

#define KIND(name) (1U << CONTENT_##name)
#define LEN(array) (sizeof(array) / sizeof(array)[0])
#define SHAPE(name, noun, check)                                                                   \
    static const struct shape name##_shape = {noun, name##_rules, LEN(name##_rules), check}
#define WORD(name, word) word,
#define VOCABULARY(name, LIST) static const char *const name##_list[] = {LIST(WORD)}
#define WORDS(name)                                                                                \
    {                                                                                              \
        name##_list, LEN(name##_list)                                                              \
    }

#define ID                                                                                         \
    {                                                                                              \
        .key = "id", .type = VALUE_ID, .presence = REQUIRED                                        \
    }
#define TEXT(k, p, n)                                                                              \
    {                                                                                              \
        .key = k, .type = VALUE_TEXT, .presence = p, .max = n                                      \
    }
#define INT(k, p, from, to)                                                                        \
    {                                                                                              \
        .key = k, .type = VALUE_INT, .presence = p, .min = from, .max = to                         \
    }
#define TENTHS(k, p, from, to)                                                                     \
    {                                                                                              \
        .key = k, .type = VALUE_TENTHS, .presence = p, .min = (from)*10, .max = (to)*10            \
    }
#define FLAG(k)                                                                                    \
    {                                                                                              \
        .key = k, .type = VALUE_FLAG                                                               \
    }
#define DATE(k, p)                                                                                 \
    {                                                                                              \
        .key = k, .type = VALUE_DATE, .presence = p                                                \
    }
#define CLOCK(k, p)                                                                                \
    {                                                                                              \
        .key = k, .type = VALUE_CLOCK, .presence = p                                               \
    }
#define PHONE_NUMBER(k, p)                                                                         \
    {                                                                                              \
        .key = k, .type = VALUE_PHONE, .presence = p                                               \
    }
#define ICON(p)                                                                                    \
    {                                                                                              \
        .key = "icon", .type = VALUE_ICON, .presence = p                                           \
    }
#define REF(k, p, kinds)                                                                           \
    {                                                                                              \
        .key = k, .type = VALUE_REF, .presence = p, .refs = kinds                                  \
    }
/* Which categories fit is for the check function. */
#define CATEGORY                                                                                   \
    {                                                                                              \
        .key = "category", .type = VALUE_ID, .presence = REQUIRED                                  \
    }
#define OBJECT(k, p, s)                                                                            \
    {                                                                                              \
        .key = k, .type = VALUE_OBJECT, .presence = p, .shape = s                                  \
    }
#define LIST_OF(k, p, i, from, to)                                                                 \
    {                                                                                              \
        .key = k, .type = VALUE_LIST, .presence = p, .item = i, .min = from, .max = to             \
    }

VOCABULARY(visitor, VISITOR_LIST);
VOCABULARY(weekday, WEEKDAY_LIST);
VOCABULARY(fuzzy_sound, FUZZY_SOUND_LIST);
VOCABULARY(category_of, CATEGORY_OF_LIST);
VOCABULARY(menu_target, MENU_TARGET_LIST);
VOCABULARY(menu_size, MENU_SIZE_LIST);
VOCABULARY(page_list, PAGE_LIST_LIST);
VOCABULARY(service_action, SERVICE_ACTION_LIST);
VOCABULARY(field_kind, FIELD_KIND_LIST);
VOCABULARY(field_class, FIELD_CLASS_LIST);
VOCABULARY(place_scope, PLACE_SCOPE_LIST);
VOCABULARY(phone_need, PHONE_NEED_LIST);
VOCABULARY(name_need, NAME_NEED_LIST);
VOCABULARY(notice_kind, NOTICE_KIND_LIST);
VOCABULARY(every, EVERY_LIST);
VOCABULARY(term_unit, TERM_UNIT_LIST);

#define VALUE_OF(k, p, words_)                                                                     \
    {                                                                                              \
        .key = k, .type = VALUE_WORD, .presence = p, .words = WORDS(words_)                        \
    }

static const struct rule visitor_item = {.type = VALUE_WORD, .words = WORDS(visitor)};
static const struct rule weekday_item = {.type = VALUE_WORD, .words = WORDS(weekday)};
static const struct rule fuzzy_sound_item = {.type = VALUE_WORD, .words = WORDS(fuzzy_sound)};
static const struct rule date_item = {.type = VALUE_DATE};

/* What a visitor wants to know first; the cost is always said. */
#define FACTS                                                                                      \
    TEXT("whom", OPTIONAL, FACT), TEXT("when", OPTIONAL, FACT), TEXT("where", OPTIONAL, FACT),     \
        TEXT("cost", REQUIRED, FACT), TEXT("who", OPTIONAL, FACT), TEXT("bring", OPTIONAL, FACT),  \
        TEXT("not_done", OPTIONAL, FACT)
#define AUDIENCES LIST_OF("audiences", OPTIONAL, &visitor_item, 1, 4)

static const struct rule contact_rules[] = {
    VALUE_OF("phone", OPTIONAL, phone_need),
    VALUE_OF("name", OPTIONAL, name_need),
    INT("erase_days", OPTIONAL, 1, 3650),
};
SHAPE(contact, "a contact policy", NULL);

static const struct rule desk_rules[] = {CLOCK("opens", REQUIRED), CLOCK("closes", REQUIRED)};
SHAPE(desk, "the desk's hours", check_desk);

static const struct rule screen_rules[] = {TENTHS("diagonal_inch", REQUIRED, 10, 98)};
SHAPE(screen, "a screen", NULL);

static const struct rule station_rules[] = {
    ID,
    TEXT("name", REQUIRED, NAME),
    TEXT("area", REQUIRED, LINE),
    TEXT("address", REQUIRED, LINE),
    TEXT("hours", REQUIRED, FACT),
    PHONE_NUMBER("phone", REQUIRED),
    PHONE_NUMBER("night_phone", OPTIONAL),
    OBJECT("desk", REQUIRED, &desk_shape),
    INT("paper_mm", OPTIONAL, 58, 80),
    OBJECT("screen", OPTIONAL, &screen_shape),
    LIST_OF("fuzzy_sounds", OPTIONAL, &fuzzy_sound_item, 1, 7),
    FLAG("microphone"),
};
SHAPE(station, "a station", check_station);

static const struct rule grid_rules[] = {
    ID,
    TEXT("name", REQUIRED, NAME),
    TEXT("portrait", REQUIRED, BODY),
    TEXT("plan", REQUIRED, BODY),
    TEXT("steward", REQUIRED, LINE),
    TEXT("steward_hours", REQUIRED, LINE),
    PHONE_NUMBER("steward_phone", OPTIONAL),
    TEXT("lately", OPTIONAL, BODY),
};
SHAPE(grid, "a grid", NULL);

static const struct rule category_rules[] = {
    ID,
    VALUE_OF("of", REQUIRED, category_of),
    ICON(REQUIRED),
    TEXT("name", REQUIRED, TILE),
};
SHAPE(category, "a category", NULL);

static const struct rule service_rules[] = {
    ID,
    CATEGORY,
    ICON(REQUIRED),
    AUDIENCES,
    FLAG("special"),
    TEXT("name", REQUIRED, NAME),
    TEXT("line", REQUIRED, LINE),
    FACTS,
    VALUE_OF("target", OPTIONAL, service_action),
    {.key = "ref", .type = VALUE_NAME},
};
SHAPE(service, "a service", check_service);

static const struct rule repeat_rules[] = {
    VALUE_OF("every", REQUIRED, every),
    LIST_OF("weekdays", OPTIONAL, &weekday_item, 1, 7),
    INT("day", OPTIONAL, 1, 31),
    INT("nth", OPTIONAL, -1, 5),
    VALUE_OF("weekday", OPTIONAL, weekday),
    LIST_OF("dates", OPTIONAL, &date_item, 1, MANY),
    LIST_OF("except", OPTIONAL, &date_item, 1, MANY),
    FLAG("skip_holidays"),
    DATE("from", OPTIONAL),
    DATE("until", OPTIONAL),
};
SHAPE(repeat, "a rhythm", check_repeat);

#define BOOKABLE                                                                                   \
    ID, ICON(REQUIRED), REF("grid", OPTIONAL, KIND(GRID)), AUDIENCES,                              \
        TEXT("name", REQUIRED, NAME), TEXT("line", REQUIRED, LINE), FACTS,                         \
        OBJECT("repeat", REQUIRED, &repeat_shape), CLOCK("starts", REQUIRED),                      \
        CLOCK("ends", REQUIRED), INT("capacity", REQUIRED, 0, SEATS),                              \
        INT("party_max", OPTIONAL, 1, 50), INT("waiting_max", OPTIONAL, 0, SEATS),                 \
        INT("opens_days", OPTIONAL, 0, 365), INT("closes_minutes", OPTIONAL, 0, MINUTES),          \
        INT("no_show_minutes", OPTIONAL, 0, 1440), FLAG("confidential"),                           \
        TEXT("shown", OPTIONAL, NAME), OBJECT("contact", OPTIONAL, &contact_shape)

static const struct rule series_rules[] = {BOOKABLE, CATEGORY};
SHAPE(series, "an activity", check_series);

static const struct rule room_rules[] = {BOOKABLE, INT("slot_minutes", REQUIRED, 10, 720)};
SHAPE(room, "a room", check_room);

static const struct rule option_rules[] = {
    ID,
    TEXT("name", REQUIRED, CHOICE),
    {.key = "urgency", .type = VALUE_NAME},
};
SHAPE(option, "an option", NULL);
static const struct rule option_item = {.type = VALUE_OBJECT, .shape = &option_shape};

static const struct rule field_rules[] = {
    ID,
    VALUE_OF("kind", REQUIRED, field_kind),
    VALUE_OF("class", OPTIONAL, field_class),
    FLAG("required"),
    TEXT("label", REQUIRED, LABEL),
    TEXT("hint", OPTIONAL, LINE),
    INT("min", OPTIONAL, 0, SEATS),
    INT("max", OPTIONAL, 1, SEATS),
    FLAG("working"),
    VALUE_OF("place", OPTIONAL, place_scope),
    LIST_OF("options", OPTIONAL, &option_item, 1, 40),
};
SHAPE(field, "a field", check_field);
static const struct rule field_item = {.type = VALUE_OBJECT, .shape = &field_shape};

static const struct rule within_rules[] = {
    VALUE_OF("unit", REQUIRED, term_unit),
    INT("n", OPTIONAL, 1, MINUTES),
    INT("hour", OPTIONAL, 1, 24),
    INT("cutoff", OPTIONAL, 1, 24),
};
SHAPE(within, "a time limit", check_within);

static const struct rule urgency_rules[] = {
    ID,
    TEXT("name", REQUIRED, CHOICE),
    TEXT("promise", REQUIRED, PROMISE),
    OBJECT("within", REQUIRED, &within_shape),
};
SHAPE(urgency, "an urgency", NULL);
static const struct rule urgency_item = {.type = VALUE_OBJECT, .shape = &urgency_shape};

static const struct rule request_rules[] = {
    ID,
    CATEGORY,
    ICON(REQUIRED),
    REF("grid", OPTIONAL, KIND(GRID)),
    AUDIENCES,
    TEXT("name", REQUIRED, NAME),
    TEXT("line", REQUIRED, LINE),
    FACTS,
    LIST_OF("fields", OPTIONAL, &field_item, 1, 12),
    LIST_OF("urgencies", REQUIRED, &urgency_item, 1, 5),
    FLAG("confidential"),
    TEXT("shown", OPTIONAL, NAME),
    OBJECT("contact", OPTIONAL, &contact_shape),
};
SHAPE(request, "a request", check_request);

static const struct rule menu_item_rules[] = {
    ID,
    ICON(REQUIRED),
    TEXT("name", REQUIRED, TILE),
    TEXT("line", OPTIONAL, NAME),
    VALUE_OF("target", REQUIRED, menu_target),
    {.key = "ref", .type = VALUE_NAME},
    VALUE_OF("size", OPTIONAL, menu_size),
};
SHAPE(menu_item, "a menu entry", check_menu_item);
static const struct rule menu_item_item = {.type = VALUE_OBJECT, .shape = &menu_item_shape};

static const struct rule menu_rules[] = {
    ID,
    VALUE_OF("audience", REQUIRED, visitor),
    TEXT("greeting", OPTIONAL, NAME),
    LIST_OF("items", REQUIRED, &menu_item_item, 1, 12),
};
SHAPE(menu, "a menu", check_menu);

static const struct rule page_section_rules[] = {
    TEXT("heading", REQUIRED, LABEL),
    {.key = "body", .type = VALUE_BODY, .presence = REQUIRED, .max = BODY},
};
SHAPE(page_section, "a section", NULL);
static const struct rule page_section_item = {.type = VALUE_OBJECT, .shape = &page_section_shape};

static const struct rule page_rules[] = {
    ID,
    ICON(REQUIRED),
    TEXT("name", REQUIRED, NAME),
    TEXT("line", OPTIONAL, LINE),
    VALUE_OF("lists", OPTIONAL, page_list),
    LIST_OF("sections", REQUIRED, &page_section_item, 1, 20),
};
SHAPE(page, "a page", NULL);

static const struct rule building_rules[] = {
    INT("first", REQUIRED, 1, 999), INT("last", OPTIONAL, 1, 999), INT("units", REQUIRED, 1, 99),
    INT("floors", REQUIRED, 1, 60), INT("rooms", REQUIRED, 1, 40),
};
SHAPE(building, "a run of buildings", check_run);
static const struct rule building_item = {.type = VALUE_OBJECT, .shape = &building_shape};

static const struct rule estate_rules[] = {
    ID,
    REF("grid", REQUIRED, KIND(GRID)),
    TEXT("name", REQUIRED, NAME),
    LIST_OF("buildings", REQUIRED, &building_item, 1, 50),
};
SHAPE(estate, "an estate", check_estate);

static const struct rule landmark_rules[] = {
    ID,
    REF("grid", REQUIRED, KIND(GRID)),
    TEXT("name", REQUIRED, NAME),
};
SHAPE(landmark, "a landmark", NULL);
static const struct rule landmark_item = {.type = VALUE_OBJECT, .shape = &landmark_shape};

static const struct rule road_rules[] = {
    ID,
    TEXT("name", REQUIRED, NAME),
    LIST_OF("landmarks", REQUIRED, &landmark_item, 1, 60),
};
SHAPE(road, "a road", check_road);

static const struct rule amenity_rules[] = {
    ID,
    ICON(REQUIRED),
    TEXT("name", REQUIRED, TILE),
    TEXT("line", REQUIRED, LINE),
    {.key = "things", .type = VALUE_ID},
};
SHAPE(amenity, "an amenity", NULL);

static const struct rule session_item = {.type = VALUE_NAME};
static const struct rule notice_rules[] = {
    ID,
    VALUE_OF("kind", REQUIRED, notice_kind),
    TEXT("title", REQUIRED, LINE),
    {.key = "body", .type = VALUE_BODY, .presence = OPTIONAL, .max = BODY},
    DATE("from", REQUIRED),
    DATE("until", REQUIRED),
    LIST_OF("sessions", OPTIONAL, &session_item, 1, MANY),
};
SHAPE(notice, "a notice", check_notice);

static const struct rule holiday_rules[] = {
    TEXT("name", REQUIRED, NAME),
    DATE("from", REQUIRED),
    DATE("until", REQUIRED),
};
SHAPE(holiday, "a holiday", check_span);
static const struct rule holiday_item = {.type = VALUE_OBJECT, .shape = &holiday_shape};

static const struct rule school_term_rules[] = {DATE("from", REQUIRED), DATE("until", REQUIRED)};
SHAPE(school_term, "a school term", check_span);
static const struct rule school_term_item = {.type = VALUE_OBJECT, .shape = &school_term_shape};

static const struct rule calendar_rules[] = {
    ID,
    {.key = "announced", .type = VALUE_FLAG, .presence = REQUIRED},
    LIST_OF("holidays", OPTIONAL, &holiday_item, 0, 30),
    LIST_OF("workdays", OPTIONAL, &date_item, 0, 30),
    LIST_OF("terms", OPTIONAL, &school_term_item, 0, 6),
};
SHAPE(calendar, "a year's calendar", check_calendar);

static const struct rule limits_rules[] = {
    ID,
    INT("open_per_contact", REQUIRED, 1, 1000),
    INT("per_kiosk_10_min", REQUIRED, 1, 1000),
};
SHAPE(limits, "the limits", NULL);

static const struct rule surname_item = {.type = VALUE_STRING, .max = 3};
static const struct rule address_item = {.type = VALUE_TEXT, .max = 6};
static const struct rule names_rules[] = {
    ID,
    LIST_OF("surnames", REQUIRED, &surname_item, 1, 200),
    LIST_OF("addresses", REQUIRED, &address_item, 1, 8),
};
SHAPE(names, "the names", NULL);

static const struct rule reading_rules[] = {
    {.key = "word", .type = VALUE_STRING, .presence = REQUIRED, .max = NAME},
    {.key = "pinyin", .type = VALUE_NAME, .presence = REQUIRED},
};
SHAPE(reading, "a reading", check_reading);
static const struct rule reading_item = {.type = VALUE_OBJECT, .shape = &reading_shape};
static const struct rule readings_rules[] = {
    ID,
    LIST_OF("words", REQUIRED, &reading_item, 1, MANY),
};
SHAPE(readings, "the readings", NULL);

static const struct rule staff_rules[] = {
    ID,
    TEXT("name", REQUIRED, TILE),
    {.key = "badge", .type = VALUE_NAME, .presence = REQUIRED},
    FLAG("retired"),
};
SHAPE(staff, "a staff member", check_staff);

VOCABULARY(lang, LANG_LIST);
static const struct rule sound_rules[] = {
    {.key = "text", .type = VALUE_STRING, .presence = REQUIRED, .max = BODY},
    {.key = "file", .type = VALUE_NAME, .presence = REQUIRED},
    {.key = "lang", .type = VALUE_WORD, .presence = OPTIONAL, .words = WORDS(lang)},
    {.key = "dialect", .type = VALUE_STRING, .presence = OPTIONAL, .max = NAME},
    REF("station", OPTIONAL, KIND(STATION)),
};
SHAPE(sound, "a sound", check_sound);
static const struct rule sound_item = {.type = VALUE_OBJECT, .shape = &sound_shape};
static const struct rule sounds_rules[] = {
    ID,
    LIST_OF("recordings", REQUIRED, &sound_item, 1, MANY),
};
SHAPE(sounds, "the sounds", NULL);

static const struct rule text_rules[] = {
    ID,
    {.key = "text", .type = VALUE_BODY, .presence = REQUIRED, .max = BODY},
};
SHAPE(text, "a text", NULL);

const struct section sections[] = {
    {"station", CONTENT_STATION, SECTION_ONE, SCOPE_STATION, &station_shape},
    {"grids", CONTENT_GRID, SECTION_LIST, SCOPE_STATION, &grid_shape},
    {"categories", CONTENT_CATEGORY, SECTION_LIST, SCOPE_ALL, &category_shape},
    {"services", CONTENT_SERVICE, SECTION_LIST, SCOPE_ANY, &service_shape},
    {"series", CONTENT_SERIES, SECTION_LIST, SCOPE_STATION, &series_shape},
    {"rooms", CONTENT_ROOM, SECTION_LIST, SCOPE_STATION, &room_shape},
    {"requests", CONTENT_REQUEST, SECTION_LIST, SCOPE_ANY, &request_shape},
    {"menus", CONTENT_MENU, SECTION_LIST, SCOPE_STATION, &menu_shape},
    {"pages", CONTENT_PAGE, SECTION_LIST, SCOPE_ANY, &page_shape},
    {"estates", CONTENT_ESTATE, SECTION_LIST, SCOPE_STATION, &estate_shape},
    {"roads", CONTENT_ROAD, SECTION_LIST, SCOPE_STATION, &road_shape},
    {"amenities", CONTENT_AMENITY, SECTION_LIST, SCOPE_STATION, &amenity_shape},
    {"notices", CONTENT_NOTICE, SECTION_LIST, SCOPE_ANY, &notice_shape},
    {"calendar", CONTENT_CALENDAR, SECTION_ONE, SCOPE_ALL, &calendar_shape},
    {"limits", CONTENT_LIMITS, SECTION_ONE, SCOPE_ALL, &limits_shape},
    {"names", CONTENT_NAMES, SECTION_ONE, SCOPE_ALL, &names_shape},
    {"readings", CONTENT_READINGS, SECTION_ONE, SCOPE_ALL, &readings_shape},
    {"staff", CONTENT_STAFF, SECTION_LIST, SCOPE_ANY, &staff_shape},
    {"sounds", CONTENT_SOUNDS, SECTION_ONE, SCOPE_ALL, &sounds_shape},
    {"texts", CONTENT_TEXT, SECTION_LIST, SCOPE_ANY, &text_shape},
};
const size_t sections_len = LEN(sections);
