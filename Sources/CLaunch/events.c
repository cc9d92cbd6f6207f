// Event descriptors, pipes and signals, as cevents.h describes them.

#define _GNU_SOURCE
#include "cevents.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

int cevents_open(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void cevents_signal(int descriptor) {
    eventfd_write(descriptor, 1);
}

void cevents_clear(int descriptor) {
    eventfd_t value;
    eventfd_read(descriptor, &value);
}

int cevents_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int cevents_poll(struct pollfd *descriptors, size_t count, int64_t nanoseconds) {
    struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(descriptors, count, nanoseconds < 0 ? NULL : &time, NULL);
}

int cevents_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int cevents_take_signal(int descriptor) {
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}
