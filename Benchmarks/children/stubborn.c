// stubborn COUNT FILE: a tree that does not want to go. COUNT daemons are forked twice, have
// sessions of their own and ignore every polite signal, as does the program itself. FILE gets the
// numbers of all of them; then it prints "ready" and stays. Whatever happens, all leave after ten
// minutes.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void stay(void) {
    const int polite[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE};
    for (size_t k = 0; k < sizeof polite / sizeof *polite; k++) signal(polite[k], SIG_IGN);
    alarm(600);
}

static pid_t start_daemon(void) {
    int ends[2];
    if (pipe(ends)) return -1;
    pid_t between = fork();
    if (between == 0) {
        pid_t daemon = fork();
        if (daemon > 0) {
            if (write(ends[1], &daemon, sizeof daemon) != sizeof daemon) _exit(1);
            _exit(0);
        }
        setsid();
        stay();
        int nothing = open("/dev/null", O_RDWR);
        for (int descriptor = 0; descriptor < 3; descriptor++) dup2(nothing, descriptor);
        for (;;) pause();
    }
    pid_t daemon = -1;
    close(ends[1]);
    if (read(ends[0], &daemon, sizeof daemon) != sizeof daemon) daemon = -1;
    close(ends[0]);
    waitpid(between, NULL, 0);
    return daemon;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    stay();
    FILE *file = fopen(argv[2], "w");
    if (!file) return 1;
    for (int k = atoi(argv[1]); k > 0; k--) fprintf(file, "%d\n", start_daemon());
    fprintf(file, "%d\n", getpid());
    fclose(file);
    puts("ready");
    fflush(stdout);
    for (;;) pause();
}
