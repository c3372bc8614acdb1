#include "kiosk/speak_reader.h"

#include <stdlib.h>

#include "store/sayings.h"

#define LOG_MODULE "speak"
#include "base/log.h"

/* Texts between two commits. */
enum { WHY_SIZE = 300, KEPT_AT_ONCE = 32 };

struct speak_reader {
    char *path;
    struct sayings *sayings; /* NULL: closed */
    struct reading *reading; /* NULL: closed */
    struct speak_texts *texts;
    size_t next;                         /* text to prepare; texts->n: all are */
    bool has_no_sayings, has_no_reading; /* tried, and cannot be used */
    bool is_preparing;
};

void speak_reader_create(const char *path, struct speak_reader **out)
{
    struct speak_reader *self = xalloc(sizeof *self);
    *self = (struct speak_reader){.path = xstrdup(path)};
    *out = self;
}

void speak_reader_destroy(struct speak_reader *self)
{
    if (!self)
        return;
    speak_reader_rest(self);
    speak_texts_destroy(self->texts);
    free(self->path);
    free(self);
}

static bool open_sayings(struct speak_reader *self)
{
    char why[WHY_SIZE];
    if (!self->sayings && !self->has_no_sayings &&
        sayings_open(self->path, &self->sayings, why, sizeof why) != OK) {
        LOG_WARN("nothing is prepared for reading aloud: %s", why);
        self->has_no_sayings = true;
    }
    return self->sayings != NULL;
}

static bool open_reading(struct speak_reader *self)
{
    size_t bad;
    const struct reading_word *words = self->texts ? self->texts->words : NULL;
    if (!self->reading && !self->has_no_reading &&
        reading_create(NULL, words, self->texts ? self->texts->words_n : 0, &self->reading, &bad) !=
            OK) {
        LOG_WARN("of Chinese texts only numbers are read aloud: no pinyin tables can be read");
        self->has_no_reading = true;
    }
    return self->reading != NULL;
}

static void read_run(void *ctx, const char *hanzi, size_t len, struct buf *out)
{
    struct speak_reader *self = ctx;
    struct buf run = {0}, pinyin = {0};
    buf_append(&run, hanzi, len);
    bool is_known = open_sayings(self) && sayings_find(self->sayings, run.data, out);
    if (!is_known && open_reading(self)) {
        reading_append(self->reading, &pinyin, run.data);
        buf_append(out, pinyin.data, pinyin.len);
        if (self->is_preparing && self->sayings && pinyin.len > 0)
            sayings_add(self->sayings, run.data, pinyin.data);
    }
    buf_fini(&pinyin);
    buf_fini(&run);
}

struct said_reader speak_reader_said(struct speak_reader *self)
{
    return (struct said_reader){self, read_run};
}

const char *speak_reader_recording(const struct speak_reader *self, enum lang lang,
                                   const char *text)
{
    return speak_texts_recording(self->texts, lang, text);
}

void speak_reader_take(struct speak_reader *self, struct speak_texts *texts)
{
    speak_reader_rest(self);
    speak_texts_destroy(self->texts);
    self->texts = texts;
    self->next = texts->n;
    if (!open_sayings(self) || sayings_is_whole(self->sayings, texts->stamp))
        return;
    sayings_begin(self->sayings);
    self->next = 0;
}

bool speak_reader_work(struct speak_reader *self)
{
    if (!self->texts || self->next >= self->texts->n || !open_sayings(self) || !open_reading(self))
        return false;
    const struct said_reader reader = speak_reader_said(self);
    struct buf said = {0};
    self->is_preparing = true;
    said_put(self->texts->texts[self->next++], LANG_ZH, &reader, &said);
    self->is_preparing = false;
    buf_fini(&said);
    bool is_last = self->next == self->texts->n;
    enum status status = OK;
    if (is_last)
        status = sayings_end(self->sayings, self->texts->stamp);
    else if (self->next % KEPT_AT_ONCE == 0)
        status = sayings_keep(self->sayings);
    if (status != OK) {
        LOG_WARN("%s cannot be written: %s", self->path, status_text(status));
        self->next = self->texts->n;
        return false;
    }
    return !is_last;
}

void speak_reader_rest(struct speak_reader *self)
{
    if (self->sayings && sayings_keep(self->sayings) != OK)
        LOG_WARN("%s cannot be written", self->path);
    sayings_close(self->sayings);
    self->sayings = NULL;
    reading_destroy(self->reading);
    self->reading = NULL;
}
