/* What people read and tap: stations, grids, services, menus, pages, places, notices. */
#include "store/catalogue_read.h"

enum { PAPER_USUAL_MM = 58, SCREEN_USUAL_TENTHS = 215 };
enum { BUILDING_MAX = 999, UNIT_MAX = 99, FLOOR_MAX = 60, ROOM_MAX = 40 };

struct facts read_facts(struct reader *reader, const json_t *row)
{
    return (struct facts){
        .whom = read_text(reader, row, "whom"),
        .when = read_text(reader, row, "when"),
        .where = read_text(reader, row, "where"),
        .cost = read_text(reader, row, "cost"),
        .who = read_text(reader, row, "who"),
        .bring = read_text(reader, row, "bring"),
        .not_done = read_text(reader, row, "not_done"),
    };
}

struct contact_policy read_contact(struct reader *reader, const json_t *row)
{
    enum { ERASE_DAYS_DEFAULT = 90, ERASE_DAYS_MAX = 3650 };
    const json_t *contact = json_object_get(row, "contact");
    return (struct contact_policy){
        .phone =
            (enum phone_need)read_word(reader, contact, "phone", words_phone_need, PHONE_OPTIONAL),
        .name = (enum name_need)read_word(reader, contact, "name", words_name_need, NAME_SURNAME),
        .erase_days =
            read_int(reader, contact, "erase_days", ERASE_DAYS_DEFAULT, 1, ERASE_DAYS_MAX),
    };
}

uint32_t read_visitors(struct reader *reader, const json_t *row)
{
    uint32_t set =
        read_word_set(reader, row, "audiences", words_visitor, "a list of known audiences");
    return set != 0 ? set : (1U << VISITOR_COUNT) - 1;
}

void read_station(struct reader *reader, const json_t *row, void *out)
{
    struct station *station = out;
    station->id = read_string(reader, row, "id");
    station->name = read_text(reader, row, "name");
    station->area = read_text(reader, row, "area");
    station->address = read_text(reader, row, "address");
    station->hours = read_text(reader, row, "hours");
    station->phone = read_string(reader, row, "phone");
    station->night_phone = read_string(reader, row, "night_phone");
    const json_t *desk = json_object_get(row, "desk");
    station->desk.opens_s = read_clock(reader, desk, "opens");
    station->desk.closes_s = read_clock(reader, desk, "closes");
    station->paper_mm = read_int(reader, row, "paper_mm", PAPER_USUAL_MM, PAPER_USUAL_MM, 80);
    station->screen_tenths = read_int(reader, json_object_get(row, "screen"), "diagonal_inch",
                                      SCREEN_USUAL_TENTHS, 100, 980);
    station->fuzzy_sounds =
        read_word_set(reader, row, "fuzzy_sounds", words_fuzzy_sound, "a list of zh-z … in-ing");
    station->has_microphone = read_bool(reader, row, "microphone");
    if (station->desk.closes_s <= station->desk.opens_s) {
        read_fail(reader, "desk", "open before it closes");
    }
}

void read_grid(struct reader *reader, const json_t *row, void *out)
{
    struct grid *grid = out;
    grid->id = read_string(reader, row, "id");
    grid->station = read_string(reader, row, "station");
    grid->name = read_text(reader, row, "name");
    grid->portrait = read_text(reader, row, "portrait");
    grid->plan = read_text(reader, row, "plan");
    grid->steward = read_text(reader, row, "steward");
    grid->steward_hours = read_text(reader, row, "steward_hours");
    grid->steward_phone = read_string(reader, row, "steward_phone");
    grid->lately = read_text(reader, row, "lately");
}

void read_category(struct reader *reader, const json_t *row, void *out)
{
    struct category *category = out;
    category->id = read_string(reader, row, "id");
    category->icon = read_string(reader, row, "icon");
    category->of = (enum category_of)read_word(reader, row, "of", words_category_of, 0);
    category->name = read_text(reader, row, "name");
}

void read_service(struct reader *reader, const json_t *row, void *out)
{
    struct service *service = out;
    service->id = read_string(reader, row, "id");
    service->station = read_string(reader, row, "station");
    service->category = read_string(reader, row, "category");
    service->icon = read_string(reader, row, "icon");
    service->visitors = read_visitors(reader, row);
    service->is_special = read_bool(reader, row, "special");
    service->name = read_text(reader, row, "name");
    service->line = read_text(reader, row, "line");
    service->facts = read_facts(reader, row);
    service->action = (enum service_action)read_word(reader, row, "target", words_service_action,
                                                     SERVICE_ACTION_NONE);
    service->action_ref = read_string(reader, row, "ref");
}

void read_menu(struct reader *reader, const json_t *row, void *out)
{
    struct menu *menu = out;
    menu->id = read_string(reader, row, "id");
    menu->station = read_string(reader, row, "station");
    menu->visitor =
        (enum visitor)read_word(reader, row, "audience", words_visitor, VISITOR_RESIDENT);
    menu->greeting = read_text(reader, row, "greeting");
    const json_t *array = read_array(reader, row, "items", &menu->items_len);
    struct menu_item *items = arena_array(reader->arena, menu->items_len, sizeof *items);
    for (size_t i = 0; i < menu->items_len; i++) {
        const json_t *item = json_array_get(array, i);
        items[i] = (struct menu_item){
            .id = arena_printf(reader->arena, "menu.%s", read_string(reader, item, "id")),
            .icon = read_string(reader, item, "icon"),
            .name = read_text(reader, item, "name"),
            .line = read_text(reader, item, "line"),
            .target = (enum menu_target)read_word(reader, item, "target", words_menu_target,
                                                  MENU_SERVICES),
            .ref = read_string(reader, item, "ref"),
            .size =
                (enum menu_size)read_word(reader, item, "size", words_menu_size, MENU_SIZE_NORMAL),
        };
    }
    menu->items = items;
}

void read_page(struct reader *reader, const json_t *row, void *out)
{
    struct page *page = out;
    page->id = read_string(reader, row, "id");
    page->station = read_string(reader, row, "station");
    page->icon = read_string(reader, row, "icon");
    page->name = read_text(reader, row, "name");
    page->line = read_text(reader, row, "line");
    page->lists = (enum page_list)read_word(reader, row, "lists", words_page_list, PAGE_LIST_NONE);
    const json_t *array = read_array(reader, row, "sections", &page->sections_len);
    struct page_section *sections =
        arena_array(reader->arena, page->sections_len, sizeof *sections);
    for (size_t i = 0; i < page->sections_len; i++) {
        const json_t *section = json_array_get(array, i);
        sections[i].heading = read_text(reader, section, "heading");
        sections[i].body = read_text(reader, section, "body");
    }
    page->sections = sections;
}

void read_estate(struct reader *reader, const json_t *row, void *out)
{
    struct estate *estate = out;
    estate->id = read_string(reader, row, "id");
    estate->station = read_string(reader, row, "station");
    estate->grid = read_string(reader, row, "grid");
    estate->name = read_text(reader, row, "name");
    const json_t *array = read_array(reader, row, "buildings", &estate->buildings_len);
    struct building_run *runs = arena_array(reader->arena, estate->buildings_len, sizeof *runs);
    for (size_t i = 0; i < estate->buildings_len; i++) {
        const json_t *run = json_array_get(array, i);
        int32_t first = read_int(reader, run, "first", 1, 1, BUILDING_MAX);
        runs[i] = (struct building_run){
            .first = first,
            .last = read_int(reader, run, "last", first, first, BUILDING_MAX),
            .units = read_int(reader, run, "units", 1, 1, UNIT_MAX),
            .floors = read_int(reader, run, "floors", 1, 1, FLOOR_MAX),
            .rooms = read_int(reader, run, "rooms", 1, 1, ROOM_MAX),
        };
    }
    estate->buildings = runs;
}

void read_road(struct reader *reader, const json_t *row, void *out)
{
    struct road *road = out;
    road->id = read_string(reader, row, "id");
    road->station = read_string(reader, row, "station");
    road->name = read_text(reader, row, "name");
    const json_t *array = read_array(reader, row, "landmarks", &road->landmarks_len);
    struct landmark *landmarks = arena_array(reader->arena, road->landmarks_len, sizeof *landmarks);
    for (size_t i = 0; i < road->landmarks_len; i++) {
        const json_t *landmark = json_array_get(array, i);
        landmarks[i].id = read_string(reader, landmark, "id");
        landmarks[i].grid = read_string(reader, landmark, "grid");
        landmarks[i].name = read_text(reader, landmark, "name");
    }
    road->landmarks = landmarks;
    if (road->landmarks_len == 0) {
        read_fail(reader, "landmarks", "a list of at least one");
    }
}

void read_amenity(struct reader *reader, const json_t *row, void *out)
{
    struct amenity *amenity = out;
    amenity->id = read_string(reader, row, "id");
    amenity->station = read_string(reader, row, "station");
    amenity->icon = read_string(reader, row, "icon");
    amenity->name = read_text(reader, row, "name");
    amenity->line = read_text(reader, row, "line");
    amenity->things = read_string(reader, row, "things");
}

void read_notice(struct reader *reader, const json_t *row, void *out)
{
    struct notice *notice = out;
    notice->id = read_string(reader, row, "id");
    notice->station = read_string(reader, row, "station");
    notice->kind = (enum notice_kind)read_word(reader, row, "kind", words_notice_kind, NOTICE_NEWS);
    notice->title = read_text(reader, row, "title");
    notice->body = read_text(reader, row, "body");
    notice->from = read_day(reader, row, "from");
    notice->until = read_day(reader, row, "until");
    notice->sessions = read_strings(reader, row, "sessions", &notice->sessions_len);
}

void read_staff(struct reader *reader, const json_t *row, void *out)
{
    struct staff *staff = out;
    staff->id = read_string(reader, row, "id");
    staff->station = read_string(reader, row, "station");
    staff->name = read_text(reader, row, "name");
    staff->badge = read_string(reader, row, "badge");
    staff->is_retired = read_bool(reader, row, "retired");
}

void read_catalogue_text(struct reader *reader, const json_t *row, void *out)
{
    struct catalogue_text *text = out;
    text->id = read_string(reader, row, "id");
    text->text = read_text(reader, row, "text");
}
