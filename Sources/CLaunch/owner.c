// The owner's side: forking the launcher and speaking to it.

#define _GNU_SOURCE
#include "csocket.h"
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// Nothing of the owner may linger in the launcher: an open descriptor would keep its files,
/// terminals and other launchers' sockets alive.
static void keep_only(int socket) {
    int kept = fcntl(socket, F_DUPFD, OWNER_SOCKET + 1);
    int null = open("/dev/null", O_RDWR);
    if (kept < 0 || null < 0) _exit(1);
    for (int stream = 0; stream < 3; stream++) dup2(null, stream);
    if (dup2(kept, OWNER_SOCKET) < 0) _exit(1);
    close_range(OWNER_SOCKET + 1, ~0U, 0);
}

/// Also resets the two signals that the C library keeps for itself and refuses to touch; programs
/// inherit what is ignored.
static void reset_signals(void) {
    struct {
        uint64_t handler, flags, restorer, mask;
    } initial = {0};
    for (int number = 1; number < NSIG; number++)
        syscall(SYS_rt_sigaction, number, &initial, NULL, sizeof initial.mask);
}

static int take_over_signals(void) {
    sigset_t all, child;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    reset_signals();
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    return signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// Becomes what the options say. Returns 0 or an errno.
static int prepare(const struct claunch_options *options) {
    bool isolated = !options->has_isolated_network;
    if (!isolated) {
        int error = caccount_isolate_network_as_root();
        isolated = error == 0;
        if (error != 0 && error != EPERM) return error;
    }
    int error = options->account != NULL ? caccount_become(options->account) : 0;
    return error == 0 && !isolated ? caccount_isolate_network() : error;
}

static _Noreturn void become_launcher(int socket, uint8_t *area,
                                      const struct claunch_options *options) {
    keep_only(socket);
    int child_signals = take_over_signals();
    if (options != NULL) {
        struct claunch_event event = {.kind = CLAUNCH_PREPARED, .value = prepare(options)};
        send(OWNER_SOCKET, &event, sizeof event, MSG_NOSIGNAL);
        if (event.value != 0) _exit(1);
    }
    // A session of its own: Ctrl-C at the owner's terminal must not stop the clean-up.
    setsid();
    prctl(PR_SET_NAME, "orchestro-launch", 0, 0, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    if (child_signals < 0) _exit(1);
    launcher_run(area, child_signals);
}

int claunch_start(struct claunch *out) {
    return claunch_start_with(out, NULL);
}

/// Waits until a launcher is what it was asked to become. Returns 0 or an errno.
static int await_preparation(struct claunch *launcher) {
    struct claunch_event event = {.value = EPIPE};
    if (claunch_receive(launcher->socket, &event, 1) == 1 && event.value == 0) return 0;
    claunch_stop(launcher);
    return event.value;
}

int claunch_start_with(struct claunch *out, const struct claunch_options *options) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return errno;
    void *area = mmap(NULL, CLAUNCH_AREA_BYTES, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    // _Fork runs no handlers of other libraries.
    pid_t pid = area == MAP_FAILED ? -1 : _Fork();
    if (pid == 0) become_launcher(ends[1], area, options);
    int error = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        if (area != MAP_FAILED) munmap(area, CLAUNCH_AREA_BYTES);
        return error;
    }
    madvise(area, CLAUNCH_AREA_BYTES, MADV_DONTFORK);
    *out = (struct claunch){.socket = ends[0], .pid = pid, .area = area};
    return options == NULL ? 0 : await_preparation(out);
}

void claunch_stop(struct claunch *launcher) {
    close(launcher->socket);
    while (waitpid(launcher->pid, NULL, 0) < 0 && errno == EINTR) continue;
    munmap(launcher->area, CLAUNCH_AREA_BYTES);
}

int claunch_send(int socket, const struct claunch_request *request, const int *descriptors,
                 size_t descriptor_count) {
    if (descriptor_count > CLAUNCH_DESCRIPTORS_MAX) return EINVAL;
    ssize_t sent = csocket_send(socket, request, sizeof *request, descriptors, descriptor_count, 1);
    return sent < 0 ? errno : 0;
}

int claunch_receive(int socket, struct claunch_event *event, int wait) {
    for (;;) {
        ssize_t size = recv(socket, event, sizeof *event, wait ? 0 : MSG_DONTWAIT);
        if (size == (ssize_t)sizeof *event) return 1;
        if (size >= 0) return -1;
        if (errno == EAGAIN && !wait) return 0;
        if (errno != EINTR) return -1;
    }
}
