// Calls and constants of Linux that Swift cannot import: variadic calls, macros, newer calls.

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Opens a new terminal's master, ready for its peer to be opened. Returns a descriptor or -1.
int csystem_open_terminal_master(void);

/// Opens the program side of the terminal whose master this is. Returns a descriptor or -1.
int csystem_open_terminal_peer(int master);

/// Opens a name in a directory. Returns a descriptor or -1.
int csystem_open_at(int directory, const char *name, int flags);

/// Whether the effective user may execute a file. Returns 0 or -1.
int csystem_may_execute(const char *path);
