/* badge: a staff member's badge, to be printed, and the line for the list of staff. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ctl/ctl.h"
#include "domain/content.h"
#include "trust/badge.h"
#include "trust/env_real.h"

enum { ID, NAME, LEN };

static const struct program_option options[LEN] = {
    [ID] = {"--id", "ID", "of the staff member, a-z, 0-9 and -", OPTION_REQUIRED},
    [NAME] = {"--name", "TEXT", "as shown in public, a surname and a form of address",
              OPTION_REQUIRED},
};
static const struct program program = {
    .name = "yizhanctl badge",
    .purpose = "Makes a badge: what to print on it, and the line for staff.yaml.",
    .options = options,
    .options_len = LEN,
};

static bool id_is_plain(const char *id)
{
    size_t len = strlen(id);
    return len > 0 && len <= CONTENT_NAME_MAX &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static bool name_is_plain(const char *name)
{
    if (!utf8_is_valid(name, strlen(name)) || name[0] == '\0') {
        return false;
    }
    for (const char *p = name; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || *p == '"' || *p == '\\' || *p == 0x7f) {
            return false;
        }
    }
    return true;
}

int ctl_badge(int argc, char **argv)
{
    const char *values[LEN] = {NULL};
    const char *arguments[1];
    char code[BADGE_CODE_SIZE], hash[BADGE_HASH_SIZE];
    struct env env;
    enum options_result parsed = options_parse(&program, argc, argv, values, arguments);
    if (parsed != OPTIONS_OK) {
        return parsed == OPTIONS_DONE ? EXIT_SUCCESS : EXIT_USAGE;
    }
    if (!id_is_plain(values[ID])) {
        return options_complain(&program, "“%s”: expected an id of a-z, 0-9 and -, at most 32",
                                values[ID]);
    }
    if (!name_is_plain(values[NAME])) {
        return options_complain(&program, "--name: expected a name without quotes or controls");
    }
    if (env_real_init(&env) != OK) {
        return ctl_fail(&program, "this machine gives no random numbers");
    }
    badge_make(&env, code);
    badge_hash(code, hash);
    printf("print on the badge, as text and as QR code or Code 128:\n    %s\n"
           "put into staff.yaml, under “staff:”:\n"
           "    - {id: %s, name: \"%s\", badge: \"%s\"}\n"
           "the code is stored nowhere: print it now\n",
           code, values[ID], values[NAME], hash);
    return EXIT_SUCCESS;
}
