/* The microphone and its thread, made by the first EFFECT_NOTE. The device is open only while
 * something is recorded, the loudspeaker only while it is heard again. Samples are in memory from
 * NOTE_RECORD until NOTE_DROP, wiped then and never written anywhere; what is handed on is an Ogg
 * file (speech/opus.h). Main thread only, but for the calls. SDL is used here, in shell*.c and in
 * ui/render only. */
#ifndef KIOSK_SHELL_MICROPHONE_H
#define KIOSK_SHELL_MICROPHONE_H

#include <stdbool.h>

#include <pthread.h>

#include "kiosk/event.h"

struct microphone;

struct microphone_calls {
    void *ctx;
    /* On the microphone's threads; must only pass on what it is given. */
    void (*news)(void *ctx, const struct note_news *news);
    /* Held by whoever starts or ends the audio system. */
    pthread_mutex_t *audio;
};

/* Whether the station is said to have a microphone and this machine seems to; says on the log what
 * is missing. Opens nothing. catalogue may be NULL. */
bool microphone_is_possible(const struct catalogue *catalogue, const char *station);
/* EFFECT_NOTE. *microphone is NULL before the first one. */
void microphone_do(struct microphone **microphone, const struct microphone_calls *calls,
                   const struct effect *effect);
/* Ends what is going on, wipes, waits; takes NULL. */
void microphone_end(struct microphone *microphone);

#endif
