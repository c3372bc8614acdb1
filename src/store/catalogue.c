#include "store/catalogue.h"

#include <string.h>

#include "store/catalogue_read.h"

const char *text_in(struct text text, enum lang lang)
{
    if (lang == LANG_EN && text.en != NULL && text.en[0] != '\0') {
        return text.en;
    }
    return text.zh == NULL ? "" : text.zh;
}

bool text_is_empty(struct text text)
{
    return text_in(text, LANG_ZH)[0] == '\0';
}

/* The lists hold some dozens of objects: a walk is as quick as anything cleverer. */
#define FIND(list, len, wanted)                                                                    \
    do {                                                                                           \
        for (size_t i = 0; i < (len); i++) {                                                       \
            if (strcmp((list)[i].id, (wanted)) == 0) {                                             \
                return &(list)[i];                                                                 \
            }                                                                                      \
        }                                                                                          \
        return NULL;                                                                               \
    } while (0)

const struct station *catalogue_find_station(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->stations, catalogue->stations_len, id);
}

const struct category *catalogue_find_category(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->categories, catalogue->categories_len, id);
}

const struct service *catalogue_find_service(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->services, catalogue->services_len, id);
}

const struct series *catalogue_find_series(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->series, catalogue->series_len, id);
}

const struct series *catalogue_find_room(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->rooms, catalogue->rooms_len, id);
}

const struct series *catalogue_find_bookable(const struct catalogue *catalogue, const char *id)
{
    const struct series *series = catalogue_find_series(catalogue, id);
    return series != NULL ? series : catalogue_find_room(catalogue, id);
}

const struct request_kind *catalogue_find_request(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->requests, catalogue->requests_len, id);
}

const struct page *catalogue_find_page(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->pages, catalogue->pages_len, id);
}

const struct staff *catalogue_find_staff(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->staff, catalogue->staff_len, id);
}

const struct staff *catalogue_find_badge(const struct catalogue *catalogue, const char *hash)
{
    for (size_t i = 0; i < catalogue->staff_len; i++) {
        if (strcmp(catalogue->staff[i].badge, hash) == 0) {
            return &catalogue->staff[i];
        }
    }
    return NULL;
}

const struct estate *catalogue_find_estate(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->estates, catalogue->estates_len, id);
}

const struct road *catalogue_find_road(const struct catalogue *catalogue, const char *id)
{
    FIND(catalogue->roads, catalogue->roads_len, id);
}

const struct field *request_find_field(const struct request_kind *kind, const char *id)
{
    FIND(kind->fields, kind->fields_len, id);
}

const struct option *field_find_option(const struct field *field, const char *id)
{
    FIND(field->options, field->options_len, id);
}

const struct urgency *request_find_urgency(const struct request_kind *kind, const char *id)
{
    FIND(kind->urgencies, kind->urgencies_len, id);
}

const struct urgency *request_pick_urgency(const struct request_kind *kind,
                                           const struct option *const *chosen, size_t n)
{
    size_t most = kind->urgencies_len - 1;
    for (size_t i = 0; i < n; i++) {
        if (chosen[i]->urgency >= 0 && (size_t)chosen[i]->urgency < most) {
            most = (size_t)chosen[i]->urgency;
        }
    }
    return &kind->urgencies[most];
}

const struct menu *catalogue_find_menu(const struct catalogue *catalogue, const char *station,
                                       enum visitor visitor)
{
    const struct menu *first = NULL;
    for (size_t i = 0; i < catalogue->menus_len; i++) {
        const struct menu *menu = &catalogue->menus[i];
        if (strcmp(menu->station, station) != 0) {
            continue;
        }
        if (menu->visitor == visitor) {
            return menu;
        }
        first = first == NULL ? menu : first;
    }
    return first;
}

struct text catalogue_text(const struct catalogue *catalogue, const char *id)
{
    for (size_t i = 0; i < catalogue->texts_len; i++) {
        if (strcmp(catalogue->texts[i].id, id) == 0) {
            return catalogue->texts[i].text;
        }
    }
    return (struct text){"", ""};
}

bool catalogue_is_for(const char *of, const char *station)
{
    return of[0] == '\0' || strcmp(of, station) == 0;
}

bool catalogue_session_is_withdrawn(const struct catalogue *catalogue, const char *session_id)
{
    for (size_t i = 0; i < catalogue->notices_len; i++) {
        const struct notice *notice = &catalogue->notices[i];
        for (size_t k = 0; k < notice->sessions_len; k++) {
            if (strcmp(notice->sessions[k], session_id) == 0) {
                return true;
            }
        }
    }
    return false;
}

const char *content_kind_word(enum content_kind kind)
{
    return words_content_kind.list[kind];
}

int content_kind_parse(const char *word)
{
    return words_find(words_content_kind, word);
}
