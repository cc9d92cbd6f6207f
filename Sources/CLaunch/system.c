// Thin forms of calls that Swift cannot import.

#define _GNU_SOURCE
#include "csystem.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

int csystem_open_terminal_master(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -1;
    if (grantpt(master) == 0 && unlockpt(master) == 0) return master;
    int error = errno;
    close(master);
    errno = error;
    return -1;
}

int csystem_open_terminal_peer(int master) {
    int flags = O_RDWR | O_NOCTTY | O_CLOEXEC;
    // Works whatever is mounted on /dev/pts; the name does not, but is all that old kernels have.
    int terminal = ioctl(master, TIOCGPTPEER, flags);
    if (terminal >= 0) return terminal;
    char name[64];
    if (ptsname_r(master, name, sizeof name) != 0) return -1;
    return open(name, flags);
}

int csystem_open_at(int directory, const char *name, int flags) {
    return openat(directory, name, flags | O_CLOEXEC);
}

int csystem_create_at(int directory, const char *name, mode_t mode) {
    return openat(
        directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
}

int csystem_may_execute(const char *path) {
    return eaccess(path, X_OK);
}

int csystem_make_accessible(int directory, const char *name) {
    int place = openat(directory, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (place < 0) return -1;
    // fchmod refuses such a descriptor, and fchmodat would follow a link.
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", place);
    int result = chmod(path, S_IRWXU);
    close(place);
    return result;
}

int csystem_attribute_is(const char *path, const char *name, const char *value) {
    char found[64];
    ssize_t size = getxattr(path, name, found, sizeof found);
    return size >= 0 && (size_t)size == strlen(value) && memcmp(found, value, (size_t)size) == 0;
}

ssize_t csystem_read_memory(pid_t process, uint64_t address, void *into, size_t size) {
    struct iovec ours = {into, size};
    struct iovec theirs = {(void *)(uintptr_t)address, size};
    return process_vm_readv(process, &ours, 1, &theirs, 1, 0);
}

void csystem_trim_memory(void) { malloc_trim(0); }
