// What tests of processes need and Swift cannot do: forking, and per-thread identity.

#pragma once

#include <sys/types.h>

/// Forks a process that owns a launcher, has it run a shell script with standard output and error
/// at `output`, and then does nothing. Returns its process ID.
pid_t ctest_start_owner(const char *script, int output);

/// Changes who this thread is for the file system.
void ctest_set_file_user(uid_t user);

/// A descriptor that is readable once that process is over; -1 when there is none.
int ctest_open_process(pid_t process);
