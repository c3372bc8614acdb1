/* Links: content store domain base */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "content/content.h"
#include "store/catalogue.h"

static const char base[] =
    "station: {id: s, name: S, area: A, address: B, hours: H, phone: 000-1,\n"
    "          desk: {opens: 08:30, closes: 17:30}}\n"
    "menus: [{id: m, audience: resident, items: [{id: t, icon: ticket, name: T, target: "
    "tickets}]}]\n";

/* Whatever the checker lets through, the catalogue can read; whatever it says is one clean line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena arena = {0};
    const struct content_file files[] = {
        {"top.yaml", "", (const char *)data, len},
        {"s/base.yaml", "s", base, strlen(base)},
        {"s/x.yaml", "s", (const char *)data, len},
    };
    /* The first byte chooses where the text stands: at the top, in the folder, or in both. */
    size_t first = len > 0 && data[0] % 3 == 0 ? 1 : 0;
    size_t last = len > 0 && data[0] % 3 == 1 ? 2 : 3;
    struct content_report report;
    const struct content_row *rows = NULL;
    size_t n = 0;
    day_number today = day_of_date((struct date){2026, 11, 22});
    enum status status =
        content_read_files(files + first, last - first, today, &arena, &report, &rows, &n);
    assert((status == OK) == (report.errors == 0));
    for (size_t i = 0; i < report.notes_len; i++) {
        const char *line = content_note_line(&arena, &report.notes[i]);
        assert(utf8_is_valid(line, strlen(line)));
        assert(strchr(line, '\n') == NULL);
        assert(report.notes[i].line >= 1 && report.notes[i].column >= 1);
    }
    if (status == OK) {
        struct catalogue catalogue;
        char why[200] = "";
        status = catalogue_load(rows, n, 1, &arena, &catalogue, why, sizeof why);
        assert(status == OK);
    }
    arena_fini(&arena);
    return 0;
}
