/* What the tables cannot say of menus, services, places, stations and notices. */
#include <string.h>

#include "content/check.h"

void check_unique(struct checker *checker, const struct node *map, const char *key)
{
    const struct node *list = yaml_get(map, key);
    if (list == NULL || list->kind != NODE_LIST) {
        return;
    }
    int n = 0;
    for (const struct node *child = list->first; child != NULL && n < 500; child = child->next) {
        n++;
        const char *id = node_word(child, "id");
        for (const struct node *before = list->first; id[0] != '\0' && before != child;
             before = before->next) {
            if (strcmp(node_word(before, "id"), id) == 0) {
                check_error(checker, yaml_get(child, "id")->at,
                            "\"%s\" is there already in line %d; expected an id of its own",
                            check_quote(checker, id), before->at.line);
                break;
            }
        }
    }
}

enum ref_need { REF_NONE, REF_MAY, REF_MUST };

/* What ref names for each target; `of` for a category. */
struct target {
    const char *word;
    enum ref_need need;
    enum content_kind kind;
    const char *of;
};

static const struct target menu_targets[] = {
    {"services", REF_MAY, CONTENT_CATEGORY, "services"},
    {"service", REF_MUST, CONTENT_SERVICE, NULL},
    {"activities", REF_MAY, CONTENT_CATEGORY, "activities"},
    {"series", REF_MUST, CONTENT_SERIES, NULL},
    {"rooms", REF_NONE, CONTENT_KIND_COUNT, NULL},
    {"requests", REF_MAY, CONTENT_CATEGORY, "requests"},
    {"request", REF_MUST, CONTENT_REQUEST, NULL},
    {"tickets", REF_NONE, CONTENT_KIND_COUNT, NULL},
    {"page", REF_MUST, CONTENT_PAGE, NULL},
};

static const struct target service_targets[] = {
    {"none", REF_NONE, CONTENT_KIND_COUNT, NULL}, {"request", REF_MUST, CONTENT_REQUEST, NULL},
    {"series", REF_MUST, CONTENT_SERIES, NULL},   {"rooms", REF_NONE, CONTENT_KIND_COUNT, NULL},
    {"page", REF_MUST, CONTENT_PAGE, NULL},
};

static void check_target(struct checker *checker, const struct node *node,
                         const struct target *targets, size_t n)
{
    const char *word = node_word(node, "target");
    const struct node *ref = yaml_get(node, "ref");
    if (word[0] == '\0' && ref != NULL) {
        check_error(checker, ref->key_at, "\"ref\" without \"target\"; expected both");
    }
    for (size_t i = 0; i < n; i++) {
        const struct target *target = &targets[i];
        if (strcmp(target->word, word) != 0) {
            continue;
        }
        if (ref == NULL) {
            if (target->need == REF_MUST) {
                check_error(checker, node->at, "\"ref\" is missing; expected the id of a %s", word);
            }
        } else if (target->need == REF_NONE) {
            check_error(checker, ref->key_at,
                        "\"ref\" means nothing for \"target: %s\"; "
                        "expected it left out",
                        word);
        } else if (ref->kind == NODE_SCALAR && target->of != NULL) {
            check_refer_category(checker, ref, target->of);
        } else if (ref->kind == NODE_SCALAR) {
            check_refer(checker, ref, 1U << target->kind);
        }
    }
}

void check_menu_item(struct checker *checker, const struct node *node)
{
    check_target(checker, node, menu_targets, sizeof menu_targets / sizeof menu_targets[0]);
}

/* More of a size than the home screen has room for. */
static void check_size(struct checker *checker, const struct node *menu, const char *size, int most)
{
    const struct node *items = yaml_get(menu, "items");
    int n = 0;
    for (const struct node *item = items != NULL && items->kind == NODE_LIST ? items->first : NULL;
         item != NULL; item = item->next) {
        const char *word = node_word(item, "size");
        if (strcmp(word[0] == '\0' ? "normal" : word, size) == 0 && ++n == most + 1) {
            check_error(checker, item->at, "a %s tile too many; expected at most %d", size, most);
        }
    }
}

void check_menu(struct checker *checker, const struct node *node)
{
    enum { LARGE_MAX = 2, NORMAL_MAX = 6, BAR_MAX = 1 };
    check_unique(checker, node, "items");
    check_size(checker, node, "large", LARGE_MAX);
    check_size(checker, node, "normal", NORMAL_MAX);
    check_size(checker, node, "bar", BAR_MAX);
}

void check_service(struct checker *checker, const struct node *node)
{
    check_refer_category(checker, yaml_get(node, "category"), "services");
    check_target(checker, node, service_targets,
                 sizeof service_targets / sizeof service_targets[0]);
}

/* Slips are laid out for these two rolls. */
static void check_paper(struct checker *checker, const struct node *node)
{
    int32_t width;
    if (node_int(node, "paper_mm", &width) && width != 58 && width != 80) {
        check_error(checker, yaml_get(node, "paper_mm")->at,
                    "no usual width of paper; expected 58 or 80");
    }
}

void check_station(struct checker *checker, const struct node *node)
{
    enum { STATION_ID_MAX = 10 };
    check_paper(checker, node);
    const char *id = node_word(node, "id");
    if (id[0] == '\0') {
        return;
    }
    struct place at = yaml_get(node, "id")->at;
    if (strlen(id) > STATION_ID_MAX) {
        check_error(checker, at, "a long station id; expected at most %d characters",
                    STATION_ID_MAX);
    }
    if (checker->station[0] != '\0' && strcmp(id, checker->station) != 0) {
        check_error(checker, at, "\"%s\" stands in the folder of another station; expected \"%s\"",
                    check_quote(checker, id), checker->station);
    }
}

void check_desk(struct checker *checker, const struct node *node)
{
    int32_t opens;
    int32_t closes;
    if (node_clock(node, "opens", &opens) && node_clock(node, "closes", &closes) &&
        closes <= opens) {
        check_error(checker, yaml_get(node, "closes")->at,
                    "closes before it opens; expected a time after %s", node_word(node, "opens"));
    }
}

void check_run(struct checker *checker, const struct node *node)
{
    int32_t first;
    int32_t last;
    if (node_int(node, "first", &first) && node_int(node, "last", &last) && last < first) {
        check_error(checker, yaml_get(node, "last")->at,
                    "before the first building; expected at least %d", first);
    }
}

void check_estate(struct checker *checker, const struct node *node)
{
    const struct node *runs = yaml_get(node, "buildings");
    if (runs == NULL || runs->kind != NODE_LIST) {
        return;
    }
    int32_t after = 0;
    int n = 0;
    for (const struct node *run = runs->first; run != NULL && n < 100; run = run->next) {
        n++;
        int32_t first;
        if (!node_int(run, "first", &first)) {
            continue;
        }
        if (first <= after) {
            check_error(checker, run->at,
                        "building %d is there already or out of order; expected more than %d",
                        first, after);
        }
        int32_t last = first;
        (void)node_int(run, "last", &last);
        after = first > after ? first : after;
        after = last > after ? last : after;
    }
}

void check_road(struct checker *checker, const struct node *node)
{
    check_unique(checker, node, "landmarks");
}

void check_notice(struct checker *checker, const struct node *node)
{
    day_number from;
    day_number until;
    if (node_day(node, "from", &from) && node_day(node, "until", &until) && until < from) {
        check_error(checker, yaml_get(node, "until")->at,
                    "ends before it begins; expected a date from %s on", node_word(node, "from"));
    }
    const struct node *sessions = yaml_get(node, "sessions");
    if (sessions == NULL || sessions->kind != NODE_LIST) {
        return;
    }
    for (const struct node *session = sessions->first; session != NULL; session = session->next) {
        check_refer_session(checker, session);
    }
}
