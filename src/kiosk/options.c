#include "kiosk/options.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/options.h"
#include "base/str.h"
#include "trust/enrolment.h"

enum { SIDE_MIN_PX = 480, SIDE_MAX_PX = 7680, URL_MAX = 200 };

enum value {
    VALUE_DATA,
    VALUE_CONTENT,
    VALUE_STATION,
    VALUE_HUB,
    VALUE_ENROLL,
    VALUE_SIZE,
    VALUE_PRINTER,
    VALUE_INSPECT,
    VALUE_LANG,
    VALUES_LEN
};

static const struct program_option options[VALUES_LEN] = {
    [VALUE_DATA] = {"--data", "DIR", "where this terminal keeps what it knows; made if missing",
                    OPTION_REQUIRED},
    [VALUE_CONTENT] = {"--content", "DIR", "kiosk-config", OPTION_REQUIRED},
    [VALUE_STATION] = {"--station", "ID", "the station it stands in, such as demo",
                       OPTION_REQUIRED},
    [VALUE_HUB] = {"--hub", "URL", "http://127.0.0.1:PORT; without it hub and kiosk in one",
                   OPTION_OPTIONAL},
    [VALUE_ENROLL] = {"--enroll", "TOKEN", "what yizhanctl enroll printed; needed once",
                      OPTION_OPTIONAL},
    [VALUE_SIZE] = {"--size", "WxH", "a window of this size; without it full screen",
                    OPTION_OPTIONAL},
    [VALUE_PRINTER] = {"--printer", "URI",
                       "file:PATH, tcp://HOST:9100, dev:/dev/usb/lp0 or none:", OPTION_OPTIONAL},
    [VALUE_INSPECT] = {"--inspect", "SOCKET", "a Unix socket that tells what is on the screen",
                       OPTION_OPTIONAL},
    [VALUE_LANG] = {"--lang", "zh|en", "the language a visit begins in; zh unless given",
                    OPTION_OPTIONAL},
};

static const struct program program = {
    .name = "yizhan-kiosk",
    .purpose = "The touch terminal of a community station.",
    .options = options,
    .options_len = VALUES_LEN,
};

static bool size_parse(const char *text, int *width_px, int *height_px)
{
    char copy[32];
    int64_t w = 0, h = 0;
    if (!str_copy(copy, sizeof copy, text))
        return false;
    char *x = strchr(copy, 'x');
    if (!x)
        return false;
    *x = '\0';
    if (!str_to_int(copy, SIDE_MIN_PX, SIDE_MAX_PX, &w) ||
        !str_to_int(x + 1, SIDE_MIN_PX, SIDE_MAX_PX, &h))
        return false;
    *width_px = (int)w;
    *height_px = (int)h;
    return true;
}

/* Plain HTTP never leaves the machine. */
static bool hub_is_local(const char *url)
{
    static const char *const hosts[] = {"http://127.0.0.1:", "http://localhost:", "http://[::1]:"};
    int64_t port = 0;
    char text[16];
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        if (!str_starts(url, hosts[i]))
            continue;
        const char *rest = url + strlen(hosts[i]);
        size_t digits = strspn(rest, "0123456789");
        bool is_end = rest[digits] == '\0' || str_equal(rest + digits, "/");
        if (!is_end || digits >= sizeof text)
            return false;
        memcpy(text, rest, digits);
        text[digits] = '\0';
        return str_to_int(text, 1, 65535, &port);
    }
    return false;
}

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool printer_is_known(const char *uri)
{
    static const char *const schemes[] = {"file:", "tcp://", "dev:"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (str_starts(uri, schemes[i]) && uri[strlen(schemes[i])] != '\0')
            return true;
    return str_equal(uri, "none:");
}

/* 0, or the exit status after a sentence was printed. */
static int check(const char *const *values, struct kiosk_options *out)
{
    const char *lang = values[VALUE_LANG];
    if (!is_directory(out->content))
        return options_complain(&program, "--content “%s”: expected a directory with kiosk-config",
                                out->content);
    if (!station_id_is_valid(out->station))
        return options_complain(&program,
                                "--station “%s”: expected at most 10 of a-z 0-9 -, such as demo",
                                out->station);
    if (out->hub && !hub_is_local(out->hub))
        return options_complain(&program,
                                "--hub “%s”: expected http://127.0.0.1:PORT; plain HTTP is spoken "
                                "on this machine only",
                                out->hub);
    if (out->enroll && !out->hub)
        return options_complain(&program, "--enroll: expected a --hub to enroll with");
    if (values[VALUE_SIZE] && !size_parse(values[VALUE_SIZE], &out->width_px, &out->height_px))
        return options_complain(&program,
                                "--size “%s”: expected WIDTHxHEIGHT, each %d to %d, such as "
                                "1080x1920",
                                values[VALUE_SIZE], SIDE_MIN_PX, SIDE_MAX_PX);
    if (!printer_is_known(out->printer))
        return options_complain(&program,
                                "--printer “%s”: expected file:PATH, tcp://HOST:PORT, dev:PATH or "
                                "none:",
                                out->printer);
    if (lang && !str_equal(lang, "zh") && !str_equal(lang, "en"))
        return options_complain(&program, "--lang “%s”: expected zh or en", lang);
    out->lang = lang && str_equal(lang, "en") ? LANG_EN : LANG_ZH;
    return 0;
}

enum kiosk_options_result kiosk_options_parse(int argc, char **argv, struct kiosk_options *out,
                                              int *exit_status)
{
    const char *values[VALUES_LEN] = {0};
    const char *arguments[1] = {0};
    switch (options_parse(&program, argc, argv, values, arguments)) {
    case OPTIONS_DONE:
        *exit_status = EXIT_SUCCESS;
        return KIOSK_OPTIONS_EXIT;
    case OPTIONS_WRONG:
        *exit_status = EXIT_USAGE;
        return KIOSK_OPTIONS_EXIT;
    case OPTIONS_OK:
        break;
    }
    struct kiosk_options taken = {
        .data = values[VALUE_DATA],
        .content = values[VALUE_CONTENT],
        .station = values[VALUE_STATION],
        .hub = values[VALUE_HUB],
        .enroll = values[VALUE_ENROLL],
        .printer = values[VALUE_PRINTER] ? values[VALUE_PRINTER] : "none:",
        .inspect = values[VALUE_INSPECT],
    };
    *exit_status = check(values, &taken);
    if (*exit_status != 0)
        return KIOSK_OPTIONS_EXIT;
    *out = taken;
    return KIOSK_OPTIONS_RUN;
}
