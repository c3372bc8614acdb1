#include "kiosk/speak_thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/thread.h"
#include "kiosk/shell_sound.h"
#include "kiosk/speak_reader.h"
#include "speech/said.h"
#include "speech/voice.h"
#include "speech/wave.h"

#define LOG_MODULE "speak"
#include "base/log.h"

enum { WHY_SIZE = 300, PAUSE_MS = 220, PAUSE_SAMPLES = VOICE_RATE_HZ * PAUSE_MS / 1000 };

struct speak_thread {
    struct speak_calls calls;
    struct thread thread;
    char *sounds; /* folder */
    /* ---- the thread's ---- */
    struct voice *voice;
    struct speak_reader *reader;
    bool has_work; /* texts to be prepared */
    /* ---- protected by the thread's mutex ---- */
    bool rests;
    struct speak_texts *content; /* new; owned */
    char *text;                  /* what is to be said next; owned */
    int64_t text_id;
    enum lang lang;
    int64_t saying;      /* id of what is being said and was not stopped; 0: nothing */
    struct sound *sound; /* open */
    int volume;
};

bool speak_is_possible(void)
{
    char why[WHY_SIZE];
    if (!voice_is_there(why, sizeof why)) {
        LOG_WARN("%s", why);
        return false;
    }
    if (!sound_is_likely()) {
        LOG_WARN("nothing can be read aloud: this machine has no loudspeaker");
        return false;
    }
    return true;
}

/* ---- on the thread ---- */

static bool take(void *ctx, const int16_t *samples, size_t n)
{
    return sound_write(ctx, samples, n);
}

/* A recording instead of the voice; false: there is none, or it cannot be played. */
static bool play_recording(struct speak_thread *self, struct sound *sound, enum lang lang,
                           const char *line)
{
    const char *file = speak_reader_recording(self->reader, lang, line);
    if (!file)
        return false;
    struct arena arena = {0};
    const char *path = arena_printf(&arena, "%s/%s", self->sounds, file);
    char *bytes = NULL;
    size_t len = 0, n = 0;
    struct wave wave;
    bool is_good = file_read(&arena, path, WAVE_BYTES_MAX, &bytes, &len) == OK &&
                   wave_read(bytes, len, &wave) == OK;
    if (is_good) {
        const int16_t *samples = wave_samples(&wave, &arena, &n);
        (void)sound_write(sound, samples, n);
    } else {
        LOG_WARN("%s cannot be played, the voice says it; expected %s", path, wave_expects());
    }
    arena_fini(&arena);
    return is_good;
}

static enum status say_line(struct speak_thread *self, struct sound *sound, enum lang lang,
                            const char *line)
{
    static const int16_t silence[PAUSE_SAMPLES];
    struct buf said = {0};
    if (play_recording(self, sound, lang, line)) {
        (void)sound_write(sound, silence, PAUSE_SAMPLES);
        return OK;
    }
    const struct said_reader reader = speak_reader_said(self->reader);
    said_put(line, lang, &reader, &said);
    enum status status = voice_say(self->voice, said.data ? said.data : "", take, sound);
    (void)sound_write(sound, silence, PAUSE_SAMPLES);
    buf_fini(&said);
    return status;
}

static bool goes_on(struct speak_thread *self, int64_t id)
{
    thread_lock(&self->thread);
    bool is_same = self->saying == id && !self->thread.is_stopping;
    thread_unlock(&self->thread);
    return is_same;
}

static enum status say_lines(struct speak_thread *self, struct sound *sound, int64_t id,
                             enum lang lang, char *text)
{
    enum status status = OK;
    char *rest = text;
    while (status == OK && *rest && goes_on(self, id)) {
        char *line = rest;
        size_t len = strcspn(rest, "\n");
        rest += len + (rest[len] == '\n');
        line[len] = '\0';
        status = say_line(self, sound, lang, line);
    }
    return status;
}

/* The device is seen by the main thread from here on, so that it can be stopped. */
static bool lend(struct speak_thread *self, int64_t id, struct sound *sound)
{
    thread_lock(&self->thread);
    bool is_wanted = self->saying == id && !self->thread.is_stopping;
    self->sound = is_wanted ? sound : NULL;
    if (is_wanted)
        sound_set_volume(sound, sound_permille(self->volume));
    thread_unlock(&self->thread);
    return is_wanted;
}

static void say(struct speak_thread *self, int64_t id, enum lang lang, char *text)
{
    char why[WHY_SIZE] = "";
    struct sound *sound = NULL;
    enum status status = OK;
    if (!self->voice)
        status = voice_open(&self->voice, why, sizeof why);
    pthread_mutex_lock(self->calls.audio);
    if (status == OK)
        status = sound_open(VOICE_RATE_HZ, sound_permille(VOLUME_LEAST), &sound, why, sizeof why);
    pthread_mutex_unlock(self->calls.audio);
    if (status == OK && lend(self, id, sound)) {
        status = say_lines(self, sound, id, lang, text);
        if (status != OK)
            snprintf(why, sizeof why, "the voice gave up in the middle of a text");
        sound_drain(sound);
    }
    thread_lock(&self->thread);
    self->sound = NULL;
    bool is_told = self->saying == id;
    if (is_told)
        self->saying = 0;
    thread_unlock(&self->thread);
    pthread_mutex_lock(self->calls.audio);
    sound_close(sound);
    pthread_mutex_unlock(self->calls.audio);
    if (status != OK)
        LOG_ERR("%s", why);
    if (is_told || status != OK)
        self->calls.over(self->calls.ctx, id, status == OK ? SPEECH_OVER : SPEECH_FAILED);
}

/* What is to be done next, taken out under the mutex. */
struct task {
    char *text;
    int64_t id;
    enum lang lang;
    struct speak_texts *content;
    bool is_over, rests;
};

static struct task wait_for_task(struct speak_thread *self)
{
    thread_lock(&self->thread);
    while (!self->thread.is_stopping && !self->text && !self->rests && !self->content &&
           !self->has_work)
        thread_sleep(&self->thread);
    struct task task = {self->text,
                        self->text_id,
                        self->lang,
                        self->content,
                        self->thread.is_stopping,
                        self->rests && !self->text};
    self->text = NULL;
    self->content = NULL;
    self->rests = self->rests && task.text;
    thread_unlock(&self->thread);
    return task;
}

static void *run(void *arg)
{
    struct speak_thread *self = arg;
    for (bool is_over = false; !is_over;) {
        struct task task = wait_for_task(self);
        if (task.content) {
            speak_reader_take(self->reader, task.content);
            self->has_work = true;
        }
        /* Speaking goes first; then the texts, one by one, so that it never waits long. */
        if (task.text && !task.is_over)
            say(self, task.id, task.lang, task.text);
        else if (self->has_work && !task.is_over) {
            self->has_work = speak_reader_work(self->reader);
            task.rests = task.rests || !self->has_work;
        }
        if (task.rests)
            speak_reader_rest(self->reader);
        free(task.text);
        is_over = task.is_over;
    }
    sound_leave();
    return NULL;
}

/* ---- from the main thread ---- */

void speak_thread_create(const char *path, const char *sounds, const struct speak_calls *calls,
                         struct speak_thread **out)
{
    struct speak_thread *self = xalloc(sizeof *self);
    *self = (struct speak_thread){.calls = *calls, .volume = VOLUME_NORMAL};
    speak_reader_create(path, &self->reader);
    self->sounds = xstrdup(sounds);
    thread_init(&self->thread);
    *out = self;
}

/* With the mutex held. */
static void hush(struct speak_thread *self)
{
    self->saying = 0;
    free(self->text);
    self->text = NULL;
    if (self->sound)
        sound_stop(self->sound);
}

static bool start(struct speak_thread *self)
{
    if (self->thread.is_started || thread_start(&self->thread, run, self) == OK)
        return true;
    LOG_ERR("the voice's thread cannot be started");
    return false;
}

void speak_thread_load(struct speak_thread *self, const struct catalogue *catalogue,
                       const char *station)
{
    struct speak_texts *made = NULL;
    speak_texts_make(catalogue, station, &made);
    thread_lock(&self->thread);
    speak_texts_destroy(self->content);
    self->content = made;
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
    (void)start(self);
}

void speak_thread_do(struct speak_thread *self, const struct effect *effect)
{
    thread_lock(&self->thread);
    if (effect->kind == EFFECT_VOLUME) {
        self->volume = (int)effect->arg;
        if (self->sound)
            sound_set_volume(self->sound, sound_permille(self->volume));
    } else {
        hush(self);
    }
    if (effect->kind == EFFECT_SPEAK) {
        self->text = xstrdup(effect->text);
        self->text_id = self->saying = effect->arg;
        self->lang = effect->lang;
    }
    self->rests = self->rests || (effect->kind == EFFECT_HUSH && effect->arg == 1);
    thread_wake(&self->thread);
    thread_unlock(&self->thread);
    if (effect->kind == EFFECT_SPEAK && !start(self))
        self->calls.over(self->calls.ctx, effect->arg, SPEECH_FAILED);
}

void speak_thread_stop(struct speak_thread *self)
{
    if (!self)
        return;
    thread_lock(&self->thread);
    hush(self);
    thread_unlock(&self->thread);
    thread_stop(&self->thread);
}

void speak_thread_join(struct speak_thread *self)
{
    if (!self)
        return;
    thread_join(&self->thread);
    thread_fini(&self->thread);
    speak_reader_destroy(self->reader);
    speak_texts_destroy(self->content);
    voice_close(self->voice);
    free(self->text);
    free(self->sounds);
    free(self);
}
