/* The synthesiser itself: both languages make sound, the length follows the text, stopping stops.
 * Without its data it says so. */
#include "check.h"

#include <stdlib.h>

#include "speech/voice.h"

struct heard {
    size_t n, most;
    int64_t loud; /* sum of the samples' absolute values */
};

static bool take(void *ctx, const int16_t *samples, size_t n)
{
    struct heard *heard = ctx;
    heard->n += n;
    for (size_t i = 0; i < n; i++)
        heard->loud += samples[i] < 0 ? -samples[i] : samples[i];
    return heard->n < heard->most;
}

static struct heard say(struct voice *voice, const char *said, size_t most)
{
    struct heard heard = {.most = most};
    CHECK_INT(voice_say(voice, said, take, &heard), OK);
    return heard;
}

static void test_saying(void)
{
    char why[200];
    struct voice *voice = NULL;
    CHECK(voice_is_there(why, sizeof why));
    CHECK_STR(why, "");
    CHECK_INT(voice_open(&voice, why, sizeof why), OK);
    if (!voice)
        return;
    struct heard two = say(voice, "kuai4 di4 ", SIZE_MAX);
    struct heard six = say(voice, "kuai4 di4 kuai4 di4 kuai4 di4 ", SIZE_MAX);
    CHECK(two.n > VOICE_RATE_HZ / 5 && two.n < 2 * VOICE_RATE_HZ);
    CHECK(two.loud / (int64_t)two.n > 300);
    CHECK(six.n > 2 * two.n);
    struct heard english = say(voice, "\x0eHello there \x0f", SIZE_MAX);
    CHECK(english.n > VOICE_RATE_HZ / 5 && english.loud / (int64_t)english.n > 300);
    /* Letters are no pinyin: the passage in English is said by the other voice. */
    struct heard mixed = say(voice, "lian2 \x0eWiFi \x0f", SIZE_MAX);
    CHECK(mixed.n > say(voice, "lian2 ", SIZE_MAX).n);
    struct heard nothing = say(voice, "", SIZE_MAX);
    CHECK_INT(nothing.n, 0);
    struct heard stopped = say(voice, "kuai4 di4 kuai4 di4 kuai4 di4 kuai4 di4 ", 1);
    CHECK(stopped.n > 0 && stopped.n < two.n);
    voice_close(voice);
}

static void test_missing(void)
{
    char why[200];
    struct voice *voice = NULL;
    setenv("ESPEAK_DATA_PATH", "/nonexistent/voices", 1);
    CHECK(!voice_is_there(why, sizeof why));
    CHECK(strstr(why, "/nonexistent/voices") != NULL);
    CHECK(voice_open(&voice, why, sizeof why) != OK);
    CHECK(voice == NULL);
    /* A folder without voices in it is noticed when it is opened. */
    setenv("ESPEAK_DATA_PATH", "/usr/bin", 1);
    CHECK(voice_open(&voice, why, sizeof why) != OK);
    CHECK(strstr(why, "/usr/bin") != NULL);
    unsetenv("ESPEAK_DATA_PATH");
}

int main(void)
{
    test_missing();
    test_saying();
    return check_done();
}
