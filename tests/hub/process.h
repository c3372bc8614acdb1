/* The real programs as children: started, listened to, ended. */
#ifndef TESTS_HUB_PROCESS_H
#define TESTS_HUB_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { SAID_SIZE = 32 * 1024, WORDS_MAX = 24 };

/* A program that ran to its end. */
struct ran {
    int status; /* its exit status, 128 + signal, or -1 when it had to be killed */
    char out[SAID_SIZE];
    char err[SAID_SIZE];
};

/* words ends with NULL; the first is the program. At most PATIENCE_MS. */
void process_run(const char *const *words, struct ran *ran);
/* process_run(words…) with the words as arguments. */
#define RUN(ran, ...) process_run((const char *const[]){__VA_ARGS__, NULL}, (ran))

/* A hub that stays. */
struct process {
    pid_t pid; /* 0: none */
    unsigned port;
    char out[256], err[256]; /* files that hold what it said */
};

/* Starts a hub, its output in folder, and waits until it listens; false, and what it said on
 * stderr, when it ends before. */
bool hub_start(struct process *process, const char *folder, const char *const *words);
/* Sends the signal and waits; the exit status as above. */
int process_end(struct process *process, int signal);
bool process_is_alive(const struct process *process);
/* Whether there comes a span in which its threads wake no more often than that, all together: what
 * it still has to do may take its time, but a program that polls never comes to rest. */
bool process_rests(const struct process *process, int span_ms, long most);
void process_err(const struct process *process, char said[SAID_SIZE]);

/* A folder of its own; removed with what lies in it. */
void folder_make(char out[128]);
void folder_remove(const char *folder);
bool file_exists(const char *path);
/* Whole file with a NUL; 0 when it is not there. The caller frees. */
size_t file_bytes(const char *path, char **out);
void file_write(const char *path, const char *bytes, size_t len);

#endif
