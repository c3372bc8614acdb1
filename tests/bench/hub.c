/* The hub under load, beside bare SQLite that does the same work. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "hub/process.h"
#include "store/store.h"

#include "kiosk_side.h"
#include "statements.h"
#include "traffic.h"
#include "world.h"

enum {
    CONNECTIONS_SINGLE = 64,
    CONNECTIONS_BATCHED = 16,
    OPS_EACH = 100,
    BATCH = 50,
    OPS_KIOSK = 500,
    OPS_TOTAL = KIOSKS * OPS_EACH,
};

struct hub_bench {
    char folder[BENCH_PATH_SIZE];
    struct world world;
    struct plan single_plan, batched_plan;
    struct statements *kiosk_trace;
    struct side {
        struct statements *trace; /* of its bookings, in their order */
        struct series rate, p50, p99, per_commit, busy, bare;
    } single, batched;
    struct series kiosk_rate;
};

/* ---- bare SQLite ---- */

static void must(enum status status, const char *what)
{
    if (status != OK) {
        bench_fail("%s: %s", what, status_text(status));
    }
}

static void apply_one(struct store *store, const struct load_op *op, instant now)
{
    struct apply_context context = {.arrived_at = now};
    struct verdict verdict;
    must(store_apply(store, &op->op, &op->envelope, &context, &verdict), "apply");
    if (verdict.code != VERDICT_ACCEPTED) {
        bench_fail("a booking was not accepted");
    }
}

/* A plan's ops through store_apply, fifty a transaction, in the order in which the kiosks' requests
 * come: fifty of one kiosk, or one of each in turn. */
static void apply_plan(struct store *store, const struct plan *plan, instant now)
{
    size_t kiosks = (size_t)plan->kiosks;
    size_t of_kiosk = (size_t)plan->ops_per_kiosk;
    size_t step = (size_t)plan->per_request;
    for (size_t n = 0; n < kiosks * of_kiosk; n++) {
        size_t request = n / step;
        size_t at = request / kiosks * step + n % step;
        if (n % BATCH == 0) {
            must(store_begin(store), "begin");
        }
        apply_one(store, &plan->ops[request % kiosks * of_kiosk + at], now);
        if (n % BATCH == BATCH - 1) {
            must(store_commit(store), "commit");
        }
    }
}

static void record(const struct hub_bench *bench, const struct plan *plan, struct statements **out)
{
    char why[256] = "";
    char folder[BENCH_PATH_SIZE];
    char path[BENCH_PATH_SIZE + 16];
    struct store *store = NULL;
    const struct env *env = &bench->world.env;
    bench_folder_make(folder);
    world_copy(&bench->world, folder, path);
    struct store_options options = {.path = path, .role = STORE_HUB, .env = env};
    must(store_open(&options, &store, why, sizeof why), why);
    statements_new(out);
    statements_record(*out, store_db(store));
    apply_plan(store, plan, env->wall(env->ctx));
    statements_stop(*out);
    store_close(store);
    bench_folder_remove(folder);
}

/* Every booking must be in the file afterwards, or the figure is of something else. */
static void check_bookings(const char *path, int expected)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int found = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT count(*) FROM booking WHERE state = 'booked'", -1, &stmt,
                           NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW) {
        found = sqlite3_column_int(stmt, 0);
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    if (found != expected) {
        bench_fail("%d bookings in %s, expected %d", found, path, expected);
    }
}

static void measure_bare(const struct hub_bench *bench, struct side *side)
{
    char folder[BENCH_PATH_SIZE];
    char path[BENCH_PATH_SIZE + 16];
    bench_folder_make(folder);
    world_copy(&bench->world, folder, path);
    double took = statements_replay(side->trace, path);
    check_bookings(path, OPS_TOTAL);
    series_add(&side->bare, OPS_TOTAL / took);
    bench_folder_remove(folder);
}

static void measure_bare_single(struct hub_bench *bench)
{
    measure_bare(bench, &bench->single);
}

static void measure_bare_batched(struct hub_bench *bench)
{
    measure_bare(bench, &bench->batched);
}

/* ---- the hub ---- */

static void run_plan(struct hub_bench *bench, const struct plan *plan, int connections,
                     struct side *side)
{
    char folder[BENCH_PATH_SIZE];
    char path[BENCH_PATH_SIZE + 16];
    struct process hub = {0};
    struct traffic_result result;
    bench_folder_make(folder);
    world_copy(&bench->world, folder, path);
    const char *words[] = {BENCH_HUB,     "--db",      path,          "--listen",
                           "127.0.0.1:0", "--content", BENCH_CONTENT, NULL};
    if (!hub_start(&hub, folder, words)) {
        bench_fail("the hub did not start");
    }
    traffic_run(&bench->world, plan, connections, hub.port, &result);
    if (process_end(&hub, SIGTERM) != 0) {
        bench_fail("the hub did not end well");
    }
    check_bookings(path, OPS_TOTAL);
    bench_folder_remove(folder);
    series_add(&side->rate, OPS_TOTAL / result.seconds);
    series_add(&side->p50, result.p50_ms);
    series_add(&side->p99, result.p99_ms);
    series_add(&side->per_commit, result.per_commit * plan->per_request);
    series_add(&side->busy, result.busy);
}

static void measure_single(struct hub_bench *bench)
{
    run_plan(bench, &bench->single_plan, CONNECTIONS_SINGLE, &bench->single);
}

static void measure_batched(struct hub_bench *bench)
{
    run_plan(bench, &bench->batched_plan, CONNECTIONS_BATCHED, &bench->batched);
}

static void measure_kiosk(struct hub_bench *bench)
{
    char folder[BENCH_PATH_SIZE];
    bench_folder_make(folder);
    series_add(&bench->kiosk_rate, kiosk_side_run(&bench->world, folder, OPS_KIOSK, NULL));
    bench_folder_remove(folder);
}

static void record_kiosk(struct hub_bench *bench)
{
    char folder[BENCH_PATH_SIZE];
    bench_folder_make(folder);
    statements_new(&bench->kiosk_trace);
    kiosk_side_run(&bench->world, folder, BATCH, bench->kiosk_trace);
    bench_folder_remove(folder);
}

/* ---- the table ---- */

static void print_row(const char *name, const struct series *rate, const char *ratio,
                      const char *goal)
{
    printf("| %s | %.0f | %s | %s |", name, series_median(rate), ratio, goal);
    for (size_t i = 0; i < rate->len; i++) {
        printf("%s%.0f", i == 0 ? " " : ", ", rate->values[i]);
    }
    printf(" |\n");
}

static void print_side(const char *name, const struct side *side)
{
    printf("| %s | %.1f | %.1f | %.0f | %.0f %% |\n", name, series_median(&side->p50),
           series_median(&side->p99), series_median(&side->per_commit),
           100 * series_median(&side->busy));
}

static json_t *side_json(const struct side *side, const struct series *ratio)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "ops_s", series_json(&side->rate),
                     "bare_ops_s", series_json(&side->bare), "of_bare", series_json(ratio),
                     "p50_ms", series_json(&side->p50), "p99_ms", series_json(&side->p99),
                     "ops_per_commit", series_json(&side->per_commit), "writer_busy",
                     series_json(&side->busy));
}

static json_t *report(const struct hub_bench *bench)
{
    char text[32];
    struct series single = series_ratio(&bench->single.rate, &bench->single.bare);
    struct series single_hard = series_ratio(&bench->single.rate, &bench->batched.bare);
    struct series batched = series_ratio(&bench->batched.rate, &bench->batched.bare);
    printf("\n## Hub: bookings per second, authentication on, SQLite FULL (SQLite %s)\n\n"
           "The load runs on the same cores. Median of %zu rounds of %d bookings each, order"
           " alternating.\n\n"
           "| | ops/s | of bare | goal | rounds |\n|---|---:|---:|---|---|\n",
           sqlite3_libversion(), bench->single.rate.len, (int)OPS_TOTAL);
    snprintf(text, sizeof text, "%.2f", series_median(&single));
    print_row("one op a request, 64 connections", &bench->single.rate, text, "0.30, aim 0.45");
    snprintf(text, sizeof text, "%.2f", series_median(&batched));
    print_row("bare SQLite, their statements, 50 a transaction", &bench->single.bare, "1", "");
    print_row("batches of 50, 16 connections", &bench->batched.rate, text, "0.60, aim 0.80");
    print_row("bare SQLite, their statements, 50 a transaction", &bench->batched.bare, "1", "");
    print_row("a kiosk's store_submit, one commit each", &bench->kiosk_rate, "", "");
    printf(
        "\nFifty ops of one kiosk touch fewer rows than one of each of fifty kiosks, so each load"
        " stands\nbeside its own bookings. One op a request is %.2f of the second bare figure.\n",
        series_median(&single_hard));
    printf("\n| | p50 ms | p99 ms | ops a commit | writer at work |\n|---|---:|---:|---:|---:|\n");
    print_side("one op a request", &bench->single);
    print_side("batches of 50", &bench->batched);
    statements_print(bench->single.trace, "Hub, `store_apply`, 50 kiosks' ops a transaction",
                     OPS_TOTAL);
    statements_print(bench->batched.trace, "Hub, `store_apply`, 50 ops of a kiosk a transaction",
                     OPS_TOTAL);
    statements_print(bench->kiosk_trace, "Kiosk, `store_submit`", BATCH);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "single", side_json(&bench->single, &single),
                     "batched", side_json(&bench->batched, &batched), "single_of_batched_bare",
                     series_json(&single_hard), "kiosk_ops_s", series_json(&bench->kiosk_rate),
                     "hub_statements", statements_json(bench->single.trace, OPS_TOTAL),
                     "kiosk_statements", statements_json(bench->kiosk_trace, BATCH));
}

json_t *bench_hub(void)
{
    static void (*const measures[])(struct hub_bench *) = {
        measure_single, measure_bare_single, measure_bare_batched, measure_batched, measure_kiosk};
    enum { MEASURES = sizeof measures / sizeof measures[0] };
    struct hub_bench *bench = xalloc(sizeof *bench);
    bench_say("hub: preparing %d bookings of %d kiosks", 2 * (int)OPS_TOTAL, (int)KIOSKS);
    bench_folder_make(bench->folder);
    world_make(bench->folder, &bench->world);
    plan_make(&bench->world, KIOSKS, OPS_EACH, 1, &bench->single_plan);
    plan_make(&bench->world, KIOSKS, OPS_EACH, BATCH, &bench->batched_plan);
    record(bench, &bench->single_plan, &bench->single.trace);
    record(bench, &bench->batched_plan, &bench->batched.trace);
    record_kiosk(bench);
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < MEASURES; i++) {
            measures[round % 2 == 0 ? i : MEASURES - 1 - i](bench);
        }
        bench_say("hub: round %zu: single %.0f, bare %.0f; batched %.0f, bare %.0f ops/s",
                  round + 1, bench->single.rate.values[round], bench->single.bare.values[round],
                  bench->batched.rate.values[round], bench->batched.bare.values[round]);
    }
    json_t *figures = report(bench);
    plan_fini(&bench->single_plan);
    plan_fini(&bench->batched_plan);
    statements_free(bench->single.trace);
    statements_free(bench->batched.trace);
    statements_free(bench->kiosk_trace);
    bench_folder_remove(bench->folder);
    free(bench);
    return figures;
}
