// Killing everything: first stop all descendants, so that none can outrun the list, then kill.

#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum {
    /// One round sees at most so many; what it misses, the next round sees.
    DESCENDANTS_MAX = 64 << 10,
    STOP_ROUNDS_MAX = 16,
    /// Time between two looks at what is still alive.
    LOOK_MILLISECONDS = 10,
};

/// What one round over all descendants found.
struct round {
    /// Alive and reached by the signal.
    uint32_t reached;
    /// Alive, but belonging to somebody else.
    uint32_t refused;
    /// Reached, but not yet at rest.
    uint32_t moving;
};

static pid_t descendants[DESCENDANTS_MAX];

static void signal_one(pid_t pid, int number, struct round *round) {
    struct process_fact fact;
    if (!process_read(pid, &fact) || fact.state == 'Z' || fact.state == 'X') return;
    if (kill(pid, number) < 0) {
        if (errno == EPERM) round->refused++;
        return;
    }
    round->reached++;
    if (fact.state == 'R' || fact.state == 'S') round->moving++;
}

/// Appends the children of the i-th descendant to the list. Returns its new length.
static int append_children(int i, int count) {
    return count + process_children(descendants[i], descendants + count, DESCENDANTS_MAX - count);
}

/// Stops each descendant before its children are listed, so that no parent gets ahead of the list.
static struct round stop_round(void) {
    struct round round = {0};
    int count = process_children(getpid(), descendants, DESCENDANTS_MAX);
    for (int i = 0; i < count; i++) {
        signal_one(descendants[i], SIGSTOP, &round);
        count = append_children(i, count);
    }
    return round;
}

/// Lists all before the first is killed: children of the dead move, and would be missed.
static struct round kill_round(void) {
    struct round round = {0};
    int count = process_children(getpid(), descendants, DESCENDANTS_MAX);
    for (int i = 0; i < count; i++) count = append_children(i, count);
    for (int i = 0; i < count; i++) signal_one(descendants[i], SIGKILL, &round);
    return round;
}

static int64_t milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void await_child(int child_signals) {
    struct pollfd watched = {child_signals, POLLIN, 0};
    struct signalfd_siginfo signal;
    if (poll(&watched, 1, LOOK_MILLISECONDS) > 0) {
        while (read(child_signals, &signal, sizeof signal) > 0) continue;
    }
}

static void stop_all(void) {
    for (int round = 0; round < STOP_ROUNDS_MAX; round++) {
        if (stop_round().moving == 0) return;
        struct timespec pause = {.tv_nsec = 20000L << (round < 6 ? round : 6)};
        nanosleep(&pause, NULL);
    }
}

void launcher_kill_all(struct launcher *launcher, uint32_t *killed, uint32_t *survivors) {
    *killed = *survivors = 0;
    if (!launcher_reap(launcher, true)) return;
    stop_all();
    int64_t start = milliseconds_now(), looked = start;
    struct round round = kill_round();
    *killed = round.reached;
    while (launcher_reap(launcher, true)) {
        int64_t now = milliseconds_now();
        *survivors = round.reached + round.refused;
        if (round.reached == 0 && round.refused > 0) return;
        if (now - start > CLAUNCH_KILL_MILLISECONDS_MAX) return;
        await_child(launcher->child_signals);
        if (now - looked < LOOK_MILLISECONDS) continue;
        looked = now;
        round = kill_round();
    }
    *survivors = 0;
}
