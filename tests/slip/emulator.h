/* A receipt printer for tests, on a TCP port of the loopback or on a pseudo-terminal, with a thread
 * of its own. Like a real one it obeys DLE EOT wherever it stands in the stream, even amid picture
 * data; everything else it keeps. */
#ifndef TESTS_SLIP_EMULATOR_H
#define TESTS_SLIP_EMULATOR_H

#include <stddef.h>
#include <stdint.h>

enum emulator_manner {
    EMULATOR_ANSWERS,
    EMULATOR_IS_SILENT,
    EMULATOR_TALKS_RUBBISH, /* many bytes, none of them an answer */
    EMULATOR_CHATTERS,      /* reports by itself whatever it is sent, but answers nothing */
    EMULATOR_HANGS_UP,      /* after hang_up_at bytes of its whole life, once */
    EMULATOR_IS_SLOW,       /* takes 17,000 bytes a second */
};

struct emulator_mood {
    enum emulator_manner manner;
    uint8_t answers[3]; /* to DLE EOT 1, 2, 4; all 0: a printer that is well */
    size_t hang_up_at;
};

struct emulator;

/* port 0: any free one. */
struct emulator *emulator_start_tcp(int port);
/* A device file that stands for /dev/usb/lp0; its path is emulator_path. */
struct emulator *emulator_start_device(void);
int emulator_port(const struct emulator *emulator);
const char *emulator_path(const struct emulator *emulator);
void emulator_set(struct emulator *emulator, struct emulator_mood mood);
/* Copies what came so far except status requests; to holds size; returns the length. */
size_t emulator_received(struct emulator *emulator, uint8_t *to, size_t size);
int emulator_requests(struct emulator *emulator);
/* Connections that ended with a reset, which may cost a real printer what it had in its buffer. */
int emulator_resets(struct emulator *emulator);
void emulator_stop(struct emulator *emulator);

#endif
