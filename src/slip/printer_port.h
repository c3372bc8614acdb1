/* What a printer hangs on: a file, a TCP socket, a device. Descriptors only, no waiting but where
 * said, no idea of slips. One owner. */
#ifndef SLIP_PRINTER_PORT_H
#define SLIP_PRINTER_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "slip/printer_machine.h"

enum { PRINTER_WHY_SIZE = 160, PRINTER_TARGET_SIZE = 256, PRINTER_SERVICE_SIZE = 6 };

enum printer_target { PRINTER_AT_NOTHING, PRINTER_AT_FILE, PRINTER_AT_TCP, PRINTER_AT_DEVICE };

struct printer_uri {
    enum printer_target target;
    char name[PRINTER_TARGET_SIZE]; /* path or host */
    char service[PRINTER_SERVICE_SIZE];
};

/* file:PATH, tcp://HOST[:PORT] (9100; [ADDRESS] for IPv6), dev:PATH, none:, NULL (none). ERR_PARSE
 * with a sentence in why that says what was expected. */
enum status printer_uri_parse(const char *text, char why[PRINTER_WHY_SIZE],
                              struct printer_uri *out) MUST_CHECK;
enum printer_kind printer_uri_kind(const struct printer_uri *uri);

enum printer_ear { PRINTER_LISTENS, PRINTER_DEAF };

struct printer_port {
    struct printer_uri uri;
    int fd;               /* -1: closed */
    enum printer_ear ear; /* deaf: nothing can be read from it */
    int64_t size_before;  /* a regular file's length when it was opened; else -1 */
};

void printer_port_init(struct printer_port *port, const struct printer_uri *uri);
/* Waits for a connection at most timeout_ms, or until wake_fd is readable (ERR_BUSY then). A host
 * name is resolved without that limit; give addresses. ERR_NOT_FOUND, ERR_IO. */
enum status printer_port_open(struct printer_port *port, int wake_fd, int timeout_ms) MUST_CHECK;
/* As much as is taken without waiting, possibly nothing. ERR_IO, ERR_FULL; a file that failed gets
 * its former length back. */
enum status printer_port_write(struct printer_port *port, const void *data, size_t len,
                               size_t *taken) MUST_CHECK;
/* Whether all that was taken has reached the printer's side (known of a connection only). */
bool printer_port_has_arrived(const struct printer_port *port);
/* What there is, possibly nothing. ERR_IO at the end of the connection, too. */
enum status printer_port_read(struct printer_port *port, void *data, size_t size,
                              size_t *got) MUST_CHECK;
enum { PRINTER_CLOSE_MS = 1000 };
/* Sees that what was written arrives: a file is synced (ERR_IO, ERR_FULL); a device may take, and a
 * TCP printer may hang up, within PRINTER_CLOSE_MS. The port is closed in any case. */
enum status printer_port_close(struct printer_port *port) MUST_CHECK;

/* The monotonic clock that a machine on this port is driven with. */
int64_t printer_port_now_ms(void);

#endif
