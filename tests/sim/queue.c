#include "queue.h"

#include <stdlib.h>

#include "base/arena.h"

#include "net.h"

static bool is_before(const struct event *a, const struct event *b)
{
    return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

static void swap(struct event *a, struct event *b)
{
    struct event c = *a;
    *a = *b;
    *b = c;
}

void queue_push(struct queue *queue, struct event event)
{
    if (queue->len == queue->cap) {
        queue->cap = queue->cap == 0 ? 64 : queue->cap * 2;
        queue->events = xrealloc(queue->events, queue->cap * sizeof *queue->events);
    }
    event.order = queue->pushed++;
    size_t at = queue->len++;
    queue->events[at] = event;
    while (at > 0 && is_before(&queue->events[at], &queue->events[(at - 1) / 2])) {
        swap(&queue->events[at], &queue->events[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

bool queue_pop(struct queue *queue, struct event *out)
{
    if (queue->len == 0)
        return false;
    *out = queue->events[0];
    queue->events[0] = queue->events[--queue->len];
    for (size_t at = 0;;) {
        size_t least = at, left = 2 * at + 1, right = 2 * at + 2;
        if (left < queue->len && is_before(&queue->events[left], &queue->events[least]))
            least = left;
        if (right < queue->len && is_before(&queue->events[right], &queue->events[least]))
            least = right;
        if (least == at)
            return true;
        swap(&queue->events[at], &queue->events[least]);
        at = least;
    }
}

void queue_fini(struct queue *queue)
{
    for (size_t i = 0; i < queue->len; i++)
        packet_free(queue->events[i].packet);
    free(queue->events);
    *queue = (struct queue){0};
}
