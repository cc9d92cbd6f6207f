// Becoming another account for good, and taking the network away: calls that must be made in
// their right order, by a process with one thread.

#pragma once

#include <stddef.h>
#include <sys/types.h>

/// Whom to become.
struct caccount {
    uid_t uid;
    gid_t gid;
    const gid_t *groups;
    size_t group_count;
};

/// Gives up everything of the present account: groups, group, user, with no way back and no new
/// privileges by any program; other processes of the account can neither trace this one nor read
/// its memory. Returns 0 or an errno. For root only; async-signal-safe.
int caccount_become(const struct caccount *account);

/// Enters a network namespace of its own that has nothing but loopback, up. Without privilege
/// that takes a user namespace, in which the account keeps its number. Returns 0 or an errno;
/// async-signal-safe.
int caccount_isolate_network(void);

/// The same for a process that may, and EPERM for one that needs a user namespace for it.
int caccount_isolate_network_as_root(void);
