/* The screen's measurements are made by screen.py, which has hands and eyes of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static json_t *listen_to(pid_t pid, int from)
{
    FILE *file = fdopen(from, "r");
    int status = -1;
    json_error_t error = {.text = "nothing"};
    json_t *said = file != NULL ? json_loadf(file, 0, &error) : NULL;
    if (file != NULL) {
        fclose(file);
    }
    waitpid(pid, &status, 0);
    if (status != 0 || said == NULL) {
        bench_fail("screen.py ended with %d: %s", status, error.text);
    }
    return said;
}

static json_t *run_script(const char *name)
{
    int ends[2];
    if (pipe(ends) != 0) {
        bench_fail("no pipe");
    }
    pid_t pid = fork();
    if (pid == 0) {
        char *argv[] = {"python3", "-B", BENCH_SCRIPT, (char *)name, NULL};
        if (dup2(ends[1], STDOUT_FILENO) < 0 || setenv("YIZHAN_BIN", BENCH_PROGRAMS, 1) != 0) {
            _exit(126);
        }
        close(ends[0]);
        close(ends[1]);
        execvp(argv[0], argv);
        _exit(127);
    }
    close(ends[1]);
    if (pid < 0) {
        bench_fail("python3 cannot be started");
    }
    return listen_to(pid, ends[0]);
}

static json_t *measure(const char *name)
{
    bench_say("%s", name);
    json_t *said = run_script(name);
    json_t *figures = json_incref(json_object_get(said, "figures"));
    const char *text = json_string_value(json_object_get(said, "text"));
    printf("%s", text != NULL ? text : "");
    json_decref(said);
    return figures;
}

json_t *bench_screen(void)
{
    return measure("screen");
}

json_t *bench_tap(void)
{
    return measure("tap");
}

json_t *bench_idle(void)
{
    return measure("idle");
}
