/* The terminal's shell: the window, the threads, and the loop between them and struct app. */
#ifndef KIOSK_SHELL_H
#define KIOSK_SHELL_H

#include "kiosk/options.h"

/* Runs until the window is closed or a SIGTERM or SIGINT comes. Returns the exit status; what went
 * wrong was said in one sentence. */
int shell_run(const struct kiosk_options *options);

#endif
