/* The command line of yizhan-kiosk, checked. Everything points into argv. */
#ifndef KIOSK_OPTIONS_H
#define KIOSK_OPTIONS_H

#include "base/lang.h"

struct kiosk_options {
    const char *data, *content, *station;
    const char *hub;         /* NULL: alone */
    const char *enroll;      /* token, or NULL */
    int width_px, height_px; /* 0: full screen */
    const char *printer;     /* URI, "none:" by default */
    const char *inspect;     /* NULL: no inspection */
    enum lang lang;
};

enum kiosk_options_result { KIOSK_OPTIONS_RUN, KIOSK_OPTIONS_EXIT };

/* KIOSK_OPTIONS_EXIT: help, version or a complaint was printed; *exit_status is set. */
enum kiosk_options_result kiosk_options_parse(int argc, char **argv, struct kiosk_options *out,
                                              int *exit_status);

#endif
