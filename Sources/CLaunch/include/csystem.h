// Calls and constants of Linux that Swift cannot import: variadic calls, macros, newer calls.

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/types.h>

/// Opens a new terminal's master, ready for its peer to be opened. Returns a descriptor or -1.
int csystem_open_terminal_master(void);

/// Opens the program side of the terminal whose master this is. Returns a descriptor or -1.
int csystem_open_terminal_peer(int master);

/// Opens a name in a directory. Returns a descriptor or -1.
int csystem_open_at(int directory, const char *name, int flags);

/// Makes a file in a directory, open for writing; never follows a link, never opens what is there.
/// Returns a descriptor or -1.
int csystem_create_at(int directory, const char *name, mode_t mode);

/// Whether the effective user may execute a file. Returns 0 or -1.
int csystem_may_execute(const char *path);

/// Gives the owner all rights on a directory; never follows a link. Returns 0 or -1.
int csystem_make_accessible(int directory, const char *name);

/// Whether an extended attribute of a file is this text. Returns 1 or 0.
int csystem_attribute_is(const char *path, const char *name, const char *value);

/// Gives memory that is free back to the system.
void csystem_trim_memory(void);

/// Copies memory of another process. Returns the bytes copied or -1.
ssize_t csystem_read_memory(pid_t process, uint64_t address, void *into, size_t size);

/// Numbers of the calls a program may wait in; a call this machine lacks has a negative one.
enum {
    CSYSTEM_READ = SYS_read,
    CSYSTEM_READV = SYS_readv,
    CSYSTEM_WRITE = SYS_write,
    CSYSTEM_PPOLL = SYS_ppoll,
    CSYSTEM_PSELECT = SYS_pselect6,
    CSYSTEM_EPOLL_PWAIT = SYS_epoll_pwait,
    CSYSTEM_EPOLL_PWAIT2 = SYS_epoll_pwait2,
    CSYSTEM_WAIT4 = SYS_wait4,
    CSYSTEM_WAITID = SYS_waitid,
    CSYSTEM_FUTEX = SYS_futex,
    CSYSTEM_SIGSUSPEND = SYS_rt_sigsuspend,
    CSYSTEM_SIGTIMEDWAIT = SYS_rt_sigtimedwait,
    CSYSTEM_CLOCK_NANOSLEEP = SYS_clock_nanosleep,
    CSYSTEM_NANOSLEEP = SYS_nanosleep,
#ifdef SYS_poll
    CSYSTEM_POLL = SYS_poll,
    CSYSTEM_SELECT = SYS_select,
    CSYSTEM_EPOLL_WAIT = SYS_epoll_wait,
    CSYSTEM_PAUSE = SYS_pause,
#else
    CSYSTEM_POLL = -1,
    CSYSTEM_SELECT = -2,
    CSYSTEM_EPOLL_WAIT = -3,
    CSYSTEM_PAUSE = -4,
#endif
};
