/* Links: entry base */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "entry/cloud.h"
#include "entry/entry.h"
#include "entry/grid.h"

static void check_answer(const struct entry_answer *answer, size_t letters)
{
    assert(answer->n >= 0 && answer->n <= ENTRY_CANDIDATES_MAX);
    assert(strlen(answer->divided) < ENTRY_DIVIDED_SIZE);
    for (int i = 0; i < answer->n; i++) {
        const struct entry_candidate *item = &answer->items[i];
        size_t len = strlen(item->text);
        assert(len > 0 && len < ENTRY_CANDIDATE_SIZE && utf8_is_valid(item->text, len));
        assert(item->letters >= 0 && (size_t)item->letters <= letters);
    }
}

static void try_letters(struct entry *entry, const uint8_t *data, size_t len)
{
    char letters[ENTRY_LETTERS_MAX + 2];
    struct entry_answer answer;
    len = len < sizeof letters ? len : sizeof letters - 1;
    memcpy(letters, data, len);
    letters[len] = '\0';
    len = strlen(letters);
    enum status status = entry_pinyin(entry, letters, &answer);
    assert(status == (len > ENTRY_LETTERS_MAX ? ERR_LIMIT : OK));
    if (status == OK) {
        check_answer(&answer, len);
    }
}

/* Two bytes a point, but 255 first lifts the finger and 254 first makes the point a far one. */
static struct ink ink_of(const uint8_t *data, size_t len)
{
    struct ink ink = {0};
    for (size_t i = 0; i + 1 < len && ink.n_points < INK_POINTS_MAX; i += 2) {
        if (data[i] == 255 && ink.n_strokes + 1 < INK_STROKES_MAX) {
            ink.ends[ink.n_strokes++] = (int16_t)ink.n_points;
            continue;
        }
        int scale = data[i] == 254 ? -128 : 1;
        ink.x[ink.n_points] = (int16_t)(data[i] * scale);
        ink.y[ink.n_points++] = (int16_t)(data[i + 1] * scale);
    }
    ink.ends[ink.n_strokes++] = (int16_t)ink.n_points;
    return ink;
}

static void try_shape(const struct ink *ink)
{
    struct shape shape;
    struct cloud cloud;
    uint8_t picture[GRID_SIZE];
    shape_from_ink(ink, &shape);
    for (int i = 0; i < shape.n; i++) {
        assert(shape.x[i] >= -0.01f && shape.x[i] <= 1.01f);
        assert(shape.y[i] >= -0.01f && shape.y[i] <= 1.01f);
    }
    grid_draw(&shape, picture);
    cloud_from_shape(&shape, &cloud);
    assert(shape.n == 0 || cloud_distance(&cloud, &cloud) < 0.001f);
    assert(shape.n == 0 || cloud_ends_distance(&cloud, &cloud) < 0.001f);
}

static void try_ink(struct entry *entry, const struct ink *ink)
{
    struct entry_answer answer;
    enum status status = entry_ink(entry, ink, &answer);
    assert(status == OK);
    check_answer(&answer, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static struct entry *entry; /* opening the models each time would take most of the time */
    if (entry == NULL) {
        entry_create(NULL, &entry);
    }
    if (len == 0) {
        return 0;
    }
    if (data[0] % 2 == 0) {
        try_letters(entry, data + 1, len - 1);
        /* libdb remembers its pages in a way that the leak checker cannot follow. */
        entry_close_models(entry);
        return 0;
    }
    struct ink ink = ink_of(data + 1, len - 1);
    try_shape(&ink);
    /* A whole question compares with thousands of characters: only some. */
    if ((data[0] / 2 + len) % 64 == 0) {
        try_ink(entry, &ink);
    }
    return 0;
}
