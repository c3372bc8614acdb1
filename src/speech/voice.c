#include "speech/voice.h"

#include <stdio.h>
#include <stdlib.h>

#include <espeak-ng/speak_lib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/library.h"
#include "speech/said.h"

enum { REASON_SIZE = 200 };

/* The few functions used. */
struct calls {
    int (*initialize)(espeak_AUDIO_OUTPUT, int, const char *, int);
    void (*set_synth_callback)(t_espeak_callback *);
    espeak_ERROR (*set_voice)(const char *);
    espeak_ERROR (*set_parameter)(espeak_PARAMETER, int, int);
    espeak_ERROR (*synth)(const void *, size_t, unsigned int, espeak_POSITION_TYPE, unsigned int,
                          unsigned int, unsigned int *, void *);
};

static const struct library_function functions[] = {
    LIBRARY_FUNCTION("espeak_Initialize", struct calls, initialize),
    LIBRARY_FUNCTION("espeak_SetSynthCallback", struct calls, set_synth_callback),
    LIBRARY_FUNCTION("espeak_SetVoiceByName", struct calls, set_voice),
    LIBRARY_FUNCTION("espeak_SetParameter", struct calls, set_parameter),
    LIBRARY_FUNCTION("espeak_Synth", struct calls, synth),
};

struct voice {
    void *library;
    struct calls calls;
    enum lang lang; /* of the voice set now; LANG_COUNT: none yet */
};

/* The library's own variable for where its data lie; else where Debian puts them. */
static const char *data_folder(void)
{
    const char *folder = getenv("ESPEAK_DATA_PATH");
    return folder && folder[0] != '\0' ? folder : YIZHAN_ESPEAK_DATA;
}

bool voice_is_there(char *why, size_t why_size)
{
    why[0] = '\0';
    if (access(YIZHAN_ESPEAK_LIBRARY, R_OK) != 0)
        snprintf(why, why_size, "nothing can be read aloud: %s is not installed",
                 YIZHAN_ESPEAK_LIBRARY);
    else if (access(data_folder(), R_OK | X_OK) != 0)
        snprintf(why, why_size, "nothing can be read aloud: there are no voices in %s",
                 data_folder());
    return why[0] == '\0';
}

/* What is being said, for the callback. */
struct saying {
    voice_take *take;
    void *ctx;
    bool is_stopped;
};

static int on_samples(short *samples, int n, espeak_EVENT *events)
{
    struct saying *saying = events ? events->user_data : NULL;
    if (!samples || n <= 0 || !saying)
        return saying && saying->is_stopped;
    if (!saying->is_stopped && !saying->take(saying->ctx, samples, (size_t)n))
        saying->is_stopped = true;
    return saying->is_stopped;
}

static const char *voice_name(enum lang lang)
{
    return lang == LANG_EN ? "en" : "cmn-latn-pinyin";
}

static enum status set_lang(struct voice *self, enum lang lang)
{
    if (self->lang == lang)
        return OK;
    if (self->calls.set_voice(voice_name(lang)) != EE_OK)
        return ERR_NOT_FOUND;
    self->calls.set_parameter(espeakRATE, VOICE_WORDS_A_MINUTE, 0);
    self->lang = lang;
    return OK;
}

enum status voice_open(struct voice **out, char *why, size_t why_size)
{
    struct voice *self = xalloc(sizeof *self);
    *self = (struct voice){.lang = LANG_COUNT};
    char reason[REASON_SIZE];
    enum status status = ERR_NOT_FOUND;
    if (!voice_is_there(why, why_size))
        goto out;
    status = library_open(YIZHAN_ESPEAK_LIBRARY, functions, sizeof functions / sizeof functions[0],
                          &self->calls, reason, sizeof reason, &self->library);
    if (status != OK) {
        snprintf(why, why_size, "nothing can be read aloud: %s", reason);
        goto out;
    }
    int rate =
        self->calls.initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT);
    status = rate == VOICE_RATE_HZ ? OK : ERR_IO;
    if (status == OK) {
        self->calls.set_synth_callback(on_samples);
        status = set_lang(self, LANG_EN);
    }
    if (status == OK)
        status = set_lang(self, LANG_ZH);
    if (status != OK)
        snprintf(why, why_size, "nothing can be read aloud: the voices in %s cannot be used",
                 data_folder());
out:
    if (status != OK) {
        free(self);
        return status;
    }
    *out = self;
    return OK;
}

void voice_close(struct voice *self)
{
    if (!self)
        return;
    /* The library is left as it is: ending it hangs now and then in a thread of its own. */
    free(self);
}

enum status voice_say(struct voice *self, const char *said, voice_take *take, void *ctx)
{
    struct saying saying = {.take = take, .ctx = ctx};
    struct said_walk walk = said_begin(said);
    struct said_part part;
    struct buf text = {0};
    enum status status = OK;
    while (status == OK && !saying.is_stopped && said_next(&walk, &part)) {
        buf_clear(&text);
        buf_append(&text, part.text, part.len);
        status = set_lang(self, part.lang);
        if (status == OK && self->calls.synth(text.data, text.len + 1, 0, POS_CHARACTER, 0,
                                              espeakCHARS_UTF8, NULL, &saying) != EE_OK)
            status = ERR_IO;
    }
    buf_fini(&text);
    return status;
}
