// measure FILE PROGRAM ARGUMENT…: runs a program and writes to FILE its status, wall, user and
// system seconds and peak memory in KiB. A small parent of its own because Linux hands the peak
// memory of the process that starts a program on to that program.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    pid_t pid = fork();
    if (pid < 0) return 3;
    if (pid == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) != pid) return 3;
    clock_gettime(CLOCK_MONOTONIC, &ended);
    FILE *file = fopen(argv[1], "w");
    if (!file) return 3;
    fprintf(
        file, "%d %.9f %.6f %.6f %ld\n",
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
        ended.tv_sec - began.tv_sec + (ended.tv_nsec - began.tv_nsec) / 1e9,
        seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss);
    return fclose(file) == 0 ? 0 : 3;
}
