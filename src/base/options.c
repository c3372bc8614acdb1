#include "base/options.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

int options_complain(const struct program *program, const char *format, ...)
{
    char sentence[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    fprintf(stderr, "%s: %s\nTry: %s --help\n", program->name, sentence, program->name);
    return EXIT_USAGE;
}

int options_number(const struct program *program, const char *const *values, int option,
                   int64_t min, int64_t max, int64_t *out)
{
    const char *value = values[option];
    if (value == NULL || str_to_int(value, min, max, out)) {
        return 0;
    }
    return options_complain(program, "%s is “%s”; expected a whole number from %lld to %lld",
                            program->options[option].name, value, (long long)min, (long long)max);
}

static void print_usage_line(const struct program *program)
{
    printf("Usage: %s", program->name);
    if (program->arguments != NULL) {
        printf(" %s", program->arguments);
    }
    for (size_t i = 0; i < program->options_len; i++) {
        const struct program_option *option = &program->options[i];
        bool required = option->need == OPTION_REQUIRED;
        printf(required ? " %s" : " [%s", option->name);
        if (option->value != NULL) {
            printf(" %s", option->value);
        }
        printf("%s", required ? "" : "]");
    }
    printf("\n");
}

static void print_help(const struct program *program)
{
    print_usage_line(program);
    printf("\n%s\n\n", program->purpose);
    for (size_t i = 0; i < program->options_len; i++) {
        const struct program_option *option = &program->options[i];
        char head[64];
        snprintf(head, sizeof head, "%s %s", option->name,
                 option->value == NULL ? "" : option->value);
        printf("  %-24s %s\n", head, option->help);
    }
    printf("  %-24s %s\n", "--help", "print this and exit");
    printf("  %-24s %s\n", "--version", "print the version and exit");
}

/* The option that text names, up to a "=" if there is one; options_len when there is none. */
static size_t find_option(const struct program *program, const char *text)
{
    size_t len = strcspn(text, "=");
    for (size_t i = 0; i < program->options_len; i++) {
        const char *name = program->options[i].name;
        if (strlen(name) == len && strncmp(name, text, len) == 0) {
            return i;
        }
    }
    return program->options_len;
}

/* The option whose name begins as text does, for a hint; NULL when none does. */
static const char *nearest_option(const struct program *program, const char *text)
{
    for (size_t i = 0; i < program->options_len; i++) {
        if (strncmp(program->options[i].name, text, 4) == 0 && strlen(text) >= 4) {
            return program->options[i].name;
        }
    }
    return NULL;
}

static enum options_result complain_unknown(const struct program *program, const char *text)
{
    char names[512] = "";
    const char *near = nearest_option(program, text);
    if (near != NULL) {
        options_complain(program, "unknown option “%s”; did you mean %s?", text, near);
        return OPTIONS_WRONG;
    }
    for (size_t i = 0; i < program->options_len; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s, ", program->options[i].name);
    }
    options_complain(program, "unknown option “%s”; expected one of %s--help, --version", text,
                     names);
    return OPTIONS_WRONG;
}

/* Takes the option at argv[*at] and its value, and moves *at to the last word taken. */
static enum options_result take_option(const struct program *program, int argc, char **argv,
                                       int *at, const char **values, bool *given)
{
    const char *text = argv[*at];
    size_t index = find_option(program, text);
    if (index == program->options_len) {
        return complain_unknown(program, text);
    }
    const struct program_option *option = &program->options[index];
    const char *equals = strchr(text, '=');
    if (given[index]) {
        options_complain(program, "%s was given twice; expected once", option->name);
        return OPTIONS_WRONG;
    }
    given[index] = true;
    if (option->value == NULL) {
        if (equals != NULL) {
            options_complain(program, "%s takes no value", option->name);
            return OPTIONS_WRONG;
        }
        values[index] = "";
        return OPTIONS_OK;
    }
    if (equals == NULL && *at + 1 >= argc) {
        options_complain(program, "%s needs a value; expected %s %s", option->name, option->name,
                         option->value);
        return OPTIONS_WRONG;
    }
    values[index] = equals != NULL ? equals + 1 : argv[++*at];
    if (values[index][0] == '\0') {
        options_complain(program, "%s was given an empty value; expected %s %s", option->name,
                         option->name, option->value);
        return OPTIONS_WRONG;
    }
    return OPTIONS_OK;
}

static enum options_result check_complete(const struct program *program, const char **values,
                                          size_t arguments_len)
{
    for (size_t i = 0; i < program->options_len; i++) {
        const struct program_option *option = &program->options[i];
        if (option->need == OPTION_REQUIRED && values[i] == NULL) {
            options_complain(program, "%s is missing; expected %s %s (%s)", option->name,
                             option->name, option->value == NULL ? "" : option->value,
                             option->help);
            return OPTIONS_WRONG;
        }
    }
    if (arguments_len < program->arguments_min) {
        options_complain(program, "too few arguments; expected %s", program->arguments);
        return OPTIONS_WRONG;
    }
    return OPTIONS_OK;
}

enum options_result options_parse(const struct program *program, int argc, char **argv,
                                  const char **values, const char **arguments)
{
    enum { OPTIONS_MAX = 32 };
    bool given[OPTIONS_MAX] = {false};
    bool options_ended = false;
    assert(program->options_len <= OPTIONS_MAX);
    size_t arguments_len = 0;
    for (int i = 1; i < argc; i++) {
        const char *text = argv[i];
        if (!options_ended && str_equal(text, "--help")) {
            print_help(program);
            return OPTIONS_DONE;
        }
        if (!options_ended && str_equal(text, "--version")) {
            printf("%s %s\n", program->name, YIZHAN_VERSION);
            return OPTIONS_DONE;
        }
        if (!options_ended && str_equal(text, "--")) {
            options_ended = true;
        } else if (!options_ended && text[0] == '-' && text[1] != '\0') {
            if (take_option(program, argc, argv, &i, values, given) != OPTIONS_OK) {
                return OPTIONS_WRONG;
            }
        } else if (arguments_len == program->arguments_max) {
            options_complain(program, "unexpected argument “%s”; expected %s", text,
                             program->arguments == NULL ? "options only" : program->arguments);
            return OPTIONS_WRONG;
        } else {
            arguments[arguments_len++] = text;
        }
    }
    arguments[arguments_len] = NULL;
    return check_complete(program, values, arguments_len);
}
