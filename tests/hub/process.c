#include "process.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "client.h"

/* Starts words with its output in two files. */
static pid_t start(const char *const *words, const char *out, const char *err)
{
    pid_t pid = fork();
    assert(pid >= 0);
    if (pid > 0) {
        return pid;
    }
    int to = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int errors = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char *argv[WORDS_MAX + 1] = {NULL};
    for (int i = 0; i < WORDS_MAX && words[i] != NULL; i++) {
        argv[i] = (char *)words[i];
    }
    if (to < 0 || errors < 0 || dup2(to, 1) < 0 || dup2(errors, 2) < 0) {
        _exit(126);
    }
    execv(argv[0], argv);
    _exit(127);
}

static int status_of(int wait_status)
{
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

static int wait_for(pid_t pid)
{
    int64_t until = clock_ms() + PATIENCE_MS;
    int wait_status = 0;
    while (waitpid(pid, &wait_status, WNOHANG) == 0) {
        if (clock_ms() > until) {
            kill(pid, SIGKILL);
            waitpid(pid, &wait_status, 0);
            return -1;
        }
        sleep_for_ms(5);
    }
    return status_of(wait_status);
}

size_t file_bytes(const char *path, char **out)
{
    struct stat info;
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    size_t len = 0;
    if (fstat(fd, &info) == 0) {
        *out = xalloc((size_t)info.st_size + 1);
        ssize_t n = read(fd, *out, (size_t)info.st_size);
        len = n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return len;
}

static void take_said(const char *path, char said[SAID_SIZE])
{
    char *bytes = NULL;
    file_bytes(path, &bytes);
    snprintf(said, SAID_SIZE, "%s", bytes != NULL ? bytes : "");
    free(bytes);
}

void process_run(const char *const *words, struct ran *ran)
{
    char folder[128], out[256], err[256];
    folder_make(folder);
    snprintf(out, sizeof out, "%s/out", folder);
    snprintf(err, sizeof err, "%s/err", folder);
    ran->status = wait_for(start(words, out, err));
    take_said(out, ran->out);
    take_said(err, ran->err);
    folder_remove(folder);
}

bool hub_start(struct process *process, const char *folder, const char *const *words)
{
    char said[SAID_SIZE];
    snprintf(process->out, sizeof process->out, "%s/hub.out", folder);
    snprintf(process->err, sizeof process->err, "%s/hub.err", folder);
    unlink(process->out);
    process->pid = start(words, process->out, process->err);
    int64_t until = clock_ms() + PATIENCE_MS;
    while (clock_ms() < until) {
        take_said(process->out, said);
        if (strstr(said, "listening on http://") != NULL && strchr(said, '\n') != NULL) {
            process->port = port_of_url(said);
            return true;
        }
        int wait_status = 0;
        if (waitpid(process->pid, &wait_status, WNOHANG) != 0) {
            break;
        }
        sleep_for_ms(10);
    }
    take_said(process->err, said);
    fprintf(stderr, "the hub did not start: %s\n", said);
    process->pid = 0;
    return false;
}

int process_end(struct process *process, int signal)
{
    if (process->pid == 0) {
        return -1;
    }
    kill(process->pid, signal);
    int status = wait_for(process->pid);
    process->pid = 0;
    return status;
}

bool process_is_alive(const struct process *process)
{
    return process->pid != 0 && kill(process->pid, 0) == 0;
}

/* The sum over all its threads; -1 when it is not there. */
static long count_switches(const struct process *process)
{
    char path[512];
    long sum = 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)process->pid);
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return -1;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char line[256];
        snprintf(path, sizeof path, "/proc/%d/task/%.200s/status", (int)process->pid,
                 entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        while (file != NULL && fgets(line, sizeof line, file) != NULL) {
            if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0) {
                sum += strtol(line + 24, NULL, 10);
            }
        }
        if (file != NULL) {
            fclose(file);
        }
    }
    closedir(dir);
    return sum;
}

bool process_rests(const struct process *process, int span_ms, long most)
{
    int64_t until = clock_ms() + PATIENCE_MS;
    while (clock_ms() < until) {
        long before = count_switches(process);
        sleep_for_ms(span_ms);
        long after = count_switches(process);
        if (before >= 0 && after >= before && after - before <= most) {
            return true;
        }
    }
    return false;
}

void process_err(const struct process *process, char said[SAID_SIZE])
{
    take_said(process->err, said);
}

void folder_make(char out[128])
{
    const char *base = getenv("TMPDIR");
    snprintf(out, 128, "%.90s/yizhan-hub-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(out) == NULL) {
        abort();
    }
}

void folder_remove(const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlink(path) != 0) {
            folder_remove(path);
        }
    }
    closedir(dir);
    rmdir(folder);
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

void file_write(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(bytes, 1, len, file) != len || fclose(file) != 0) {
        abort();
    }
}
