#include "speech/opus.h"

#include <stdio.h>
#include <string.h>

#include <dlfcn.h>
#include <opusenc.h>
#include <unistd.h>

enum { BITS_A_SECOND = 12000 };

/* The few functions used, looked up by name. */
struct calls {
    OggOpusComments *(*comments_create)(void);
    void (*comments_destroy)(OggOpusComments *);
    OggOpusEnc *(*create)(const OpusEncCallbacks *, void *, OggOpusComments *, opus_int32, int, int,
                          int *);
    int (*ctl)(OggOpusEnc *, int, ...);
    int (*write)(OggOpusEnc *, const opus_int16 *, int);
    int (*drain)(OggOpusEnc *);
    void (*destroy)(OggOpusEnc *);
};

bool opus_is_there(char *why, size_t why_size)
{
    why[0] = '\0';
    if (access(YIZHAN_OPUS_LIBRARY, R_OK) != 0)
        snprintf(why, why_size, "nothing can be recorded: %s is not installed",
                 YIZHAN_OPUS_LIBRARY);
    return why[0] == '\0';
}

static bool look_up(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);
    memcpy(function, &found, sizeof found);
    return found != NULL;
}

static bool look_up_all(void *library, struct calls *calls)
{
    return look_up(library, "ope_comments_create", &calls->comments_create) &&
           look_up(library, "ope_comments_destroy", &calls->comments_destroy) &&
           look_up(library, "ope_encoder_create_callbacks", &calls->create) &&
           look_up(library, "ope_encoder_ctl", &calls->ctl) &&
           look_up(library, "ope_encoder_write", &calls->write) &&
           look_up(library, "ope_encoder_drain", &calls->drain) &&
           look_up(library, "ope_encoder_destroy", &calls->destroy);
}

static int on_bytes(void *ctx, const unsigned char *bytes, opus_int32 len)
{
    buf_append(ctx, bytes, (size_t)len);
    return 0;
}

static int on_close(void *ctx)
{
    (void)ctx;
    return 0;
}

/* Always as many bytes a second, so that the length of what is sent is known beforehand. */
static bool set_rate(const struct calls *calls, OggOpusEnc *encoder)
{
    return calls->ctl(encoder, OPUS_SET_BITRATE(BITS_A_SECOND)) == OPE_OK &&
           calls->ctl(encoder, OPUS_SET_VBR(0)) == OPE_OK &&
           calls->ctl(encoder, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE)) == OPE_OK;
}

static bool encode(const struct calls *calls, const int16_t *samples, size_t n, struct buf *out)
{
    const OpusEncCallbacks callbacks = {on_bytes, on_close};
    OggOpusComments *comments = calls->comments_create();
    int error = OPE_OK;
    OggOpusEnc *encoder =
        comments ? calls->create(&callbacks, out, comments, OPUS_RATE_HZ, 1, 0, &error) : NULL;
    bool is_good = encoder && error == OPE_OK && set_rate(calls, encoder) &&
                   calls->write(encoder, samples, (int)n) == OPE_OK &&
                   calls->drain(encoder) == OPE_OK;
    if (encoder)
        calls->destroy(encoder);
    if (comments)
        calls->comments_destroy(comments);
    return is_good;
}

enum status opus_put_ogg(const int16_t *samples, size_t n, struct buf *out, char *why,
                         size_t why_size)
{
    struct calls calls;
    size_t before = out->len;
    if (!opus_is_there(why, why_size))
        return ERR_NOT_FOUND;
    void *library = dlopen(YIZHAN_OPUS_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    bool is_usable = library && look_up_all(library, &calls);
    bool is_good = is_usable && encode(&calls, samples, n, out);
    if (!is_good) {
        snprintf(why, why_size, "nothing can be recorded: %s cannot be used%s%s",
                 YIZHAN_OPUS_LIBRARY, is_usable ? "" : ": ", is_usable ? "" : dlerror());
        out->len = before;
    }
    if (library)
        (void)dlclose(library);
    return is_good ? OK : is_usable ? ERR_IO : ERR_NOT_FOUND;
}
