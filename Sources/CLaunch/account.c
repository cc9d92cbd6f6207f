// Becoming another account and leaving the network, as caccount.h describes them.

#define _GNU_SOURCE
#include "caccount.h"
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// Plain calls of the kernel: the C library's would look for other threads, which a process that
// was forked from one with threads does not have.
#ifdef SYS_setresuid32
enum { SET_GROUPS = SYS_setgroups32, SET_GROUP = SYS_setresgid32, SET_USER = SYS_setresuid32 };
#else
enum { SET_GROUPS = SYS_setgroups, SET_GROUP = SYS_setresgid, SET_USER = SYS_setresuid };
#endif

int caccount_become(const struct caccount *account) {
    gid_t gid = account->gid;
    uid_t uid = account->uid;
    if (uid == 0) return EINVAL;
    if (syscall(SET_GROUPS, account->group_count, account->groups) < 0) return errno;
    if (syscall(SET_GROUP, gid, gid, gid) < 0) return errno;
    if (syscall(SET_USER, uid, uid, uid) < 0) return errno;
    // Nothing may lead back.
    if (syscall(SET_USER, -1, 0, -1) == 0) return EPERM;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return errno;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return errno;
    return 0;
}

static int write_text(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return errno;
    size_t count = strlen(text);
    int error = write(file, text, count) == (ssize_t)count ? 0 : errno;
    close(file);
    return error;
}

/// Lets one number mean itself in the new user namespace: `1000 1000 1`.
static int map_itself(const char *path, long number) {
    char line[80];
    char *end = put_text(put_number(line, number), " ");
    put_text(put_number(end, number), " 1");
    return write_text(path, line);
}

static int bring_loopback_up(void) {
    struct ifreq request = {.ifr_flags = IFF_UP | IFF_RUNNING};
    strcpy(request.ifr_name, "lo");
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0) return errno;
    int error = ioctl(any, SIOCSIFFLAGS, &request) < 0 ? errno : 0;
    close(any);
    return error;
}

int caccount_isolate_network_as_root(void) {
    if (unshare(CLONE_NEWNET) < 0) return errno;
    return bring_loopback_up();
}

int caccount_isolate_network(void) {
    int error = caccount_isolate_network_as_root();
    if (error != EPERM) return error;
    uid_t uid = geteuid();
    gid_t gid = getegid();
    // The maps of a process that cannot be traced belong to root.
    int traceable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    error = unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0 ? errno : 0;
    if (error == 0) error = write_text("/proc/self/setgroups", "deny");
    if (error == 0) error = map_itself("/proc/self/uid_map", uid);
    if (error == 0) error = map_itself("/proc/self/gid_map", gid);
    if (error == 0) error = bring_loopback_up();
    if (traceable == 0) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return error;
}
