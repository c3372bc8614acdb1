#include "hub/metrics.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/str.h"
#include "store/fleet.h"

static void put_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP yizhan_%s %s\n# TYPE yizhan_%s %s\n", name, help, name, type);
}

static void put_one(struct buf *out, const char *name, const char *type, const char *help,
                    int64_t value)
{
    put_head(out, name, type, help);
    buf_printf(out, "yizhan_%s %" PRId64 "\n", name, value);
}

static void put_ops(struct buf *out, const struct op_tally *tally)
{
    put_head(out, "ops_total", "counter", "Ops by kind and first verdict.");
    for (int kind = 0; kind <= OP_KIND_COUNT; kind++) {
        const char *word = kind < OP_KIND_COUNT ? op_kind_word((enum op_kind)kind) : "other";
        for (int code = 0; code < FIGURE_VERDICTS; code++) {
            if (tally->counts[kind][code] > 0) {
                buf_printf(out, "yizhan_ops_total{kind=\"%s\",verdict=\"%s\"} %" PRId64 "\n", word,
                           verdict_code_word((enum verdict_code)code), tally->counts[kind][code]);
            }
        }
    }
}

/* Batches as a Prometheus histogram, whose buckets count everything up to their bound. */
static void put_batches(struct buf *out, const struct shell_figures *shell)
{
    uint64_t upto = 0;
    put_head(out, "batch_requests", "histogram", "Requests answered by one commit.");
    for (int i = 0; i < SHELL_BUCKETS; i++) {
        upto += shell->batches[i];
        if (i < SHELL_BUCKETS - 1) {
            buf_printf(out, "yizhan_batch_requests_bucket{le=\"%d\"} %" PRIu64 "\n", 1 << i, upto);
        } else {
            buf_printf(out, "yizhan_batch_requests_bucket{le=\"+Inf\"} %" PRIu64 "\n", upto);
        }
    }
    buf_printf(out, "yizhan_batch_requests_sum %" PRIu64 "\n", shell->requests);
    buf_printf(out, "yizhan_batch_requests_count %" PRIu64 "\n", upto);
}

static void put_shell(struct buf *out, const struct shell_figures *shell)
{
    put_batches(out, shell);
    put_head(out, "step_seconds", "summary", "Time of the writer's steps, commits in it.");
    buf_printf(out, "yizhan_step_seconds_sum %.6f\n", (double)shell->step_us / 1e6);
    buf_printf(out, "yizhan_step_seconds_count %" PRIu64 "\n", shell->steps);
    put_one(out, "turned_away_total", "counter", "Requests refused because the queue was full.",
            (int64_t)shell->turned_away);
    put_one(out, "queue", "gauge", "Requests that wait for the next commit.",
            (int64_t)shell->queued);
    put_one(out, "held", "gauge", "Requests held until there is something to say.",
            (int64_t)shell->held);
    put_one(out, "writes_fail", "gauge", "1 while nothing can be committed.", shell->is_failing);
}

static void put_answers(struct buf *out, const struct http_counts *counts)
{
    put_head(out, "http_answers_total", "counter", "HTTP answers by the class of their status.");
    for (int i = 1; i < HTTP_CLASSES; i++) {
        buf_printf(out, "yizhan_http_answers_total{class=\"%dxx\"} %" PRIu64 "\n", i,
                   counts->answers[i]);
    }
}

static void put_figures(struct buf *out, const struct figures *figures)
{
    put_one(out, "revision", "gauge", "The content revision in force.", figures->revision);
    put_one(out, "feed_head", "counter", "The last seq of the feed.", figures->feed_head);
    put_one(out, "runs_total", "counter", "Starts of the hub.", figures->runs);
    put_one(out, "waiting_ops", "gauge", "Ops about tickets that have not arrived.",
            figures->waiting_ops);
    put_one(out, "open_calls", "gauge", "Calls of visitors to the desk that stand.",
            figures->open_calls);
    put_one(out, "open_requests", "gauge", "Requests not settled.", figures->open_requests);
    put_one(out, "overdue_requests", "gauge", "Requests past their due time.",
            figures->overdue_requests);
    put_one(out, "envelopes", "gauge", "Personal parts not erased yet.", figures->envelopes);
    put_head(out, "staff_items", "gauge", "Things that staff must look at.");
    bool has_parked = false;
    for (size_t i = 0; i < figures->staff_len; i++) {
        const struct figure_staff *staff = &figures->staff[i];
        has_parked = has_parked || str_equal(staff->kind, "parked");
        buf_printf(out, "yizhan_staff_items{kind=\"%s\"} %" PRId64 "\n", staff->kind, staff->items);
    }
    if (!has_parked) { /* what an alarm watches must be there from the start */
        buf_puts(out, "yizhan_staff_items{kind=\"parked\"} 0\n");
    }
}

static void put_kiosk(void *ctx, const struct fleet_status *status)
{
    struct buf *out = ctx;
    if (status->kiosk.is_active) {
        buf_printf(out,
                   "yizhan_kiosk_last_contact_timestamp_seconds{kiosk=\"%s\",station=\"%s\"}"
                   " %" PRId64 "\n",
                   status->kiosk.id, status->kiosk.station, status->last_contact);
    }
}

const char *metrics_text(struct arena *arena, struct store *reader, struct op_tally *tally,
                         const struct shell_figures *shell, const struct http_counts *counts,
                         instant now)
{
    struct figures figures;
    if (figures_tally_ops(reader, tally) != OK || figures_read(reader, now, &figures) != OK) {
        return NULL;
    }
    struct buf out = {0};
    put_ops(&out, tally);
    put_answers(&out, counts);
    put_shell(&out, shell);
    put_figures(&out, &figures);
    put_head(&out, "kiosk_last_contact_timestamp_seconds", "gauge",
             "When an active kiosk was last heard of.");
    fleet_each(reader, put_kiosk, &out);
    const char *text = arena_strndup(arena, out.data, out.len);
    buf_fini(&out);
    return text;
}
