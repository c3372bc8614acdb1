/* Plays scripts on the real terminal without a window and compares what it shows with what is
 * expected: run_screens [--update] [--look LANG-SIZE] CONTENT NAME.script …
 * The expectation stands in NAME.screen, with a look in NAME-LOOK.screen. See player.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/options.h"
#include "base/str.h"
#include "screens/player.h"

enum { PATH_BYTES = 512, FILE_MAX = 1 << 20 };

struct job {
    const char *content, *look_word; /* look_word: NULL as it comes */
    struct look look;
    bool is_update;
};

/* Prints the first line that differs. */
static void tell_difference(const char *path, const char *got, const char *expected)
{
    int line = 1;
    while (*got && *got == *expected) {
        line += *got == '\n';
        got++;
        expected++;
    }
    fprintf(stderr, "%s:%d: got “%.*s”, expected “%.*s”\n", path, line, (int)strcspn(got, "\n"),
            got, (int)strcspn(expected, "\n"), expected);
}

static bool compare(const char *path, const struct buf *out, bool is_update)
{
    struct arena arena = {0};
    char *expected = NULL;
    size_t len = 0;
    bool is_same = true;
    enum status status = file_read(&arena, path, FILE_MAX, &expected, &len);
    if (status != OK || len != out->len || memcmp(expected, out->data, len) != 0) {
        is_same = false;
        if (is_update)
            is_same = file_replace(path, out->data, out->len, 0644) == OK;
        else
            tell_difference(path, out->data ? out->data : "", status == OK ? expected : "");
    }
    arena_fini(&arena);
    return is_same;
}

static bool run(const struct job *job, const char *script)
{
    struct world *world = xalloc(sizeof *world);
    struct player player = {
        .world = world, .path = script, .look = job->look, .measure = &world_measure};
    char expected[PATH_BYTES];
    player_run(&player, job->content);
    (void)snprintf(expected, sizeof expected, "%.*s%s%s.screen",
                   (int)(strlen(script) - strlen(".script")), script, job->look_word ? "-" : "",
                   job->look_word ? job->look_word : "");
    bool is_same = compare(expected, &player.out, job->is_update);
    free(world);
    buf_fini(&player.out);
    return is_same;
}

enum { OPTION_UPDATE, OPTION_LOOK, OPTION_COUNT, SCRIPTS_MAX = 256 };

static const struct program_option options[] = {
    [OPTION_UPDATE] = {"--update", NULL, "what is shown now is what is expected", OPTION_OPTIONAL},
    [OPTION_LOOK] = {"--look", "LOOK", "zh or en, then -normal or -large", OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "run_screens",
    .purpose = "Plays scripts on the terminal without a window and compares what it shows.",
    .options = options,
    .options_len = OPTION_COUNT,
    .arguments = "CONTENT NAME.script…",
    .arguments_min = 2,
    .arguments_max = 1 + SCRIPTS_MAX,
};

int main(int argc, char **argv)
{
    const char *values[OPTION_COUNT] = {NULL};
    const char *arguments[SCRIPTS_MAX + 2];
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK)
        return parsed == OPTIONS_DONE ? 0 : EXIT_USAGE;
    struct job job = {.is_update = values[OPTION_UPDATE] != NULL, .content = arguments[0]};
    bool all_same = true;
    if (values[OPTION_LOOK]) {
        job.look_word = values[OPTION_LOOK];
        if (!look_parse(job.look_word, &job.look))
            return options_complain(&program, "--look is \"%s\"; expected such as zh-normal",
                                    job.look_word);
    }
    text_init();
    for (int i = 1; arguments[i]; i++)
        all_same &= run(&job, arguments[i]);
    return all_same ? 0 : 1;
}
