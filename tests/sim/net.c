#include "net.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static char *copy_text(const char *text)
{
    return text == NULL ? NULL : xstrdup(text);
}

struct packet *packet_new(const struct packet *model)
{
    struct packet *packet = xalloc(sizeof *packet);
    *packet = *model;
    packet->path = copy_text(model->path);
    packet->session = copy_text(model->session);
    packet->counter = copy_text(model->counter);
    packet->mac = copy_text(model->mac);
    packet->body = xalloc(model->body_len + 1);
    if (model->body_len > 0)
        memcpy(packet->body, model->body, model->body_len);
    packet->body[model->body_len] = '\0';
    return packet;
}

void packet_free(struct packet *packet)
{
    if (packet == NULL)
        return;
    free(packet->path);
    free(packet->session);
    free(packet->counter);
    free(packet->mac);
    free(packet->body);
    free(packet);
}

static int64_t latency_ms(struct net *net)
{
    if (!rng_chance(&net->rng, net->faults.late))
        return rng_range(&net->rng, 5, 80);
    net->fault_count++;
    return rng_range(&net->rng, 500, 40000);
}

static void deliver(struct net *net, int64_t now_ms, struct packet *packet)
{
    queue_push(net->queue, (struct event){
                               .at_ms = now_ms + latency_ms(net),
                               .kind = packet->is_answer ? net->event_answer : net->event_request,
                               .node = packet->kiosk,
                               .arg = packet->exchange,
                               .packet = packet,
                           });
}

static void tamper(struct net *net, struct packet *packet)
{
    if (packet->body_len == 0)
        return;
    size_t at = (size_t)rng_range(&net->rng, 0, (int64_t)packet->body_len - 1);
    if (rng_chance(&net->rng, 300)) {
        packet->body_len = at;
        packet->body[at] = '\0';
    } else {
        packet->body[at] = (char)rng_range(&net->rng, 0x20, 0x7e);
    }
}

static void answer_as_portal(struct net *net, int64_t now_ms, struct packet *request)
{
    static const char *const pages[] = {
        "<html><body>Welcome to the free network. Please log in.</body></html>", "{}", "",
        "{\"ok\":true}"};
    const char *page = pages[rng_range(&net->rng, 0, 3)];
    struct packet model = {.kiosk = request->kiosk,
                           .exchange = request->exchange,
                           .is_answer = true,
                           .http_status = 200,
                           .body = (char *)(uintptr_t)page,
                           .body_len = strlen(page)};
    packet_free(request);
    deliver(net, now_ms, packet_new(&model));
}

void net_send(struct net *net, int64_t now_ms, struct packet *packet)
{
    if (rng_chance(&net->rng, net->faults.lose)) {
        net->fault_count++;
        packet_free(packet);
        return;
    }
    if (!packet->is_answer && rng_chance(&net->rng, net->faults.portal)) {
        net->fault_count++;
        answer_as_portal(net, now_ms, packet);
        return;
    }
    if (rng_chance(&net->rng, net->faults.twice)) {
        net->fault_count++;
        deliver(net, now_ms, packet_new(packet));
    }
    /* Of a token that was changed under way the hub can only say that it never gave it; TLS is what
     * keeps an enrolment whole. */
    bool is_bare = packet->path != NULL && strcmp(packet->path, "/v1/enroll") == 0;
    if (!is_bare && rng_chance(&net->rng, net->faults.tamper)) {
        net->fault_count++;
        tamper(net, packet);
    }
    deliver(net, now_ms, packet);
}
