#include "kiosk/shell_post.h"

#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "base/arena.h"

#define LOG_MODULE "kiosk"
#include "base/log.h"

static void post(struct post *to, enum news news, void *data)
{
    SDL_Event event;
    memset(&event, 0, sizeof event);
    event.type = to->type;
    event.user.code = (Sint32)news;
    event.user.data1 = data;
    if (SDL_PushEvent(&event) != 1) {
        LOG_WARN("an event was not taken by the window system's queue");
        free(data);
    }
}

static void *copy(const void *data, size_t size)
{
    void *made = xalloc(size);
    memcpy(made, data, size);
    return made;
}

void post_answered(void *ctx, const struct core_answer *answer)
{
    post(ctx, NEWS_ANSWERED, copy(answer, sizeof *answer));
}

void post_contact(void *ctx, const unsigned char *key)
{
    post(ctx, NEWS_CONTACT, key ? copy(key, HASH_SIZE) : NULL);
}

void post_changed(void *ctx)
{
    struct post *to = ctx;
    if (!atomic_exchange(&to->changed_is_posted, true))
        post(to, NEWS_CHANGED, NULL);
}

void post_link(void *ctx, const struct link_news *news)
{
    post(ctx, NEWS_LINK, copy(news, sizeof *news));
}

void post_merged(void *ctx)
{
    struct post *to = ctx;
    if (!atomic_exchange(&to->merged_is_posted, true))
        post(to, NEWS_MERGED, NULL);
}

void post_asked(void *ctx, const char *answer)
{
    post(ctx, NEWS_ASKED, xstrdup(answer));
}

void post_printer(void *ctx, const struct printer_notice *notice)
{
    post(ctx, NEWS_PRINTER, copy(notice, sizeof *notice));
}

void post_indexed(void *ctx, bool is_new)
{
    post(ctx, NEWS_INDEXED, is_new ? xalloc(1) : NULL);
}

void post_entry(void *ctx, const struct entry_news *news)
{
    post(ctx, NEWS_ENTRY, copy(news, sizeof *news));
}

void post_speech(void *ctx, int64_t id, enum speech_state state)
{
    struct event event = {.kind = EVENT_SPEECH, .speech_id = id, .speech = state};
    post(ctx, NEWS_SPEECH, copy(&event, sizeof event));
}

void post_note(void *ctx, const struct note_news *news)
{
    struct note_news *made = xalloc(sizeof *made + news->ogg_len);
    *made = *news;
    made->ogg = made + 1;
    if (news->ogg_len > 0)
        memcpy(made + 1, news->ogg, news->ogg_len);
    post(ctx, NEWS_NOTE, made);
}

void post_wipe_note(struct note_news *copy)
{
    memset(copy, 0, sizeof *copy + copy->ogg_len);
}

void post_inspect(void *ctx, int64_t client, const char *line)
{
    struct inspect_line asked = {client, inspect_parse(line)};
    post(ctx, NEWS_INSPECT, copy(&asked, sizeof asked));
}
