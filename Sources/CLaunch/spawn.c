// From a request to a running program: the lines between clone and exec.

#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_STACK_BYTES = 64 << 10 };

struct plan {
    struct launch_text text;
    struct report *report;
    int streams[3];
    int cgroup;
    bool terminal;
    /// The child has to move itself, because the kernel did not start it in the cgroup.
    bool enter_cgroup;
    pid_t launcher;
};

static _Noreturn void give_up(const struct plan *plan, uint32_t stage) {
    plan->report->error = errno;
    plan->report->stage = stage;
    _exit(127);
}

static int write_own_cgroup(int cgroup) {
    int file = openat(cgroup, "cgroup.procs", O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    return write(file, "0", 1) == 1 ? 0 : -1;
}

/// Runs in the child, in the launcher's memory when it was cloned with CLONE_VM.
static int child(void *argument) {
    const struct plan *plan = argument;
    sigset_t none;
    sigemptyset(&none);
    if (plan->enter_cgroup && write_own_cgroup(plan->cgroup) < 0)
        give_up(plan, CLAUNCH_STAGE_CGROUP);
    if (setsid() < 0) give_up(plan, CLAUNCH_STAGE_SESSION);
    for (int stream = 0; stream < 3; stream++) {
        if (dup2(plan->streams[stream], stream) < 0) give_up(plan, CLAUNCH_STAGE_STREAMS);
    }
    if (plan->terminal && ioctl(STDIN_FILENO, TIOCSCTTY, 0) < 0)
        give_up(plan, CLAUNCH_STAGE_TERMINAL);
    if (close_range(3, ~0U, 0) < 0) give_up(plan, CLAUNCH_STAGE_STREAMS);
    // Should the launcher itself be killed, at least the program goes with it.
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != plan->launcher) _exit(127);
    if (plan->text.directory[0] != 0 && chdir(plan->text.directory) < 0)
        give_up(plan, CLAUNCH_STAGE_DIRECTORY);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(plan->text.path, plan->text.arguments, plan->text.environment);
    give_up(plan, CLAUNCH_STAGE_EXEC);
}

/// As vfork, but on a stack of its own: cheap whatever the size of the launcher.
static pid_t start_in_shared_memory(struct plan *plan) {
    static _Alignas(64) char stack[CHILD_STACK_BYTES];
    return clone(child, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, plan);
}

/// The child is in the cgroup from its first moment; needs Linux 5.7.
static pid_t start_in_cgroup(struct plan *plan) {
    struct clone_args arguments = {
        .flags = CLONE_INTO_CGROUP | CLONE_VFORK,
        .exit_signal = SIGCHLD,
        .cgroup = (uint64_t)plan->cgroup,
    };
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) _exit(child(plan));
    return pid;
}

static pid_t start(struct plan *plan) {
    if (plan->cgroup < 0) return start_in_shared_memory(plan);
    pid_t pid = start_in_cgroup(plan);
    if (pid >= 0) return pid;
    plan->enter_cgroup = true;
    return start_in_shared_memory(plan);
}

/// Takes `count` strings, leaving pointers and a NULL in `table`. Returns NULL when one has no end.
static char *take_strings(char *at, const char *end, char **table, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        char *nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (nul == NULL) return NULL;
        table[i] = at;
        at = nul + 1;
    }
    table[count] = NULL;
    return at;
}

/// Builds the pointer tables behind the text. Returns 0 or an errno.
static int read_text(uint8_t *area, const struct claunch_request *request,
                     struct launch_text *text) {
    uint64_t table = ((uint64_t)CLAUNCH_TEXT_OFFSET + request->text_bytes + 7) & ~UINT64_C(7);
    // The head holds path, directory and NULL; each table ends with NULL.
    uint64_t pointers = UINT64_C(3) + 2 + request->argument_count + request->environment_count;
    if (table + pointers * sizeof(char *) > CLAUNCH_AREA_BYTES) return E2BIG;
    char *at = (char *)area + CLAUNCH_TEXT_OFFSET;
    const char *end = at + request->text_bytes;
    char **head = (char **)(void *)(area + table);
    text->arguments = head + 3;
    text->environment = text->arguments + request->argument_count + 1;
    at = take_strings(at, end, head, 2);
    if (at != NULL) at = take_strings(at, end, text->arguments, request->argument_count);
    if (at != NULL) at = take_strings(at, end, text->environment, request->environment_count);
    if (at == NULL || request->argument_count == 0) return EINVAL;
    text->path = head[0];
    text->directory = head[1];
    return 0;
}

pid_t launcher_spawn(uint8_t *area, const struct claunch_request *request, const int *descriptors,
                     struct report *failure) {
    static struct plan plan;
    bool terminal = request->flags & CLAUNCH_TERMINAL;
    int streams = terminal ? 1 : 3;
    plan = (struct plan){
        .report = (struct report *)(void *)area,
        .cgroup = request->flags & CLAUNCH_CGROUP ? descriptors[streams] : -1,
        .terminal = terminal,
        .launcher = getpid(),
    };
    for (int i = 0; i < 3; i++) plan.streams[i] = descriptors[terminal ? 0 : i];
    *plan.report = (struct report){0};
    *failure = (struct report){.error = 0, .stage = CLAUNCH_STAGE_REQUEST};
    failure->error = read_text(area, request, &plan.text);
    if (failure->error != 0) return -1;
    pid_t pid = start(&plan);
    if (pid < 0) {
        *failure = (struct report){.error = errno, .stage = CLAUNCH_STAGE_CLONE};
    } else if (plan.report->stage != 0) {
        *failure = *plan.report;
        while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR) continue;
        pid = -1;
    }
    return pid;
}
