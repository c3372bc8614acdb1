/* The loudspeaker, open only while something is said: the audio system is started by sound_open and
 * ended by sound_close. Samples are 16-bit mono at the rate given. One thread opens, writes, drains
 * and closes; sound_stop and sound_set_volume may come from any. SDL is used here, in shell*.c and
 * in ui/render only. */
#ifndef KIOSK_SHELL_SOUND_H
#define KIOSK_SHELL_SOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct sound;

/* Whether this machine seems to have a loudspeaker: a question to the file system that opens
 * nothing. A wrong yes shows when it is opened. */
bool sound_is_likely(void);
/* Whether a server, or what SDL was told to use, has the devices of this machine. */
bool sound_has_server(void);
/* How loud a step of the volume is. */
int sound_permille(int volume);

/* ERR_IO with a sentence in why. */
enum status sound_open(int rate_hz, int volume_permille, struct sound **out, char *why,
                       size_t why_size) MUST_CHECK;
/* Waits until all is taken; false: it was stopped. */
bool sound_write(struct sound *sound, const int16_t *samples, size_t n);
/* Waits until what was written has been played, or it was stopped. */
void sound_drain(struct sound *sound);
/* Silence within one buffer of the device; what was written is forgotten. */
void sound_stop(struct sound *sound);
void sound_set_volume(struct sound *sound, int volume_permille);
void sound_close(struct sound *sound);
/* The calling thread, which used sounds, is about to end. */
void sound_leave(void);

#endif
