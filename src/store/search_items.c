/* What of a catalogue can be found, and by which texts. */
#include <string.h>

#include "store/search_text.h"

struct items {
    struct arena *arena;
    const struct catalogue *catalogue;
    const char *station;
    enum lang lang;
    struct search_item *list;
    size_t n;
};

static const char *of(const struct items *items, struct text text)
{
    return text_in(text, items->lang);
}

static const char *joined(const struct items *items, const char *a, const char *b)
{
    return b[0] == '\0' ? a : a[0] == '\0' ? b : arena_printf(items->arena, "%s\n%s", a, b);
}

static const char *facts_of(const struct items *items, const struct facts *facts)
{
    const struct text texts[] = {facts->whom, facts->when,  facts->where,   facts->cost,
                                 facts->who,  facts->bring, facts->not_done};
    const char *all = "";
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        all = joined(items, all, of(items, texts[i]));
    }
    return all;
}

static const char *line_of(const struct items *items, struct text line, const char *category)
{
    const struct category *found = catalogue_find_category(items->catalogue, category);
    return joined(items, of(items, line), found != NULL ? of(items, found->name) : "");
}

static void add(struct items *items, const char *station, const struct search_item *item)
{
    if (catalogue_is_for(station, items->station) && item->title[0] != '\0') {
        items->list[items->n++] = *item;
    }
}

static void add_bookables(struct items *items, enum content_kind kind, const struct series *list,
                          size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct series *series = &list[i];
        add(items, series->station,
            &(struct search_item){.kind = kind,
                                  .id = series->id,
                                  .title = of(items, series->name),
                                  .line = line_of(items, series->line, series->category),
                                  .more = facts_of(items, &series->facts)});
    }
}

/* What a page lists counts as its line. */
static const char *listed(const struct items *items, const struct page *page)
{
    const struct catalogue *catalogue = items->catalogue;
    const char *all = of(items, page->line);
    for (size_t i = 0; page->lists == PAGE_LIST_AMENITIES && i < catalogue->amenities_len; i++) {
        if (catalogue_is_for(catalogue->amenities[i].station, items->station)) {
            all = joined(items, all, of(items, catalogue->amenities[i].name));
        }
    }
    for (size_t i = 0; page->lists == PAGE_LIST_GRIDS && i < catalogue->grids_len; i++) {
        if (catalogue_is_for(catalogue->grids[i].station, items->station)) {
            all = joined(items, all, of(items, catalogue->grids[i].name));
        }
    }
    return all;
}

static void add_pages(struct items *items)
{
    for (size_t i = 0; i < items->catalogue->pages_len; i++) {
        const struct page *page = &items->catalogue->pages[i];
        const char *headings = "";
        for (size_t k = 0; k < page->sections_len; k++) {
            headings = joined(items, headings, of(items, page->sections[k].heading));
        }
        add(items, page->station,
            &(struct search_item){.kind = CONTENT_PAGE,
                                  .id = page->id,
                                  .title = of(items, page->name),
                                  .line = listed(items, page),
                                  .more = headings});
    }
}

struct search_item *search_items(struct arena *arena, const struct catalogue *catalogue,
                                 const char *station, enum lang lang, size_t *n)
{
    size_t most = catalogue->services_len + catalogue->series_len + catalogue->rooms_len +
                  catalogue->requests_len + catalogue->pages_len;
    struct items items = {.arena = arena,
                          .catalogue = catalogue,
                          .station = station,
                          .lang = lang,
                          .list = arena_array(arena, most, sizeof(struct search_item))};
    for (size_t i = 0; i < catalogue->services_len; i++) {
        const struct service *service = &catalogue->services[i];
        add(&items, service->station,
            &(struct search_item){.kind = CONTENT_SERVICE,
                                  .id = service->id,
                                  .title = of(&items, service->name),
                                  .line = line_of(&items, service->line, service->category),
                                  .more = facts_of(&items, &service->facts)});
    }
    add_bookables(&items, CONTENT_SERIES, catalogue->series, catalogue->series_len);
    add_bookables(&items, CONTENT_ROOM, catalogue->rooms, catalogue->rooms_len);
    for (size_t i = 0; i < catalogue->requests_len; i++) {
        const struct request_kind *kind = &catalogue->requests[i];
        add(&items, kind->station,
            &(struct search_item){.kind = CONTENT_REQUEST,
                                  .id = kind->id,
                                  .title = of(&items, kind->name),
                                  .line = line_of(&items, kind->line, kind->category),
                                  .more = facts_of(&items, &kind->facts)});
    }
    add_pages(&items);
    *n = items.n;
    return items.list;
}
