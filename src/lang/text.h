/* What the programs say to people, in each language. The messages stand in assets/lang/zh.po and
 * en.po under identifiers ("home.greeting" is MSG_HOME_GREETING); the tables are made at build
 * time, which fails when a language lacks a message or has other placeholders. Static and
 * read-only, so any thread may use it. Content has texts of its own (store/catalogue.h). */
#ifndef LANG_TEXT_H
#define LANG_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/instant.h"
#include "base/lang.h"
#include "lang/msg.h"

/* The message; one with placeholders is for text_fmt. Static. */
const char *text_get(enum lang lang, enum msg msg);

/* The message with {1} … {9} replaced by the strings given, all of them and no more:
 * text_fmt(arena, lang, MSG_SESSION_LEFT, text_number(arena, left)). */
#define text_fmt(arena, lang, msg, ...)                                                            \
    text_fill((arena), (lang), (msg), (const char *const[]){__VA_ARGS__},                          \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
const char *text_fill(struct arena *arena, enum lang lang, enum msg msg, const char *const *args,
                      size_t args_len);

/* A message found by the last part of its identifier: text_word(lang, "reason", "full") is
 * MSG_REASON_FULL. For words that come out of the database; NULL when there is no such message. */
const char *text_word(enum lang lang, const char *group, const char *word);

const char *text_number(struct arena *arena, int64_t number);

/* ---- times at the station, as people say them ---- */
/* "Wed". */
const char *text_weekday(enum lang lang, instant at);
/* "25 Nov". */
const char *text_date(struct arena *arena, enum lang lang, instant at);
/* "Wed 25 Nov". */
const char *text_day(struct arena *arena, enum lang lang, instant at);
/* "9:00". */
const char *text_clock(struct arena *arena, instant at);
/* "Today", "Tomorrow", else as text_day. */
const char *text_day_near(struct arena *arena, enum lang lang, instant at, instant now);
/* "Today 9:00", "Tomorrow 14:40", else "Wed 25 Nov 9:00". */
const char *text_moment(struct arena *arena, enum lang lang, instant at, instant now);
/* "15:00–16:30". */
const char *text_span(struct arena *arena, instant from, instant until);

/* A list, with the language's comma between its parts. */
const char *text_join(struct arena *arena, enum lang lang, const char *const *parts, size_t n);

#endif
