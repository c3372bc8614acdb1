/* Op bodies and verdicts as JSON: from bytes that came over a wire to checked plain values. */
#ifndef STORE_BODY_H
#define STORE_BODY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "domain/op.h"
#include "domain/verdict.h"

enum { NOTE_MAX = 2000, TOKEN_TEXT_MAX = 160, SCREEN_WORD_SIZE = 24 };

struct json_t;

/* The members of every kind of body (domain/op.h); those a kind does not have are "" or 0. */
struct op_body {
    struct json_t *json; /* the whole object, for publish and file */
    char ticket[TICKET_SIZE];
    char token[TOKEN_TEXT_MAX];
    char session[CONTENT_ID_SIZE];
    int32_t seats;
    char pool[KIOSK_ID_SIZE];
    char request[CONTENT_ID_SIZE];
    char grid[CONTENT_ID_SIZE];
    char urgency[CONTENT_ID_SIZE];
    char screen[SCREEN_WORD_SIZE]; /* call */
    char helper[CONTENT_ID_SIZE];  /* a visitor's kinds: staff who helped, or "" */
    int32_t rating;
    const char *note; /* in json */
    char by[CONTENT_ID_SIZE];
    char to[CONTENT_ID_SIZE];
    char kiosk[KIOSK_ID_SIZE];
    char station[KIOSK_ID_SIZE];
    int64_t number;
    unsigned char key[HASH_SIZE]; /* enroll: the kiosk's public key */
    struct op_id op;              /* erase, call_off, call_answer, call_close */
    int64_t revision;
};

/* Everything is checked: lengths, ranges, ids, ticket numbers, UTF-8, no control characters, and
 * that the kind's members are there. ERR_PARSE otherwise. End with body_fini. */
enum status body_parse(enum op_kind kind, const char *json, struct op_body *out) MUST_CHECK;
void body_fini(struct op_body *body);

/* A verdict as one JSON object with all its members that say something. Appends. */
void verdict_to_json(const struct verdict *verdict, struct buf *out);
enum status verdict_from_json(const char *json, struct verdict *out) MUST_CHECK;
enum status verdict_from_object(const struct json_t *object, struct verdict *out) MUST_CHECK;

#endif
