/* What the files of the hub's side share; nobody else includes this. */
#ifndef SYNC_SERVER_PRIVATE_H
#define SYNC_SERVER_PRIVATE_H

#include "domain/op.h"
#include "store/query.h"
#include "sync/server.h"
#include "sync/wire.h"
#include "trust/session.h"

enum { SESSIONS_MAX = 1024 };

/* One kiosk's session, from its hello until a newer one takes the slot or the hub stops. */
struct link_session {
    char id[2 * SESSION_ID_SIZE + 1]; /* "": free */
    char kiosk[KIOSK_ID_SIZE];
    char station[KIOSK_ID_SIZE];
    unsigned char kiosk_key[KEY_SIZE];
    struct session_keys keys;
    uint64_t counter;   /* the highest one seen */
    uint64_t used;      /* order of last use, the oldest makes room */
    instant contact_at; /* when it last had nothing to send; written with its next ops */
    instant ask_window_at;
    int asks;
};

struct sync_server {
    struct store *store;
    const struct hub_keys *keys;
    const struct env *env;
    struct link_session *sessions;
    uint64_t uses;
    struct sync_lock lock; /* protects the sessions' ids, kiosks and keys; what only the handling
                              side uses (counter, used, contact_at, asks) needs none */
};

struct sync_proof {
    json_t *body; /* NULL or of another type: malformed */
    uint64_t counter;
    bool is_authentic; /* the session stood and the MAC was good */
    bool has_bad_ops;  /* too many, or their head is not signed */
    struct proved_op {
        struct wire_op op;
        enum wire_op_form form;
        bool fits; /* the envelope is the one the op speaks of */
    } * ops;
    size_t ops_len;
    struct arena arena;
};

/* One request under way. */
struct handling {
    struct sync_server *server;
    struct arena *arena;
    const struct sync_call *call;
    const struct sync_proof *proof;
    const json_t *body;
    struct link_session *session; /* NULL before hello */
    uint64_t counter;
    struct sync_reply *reply;
};

/* server.c: the answer, with its MAC when a session stands. */
void server_answer(struct handling *h, int http_status, struct buf *body);
void server_answer_error(struct handling *h, int http_status, const char *error);
instant server_now(const struct handling *h);

/* server_proof.c: NULL when there is none of this id. */
struct link_session *server_session_find(struct sync_server *server, const char *id);
void server_session_put(struct sync_server *server, struct link_session *slot,
                        const struct link_session *session);

/* server_hello.c */
void server_enroll(struct handling *h);
void server_hello(struct handling *h);

/* server_ops.c */
enum op_answer {
    OP_ANSWERED,
    OP_GAP,         /* ops before it are missing: ask for them */
    OP_SET_BACK,    /* another op stands in its place: the kiosk must begin a new life */
    OP_MALFORMED,   /* not an op at all */
    OP_UNAVAILABLE, /* the store failed: later again */
};
/* Applies the request's ops in order and appends their verdicts; stops at the first that cannot be
 * answered. */
enum op_answer server_ops(struct handling *h, struct buf *verdicts);
/* What the token in an op's body or in a question is worth. */
enum token_proof server_prove(struct handling *h, const char *body);

#endif
