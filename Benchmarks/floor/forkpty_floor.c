// The floor: what a pseudo-terminal costs when nothing but the kernel is asked.
//   forkpty_floor spawn COUNT               start /bin/echo, match its text, reap it
//   forkpty_floor reaction CHILD COUNT FILE answer each marker of the reactor child
//   forkpty_floor flood CHILD MEGABYTES     read until the sentinel
// Prints one JSON object.
#define _GNU_SOURCE
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int start(char *const argv[], pid_t *pid) {
    int terminal;
    struct winsize size = {.ws_row = 80, .ws_col = 120};
    *pid = forkpty(&terminal, NULL, NULL, &size);
    if (*pid < 0) exit(3);
    if (*pid == 0) {
        execv(argv[0], argv);
        _exit(127);
    }
    return terminal;
}

static int finish(int terminal, pid_t pid) {
    char rest[4096];
    while (read(terminal, rest, sizeof rest) > 0) {}
    close(terminal);
    int status;
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int spawn_one(void) {
    char *const argv[] = {"/bin/echo", "hello-from-echo", NULL};
    pid_t pid;
    int terminal = start(argv, &pid);
    char text[4096];
    size_t used = 0;
    int matched = 0;
    ssize_t n;
    while (!matched && (n = read(terminal, text + used, sizeof text - used)) > 0) {
        used += n;
        matched = memmem(text, used, "hello-from-echo", 15) != NULL;
    }
    return finish(terminal, pid) && matched;
}

static int spawn(int count) {
    double began = now();
    int matched = 0;
    for (int i = 0; i < count; i++) matched += spawn_one();
    printf("{\"seconds\": %.9f, \"matched\": %d}\n", now() - began, matched);
    return matched == count ? 0 : 1;
}

static int reaction(char *child, char *count, char *file) {
    char *const argv[] = {child, count, file, NULL};
    pid_t pid;
    int terminal = start(argv, &pid);
    int events = atoi(count);
    char text[4096];
    size_t used = 0;
    printf("{\"reactions_us\": [");
    for (int k = 1; k <= events;) {
        ssize_t n = read(terminal, text + used, sizeof text - 1 - used);
        if (n <= 0) return 1;
        used += n;
        text[used] = '\0';
        char name[32], *marker;
        snprintf(name, sizeof name, "marker %d ", k);
        if (!(marker = strstr(text, name)) || !strchr(marker, ';')) continue;
        double seen = now();
        if (write(terminal, "ok\n", 3) != 3) return 1;
        printf("%s%.3f", k > 1 ? ", " : "", seen * 1e6 - atoll(marker + strlen(name)) / 1e3);
        used = 0;
        k++;
    }
    printf("]}\n");
    return finish(terminal, pid) ? 0 : 1;
}

static int flood(char *child, char *megabytes) {
    char *const argv[] = {child, megabytes, NULL};
    static char text[65536 + 32];
    const char *sentinel = "END-OF-FLOOD";
    size_t kept = 0;
    pid_t pid;
    double began = now();
    int terminal = start(argv, &pid);
    for (;;) {
        ssize_t n = read(terminal, text + kept, 65536);
        if (n <= 0) return 1;
        size_t used = kept + n;
        if (memmem(text, used, sentinel, strlen(sentinel))) break;
        // The sentinel may come in two pieces: keep the end of this one.
        kept = used < strlen(sentinel) ? used : strlen(sentinel);
        memmove(text, text + used - kept, kept);
    }
    printf("{\"seconds\": %.9f}\n", now() - began);
    return finish(terminal, pid) ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 3 && !strcmp(argv[1], "spawn")) return spawn(atoi(argv[2]));
    if (argc == 5 && !strcmp(argv[1], "reaction")) return reaction(argv[2], argv[3], argv[4]);
    if (argc == 4 && !strcmp(argv[1], "flood")) return flood(argv[2], argv[3]);
    fprintf(stderr, "usage: forkpty_floor spawn|reaction|flood …\n");
    return 2;
}
