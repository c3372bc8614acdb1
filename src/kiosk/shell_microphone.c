#include "kiosk/shell_microphone.h"

#include <stdlib.h>
#include <string.h>

#include <SDL.h>
#include <dirent.h>

#include "base/arena.h"
#include "base/thread.h"
#include "kiosk/note.h"
#include "kiosk/shell_sound.h"
#include "speech/opus.h"

#define LOG_MODULE "note"
#include "base/log.h"

enum { SAMPLES_MOST = NOTE_MOST_S * OPUS_RATE_HZ, DEVICE_SAMPLES = 1024, WHY_SIZE = 300 };

struct microphone {
    struct microphone_calls calls;
    struct thread thread;
    /* ---- protected by the thread's mutex ---- */
    bool has_deed;
    enum note_deed deed; /* what is to be done next */
    int64_t id;          /* of the recording it is about */
    int volume;
    int16_t *samples; /* SAMPLES_MOST of them; NULL: nothing is recorded */
    size_t n;
    struct sound *sound; /* open */
};

/* A sound card with something to record from has a file pcmC0D0c or the like. */
static bool has_capture_device(void)
{
    bool is_there = false;
    DIR *folder = opendir("/dev/snd");
    if (!folder)
        return false;
    for (const struct dirent *entry = readdir(folder); entry && !is_there; entry = readdir(folder))
        is_there = strncmp(entry->d_name, "pcm", 3) == 0 &&
                   entry->d_name[strlen(entry->d_name) - 1] == 'c';
    closedir(folder);
    return is_there;
}

bool microphone_is_possible(const struct catalogue *catalogue, const char *name)
{
    char why[WHY_SIZE];
    const struct station *station = catalogue ? catalogue_find_station(catalogue, name) : NULL;
    if (!station || !station->has_microphone)
        return false;
    if (!opus_is_there(why, sizeof why)) {
        LOG_WARN("%s", why);
        return false;
    }
    if (!sound_has_server() && !has_capture_device()) {
        LOG_WARN("nothing can be recorded: this machine has no microphone");
        return false;
    }
    return true;
}

/* ---- on the threads ---- */

static void tell(struct microphone *self, int64_t id, enum note_news_kind kind, int seconds,
                 const struct buf *ogg)
{
    const struct note_news news = {id, kind, seconds, ogg ? ogg->data : NULL, ogg ? ogg->len : 0};
    self->calls.news(self->calls.ctx, &news);
}

/* On the device's own thread. */
static void SDLCALL take(void *ctx, Uint8 *bytes, int size)
{
    struct microphone *self = ctx;
    size_t n = (size_t)size / sizeof *self->samples;
    thread_lock(&self->thread);
    size_t before = self->n, room = SAMPLES_MOST - before;
    n = n < room ? n : room;
    memcpy(self->samples + before, bytes, n * sizeof *self->samples);
    self->n = before + n;
    size_t seconds = self->n / OPUS_RATE_HZ;
    bool is_new = seconds != before / OPUS_RATE_HZ;
    int64_t id = self->id;
    bool goes_on = !self->has_deed && !self->thread.is_stopping;
    if (self->n == SAMPLES_MOST)
        thread_wake(&self->thread);
    thread_unlock(&self->thread);
    if (is_new && goes_on)
        tell(self, id, NOTE_RECORDING, (int)seconds, NULL);
}

static SDL_AudioDeviceID open_device(struct microphone *self, char *why)
{
    SDL_AudioSpec wanted = {.freq = OPUS_RATE_HZ,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = DEVICE_SAMPLES,
                            .callback = take,
                            .userdata = self};
    SDL_AudioDeviceID device = 0;
    pthread_mutex_lock(self->calls.audio);
    bool is_on = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    if (is_on)
        device = SDL_OpenAudioDevice(NULL, 1, &wanted, NULL, 0);
    if (device == 0) {
        SDL_snprintf(why, WHY_SIZE, "no microphone can be opened: %s", SDL_GetError());
        if (is_on)
            SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    pthread_mutex_unlock(self->calls.audio);
    return device;
}

static void close_device(struct microphone *self, SDL_AudioDeviceID device)
{
    pthread_mutex_lock(self->calls.audio);
    SDL_CloseAudioDevice(device);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    pthread_mutex_unlock(self->calls.audio);
}

static void wipe(struct microphone *self)
{
    if (self->samples)
        memset(self->samples, 0, SAMPLES_MOST * sizeof *self->samples);
    free(self->samples);
    self->samples = NULL;
    self->n = 0;
}

/* Until there is something else to do or the minute is over. */
static void wait_for_end(struct microphone *self)
{
    thread_lock(&self->thread);
    while (!self->has_deed && !self->thread.is_stopping && self->n < SAMPLES_MOST)
        thread_sleep(&self->thread);
    thread_unlock(&self->thread);
}

static void hand_on(struct microphone *self, int64_t id)
{
    char why[WHY_SIZE];
    struct buf ogg = {0};
    int seconds = (int)((self->n + OPUS_RATE_HZ / 2) / OPUS_RATE_HZ);
    if (opus_put_ogg(self->samples, self->n, &ogg, why, sizeof why) == OK) {
        tell(self, id, NOTE_READY, seconds > 0 ? seconds : 1, &ogg);
        memset(ogg.data, 0, ogg.len);
    } else {
        LOG_ERR("%s", why);
        tell(self, id, NOTE_FAILED, 0, NULL);
    }
    buf_fini(&ogg);
}

static void record(struct microphone *self, int64_t id)
{
    char why[WHY_SIZE];
    wipe(self);
    self->samples = xalloc(SAMPLES_MOST * sizeof *self->samples);
    SDL_AudioDeviceID device = open_device(self, why);
    if (device == 0) {
        LOG_ERR("%s", why);
        wipe(self);
        tell(self, id, NOTE_FAILED, 0, NULL);
        return;
    }
    tell(self, id, NOTE_RECORDING, 0, NULL);
    SDL_PauseAudioDevice(device, 0);
    wait_for_end(self);
    close_device(self, device);
    thread_lock(&self->thread);
    bool is_stopped = self->has_deed && self->deed == NOTE_STOP;
    bool is_wanted = !self->thread.is_stopping && (is_stopped || !self->has_deed);
    self->has_deed = self->has_deed && !is_stopped;
    thread_unlock(&self->thread);
    if (is_wanted)
        hand_on(self, id);
}

/* The loudspeaker is seen by the main thread from here on, so that it can be stopped. */
static void lend(struct microphone *self, struct sound *sound)
{
    thread_lock(&self->thread);
    self->sound = self->has_deed || self->thread.is_stopping ? NULL : sound;
    if (sound && !self->sound)
        sound_stop(sound);
    thread_unlock(&self->thread);
}

static void play(struct microphone *self, int64_t id, int volume)
{
    char why[WHY_SIZE];
    struct sound *sound = NULL;
    pthread_mutex_lock(self->calls.audio);
    enum status status = sound_open(OPUS_RATE_HZ, sound_permille(volume), &sound, why, sizeof why);
    pthread_mutex_unlock(self->calls.audio);
    if (status == OK) {
        lend(self, sound);
        (void)sound_write(sound, self->samples, self->n);
        sound_drain(sound);
        lend(self, NULL);
        pthread_mutex_lock(self->calls.audio);
        sound_close(sound);
        pthread_mutex_unlock(self->calls.audio);
    } else {
        LOG_ERR("%s", why);
    }
    tell(self, id, NOTE_PLAYED, 0, NULL);
}

static void carry_out(struct microphone *self, enum note_deed deed, int64_t id, int volume)
{
    switch (deed) {
    case NOTE_RECORD:
        record(self, id);
        break;
    case NOTE_STOP:
        /* The minute was over just before. */
        break;
    case NOTE_PLAY:
        if (self->samples)
            play(self, id, volume);
        break;
    case NOTE_HUSH:
        break;
    case NOTE_DROP:
        wipe(self);
        break;
    }
}

static void *run(void *arg)
{
    struct microphone *self = arg;
    for (;;) {
        thread_lock(&self->thread);
        while (!self->has_deed && !self->thread.is_stopping)
            thread_sleep(&self->thread);
        bool is_over = self->thread.is_stopping;
        enum note_deed deed = self->deed;
        int64_t id = self->id;
        int volume = self->volume;
        self->has_deed = false;
        thread_unlock(&self->thread);
        if (is_over)
            break;
        carry_out(self, deed, id, volume);
    }
    wipe(self);
    sound_leave();
    return NULL;
}

/* ---- from the main thread ---- */

static enum status create(const struct microphone_calls *calls, struct microphone **out)
{
    struct microphone *self = xalloc(sizeof *self);
    *self = (struct microphone){.calls = *calls};
    thread_init(&self->thread);
    enum status status = thread_start(&self->thread, run, self);
    if (status != OK) {
        thread_fini(&self->thread);
        free(self);
        return status;
    }
    *out = self;
    return OK;
}

void microphone_do(struct microphone **microphone, const struct microphone_calls *calls,
                   const struct effect *effect)
{
    if (!*microphone && create(calls, microphone) != OK) {
        LOG_ERR("nothing can be recorded: its thread cannot be started");
        calls->news(calls->ctx, &(struct note_news){.id = effect->arg, .kind = NOTE_FAILED});
        return;
    }
    struct microphone *self = *microphone;
    thread_lock(&self->thread);
    self->deed = effect->note;
    self->id = effect->arg;
    self->volume = effect->volume;
    self->has_deed = true;
    if (self->sound)
        sound_stop(self->sound);
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
}

void microphone_end(struct microphone *self)
{
    if (!self)
        return;
    thread_lock(&self->thread);
    self->thread.is_stopping = true;
    if (self->sound)
        sound_stop(self->sound);
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
    thread_join(&self->thread);
    thread_fini(&self->thread);
    free(self);
}
