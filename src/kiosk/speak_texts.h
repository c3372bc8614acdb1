/* Everything a terminal may have to read aloud in Chinese, copied from the content and the messages
 * so that the voice's thread can prepare it in its own time, with the readings that go before the
 * dictionary's. Made on the main thread in well under a millisecond. */
#ifndef KIOSK_SPEAK_TEXTS_H
#define KIOSK_SPEAK_TEXTS_H

#include "base/arena.h"
#include "entry/reading.h"
#include "store/catalogue.h"

struct speak_texts {
    struct arena arena; /* all of it */
    const char **texts;
    size_t n, cap;
    struct reading_word *words;
    size_t words_n;
    struct recording *recordings; /* of this station */
    size_t recordings_n;
    uint64_t stamp; /* hash of everything here */
};

/* catalogue NULL: the messages only. */
void speak_texts_make(const struct catalogue *catalogue, const char *station,
                      struct speak_texts **out);
/* The file that is played instead of this text; NULL: none. */
const char *speak_texts_recording(const struct speak_texts *texts, enum lang lang,
                                  const char *text);
void speak_texts_destroy(struct speak_texts *texts);

#endif
