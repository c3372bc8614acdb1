#include "kiosk/shell_sound.h"

#include <stdlib.h>
#include <string.h>

#include <SDL.h>
#include <unistd.h>

#include "base/arena.h"
#include "kiosk/event.h"

/* A third of a second between the voice and the loudspeaker, and what the device takes at once. */
enum { RING_SAMPLES = 8192, DEVICE_SAMPLES = 1024 };

struct sound {
    SDL_AudioDeviceID device;
    SDL_mutex *mutex;
    SDL_cond *taken;
    /* ---- protected by mutex ---- */
    int16_t ring[RING_SAMPLES];
    size_t from, n; /* what waits in the ring */
    int volume_permille;
    int silent_buffers; /* the device asked for, and got nothing */
    bool is_stopped;
};

static bool is_there(const char *folder, const char *file)
{
    char path[256];
    return folder && SDL_snprintf(path, sizeof path, "%s/%s", folder, file) < (int)sizeof path &&
           access(path, F_OK) == 0;
}

bool sound_has_server(void)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    return getenv("SDL_AUDIODRIVER") || getenv("PULSE_SERVER") ||
           is_there(runtime, "pulse/native") || is_there(runtime, "pipewire-0");
}

bool sound_is_likely(void)
{
    return sound_has_server() || is_there("/dev/snd", "controlC0") ||
           is_there("/dev/snd", "controlC1");
}

int sound_permille(int volume)
{
    static const int of[VOLUME_MOST + 1] = {0, 150, 300, 500, 720, 1000};
    return of[volume];
}

/* On the device's own thread. */
static void SDLCALL fill(void *ctx, Uint8 *bytes, int size)
{
    struct sound *self = ctx;
    int16_t *out = (int16_t *)(void *)bytes;
    size_t wanted = (size_t)size / sizeof *out;
    SDL_LockMutex(self->mutex);
    size_t n = self->n < wanted ? self->n : wanted;
    for (size_t i = 0; i < n; i++)
        out[i] =
            (int16_t)(self->ring[(self->from + i) % RING_SAMPLES] * self->volume_permille / 1000);
    self->from = (self->from + n) % RING_SAMPLES;
    self->n -= n;
    self->silent_buffers = n == 0 ? self->silent_buffers + 1 : 0;
    SDL_CondSignal(self->taken);
    SDL_UnlockMutex(self->mutex);
    memset(out + n, 0, (wanted - n) * sizeof *out);
}

enum status sound_open(int rate_hz, int volume_permille, struct sound **out, char *why,
                       size_t why_size)
{
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
        SDL_snprintf(why, why_size, "no loudspeaker can be used: %s", SDL_GetError());
        return ERR_IO;
    }
    struct sound *self = xalloc(sizeof *self);
    memset(self, 0, sizeof *self);
    self->volume_permille = volume_permille;
    self->mutex = SDL_CreateMutex();
    self->taken = SDL_CreateCond();
    SDL_AudioSpec wanted = {.freq = rate_hz,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = DEVICE_SAMPLES,
                            .callback = fill,
                            .userdata = self};
    self->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (!self->mutex || !self->taken || self->device == 0) {
        SDL_snprintf(why, why_size, "no loudspeaker can be opened: %s", SDL_GetError());
        sound_close(self);
        return ERR_IO;
    }
    SDL_PauseAudioDevice(self->device, 0);
    *out = self;
    return OK;
}

bool sound_write(struct sound *self, const int16_t *samples, size_t n)
{
    SDL_LockMutex(self->mutex);
    while (n > 0 && !self->is_stopped) {
        if (self->n == RING_SAMPLES) {
            SDL_CondWait(self->taken, self->mutex);
            continue;
        }
        self->ring[(self->from + self->n) % RING_SAMPLES] = *samples++;
        self->n++;
        n--;
    }
    bool goes_on = !self->is_stopped;
    SDL_UnlockMutex(self->mutex);
    return goes_on;
}

void sound_drain(struct sound *self)
{
    SDL_LockMutex(self->mutex);
    /* The device holds a buffer or two that it took before. */
    while (!self->is_stopped && (self->n > 0 || self->silent_buffers < 2))
        SDL_CondWait(self->taken, self->mutex);
    SDL_UnlockMutex(self->mutex);
}

void sound_stop(struct sound *self)
{
    SDL_LockMutex(self->mutex);
    self->is_stopped = true;
    self->n = 0;
    SDL_CondSignal(self->taken);
    SDL_UnlockMutex(self->mutex);
}

void sound_set_volume(struct sound *self, int volume_permille)
{
    SDL_LockMutex(self->mutex);
    self->volume_permille = volume_permille;
    SDL_UnlockMutex(self->mutex);
}

void sound_close(struct sound *self)
{
    if (!self)
        return;
    if (self->device != 0)
        SDL_CloseAudioDevice(self->device);
    SDL_DestroyCond(self->taken);
    SDL_DestroyMutex(self->mutex);
    free(self);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

void sound_leave(void)
{
    SDL_TLSCleanup();
}
