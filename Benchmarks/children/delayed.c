// delayed MILLISECONDS TEXT: sleeps, then prints. A wait that only the child can end.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    long ms = atol(argv[1]);
    struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
    puts(argv[2]);
    return 0;
}
