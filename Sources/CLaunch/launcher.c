// The launcher's loop: requests of the owner, ends of children.

#define _GNU_SOURCE
#include "csocket.h"
#include "launcher.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct received {
    struct claunch_request request;
    int descriptors[CLAUNCH_DESCRIPTORS_MAX];
    size_t descriptor_count;
};

static void tell(const struct claunch_event *event) {
    // A failure means that the owner is gone; the loop learns that from its next receive.
    while (send(OWNER_SOCKET, event, sizeof *event, MSG_NOSIGNAL) < 0 && errno == EINTR) continue;
}

static struct program *find_pid(struct launcher *launcher, pid_t pid) {
    for (int i = 0; i < CLAUNCH_PROGRAMS_MAX; i++) {
        if (launcher->programs[i].pid == pid) return &launcher->programs[i];
    }
    return NULL;
}

static struct program *find_tag(struct launcher *launcher, uint32_t tag) {
    for (int i = 0; i < CLAUNCH_PROGRAMS_MAX; i++) {
        struct program *program = &launcher->programs[i];
        if (program->pid != 0 && program->tag == tag) return program;
    }
    return NULL;
}

static uint64_t microseconds(struct timeval time) {
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

static struct claunch_event take_status(struct program *program, int status,
                                        const struct rusage *usage) {
    struct claunch_event event = {.tag = program->tag, .pid = program->pid, .value = status};
    if (WIFSTOPPED(status)) {
        event.kind = CLAUNCH_STOPPED;
        event.value = WSTOPSIG(status);
    } else if (WIFCONTINUED(status)) {
        event.kind = CLAUNCH_CONTINUED;
    } else {
        event.kind = CLAUNCH_ENDED;
        event.user_microseconds = microseconds(usage->ru_utime);
        event.system_microseconds = microseconds(usage->ru_stime);
        event.peak_memory_bytes = (uint64_t)usage->ru_maxrss * 1024;
        program->pid = 0;
    }
    return event;
}

bool launcher_reap(struct launcher *launcher, bool quiet) {
    // Told one round late, when it is known whether anything is left behind.
    struct claunch_event event = {0};
    for (;;) {
        int status;
        struct rusage usage;
        pid_t pid = wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED | __WALL, &usage);
        bool childless = pid < 0 && errno == ECHILD;
        event.childless = childless;
        if (event.kind == CLAUNCH_ENDED || (event.kind != 0 && !quiet)) tell(&event);
        if (pid <= 0) return !childless;
        struct program *program = find_pid(launcher, pid);
        event = program == NULL ? (struct claunch_event){0}
                                : take_status(program, status, &usage);
    }
}

static void spawn(struct launcher *launcher, const struct received *received) {
    const struct claunch_request *request = &received->request;
    struct claunch_event event = {.kind = CLAUNCH_SPAWN_FAILED, .tag = request->tag};
    struct report failure = {.error = EAGAIN, .stage = CLAUNCH_STAGE_REQUEST};
    size_t needed = (request->flags & CLAUNCH_TERMINAL ? 1 : 3)
                    + (request->flags & CLAUNCH_CGROUP ? 1 : 0);
    struct program *program = find_pid(launcher, 0);
    pid_t pid = -1;
    if (received->descriptor_count != needed) {
        failure.error = EBADF;
    } else if (program != NULL) {
        pid = launcher_spawn(launcher->area, request, received->descriptors, &failure);
    }
    if (pid > 0) {
        *program = (struct program){.pid = pid, .tag = request->tag};
        event.kind = CLAUNCH_SPAWNED;
        event.pid = pid;
    } else {
        event.value = failure.error;
        event.stage = failure.stage;
    }
    tell(&event);
}

static int send_signal(struct launcher *launcher, const struct claunch_request *request) {
    struct program *program = find_tag(launcher, request->tag);
    struct process_fact fact;
    if (program == NULL) return ESRCH;
    pid_t target = program->pid;
    // The program leads a session, so its group has its own number.
    if (request->scope == CLAUNCH_GROUP) target = -program->pid;
    if (request->scope == CLAUNCH_FOREGROUND) {
        if (!process_read(program->pid, &fact) || fact.foreground_group <= 1) return ENOTTY;
        target = -fact.foreground_group;
    }
    return kill(target, request->signal) < 0 ? errno : 0;
}

static void handle(struct launcher *launcher, const struct received *received) {
    const struct claunch_request *request = &received->request;
    struct claunch_event event = {.tag = request->tag};
    switch (request->kind) {
    case CLAUNCH_SPAWN:
        spawn(launcher, received);
        return;
    case CLAUNCH_SIGNAL:
        event.kind = CLAUNCH_SIGNALLED;
        event.value = send_signal(launcher, request);
        break;
    case CLAUNCH_KILL_ALL:
        event.kind = CLAUNCH_KILLED_ALL;
        launcher_kill_all(launcher, &event.killed, &event.survivors);
        break;
    default:
        return;
    }
    tell(&event);
}

/// Returns false when the owner is gone.
static bool receive(struct received *received) {
    received->descriptor_count = CLAUNCH_DESCRIPTORS_MAX;
    ssize_t size = csocket_receive(OWNER_SOCKET, &received->request, sizeof received->request,
                                   received->descriptors, &received->descriptor_count, 1);
    return size == (ssize_t)sizeof received->request;
}

static bool serve_owner(struct launcher *launcher) {
    struct received received;
    if (!receive(&received)) return false;
    handle(launcher, &received);
    for (size_t i = 0; i < received.descriptor_count; i++) close(received.descriptors[i]);
    return true;
}

_Noreturn void launcher_run(uint8_t *area, int child_signals) {
    static struct launcher launcher;
    launcher.area = area;
    launcher.child_signals = child_signals;
    struct pollfd watched[] = {{OWNER_SOCKET, POLLIN, 0}, {child_signals, POLLIN, 0}};
    bool owned = true;
    while (owned) {
        if (poll(watched, 2, -1) < 0) continue;
        if (watched[1].revents != 0) {
            struct signalfd_siginfo signal;
            while (read(child_signals, &signal, sizeof signal) > 0) continue;
            launcher_reap(&launcher, false);
        }
        if (watched[0].revents != 0) owned = serve_owner(&launcher);
    }
    uint32_t killed, survivors;
    launcher_kill_all(&launcher, &killed, &survivors);
    _exit(0);
}
