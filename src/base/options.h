/* The command lines of the programs: one table of options gives parsing, --help and --version, and
 * every mistake is answered by a sentence that says what was expected. Writes to stdout and stderr;
 * otherwise pure. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 }; /* a program's exit status; 0 only on success */

enum option_need { OPTION_OPTIONAL, OPTION_REQUIRED };

struct program_option {
    const char *name;  /* "--db" */
    const char *value; /* what stands for its value in the help, "PATH"; NULL: it takes none */
    const char *help;  /* one line */
    enum option_need need;
};

struct program {
    const char *name;    /* "yizhan-hub"; may be several words: "yizhanctl load" */
    const char *purpose; /* one sentence */
    const struct program_option *options;
    size_t options_len;
    const char *arguments; /* what is not an option, in the help's words: "DIR"; NULL: nothing is */
    size_t arguments_min, arguments_max;
};

enum options_result {
    OPTIONS_OK,
    OPTIONS_DONE,  /* help or version were printed: exit 0 */
    OPTIONS_WRONG, /* a sentence was printed on stderr: exit EXIT_USAGE */
};

/* Takes --name VALUE and --name=VALUE in any order among the arguments; “--” ends the options.
 * values has options_len places: the value, "" for an option without one, NULL where not given; a
 * place may hold a default beforehand. arguments has arguments_max + 1 places, NULL after the last.
 * Everything points into argv. */
enum options_result options_parse(const struct program *program, int argc, char **argv,
                                  const char **values, const char **arguments);

/* "PROGRAM: ", the sentence, and a hint to --help, on stderr; returns EXIT_USAGE. For values that
 * only the program can judge: say what was given and what was expected. */
int options_complain(const struct program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The whole number that the value of options[option] says, into *out; without the option *out
 * stays. Returns 0, or EXIT_USAGE after a complaint. */
int options_number(const struct program *program, const char *const *values, int option,
                   int64_t min, int64_t max, int64_t *out) MUST_CHECK;

#endif
