/* A client of raw bytes over a loopback socket, so that a test can be as rude as it likes. */
#ifndef TESTS_HUB_CLIENT_H
#define TESTS_HUB_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* PATIENCE_MS: how long what has to come may take on a busy machine. */
enum { CLIENT_BODY_MAX = 256 * 1024, PATIENCE_MS = 120000 };

struct client {
    int fd;
    char buffer[CLIENT_BODY_MAX]; /* what came and was not taken yet */
    size_t len;
};

struct reply {
    int status; /* 0: the connection ended before a whole answer */
    char head[4096];
    char body[CLIENT_BODY_MAX];
    size_t body_len;
};

/* To 127.0.0.1; false when nobody listens. */
bool client_open(struct client *client, unsigned port);
void client_close(struct client *client);
/* false when the other side has closed. */
bool client_send(struct client *client, const char *bytes, size_t len);
bool client_send_text(struct client *client, const char *text);
/* The next answer, with PATIENCE_MS. */
void client_receive(struct client *client, struct reply *reply);
/* The same for an answer to HEAD. */
void client_receive_head(struct client *client, struct reply *reply);
/* Whether the other side closes within this time; what it sends before is thrown away. */
bool client_is_closed(struct client *client, int timeout_ms);
/* Whether anything arrives within this time. */
bool client_has_answer(struct client *client, int timeout_ms);

/* One request on a connection of its own. body NULL: GET without one. */
void client_ask(unsigned port, const char *method, const char *path, const char *headers,
                const char *body, struct reply *reply);

unsigned port_of_url(const char *url);
int64_t clock_ms(void);
void sleep_for_ms(int ms);

#endif
