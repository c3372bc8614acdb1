#include "hub/routes.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "hub/metrics.h"
#include "hub/pages.h"
#include "hub/rate.h"

#define LOG_MODULE "routes"
#include "base/log.h"

/* A guess at a ticket's number costs more than a look at one's own. */
enum { PAGE_COST = 1, MISS_COST = 5, RETRY_LEAST_S = 1, RETRY_SPREAD_S = 4 };

struct routes {
    struct shell *shell;
    struct store *reader;
    const struct env *env;
    struct arena arena; /* of one page */
    struct rate rate;
    struct op_tally tally;
    atomic_ullong answers[HTTP_CLASSES];
};

/* A kiosk's request while the writer has it. */
struct call {
    struct shell_job job; /* first, so that one leads to the other */
    struct routes *routes;
    struct http_request *request;
};

static void answer(struct routes *routes, struct http_request *request,
                   const struct http_answer *said)
{
    atomic_fetch_add(&routes->answers[said->status / 100 % HTTP_CLASSES], 1);
    http_answer(request, said);
}

static void answer_text(struct routes *routes, struct http_request *request, int status,
                        const char *text)
{
    answer(routes, request,
           &(struct http_answer){.status = status,
                                 .type = "text/plain; charset=utf-8",
                                 .body = text,
                                 .body_len = strlen(text)});
}

/* ---- kiosks ---- */

/* Spread, so that kiosks that were turned away together do not come back together. */
static int retry_after_s(const struct env *env)
{
    unsigned char byte = 0;
    env->random(env->ctx, &byte, 1);
    return RETRY_LEAST_S + byte % RETRY_SPREAD_S;
}

static void answer_busy(struct routes *routes, struct http_request *request)
{
    static const char body[] = "{\"error\":\"busy\"}";
    answer(routes, request,
           &(struct http_answer){.status = 503,
                                 .type = "application/json",
                                 .body = body,
                                 .body_len = sizeof body - 1,
                                 .retry_after_s = retry_after_s(routes->env)});
}

/* On the writer thread. */
static void on_done(struct shell_job *job, const struct hub_answer *from_hub)
{
    struct call *call = (struct call *)job;
    struct http_answer said = {
        .status = from_hub->http_status,
        .type = "application/json",
        .body = from_hub->body,
        .body_len = from_hub->body_len,
        .retry_after_s = from_hub->retry_after_s,
        .mac = from_hub->mac,
    };
    if (said.status == 503 && said.retry_after_s == 0) {
        said.retry_after_s = retry_after_s(call->routes->env);
    }
    answer(call->routes, call->request, &said);
}

static void handle_call(struct routes *routes, struct http_request *request)
{
    struct call *call = http_memory(request, sizeof *call);
    *call = (struct call){
        .job = {.request = {.path = request->path,
                            .session = http_header(request, "Yizhan-Session"),
                            .counter = http_header(request, "Yizhan-Counter"),
                            .mac = http_header(request, "Yizhan-Mac"),
                            .body = request->body == NULL ? "" : request->body,
                            .body_len = request->body_len},
                .done = on_done},
        .routes = routes,
        .request = request,
    };
    /* Before the writer may have it: it may answer at once. */
    http_defer(request);
    if (shell_submit(routes->shell, &call->job) != SHELL_TAKEN) {
        answer_busy(routes, request);
    }
}

/* ---- people and their tools ---- */

static void handle_health(struct routes *routes, struct http_request *request)
{
    struct shell_figures figures;
    char role[META_VALUE_MAX];
    shell_read_figures(routes->shell, &figures);
    if (!store_meta_get(routes->reader, "role", role, sizeof role)) {
        answer_text(routes, request, 503, "the database does not answer\n");
    } else if (figures.is_failing) {
        answer_text(routes, request, 503, "the database does not take changes\n");
    } else {
        answer_text(routes, request, 200, "ok\n");
    }
}

static void handle_metrics(struct routes *routes, struct http_request *request)
{
    struct http_counts counts = {0};
    for (size_t i = 0; i < HTTP_CLASSES; i++) {
        counts.answers[i] = atomic_load(&routes->answers[i]);
    }
    struct shell_figures figures;
    shell_read_figures(routes->shell, &figures);
    const char *text = metrics_text(&routes->arena, routes->reader, &routes->tally, &figures,
                                    &counts, routes->env->wall(routes->env->ctx));
    if (text == NULL) {
        answer_text(routes, request, 503, "the database does not answer\n");
        return;
    }
    answer(routes, request,
           &(struct http_answer){.status = 200,
                                 .type = "text/plain; version=0.0.4; charset=utf-8",
                                 .body = text,
                                 .body_len = strlen(text)});
}

/* Whom to count by. Behind a proxy on this machine every client has its address, so there the one
 * that it names last counts; from elsewhere the header is anybody's invention. */
static uint64_t client_of(struct http_request *request)
{
    uint64_t peer = http_peer(request);
    const char *via = http_header(request, "X-Forwarded-For");
    bool is_loopback = peer == 0 || peer >> 24 == 127;
    if (via == NULL || !is_loopback) {
        return peer;
    }
    const char *comma = strrchr(via, ',');
    const char *last = comma != NULL ? comma + 1 : via;
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *p = last + strspn(last, " \t"); *p != '\0'; p++) {
        hash = (hash ^ (unsigned char)*p) * UINT64_C(1099511628211);
    }
    return hash;
}

static void handle_ticket(struct routes *routes, struct http_request *request)
{
    int64_t now_ms = routes->env->mono_ms(routes->env->ctx);
    instant now = routes->env->wall(routes->env->ctx);
    uint64_t peer = client_of(request);
    struct hub_page page;
    if (!rate_take(&routes->rate, peer, PAGE_COST, now_ms)) {
        page_too_often(&routes->arena, now, &page);
    } else {
        page_ticket(&routes->arena, routes->reader, request->path + strlen("/T/"), now, &page);
        if (page.status != 200) {
            rate_take(&routes->rate, peer, MISS_COST, now_ms);
        }
    }
    answer(routes, request,
           &(struct http_answer){.status = page.status,
                                 .type = "text/html; charset=utf-8",
                                 .body = page.html,
                                 .body_len = strlen(page.html),
                                 .retry_after_s = page.status == 429 ? RATE_BURST / 2 : 0,
                                 .policy = "default-src 'none'; style-src 'unsafe-inline'"});
}

/* ---- the table ---- */

enum match { MATCH_WHOLE, MATCH_PREFIX };

static const struct route {
    const char *path;
    enum match match;
    const char *allow;
    void (*handle)(struct routes *routes, struct http_request *request);
} table[] = {
    {"/v1/sync", MATCH_WHOLE, "POST", handle_call},
    {"/v1/ask", MATCH_WHOLE, "POST", handle_call},
    {"/v1/hello", MATCH_WHOLE, "POST", handle_call},
    {"/v1/enroll", MATCH_WHOLE, "POST", handle_call},
    {"/healthz", MATCH_WHOLE, "GET, HEAD", handle_health},
    {"/metrics", MATCH_WHOLE, "GET, HEAD", handle_metrics},
    {"/T/", MATCH_PREFIX, "GET, HEAD", handle_ticket},
    {"/t/", MATCH_PREFIX, "GET, HEAD", handle_ticket},
};

static const struct route *find_route(const char *path)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct route *route = &table[i];
        if (route->match == MATCH_WHOLE ? str_equal(path, route->path)
                                        : str_starts(path, route->path)) {
            return route;
        }
    }
    return NULL;
}

static size_t body_max(void *ctx, const char *method, const char *path)
{
    (void)ctx;
    const struct route *route = find_route(path);
    bool takes_body = route != NULL && route->handle == handle_call && str_equal(method, "POST");
    return takes_body ? BODY_MAX : 0;
}

static bool is_allowed(const struct route *route, const char *method)
{
    if (str_equal(method, "POST")) {
        return str_equal(route->allow, "POST");
    }
    return (str_equal(method, "GET") || str_equal(method, "HEAD")) &&
           str_starts(route->allow, "GET");
}

static void handle(void *ctx, struct http_request *request)
{
    struct routes *routes = ctx;
    const struct route *route = find_route(request->path);
    if (route == NULL) {
        answer_text(routes, request, 404, "there is nothing here\n");
    } else if (!is_allowed(route, request->method)) {
        static const char text[] = "this address does not take that method\n";
        answer(routes, request,
               &(struct http_answer){.status = 405,
                                     .type = "text/plain; charset=utf-8",
                                     .body = text,
                                     .body_len = sizeof text - 1,
                                     .allow = route->allow});
    } else {
        route->handle(routes, request);
    }
    arena_reset(&routes->arena);
}

void routes_init(struct shell *shell, struct store *reader, const struct env *env,
                 struct routes **out)
{
    struct routes *routes = xalloc(sizeof *routes);
    routes->shell = shell;
    routes->reader = reader;
    routes->env = env;
    /* The long count, before anybody waits for it. */
    if (figures_tally_ops(reader, &routes->tally) != OK) {
        LOG_WARN("the ops cannot be counted");
    }
    *out = routes;
}

void routes_destroy(struct routes *routes)
{
    if (routes == NULL) {
        return;
    }
    arena_fini(&routes->arena);
    free(routes);
}

struct http_handler routes_handler(struct routes *routes)
{
    return (struct http_handler){.ctx = routes, .body_max = body_max, .handle = handle};
}
