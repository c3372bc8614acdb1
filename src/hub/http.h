/* A thin shim over libmicrohttpd: whole requests in, one call answers. It knows no path and no
 * JSON. One thread of its own runs the handler; an answer may come from any thread. Limits on head,
 * body, number of connections and time hold before the handler sees anything:
 *   - a body over its limit is answered 413, all bodies together over theirs 503;
 *   - a connection that sends or reads too slowly, however steadily, or idles, is closed;
 *   - malformed requests are answered by the library (400, 414, 431, 501, 505).
 * Plain HTTP. */
#ifndef HUB_HTTP_H
#define HUB_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/status.h"

struct http;

struct http_request {
    const char *method;
    const char *path; /* decoded, without the query */
    const char *body; /* NUL-terminated; NULL when there is none */
    size_t body_len;
};

/* Copied by http_answer, so anything may be freed afterwards; NULL and 0: no such header. */
struct http_answer {
    int status;
    const char *type; /* Content-Type */
    const char *body;
    size_t body_len;
    int retry_after_s;
    const char *allow;
    const char *mac;    /* Yizhan-Mac */
    const char *policy; /* Content-Security-Policy */
};

struct http_handler {
    void *ctx;
    /* How many bytes of body this request may bring. */
    size_t (*body_max)(void *ctx, const char *method, const char *path);
    /* A whole request. Answers it before it returns, or calls http_defer first. Must not block. */
    void (*handle)(void *ctx, struct http_request *request);
};

struct http_limits {
    unsigned connections_max;
    size_t head_max;     /* request line and headers, bytes */
    size_t bodies_max;   /* bodies of all requests together, bytes */
    int64_t head_ms;     /* from the connection or the last answer to the end of the headers */
    int64_t body_ms;     /* from the first byte of the body to its last */
    int64_t answer_ms;   /* for the client to take the answer */
    int64_t farewell_ms; /* at the end, for answers under way */
};
extern const struct http_limits http_limits_usual;

struct http_address {
    struct sockaddr_storage socket;
    socklen_t socket_len;
    bool is_loopback;
};

/* HOST:PORT with a numeric HOST ([…] around IPv6) or localhost, PORT 0 … 65535. */
bool http_address_parse(const char *text, struct http_address *out);

/* Listens and answers from now on. The handler and what it uses outlive http_join. On failure `why`
 * has one sentence: the port is taken, the address is not this machine's. */
enum status http_start(const struct http_address *address, const struct http_limits *limits,
                       const struct http_handler *handler, struct http **out, char *why,
                       size_t why_size) MUST_CHECK;
/* "http://127.0.0.1:8080", with the real port. */
const char *http_url(const struct http *http);
unsigned http_connections(struct http *http);

/* No new connections; further requests on those that stand are answered 503. */
void http_stop(struct http *http);
/* Waits until the answers are out, at most farewell_ms, and ends the thread. Every deferred request
 * must have been answered before. */
void http_join(struct http *http);
void http_destroy(struct http *http);

/* ---- within handle, on the shim's thread ---- */
/* NULL when the client did not send it; lives until the answer. */
const char *http_header(struct http_request *request, const char *name);
/* Zeroed memory that lives as long as the request; once per request. */
void *http_memory(struct http_request *request, size_t size);
/* The client's address as a number to count by: all of IPv4, the first half of IPv6. */
uint64_t http_peer(struct http_request *request);
/* The answer comes later, perhaps from another thread. */
void http_defer(struct http_request *request);

/* Exactly once per request; from any thread if deferred. The request is gone afterwards. */
void http_answer(struct http_request *request, const struct http_answer *answer);
/* The same with a short plain text. */
void http_answer_text(struct http_request *request, int status, const char *text);

#endif
