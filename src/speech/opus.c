#include "speech/opus.h"

#include <stdio.h>

#include <opusenc.h>
#include <unistd.h>

#include "base/library.h"

enum { BITS_A_SECOND = 12000, REASON_SIZE = 200 };

/* The few functions used. */
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

static const struct library_function functions[] = {
    LIBRARY_FUNCTION("ope_comments_create", struct calls, comments_create),
    LIBRARY_FUNCTION("ope_comments_destroy", struct calls, comments_destroy),
    LIBRARY_FUNCTION("ope_encoder_create_callbacks", struct calls, create),
    LIBRARY_FUNCTION("ope_encoder_ctl", struct calls, ctl),
    LIBRARY_FUNCTION("ope_encoder_write", struct calls, write),
    LIBRARY_FUNCTION("ope_encoder_drain", struct calls, drain),
    LIBRARY_FUNCTION("ope_encoder_destroy", struct calls, destroy),
};

bool opus_is_there(char *why, size_t why_size)
{
    why[0] = '\0';
    if (access(YIZHAN_OPUS_LIBRARY, R_OK) != 0)
        snprintf(why, why_size, "nothing can be recorded: %s is not installed",
                 YIZHAN_OPUS_LIBRARY);
    return why[0] == '\0';
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
    void *library = NULL;
    char reason[REASON_SIZE] = "the encoder gave up";
    size_t before = out->len;
    if (!opus_is_there(why, why_size))
        return ERR_NOT_FOUND;
    enum status status =
        library_open(YIZHAN_OPUS_LIBRARY, functions, sizeof functions / sizeof functions[0], &calls,
                     reason, sizeof reason, &library);
    if (status == OK && !encode(&calls, samples, n, out))
        status = ERR_IO;
    if (status != OK) {
        snprintf(why, why_size, "nothing can be recorded: %s", reason);
        out->len = before;
    }
    library_close(library);
    return status;
}
