/* The hub's one writer thread, with group commit: it takes everything that is queued, calls
 * hub_step once (one transaction), and gives the answers out after the commit; while one commit
 * reaches the disk the next batch collects by itself. Answers that hub_step holds are kept and
 * asked for again when something changed or their time is over. Knows nothing of HTTP: a job is a
 * request and a function that takes the answer.
 *
 * Where a commit is slow and many ask at once, half of them would always wait for the commit of the
 * others. So the thread gives those it has just answered a moment to come back, shorter than the
 * commit that this saves.
 *
 * The thread sleeps until there is a job, until something is due, and, while somebody is held,
 * looks once a second whether another program changed the database. */
#ifndef HUB_SHELL_H
#define HUB_SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"
#include "base/status.h"
#include "hub/step.h"
#include "store/store.h"

struct shell;

/* Embedded in what its submitter keeps for the request; the shell's from submit until done. */
struct shell_job {
    struct hub_request request; /* what it points to lives until done */
    /* Called once, on the writer thread, after the commit; answer and its text only live during the
     * call. The job may be freed in it. */
    void (*done)(struct shell_job *job, const struct hub_answer *answer);
    struct shell_job *next; /* the shell's own, as is the next member */
    int64_t held_until_ms;
};

struct shell_limits {
    size_t queue_max;    /* jobs that wait for the next batch */
    size_t held_max;     /* held answers; further ones are held for crowded_ms only */
    int64_t crowded_ms;  /* so that other requests find a connection, yet nobody asks in a circle */
    int64_t wake_gap_ms; /* held answers are asked for again at most this often */
    int64_t watch_ms;    /* how often to look for changes by other programs */
    int64_t gather_ms;   /* after a slow commit: how long at most to wait for those it answered */
};
extern const struct shell_limits shell_limits_usual;

enum shell_taken {
    SHELL_TAKEN,
    SHELL_FULL,     /* try again later; done is not called */
    SHELL_STOPPING, /* likewise */
};

enum { SHELL_BUCKETS = 8 }; /* batches of up to 1, 2, 4 … 64, and more */

struct shell_figures {
    uint64_t steps;
    uint64_t requests; /* answered or held in these steps */
    uint64_t batches[SHELL_BUCKETS];
    uint64_t step_us; /* all steps together, commits in it */
    uint64_t turned_away;
    size_t queued, held;
    bool is_failing; /* a whole batch failed in the last minute, and no change was made since */
};

/* hub and store are the writer thread's alone from shell_start until shell_join. */
void shell_init(struct hub *hub, struct store *store, const struct env *env,
                const struct shell_limits *limits, struct shell **out);
enum status shell_start(struct shell *shell) MUST_CHECK;
/* Nothing more is taken; what is queued is done, what is held answered as if its time was over. */
void shell_stop(struct shell *shell);
void shell_join(struct shell *shell);
void shell_destroy(struct shell *shell);

/* From any thread. */
enum shell_taken shell_submit(struct shell *shell, struct shell_job *job);
void shell_read_figures(struct shell *shell, struct shell_figures *out);

#endif
