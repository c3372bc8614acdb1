/* The voice's thread: turns what a screen says into sound, sentence by sentence, so that a stop is
 * heard at once and nothing of it ever holds up the screen. Content is prepared when it is loaded
 * (speak_reader.h), in this thread's spare time. The voice is opened by the first EFFECT_SPEAK (6
 * MB, kept until the end, see speech/voice.h), the loudspeaker only while something is said; the
 * dictionary is let go when the visit is over. Life: create, then load and do from the main thread,
 * stop (asks), join (waits and frees). */
#ifndef KIOSK_SPEAK_THREAD_H
#define KIOSK_SPEAK_THREAD_H

#include <pthread.h>

#include "base/status.h"
#include "kiosk/event.h"

struct speak_thread;

/* Called on the voice's thread; must only pass on what it is given. */
struct speak_calls {
    void *ctx;
    void (*over)(void *ctx, int64_t id, enum speech_state state);
    /* Held by whoever starts or ends the audio system. */
    pthread_mutex_t *audio;
};

/* Whether there is a voice and probably a loudspeaker; says on the log what is missing. Opens
 * nothing. */
bool speak_is_possible(void);

/* path: where what is prepared is kept; sounds: the folder of recordings. */
void speak_thread_create(const char *path, const char *sounds, const struct speak_calls *calls,
                         struct speak_thread **out);
/* There is content, or another one; NULL: none yet. Copies what it needs. */
void speak_thread_load(struct speak_thread *thread, const struct catalogue *catalogue,
                       const char *station);
/* EFFECT_SPEAK, EFFECT_HUSH or EFFECT_VOLUME. Texts are copied. */
void speak_thread_do(struct speak_thread *thread, const struct effect *effect);
void speak_thread_stop(struct speak_thread *thread);
void speak_thread_join(struct speak_thread *thread);

#endif
