#include "kiosk/speak_texts.h"

#include <stdlib.h>
#include <string.h>

#include "lang/text.h"

/* Rises when the same text is prepared in another way. */
enum { PREPARED_FORM = 1, FIRST_CAP = 1024 };

static void hash(struct speak_texts *out, const char *text)
{
    const uint64_t prime = UINT64_C(1099511628211);
    for (const char *at = text; *at; at++)
        out->stamp = (out->stamp ^ (unsigned char)*at) * prime;
    out->stamp = (out->stamp ^ 0xff) * prime;
}

static void add_string(struct speak_texts *out, const char *text)
{
    if (text[0] == '\0')
        return;
    if (out->n == out->cap) {
        const char **more = arena_array(&out->arena, 2 * out->cap, sizeof *more);
        memcpy(more, out->texts, out->n * sizeof *more);
        out->texts = more;
        out->cap *= 2;
    }
    out->texts[out->n++] = arena_strdup(&out->arena, text);
    hash(out, text);
}

static void add(struct speak_texts *out, struct text text)
{
    add_string(out, text_in(text, LANG_ZH));
}

static void add_facts(struct speak_texts *out, const struct facts *facts)
{
    const struct text all[] = {facts->whom, facts->when,  facts->where,   facts->cost,
                               facts->who,  facts->bring, facts->not_done};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        add(out, all[i]);
}

static void add_series(struct speak_texts *out, const struct series *series, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add(out, series[i].name);
        add(out, series[i].shown);
        add(out, series[i].line);
        add_facts(out, &series[i].facts);
    }
}

static void add_request(struct speak_texts *out, const struct request_kind *kind)
{
    add(out, kind->name);
    add(out, kind->shown);
    add(out, kind->line);
    add_facts(out, &kind->facts);
    for (size_t i = 0; i < kind->fields_len; i++) {
        add(out, kind->fields[i].label);
        add(out, kind->fields[i].hint);
        for (size_t k = 0; k < kind->fields[i].options_len; k++)
            add(out, kind->fields[i].options[k].name);
    }
    for (size_t i = 0; i < kind->urgencies_len; i++) {
        add(out, kind->urgencies[i].name);
        add(out, kind->urgencies[i].promise);
    }
}

static void add_offers(struct speak_texts *out, const struct catalogue *catalogue)
{
    add_series(out, catalogue->series, catalogue->series_len);
    add_series(out, catalogue->rooms, catalogue->rooms_len);
    for (size_t i = 0; i < catalogue->services_len; i++) {
        add(out, catalogue->services[i].name);
        add(out, catalogue->services[i].line);
        add_facts(out, &catalogue->services[i].facts);
    }
    for (size_t i = 0; i < catalogue->requests_len; i++)
        add_request(out, &catalogue->requests[i]);
    for (size_t i = 0; i < catalogue->categories_len; i++)
        add(out, catalogue->categories[i].name);
    for (size_t i = 0; i < catalogue->menus_len; i++) {
        add(out, catalogue->menus[i].greeting);
        for (size_t k = 0; k < catalogue->menus[i].items_len; k++) {
            add(out, catalogue->menus[i].items[k].name);
            add(out, catalogue->menus[i].items[k].line);
        }
    }
}

static void add_pages(struct speak_texts *out, const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->pages_len; i++) {
        const struct page *page = &catalogue->pages[i];
        add(out, page->name);
        add(out, page->line);
        for (size_t k = 0; k < page->sections_len; k++) {
            add(out, page->sections[k].heading);
            add(out, page->sections[k].body);
        }
    }
    for (size_t i = 0; i < catalogue->grids_len; i++) {
        const struct grid *grid = &catalogue->grids[i];
        const struct text all[] = {grid->name,    grid->portrait,      grid->plan,
                                   grid->steward, grid->steward_hours, grid->lately};
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
            add(out, all[k]);
    }
    for (size_t i = 0; i < catalogue->amenities_len; i++) {
        add(out, catalogue->amenities[i].name);
        add(out, catalogue->amenities[i].line);
    }
    for (size_t i = 0; i < catalogue->notices_len; i++) {
        add(out, catalogue->notices[i].title);
        add(out, catalogue->notices[i].body);
    }
    for (size_t i = 0; i < catalogue->texts_len; i++)
        add(out, catalogue->texts[i].text);
}

static void add_words(struct speak_texts *out, const struct catalogue *catalogue)
{
    out->words_n = catalogue->readings_len;
    out->words = arena_array(&out->arena, out->words_n, sizeof *out->words);
    for (size_t i = 0; i < out->words_n; i++) {
        out->words[i] =
            (struct reading_word){arena_strdup(&out->arena, catalogue->readings[i].word),
                                  arena_strdup(&out->arena, catalogue->readings[i].pinyin)};
        hash(out, out->words[i].word);
        hash(out, out->words[i].pinyin);
    }
}

/* A recording for this station alone goes before one for all, so it stands behind it. */
static void add_recordings(struct speak_texts *out, const struct catalogue *catalogue,
                           const char *station)
{
    out->recordings = arena_array(&out->arena, catalogue->recordings_len, sizeof *out->recordings);
    for (int own = 0; own < 2; own++)
        for (size_t i = 0; i < catalogue->recordings_len; i++) {
            const struct recording *at = &catalogue->recordings[i];
            if (strcmp(at->station, own ? station : "") != 0)
                continue;
            out->recordings[out->recordings_n++] =
                (struct recording){.text = arena_strdup(&out->arena, at->text),
                                   .file = arena_strdup(&out->arena, at->file),
                                   .station = "",
                                   .lang = at->lang};
        }
}

const char *speak_texts_recording(const struct speak_texts *texts, enum lang lang, const char *text)
{
    for (size_t i = texts ? texts->recordings_n : 0; i-- > 0;)
        if (texts->recordings[i].lang == lang && strcmp(texts->recordings[i].text, text) == 0)
            return texts->recordings[i].file;
    return NULL;
}

void speak_texts_make(const struct catalogue *catalogue, const char *station,
                      struct speak_texts **out)
{
    struct speak_texts *made = xalloc(sizeof *made);
    *made = (struct speak_texts){.cap = FIRST_CAP,
                                 .stamp = UINT64_C(14695981039346656037) + PREPARED_FORM};
    made->texts = arena_array(&made->arena, made->cap, sizeof *made->texts);
    for (int i = 0; i < MSG_COUNT; i++)
        add_string(made, text_get(LANG_ZH, (enum msg)i));
    if (catalogue) {
        add_offers(made, catalogue);
        add_pages(made, catalogue);
        add_words(made, catalogue);
        add_recordings(made, catalogue, station);
    }
    *out = made;
}

void speak_texts_destroy(struct speak_texts *texts)
{
    if (!texts)
        return;
    struct arena arena = texts->arena;
    arena_fini(&arena);
    free(texts);
}
