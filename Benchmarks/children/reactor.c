// reactor COUNT FILE: prints COUNT stamped markers at irregular intervals of 5 to 15 ms and reads
// one answer line after each. FILE gets the round trips in nanoseconds, one a line: the child is
// the only clock, so every harness is measured the same way from outside.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int read_answer(void) {
    char buffer[256];
    for (;;) {
        ssize_t n = read(0, buffer, sizeof buffer);
        if (n <= 0) return 0;
        // A terminal in raw mode delivers Enter as a carriage return.
        if (memchr(buffer, '\n', n) || memchr(buffer, '\r', n)) return 1;
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    int count = atoi(argv[1]);
    FILE *file = fopen(argv[2], "w");
    if (!file) return 3;
    unsigned random = 12345;
    for (int k = 1; k <= count; k++) {
        random = random * 1103515245u + 12345u;
        struct timespec pause = {0, 5000000 + (random >> 8) % 10000000};
        nanosleep(&pause, NULL);
        char line[128];
        long long written = now(CLOCK_MONOTONIC);
        // The wall clock stamp is for harnesses that cannot read the monotonic one.
        // The carriage return is for harnesses that put the terminal into raw mode.
        int n = snprintf(
            line, sizeof line, "marker %d %lld %lld;\r\n", k, written, now(CLOCK_REALTIME));
        if (write(1, line, n) != n || !read_answer()) return 4;
        fprintf(file, "%lld\n", now(CLOCK_MONOTONIC) - written);
    }
    return fclose(file) == 0 ? 0 : 5;
}
