#include "hub_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static void become_hub(const char *program, const char *database, const char *content, int out)
{
    int quiet = open("/dev/null", O_WRONLY);
    dup2(out, STDOUT_FILENO);
    if (quiet >= 0)
        dup2(quiet, STDERR_FILENO);
    execl(program, program, "--db", database, "--listen", "127.0.0.1:0", "--content", content,
          (char *)NULL);
    _exit(127);
}

void hub_child_start(struct hub_child *hub, const char *programs, const char *database,
                     const char *content)
{
    char program[512], line[256] = "";
    int ends[2];
    snprintf(program, sizeof program, "%s/yizhan-hub", programs);
    if (access(program, X_OK) != 0)
        bench_fail("%s is not there: build it first", program);
    if (pipe(ends) != 0)
        bench_fail("pipe: %s", strerror(errno));
    hub->pid = fork();
    if (hub->pid < 0)
        bench_fail("fork: %s", strerror(errno));
    if (hub->pid == 0)
        become_hub(program, database, content, ends[1]);
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    const char *port = NULL;
    while (said != NULL && port == NULL && fgets(line, sizeof line, said) != NULL)
        if (strstr(line, "listening") != NULL)
            port = strrchr(line, ':');
    if (port == NULL)
        bench_fail("the hub does not listen");
    hub->port = (int)strtol(port + 1, NULL, 10);
    fclose(said);
}

void hub_child_stop(struct hub_child *hub)
{
    int status = 0;
    kill(hub->pid, SIGTERM);
    if (waitpid(hub->pid, &status, 0) != hub->pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        bench_fail("the hub did not end well");
}
