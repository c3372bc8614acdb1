/* An op is one change: immutable, with a random id, applied in one transaction, answered with a
 * verdict. Its body is a JSON object kept byte for byte (a newer kiosk's unknown fields survive).
 * Nothing personal stands in it; that goes into the op's envelope, of which it holds the hash.
 *
 * Bodies by kind ("ticket" is ten characters without dashes, "token" the proof of holding a slip):
 *   book      ticket session seats pool("hub" or a kiosk id)
 *   cancel    ticket token          check_in  ticket token
 *   miss      ticket                (made by time: nobody came)
 *   file      ticket request grid urgency fields{open and staff class only}
 *   withdraw confirm reopen rate    ticket token [rating 1…5] [note]
 *   take work done refuse transfer  ticket by note [to]
 *   call      screen                (a visitor calls the desk to this kiosk)
 *   call_off  op                    (… and takes it back)
 *   call_answer call_close  op by   (staff: on the way; seen to)
 * Any of a visitor's kinds may name the staff member who helped: helper (帮办).
 *   publish   revision objects[[kind,id,object]…]     (hub only)
 *   enroll    kiosk station number key                (hub only)
 *   retire    kiosk                                   (hub only)
 *   grant     session kiosk number seats              (hub only; number rises per kiosk)
 *   give_back session number seats                    (a kiosk returns what it was granted)
 *   promote   session                                 (made by time: places came free)
 *   erase     op                                      (made by time: an envelope's day has come) */
#ifndef DOMAIN_OP_H
#define DOMAIN_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/instant.h"
#include "domain/verdict.h"

#define OP_KIND_LIST(X)                                                                            \
    X(BOOK, "book")                                                                                \
    X(CANCEL, "cancel")                                                                            \
    X(CHECK_IN, "check_in")                                                                        \
    X(MISS, "miss")                                                                                \
    X(FILE, "file")                                                                                \
    X(WITHDRAW, "withdraw")                                                                        \
    X(CONFIRM, "confirm")                                                                          \
    X(REOPEN, "reopen")                                                                            \
    X(RATE, "rate")                                                                                \
    X(TAKE, "take")                                                                                \
    X(WORK, "work")                                                                                \
    X(DONE, "done")                                                                                \
    X(REFUSE, "refuse")                                                                            \
    X(TRANSFER, "transfer")                                                                        \
    X(CALL, "call")                                                                                \
    X(CALL_OFF, "call_off")                                                                        \
    X(CALL_ANSWER, "call_answer")                                                                  \
    X(CALL_CLOSE, "call_close")                                                                    \
    X(PUBLISH, "publish")                                                                          \
    X(ENROLL, "enroll")                                                                            \
    X(RETIRE, "retire")                                                                            \
    X(GRANT, "grant")                                                                              \
    X(GIVE_BACK, "give_back")                                                                      \
    X(PROMOTE, "promote")                                                                          \
    X(ERASE, "erase")

enum op_kind {
#define OP_ENUM(name, word) OP_##name,
    OP_KIND_LIST(OP_ENUM)
#undef OP_ENUM
        OP_KIND_COUNT
};

/* An envelope's box holds a form's answers and a spoken note of a minute. A hub's limit for what a
 * kiosk sends at once (hub/routes.h) has room for the largest op there is. */
enum {
    OP_ID_SIZE = 16,
    OP_KIND_SIZE = 24,
    OP_BODY_MAX = 16 * 1024,
    ENVELOPE_BOX_MAX = 160 * 1024,
};

struct op_id {
    unsigned char bytes[OP_ID_SIZE];
};

struct op {
    struct op_id id;
    char kind[OP_KIND_SIZE];   /* a word, so that a newer kind survives an older program */
    char kiosk[KIOSK_ID_SIZE]; /* "hub" for the hub's own */
    int64_t incarnation;       /* one life of a kiosk: random at enrolment and after a restore */
    int64_t seq;               /* dense from 1 within the incarnation */
    instant wall;              /* the kiosk's clock when the finger tapped */
    bool has_offset;           /* whether offset_s was ever measured and may be trusted now */
    int64_t offset_s;          /* hub's clock minus the kiosk's, last measured */
    int64_t revision;          /* content revision the screen showed */
    const char *body;          /* JSON object, UTF-8, NUL-terminated; owned by the caller */
    bool has_envelope;
    unsigned char envelope_hash[HASH_SIZE];
    unsigned char chain[HASH_SIZE]; /* op_chain of the kiosk's op before this one and this one */
};

/* The personal part: erasable without breaking chains. Personal bytes are only ever in `box`. */
struct envelope {
    char key_id[17];          /* first 8 bytes of the hub's sealing key, hex */
    const unsigned char *box; /* sealed to the hub's key */
    size_t box_len;
    bool has_contact;
    unsigned char contact[HASH_SIZE]; /* contact key: argon2id of the phone number */
    int32_t erase_days;               /* after the ticket is closed */
};

const char *op_kind_word(enum op_kind kind);
/* -1 when word is none of them. */
int op_kind_parse(const char *word);
bool op_id_equal(const struct op_id *a, const struct op_id *b);

/* The bytes of everything but `chain`, canonical: what is compared and chained. Appends. In order,
 * each text with its length before it (u32), numbers big-endian: a tag with the version, id, kind,
 * kiosk, incarnation, seq, wall, has_offset, offset_s (0 without), revision, body, has_envelope,
 * envelope_hash if there is one. */
void op_encode(const struct op *op, struct buf *out);
/* hash(tag ‖ previous ‖ op_encode(op)); previous is all zeros for seq 1. */
void op_chain(const struct env *env, const unsigned char previous[HASH_SIZE], const struct op *op,
              unsigned char out[HASH_SIZE]);
/* What an op's envelope_hash must equal. */
void envelope_hash(const struct env *env, const struct envelope *envelope,
                   unsigned char out[HASH_SIZE]);
/* The id of an op that time makes: the same wherever and however often it is made; the first half
 * of the hash over a tag, kind, key and time. */
void op_id_of_due(const struct env *env, const char *kind, const char *key, instant at,
                  struct op_id *out);

#endif
