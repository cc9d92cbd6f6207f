// What the files of the launcher share. Everything here runs in the launcher process, which was
// forked from a program with threads: only async-signal-safe calls, no allocation.

#pragma once

#include "claunch.h"

#include <stdbool.h>
#include <sys/resource.h>

enum { OWNER_SOCKET = 3 };

/// The child's report of its failure, at the start of the shared area.
struct report {
    int32_t error;
    uint32_t stage;
};

/// A program that was asked for and has not been reaped.
struct program {
    pid_t pid;
    uint32_t tag;
};

struct launcher {
    uint8_t *area;
    int child_signals;
    struct program programs[CLAUNCH_PROGRAMS_MAX];
};

/// The text of a spawn request, checked, with its pointer tables built behind it in the area.
struct launch_text {
    char *path;
    char *directory;
    char **arguments;
    char **environment;
};

/// Serves the owner until it is gone, then kills everything. Never returns.
_Noreturn void launcher_run(uint8_t *area, int child_signals);

/// Starts a program. Returns its pid, or -1 with `failure` filled in.
pid_t launcher_spawn(uint8_t *area, const struct claunch_request *request, const int *descriptors,
                     struct report *failure);

/// Takes the status of every child that has one; with `quiet`, reports only ends to the owner.
/// Returns false when there is no child at all.
bool launcher_reap(struct launcher *launcher, bool quiet);

/// Kills every descendant and reaps it.
void launcher_kill_all(struct launcher *launcher, uint32_t *killed, uint32_t *survivors);

/// Two facts of a process from its line in /proc.
struct process_fact {
    char state;
    pid_t parent;
    pid_t foreground_group;
};

/// Reads /proc/PID/stat. Returns false when the process is gone.
bool process_read(pid_t pid, struct process_fact *fact);

/// Puts the children of a process into `into`. Returns how many, at most `max`.
int process_children(pid_t pid, pid_t *into, int max);

/// Writes a decimal number and a NUL. Returns the end.
char *put_number(char *at, long number);

/// Copies text and a NUL. Returns the end.
char *put_text(char *at, const char *text);
