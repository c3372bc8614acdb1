/* yizhan-kiosk: options, then the shell. */
#include <malloc.h>
#include <signal.h>
#include <stddef.h>

#include "kiosk/options.h"
#include "kiosk/shell.h"

int main(int argc, char **argv)
{
    struct kiosk_options options;
    int exit_status = 0;
    if (kiosk_options_parse(argc, argv, &options, &exit_status) == KIOSK_OPTIONS_EXIT)
        return exit_status;
    /* One heap for all threads. With one for each, every page that a thread's heap grows by is a
     * call of the kernel, hundreds while the content is loaded, and each keeps what it does not
     * need. */
    (void)mallopt(M_ARENA_MAX, 1);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    return shell_run(&options);
}
