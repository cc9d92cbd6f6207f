// burner WAITS CPU_MS: for each line read uses CPU_MS of processor time, then prints "done K;".
// How long that takes on the clock depends on the machine's load alone.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    int waits = atoi(argv[1]);
    long long amount = atoll(argv[2]) * 1000000;
    char line[128];
    puts("ready;");
    fflush(stdout);
    for (int k = 1; k <= waits; k++) {
        if (!fgets(line, sizeof line, stdin)) return 1;
        for (long long end = cpu() + amount; cpu() < end;) {}
        printf("done %d;\n", k);
        fflush(stdout);
    }
    return 0;
}
