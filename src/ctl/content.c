/* check and load. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "content/content.h"
#include "ctl/ctl.h"
#include "ctl/glyphs.h"
#include "store/revision.h"
#include "trust/env_real.h"

static void print_notes(FILE *to, struct arena *arena, const struct content_report *report)
{
    for (size_t i = 0; i < report->notes_len; i++) {
        fprintf(to, "%s\n", content_note_line(arena, &report->notes[i]));
    }
}

/* 0, or how many characters cannot be shown; said, when this machine cannot tell. */
static size_t check_glyphs(const char *dir, const struct content_row *rows, size_t rows_len,
                           size_t *warnings)
{
    char faces[PATH_MAX];
    size_t missing = 0;
    file_beside_program("faces", YIZHAN_FACES_DIR, faces);
    if (glyphs_check(dir, faces, rows, rows_len, stdout, &missing) != OK) {
        printf("%s: warning: whether the fonts have every character was not checked; expected the "
               "fonts that %s names\n",
               dir, faces);
        *warnings += 1;
    }
    return missing;
}

int ctl_check(int argc, char **argv)
{
    static const struct program program = {.name = "yizhanctl check",
                                           .purpose = "Names every mistake in a content directory, "
                                                      "with its place and what was expected.",
                                           .arguments = "DIR",
                                           .arguments_min = 1,
                                           .arguments_max = 1};
    const char *arguments[2];
    struct arena arena = {0};
    struct content_report report = {0};
    struct env env;
    enum options_result parsed = options_parse(&program, argc, argv, NULL, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    if (env_real_init(&env) != OK) {
        return ctl_fail(&program, "the crypto library cannot be initialised");
    }
    const struct content_row *rows = NULL;
    size_t rows_len = 0;
    enum status status = content_read(arguments[0], day_of_instant(env.wall(env.ctx)), &arena,
                                      &report, &rows, &rows_len);
    print_notes(stdout, &arena, &report);
    if (status == OK)
        report.errors += check_glyphs(arguments[0], rows, rows_len, &report.warnings);
    if (status == OK || report.errors > 0) {
        printf("%s: %zu errors, %zu warnings\n", arguments[0], report.errors, report.warnings);
    } else {
        ctl_fail(&program, "%s: %s", arguments[0], status_text(status));
    }
    arena_fini(&arena);
    return status == OK && report.errors == 0 ? EXIT_SUCCESS : EXIT_FAILED;
}

static int load(const struct program *program, const char *dir, const char *db_path)
{
    struct ctl ctl = {0};
    struct arena arena = {0};
    struct content_report report = {0};
    const struct content_row *rows = NULL;
    size_t rows_len = 0;
    int64_t revision = 0;
    int exit_status = ctl_open(&ctl, program, db_path, CTL_MAY_CREATE, STORE_READ_WRITE);
    if (exit_status != EXIT_SUCCESS) {
        goto out;
    }
    day_number today = day_of_instant(ctl.env.wall(ctl.env.ctx));
    enum status status = content_read(dir, today, &arena, &report, &rows, &rows_len);
    print_notes(stderr, &arena, &report);
    if (status != OK) {
        exit_status = ctl_fail(program, "%s was not loaded; what was in force stays", dir);
        goto out;
    }
    enum revision_match match = revision_compare(ctl.store, rows, rows_len, &revision);
    status = revision_publish(ctl.store, rows, rows_len, &revision);
    if (status != OK) {
        exit_status =
            ctl_fail(program, "%s cannot be stored in %s: %s", dir, db_path, status_text(status));
        goto out;
    }
    printf(match == REVISION_SAME ? "revision %" PRId64 " already has these %zu objects\n"
                                  : "revision %" PRId64 " is in force: %zu objects\n",
           revision, rows_len);
out:
    arena_fini(&arena);
    ctl_close(&ctl);
    return exit_status;
}

int ctl_load(int argc, char **argv)
{
    static const struct program_option options[] = {
        {"--db", "PATH", "the hub's database", OPTION_REQUIRED}};
    static const struct program program = {
        .name = "yizhanctl load",
        .purpose = "Makes a content directory the revision in force, if it has no mistake.",
        .options = options,
        .options_len = 1,
        .arguments = "DIR",
        .arguments_min = 1,
        .arguments_max = 1};
    const char *values[1] = {NULL};
    const char *arguments[2];
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    return load(&program, arguments[0], values[0]);
}
