/* Command lines: what is taken, what is refused, and that each refusal says what was expected. */
#include <stdlib.h>
#include <unistd.h>

#include "base/options.h"
#include "check.h"

static const struct program_option options[] = {
    {"--db", "PATH", "the database", OPTION_REQUIRED},
    {"--size", "WxH", "the window's size", OPTION_OPTIONAL},
    {"--fresh", NULL, "begin anew", OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "yizhan-test",
    .purpose = "Tests command lines.",
    .options = options,
    .options_len = 3,
    .arguments = "DIR",
    .arguments_min = 1,
    .arguments_max = 1,
};

struct outcome {
    enum options_result result;
    const char *values[3];
    const char *arguments[2];
    char said[2048]; /* what came on stdout and stderr */
};

enum { WORDS_MAX = 8 };

/* Parses the words with stdout and stderr in a temporary file. */
static void parse(const char *const *words, struct outcome *out)
{
    *out = (struct outcome){.result = OPTIONS_OK};
    char *argv[WORDS_MAX + 2] = {(char *)program.name};
    int argc = 1;
    for (; words[argc - 1] != NULL; argc++) {
        argv[argc] = (char *)words[argc - 1];
    }
    FILE *file = tmpfile();
    CHECK(file != NULL);
    fflush(stdout);
    int old_out = dup(1), old_err = dup(2);
    dup2(fileno(file), 1);
    dup2(fileno(file), 2);
    out->result = options_parse(&program, argc, argv, out->values, out->arguments);
    fflush(stdout);
    dup2(old_out, 1);
    dup2(old_err, 2);
    close(old_out);
    close(old_err);
    rewind(file);
    size_t len = fread(out->said, 1, sizeof out->said - 1, file);
    out->said[len] = '\0';
    fclose(file);
}

static void test_accepted(void)
{
    struct outcome got;
    parse((const char *[WORDS_MAX]){"--db", "a.db", "dir", "--size=10x20", "--fresh"}, &got);
    CHECK_INT(got.result, OPTIONS_OK);
    CHECK_STR(got.values[0], "a.db");
    CHECK_STR(got.values[1], "10x20");
    CHECK_STR(got.values[2], "");
    CHECK_STR(got.arguments[0], "dir");
    CHECK_STR(got.arguments[1], NULL);

    parse((const char *[WORDS_MAX]){"--db=a", "--", "--dir"}, &got);
    CHECK_INT(got.result, OPTIONS_OK);
    CHECK_STR(got.arguments[0], "--dir");
    CHECK_STR(got.values[1], NULL);

    /* A value may look like an option: it is the value all the same. */
    parse((const char *[WORDS_MAX]){"--db", "--odd", "dir"}, &got);
    CHECK_INT(got.result, OPTIONS_OK);
    CHECK_STR(got.values[0], "--odd");
}

static void test_refused(void)
{
    static const struct {
        const char *words[WORDS_MAX];
        const char *said;
    } rows[] = {
        {{"dir"}, "--db is missing; expected --db PATH (the database)"},
        {{"--db", "a"}, "too few arguments; expected DIR"},
        {{"--db", "a", "b", "c"}, "unexpected argument “c”; expected DIR"},
        {{"dir", "--db"}, "--db needs a value; expected --db PATH"},
        {{"dir", "--db="}, "--db was given an empty value"},
        {{"dir", "--db", "a", "--db", "b"}, "--db was given twice"},
        {{"dir", "--db", "a", "--fresh=1"}, "--fresh takes no value"},
        {{"dir", "--nonsense"}, "expected one of --db, --size, --fresh, --help, --version"},
        {{"dir", "--siez", "1x1"}, "did you mean --size?"},
        {{"dir", "-x"}, "unknown option “-x”"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct outcome got;
        parse(rows[i].words, &got);
        CHECK_INT(got.result, OPTIONS_WRONG);
        if (strstr(got.said, rows[i].said) == NULL) {
            CHECK_STR(got.said, rows[i].said);
        }
        CHECK(strstr(got.said, "yizhan-test --help") != NULL);
    }
}

static void test_numbers(void)
{
    const char *const values[] = {"12", NULL, "12x"};
    int64_t number = 7;
    CHECK_INT(options_number(&program, values, 0, 1, 12, &number), 0);
    CHECK_INT(number, 12);
    number = 7;
    CHECK_INT(options_number(&program, values, 1, 1, 12, &number), 0);
    CHECK_INT(options_number(&program, values, 0, 1, 11, &number), EXIT_USAGE);
    CHECK_INT(options_number(&program, values, 0, 13, 20, &number), EXIT_USAGE);
    CHECK_INT(options_number(&program, values, 2, 1, 20, &number), EXIT_USAGE);
    CHECK_INT(number, 7);
}

static void test_help_and_version(void)
{
    struct outcome got;
    parse((const char *[WORDS_MAX]){"--help", "--nonsense"}, &got);
    CHECK_INT(got.result, OPTIONS_DONE);
    CHECK(strstr(got.said, "Usage: yizhan-test DIR --db PATH [--size WxH] [--fresh]") != NULL);
    CHECK(strstr(got.said, "begin anew") != NULL);
    parse((const char *[WORDS_MAX]){"--version"}, &got);
    CHECK_INT(got.result, OPTIONS_DONE);
    CHECK_STR(got.said, "yizhan-test " YIZHAN_VERSION "\n");
}

int main(void)
{
    test_accepted();
    test_refused();
    test_numbers();
    test_help_and_version();
    return check_done();
}
