/* The vocabulary of content: the kinds of rows a revision is made of and the words that may stand
 * in them. Shared by the checker of YAML files (content/) and the reader of rows
 * (store/catalogue.h), so that both know the same words. Header only. */
#ifndef DOMAIN_CONTENT_H
#define DOMAIN_CONTENT_H

/* One object of a revision: what travels in a publish op as [kind, id, object]. All three are
 * UTF-8; json is one JSON object in canonical form (sorted keys, no white space). */
struct content_row {
    const char *kind; /* a word of CONTENT_KIND_LIST */
    const char *id;   /* unique within its kind, [a-z0-9-]+ */
    const char *json;
};

/* Programmes' ids are at most this long, so that SERIES.DATE.HHMM fits CONTENT_ID_SIZE. */
enum { CONTENT_NAME_MAX = 32 };

#define CONTENT_KIND_LIST(X)                                                                       \
    X(STATION, "station")   /* one place with terminals */                                         \
    X(GRID, "grid")         /* a grid (网格) with its portrait and steward */                    \
    X(CATEGORY, "category") /* groups services, activities or requests on screen */                \
    X(SERVICE, "service")   /* something to read about, perhaps with a way to ask for it */        \
    X(SERIES, "series")     /* an activity that takes place again and again */                     \
    X(ROOM, "room")         /* a shared room booked by the slot */                                 \
    X(REQUEST, "request")   /* a kind of request: form, urgencies, due times */                    \
    X(MENU, "menu")         /* home tiles of one station for one audience */                       \
    X(PAGE, "page")         /* static information */                                               \
    X(ESTATE, "estate")     /* buildings, units, rooms */                                          \
    X(ROAD, "road")         /* a road with its landmarks */                                        \
    X(AMENITY, "amenity")   /* what stands ready at the station */                                 \
    X(NOTICE, "notice")     /* news, or sessions that fall out */                                  \
    X(CALENDAR, "calendar") /* holidays, shifted working days, school terms of a year */           \
    X(LIMITS, "limits")     /* numbers that rules use; one row */                                  \
    X(NAMES, "names")       /* surnames and forms of address to tap; one row */                    \
    X(SOUNDS, "sounds")     /* recordings that stand for texts; one row */                         \
    X(READINGS, "readings") /* words whose pinyin a dictionary gets wrong; one row */              \
    X(STAFF, "staff")       /* who may help at a terminal, known by a badge */                     \
    X(TEXT, "text")         /* a sentence the programs show, by id */

#define CONTENT_KIND_ENUM(name, word) CONTENT_##name,
enum content_kind { CONTENT_KIND_LIST(CONTENT_KIND_ENUM) CONTENT_KIND_COUNT };
#undef CONTENT_KIND_ENUM

/* Who stands before the screen; each has an accent colour of its own. */
#define VISITOR_LIST(X)                                                                            \
    X(RESIDENT, "resident")                                                                        \
    X(RIDER, "rider")                                                                              \
    X(FAMILY, "family")                                                                            \
    X(ELDER, "elder")

/* Languages of a recording. */
#define LANG_LIST(X)                                                                               \
    X(ZH, "zh")                                                                                    \
    X(EN, "en")

/* What a category groups. */
#define CATEGORY_OF_LIST(X)                                                                        \
    X(SERVICES, "services")                                                                        \
    X(ACTIVITIES, "activities")                                                                    \
    X(REQUESTS, "requests")

/* Where a menu tile leads: only mechanisms that exist. `needs` says what ref must name. */
#define MENU_TARGET_LIST(X)                                                                        \
    X(SERVICES, "services")     /* the catalogue; ref: a category or none */                       \
    X(SERVICE, "service")       /* one item page; ref: a service */                                \
    X(ACTIVITIES, "activities") /* by day and by kind; ref: a category or none */                  \
    X(SERIES, "series")         /* one activity; ref: a series */                                  \
    X(ROOMS, "rooms")           /* shared rooms */                                                 \
    X(REQUESTS, "requests")     /* what can be asked for; ref: a category or none */               \
    X(REQUEST, "request")       /* one form; ref: a request kind */                                \
    X(TICKETS, "tickets")       /* my tickets */                                                   \
    X(PAGE, "page")             /* static information; ref: a page */

/* What a page lists above its own sections. */
#define PAGE_LIST_LIST(X)                                                                          \
    X(NONE, "none")                                                                                \
    X(AMENITIES, "amenities") /* what stands ready at the station */                               \
    X(GRIDS, "grids")         /* portrait, plan and steward of each */

#define MENU_SIZE_LIST(X)                                                                          \
    X(LARGE, "large")   /* one of the two big tiles */                                             \
    X(NORMAL, "normal") /* a tile of the grid */                                                   \
    X(BAR, "bar")       /* in the bar at the bottom */

/* What a service's item page offers to do. */
#define SERVICE_ACTION_LIST(X)                                                                     \
    X(NONE, "none")       /* only to read */                                                       \
    X(REQUEST, "request") /* ref: a request kind */                                                \
    X(SERIES, "series")   /* ref: a series */                                                      \
    X(ROOMS, "rooms")                                                                              \
    X(PAGE, "page") /* ref: a page */

#define FIELD_KIND_LIST(X)                                                                         \
    X(CHOICE, "choice")     /* one of options */                                                   \
    X(CHOICES, "choices")   /* min … max of options */                                           \
    X(TEXT, "text")         /* at most max characters; options are phrases to tap */               \
    X(NUMBER, "number")     /* min … max */                                                      \
    X(DATE, "date")         /* min … max days from today; working days if `working` */           \
    X(HALFDAYS, "halfdays") /* mornings and afternoons of the next max days, one or more */        \
    X(PLACE, "place")       /* a door or a spot, see place */

/* Who may see an answer (design §5): open stands in the op, staff too but is shown to staff only,
 * personal only in the envelope. */
#define FIELD_CLASS_LIST(X)                                                                        \
    X(OPEN, "open")                                                                                \
    X(STAFF, "staff")                                                                              \
    X(PERSONAL, "personal")

#define PLACE_SCOPE_LIST(X)                                                                        \
    X(DOOR, "door")         /* estate, building, unit, room */                                     \
    X(BUILDING, "building") /* estate and building */                                              \
    X(SPOT, "spot")         /* road and landmark, or estate and building */

#define PHONE_NEED_LIST(X)                                                                         \
    X(NONE, "none")                                                                                \
    X(OPTIONAL, "optional") /* leaving none is an equal choice */                                  \
    X(REQUIRED, "required")

#define NAME_NEED_LIST(X)                                                                          \
    X(NONE, "none")                                                                                \
    X(SURNAME, "surname") /* a surname and a form of address */                                    \
    X(FULL, "full")

#define NOTICE_KIND_LIST(X)                                                                        \
    X(NEWS, "news")                                                                                \
    X(CHANGE, "change") /* another place or time */                                                \
    X(CLOSED, "closed") /* something falls out */

/* In the order of enum weekday, enum recurrence_kind and enum term_unit of domain/calendar.h. */
#define WEEKDAY_LIST(X)                                                                            \
    X(MON, "mon")                                                                                  \
    X(TUE, "tue")                                                                                  \
    X(WED, "wed")                                                                                  \
    X(THU, "thu")                                                                                  \
    X(FRI, "fri")                                                                                  \
    X(SAT, "sat")                                                                                  \
    X(SUN, "sun")

/* Sounds of pinyin that a station's people do not tell apart; in the order of the bits of enum
 * entry_fuzzy of entry/entry.h. */
#define FUZZY_SOUND_LIST(X)                                                                        \
    X(ZH_Z, "zh-z")                                                                                \
    X(CH_C, "ch-c")                                                                                \
    X(SH_S, "sh-s")                                                                                \
    X(N_L, "n-l")                                                                                  \
    X(AN_ANG, "an-ang")                                                                            \
    X(EN_ENG, "en-eng")                                                                            \
    X(IN_ING, "in-ing")

#define EVERY_LIST(X)                                                                              \
    X(WEEK, "week")                   /* on `weekdays` */                                          \
    X(MONTH_DAY, "month-day")         /* on `day` of each month */                                 \
    X(MONTH_WEEKDAY, "month-weekday") /* on the `nth` `weekday`, -1 the last */                    \
    X(QUARTER_END, "quarter-end")     /* on `day` of March, June, September, December */           \
    X(SCHOOL_DAY, "school-day")                                                                    \
    X(WORKING_DAY, "working-day")                                                                  \
    X(DAY, "day")                                                                                  \
    X(DATE, "date") /* on `dates` only */

#define TERM_UNIT_LIST(X)                                                                          \
    X(MINUTES, "minutes")                                                                          \
    X(HOURS, "hours")                                                                              \
    X(WORKING_DAYS, "working-days")                                                                \
    X(DESK_HOURS, "desk-hours")                                                                    \
    X(SAME_DAY, "same-day") /* until `hour`; filed after `cutoff`, the next day */

#endif
