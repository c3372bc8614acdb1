/* kiosk-config: YAML files to the rows of one revision. A content directory holds files that count
 * for every station, and one folder per station, named by its id, whose files belong to it alone:
 *
 *   DIR/categories.yaml  DIR/requests.yaml  DIR/calendar-2026.yaml …
 *   DIR/demo/station.yaml  DIR/demo/series.yaml …  DIR/riverside/station.yaml …
 *
 * Recordings lie in DIR/sounds/, named by sounds.yaml.
 *
 * All mistakes are found in one go, each with its place and with what was expected. A directory
 * with a mistake gives no rows, so it can never replace a good revision. What the schema allows
 * stands in content/schema.c. */
#ifndef CONTENT_CONTENT_H
#define CONTENT_CONTENT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "domain/calendar.h"
#include "domain/content.h"

enum content_severity {
    CONTENT_ERROR,
    CONTENT_WARNING, /* worth knowing, nothing is wrong: exit 0 */
};

struct content_note {
    enum content_severity severity;
    const char *file; /* DIR/… */
    int line, column; /* from 1; columns count characters */
    const char *text; /* "what is wrong; expected …" */
};

/* Sorted by file, line, column. In the arena. */
struct content_report {
    const struct content_note *notes;
    size_t notes_len;
    size_t errors, warnings;
};

/* "FILE:LINE:COLUMN: what is wrong; expected …", a warning with "warning: " after the place. */
const char *content_note_line(struct arena *arena, const struct content_note *note);

/* today: the station's day, for what is about to run out. OK: rows are complete, the report may
 * hold warnings. ERR_PARSE: the report has errors, rows are untouched. ERR_NOT_FOUND, ERR_IO: dir
 * or a file in it cannot be read; the report says which. The report is always filled in. Rows lie
 * in the arena; their ids are sorted within each kind, so equal content gives equal rows. */
enum status content_read(const char *dir, day_number today, struct arena *arena,
                         struct content_report *report, const struct content_row **rows,
                         size_t *rows_len) MUST_CHECK;
/* The same without the rows. */
enum status content_check(const char *dir, day_number today, struct arena *arena,
                          struct content_report *report) MUST_CHECK;

/* The same on texts in memory. */
struct content_file {
    const char *path;    /* as shown in notes */
    const char *station; /* the folder it stands in, or "" for the top */
    const char *text;
    size_t len;
};
enum status content_read_files(const struct content_file *files, size_t files_len, day_number today,
                               struct arena *arena, struct content_report *report,
                               const struct content_row **rows, size_t *rows_len) MUST_CHECK;

/* Every string in the rows, texts and ids alike: for whoever checks that each character can be
 * drawn. */
void content_each_string(const struct content_row *rows, size_t rows_len,
                         void (*each)(void *ctx, const char *text), void *ctx);

/* Names of the icons there are, ended by NULL; made from assets/icons when building. */
extern const char *const content_icons[];

#endif
