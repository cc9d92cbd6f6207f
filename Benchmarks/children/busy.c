// busy SECONDS: uses a processor until it is killed. It cannot outlive its parent, nor SECONDS.
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == 1) return 3;
    alarm(atoi(argv[1]));
    for (volatile unsigned long n = 0;; n++) {}
}
