/* The content in force, as plain structs: what screens show and rules look up. Made from the rows
 * of one revision, all of it in the caller's arena, never changed afterwards, so it may be read
 * from any thread. Knows no database: whoever calls supplies the rows, in any order.
 *
 * Lists keep the order of the content files. Texts and ids are never NULL; "" means none. An id
 * that names another object is checked when content is imported; a finder may still answer NULL
 * and a screen must live with it. `station` "" means every station. A session's id is made by
 * domain/session.h. Sources: domain.md; content-ideas.md; words in domain/content.h. */
#ifndef STORE_CATALOGUE_H
#define STORE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/status.h"
#include "domain/booking.h"
#include "domain/calendar.h"
#include "domain/content.h"
#include "domain/session.h"

#define X(name, word) VISITOR_##name,
enum visitor { VISITOR_LIST(X) VISITOR_COUNT };
#undef X
#define X(name, word) CATEGORY_OF_##name,
enum category_of { CATEGORY_OF_LIST(X) CATEGORY_OF_COUNT };
#undef X
#define X(name, word) MENU_##name,
enum menu_target { MENU_TARGET_LIST(X) MENU_TARGET_COUNT };
#undef X
#define X(name, word) MENU_SIZE_##name,
enum menu_size { MENU_SIZE_LIST(X) MENU_SIZE_COUNT };
#undef X
#define X(name, word) PAGE_LIST_##name,
enum page_list { PAGE_LIST_LIST(X) PAGE_LIST_COUNT };
#undef X
#define X(name, word) SERVICE_ACTION_##name,
enum service_action { SERVICE_ACTION_LIST(X) SERVICE_ACTION_COUNT };
#undef X
#define X(name, word) FIELD_##name,
enum field_kind { FIELD_KIND_LIST(X) FIELD_KIND_COUNT };
#undef X
#define X(name, word) FIELD_CLASS_##name,
enum field_class { FIELD_CLASS_LIST(X) FIELD_CLASS_COUNT };
#undef X
#define X(name, word) PLACE_##name,
enum place_scope { PLACE_SCOPE_LIST(X) PLACE_SCOPE_COUNT };
#undef X
#define X(name, word) PHONE_##name,
enum phone_need { PHONE_NEED_LIST(X) PHONE_NEED_COUNT };
#undef X
#define X(name, word) NAME_##name,
enum name_need { NAME_NEED_LIST(X) NAME_NEED_COUNT };
#undef X
#define X(name, word) NOTICE_##name,
enum notice_kind { NOTICE_KIND_LIST(X) NOTICE_KIND_COUNT };
#undef X

struct text {
    const char *zh;
    const char *en; /* "": none yet */
};
/* The one place where English falls back to Chinese. Never NULL; a zeroed text is an empty one. */
const char *text_in(struct text text, enum lang lang);
bool text_is_empty(struct text text);

/* What a visitor wants to know before starting; each "" if it does not apply, but cost never is. */
struct facts {
    struct text whom, when, where, cost, who, bring, not_done;
};

struct contact_policy {
    enum phone_need phone;
    enum name_need name;
    int32_t erase_days; /* after the ticket is closed */
};

struct station {
    const char *id;
    struct text name, area, address, hours;
    const char *phone, *night_phone;
    struct desk_hours desk; /* for term_due */
    int32_t paper_mm;       /* of the slip printers' rolls: 58 or 80 */
    int32_t screen_tenths;  /* the screens' diagonal in tenths of an inch */
    uint32_t fuzzy_sounds;  /* bit i: the i-th of FUZZY_SOUND_LIST counts as one sound */
    bool has_microphone;    /* a spoken note may stand for typing */
};

struct grid {
    const char *id, *station;
    struct text name, portrait, plan, steward, steward_hours, lately;
    const char *steward_phone;
};

struct category {
    const char *id, *icon;
    enum category_of of;
    struct text name;
};

struct service {
    const char *id, *station, *category, *icon;
    uint32_t visitors; /* 1 << enum visitor; all bits when for everybody */
    bool is_special;
    struct text name, line; /* line: one sentence under the name */
    struct facts facts;
    enum service_action action;
    const char *action_ref;
};

/* An activity series or a shared room. */
struct series {
    struct bookable bookable; /* what the rules need, with the id */
    const char *id, *station, *category, *icon, *grid;
    uint32_t visitors;
    struct text name, line;
    struct facts facts; /* when: the rhythm in words */
    bool is_room;
    bool is_confidential;
    struct text shown; /* on slips, lists and tickets' pages: neutral if confidential, else name */
    struct contact_policy contact;
};

struct option {
    const char *id;
    struct text name;
    int32_t urgency; /* index into the request's urgencies, -1: does not matter */
};

struct field {
    const char *id;
    enum field_kind kind;
    enum field_class class;
    bool is_required;
    struct text label, hint;
    int32_t min, max;         /* see FIELD_KIND_LIST */
    bool counts_working_days; /* FIELD_DATE */
    enum place_scope place;   /* FIELD_PLACE */
    const struct option *options;
    size_t options_len;
};

/* From the most urgent to the ordinary one; ops name it by id. */
struct urgency {
    const char *id;
    struct text name, promise; /* promise: what happens by when, in words, for screen and slip */
    struct term term;
};

struct request_kind {
    const char *id, *station, *category, *icon;
    const char *grid; /* fixed grid, or "": of the place, or none */
    uint32_t visitors;
    struct text name, line;
    struct facts facts;
    const struct field *fields;
    size_t fields_len;
    const struct urgency *urgencies; /* at least one */
    size_t urgencies_len;
    bool is_confidential;
    struct text shown; /* as in struct series */
    struct contact_policy contact;
};

struct menu_item {
    const char *id; /* "menu.…" */
    const char *icon;
    struct text name, line;
    enum menu_target target;
    const char *ref;
    enum menu_size size;
};

struct menu {
    const char *id, *station;
    enum visitor visitor;
    struct text greeting;
    const struct menu_item *items;
    size_t items_len;
};

struct page_section {
    struct text heading, body; /* body: paragraphs parted by newlines */
};

struct page {
    const char *id, *station, *icon;
    struct text name, line;
    enum page_list lists; /* above the sections */
    const struct page_section *sections;
    size_t sections_len;
};

/* Buildings first … last, all alike; rooms are FLOOR then two digits, 101 … */
struct building_run {
    int32_t first, last, units, floors, rooms; /* rooms per floor and unit */
};

struct estate {
    const char *id, *station, *grid;
    struct text name;
    const struct building_run *buildings;
    size_t buildings_len;
};

struct landmark {
    const char *id, *grid;
    struct text name;
};

struct road {
    const char *id, *station;
    struct text name;
    const struct landmark *landmarks; /* at least one */
    size_t landmarks_len;
};

struct amenity {
    const char *id, *station, *icon;
    struct text name, line;
    const char *things; /* how the codes on its things begin (domain/code.h), or "" */
};

struct notice {
    const char *id, *station;
    enum notice_kind kind;
    struct text title, body;
    day_number from, until;      /* shown on these days */
    const char *const *sessions; /* ids of sessions that fall out */
    size_t sessions_len;
};

/* Who may help at a terminal (帮办). */
struct staff {
    const char *id, *station;
    struct text name;  /* as shown in public */
    const char *badge; /* hash of its code (trust/badge.h) */
    bool is_retired;
};

struct feast {
    day_number first, last;
    struct text name;
};

struct word_reading {
    const char *word, *pinyin; /* "li3 fa4": a syllable with its tone for each character */
};

/* A recording in the content's folder sounds/ that is played instead of its text. */
struct recording {
    const char *text, *file;
    const char *station; /* "": any */
    enum lang lang;
};

struct catalogue {
    int64_t revision;
    const struct station *stations;
    size_t stations_len;
    const struct grid *grids;
    size_t grids_len;
    const struct category *categories;
    size_t categories_len;
    const struct service *services;
    size_t services_len;
    const struct series *series; /* activities */
    size_t series_len;
    const struct series *rooms;
    size_t rooms_len;
    const struct request_kind *requests;
    size_t requests_len;
    const struct menu *menus;
    size_t menus_len;
    const struct page *pages;
    size_t pages_len;
    const struct estate *estates;
    size_t estates_len;
    const struct road *roads;
    size_t roads_len;
    const struct amenity *amenities;
    size_t amenities_len;
    const struct notice *notices;
    size_t notices_len;
    const struct staff *staff;
    size_t staff_len;
    struct calendar calendar; /* all years in one */
    const struct feast *feasts;
    size_t feasts_len;
    struct booking_limits limits;
    const char *const *surnames; /* common ones, to tap */
    size_t surnames_len;
    const struct text *addresses; /* forms of address */
    size_t addresses_len;
    const struct recording *recordings;
    size_t recordings_len;
    const struct word_reading *readings; /* go before what a dictionary says */
    size_t readings_len;
    const struct catalogue_text {
        const char *id;
        struct text text;
    } * texts;
    size_t texts_len;
};

/* Everything of *out lies in the arena, the rows are not kept. ERR_PARSE: a row is not in the form;
 * why then names it. Unknown kinds and members are passed over: a newer hub may send them. */
enum status catalogue_load(const struct content_row *rows, size_t n, int64_t revision,
                           struct arena *arena, struct catalogue *out, char *why,
                           size_t why_size) MUST_CHECK;

/* By id; NULL when there is none. */
const struct station *catalogue_find_station(const struct catalogue *catalogue, const char *id);
const struct category *catalogue_find_category(const struct catalogue *catalogue, const char *id);
const struct service *catalogue_find_service(const struct catalogue *catalogue, const char *id);
const struct series *catalogue_find_series(const struct catalogue *catalogue, const char *id);
const struct series *catalogue_find_room(const struct catalogue *catalogue, const char *id);
/* Among series and rooms. */
const struct series *catalogue_find_bookable(const struct catalogue *catalogue, const char *id);
const struct request_kind *catalogue_find_request(const struct catalogue *catalogue,
                                                  const char *id);
const struct page *catalogue_find_page(const struct catalogue *catalogue, const char *id);
const struct estate *catalogue_find_estate(const struct catalogue *catalogue, const char *id);
const struct road *catalogue_find_road(const struct catalogue *catalogue, const char *id);
const struct staff *catalogue_find_staff(const struct catalogue *catalogue, const char *id);
/* Whose badge has this hash; also one of another station, or retired. */
const struct staff *catalogue_find_badge(const struct catalogue *catalogue, const char *hash);
/* The station's menu for this visitor, else its first one, else NULL. */
const struct menu *catalogue_find_menu(const struct catalogue *catalogue, const char *station,
                                       enum visitor visitor);
/* A sentence by id; empty when content has none. */
struct text catalogue_text(const struct catalogue *catalogue, const char *id);

/* Whether an object of station `of` is for the terminal of `station`. */
bool catalogue_is_for(const char *of, const char *station);
/* Whether a notice lets this session fall out. */
bool catalogue_session_is_withdrawn(const struct catalogue *catalogue, const char *session_id);

const struct field *request_find_field(const struct request_kind *kind, const char *id);
const struct option *field_find_option(const struct field *field, const char *id);
/* NULL when the kind has none of this id. */
const struct urgency *request_find_urgency(const struct request_kind *kind, const char *id);
/* The urgency that a filled form has: the most urgent one any chosen option stands for, else the
 * ordinary one (the last). Never NULL. */
const struct urgency *request_pick_urgency(const struct request_kind *kind,
                                           const struct option *const *chosen, size_t n);

/* A word of domain/content.h and back; parse answers -1 when the word is none of them. */
const char *content_kind_word(enum content_kind kind);
int content_kind_parse(const char *word);

#endif
