// The launcher: a small process that starts programs for one owner and answers for all they leave.
//
// It is forked once, before the owner has threads, and is a child subreaper: whatever a program
// starts, double-forked daemons included, stays its descendant. When the owner closes the socket,
// or dies, it kills every descendant and exits. No Swift runs here or between fork and exec.

#pragma once

#include "caccount.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    /// Size of the shared area that carries the text of one spawn request.
    CLAUNCH_AREA_BYTES = 4 << 20,
    /// Where that text begins in the area; the launched child reports its failure before it.
    CLAUNCH_TEXT_OFFSET = 64,
    /// Programs one launcher watches at a time.
    CLAUNCH_PROGRAMS_MAX = 64,
    /// Descriptors one request may carry: three streams and a cgroup directory.
    CLAUNCH_DESCRIPTORS_MAX = 4,
    /// How long killing everything may take before what is left is called a survivor.
    CLAUNCH_KILL_MILLISECONDS_MAX = 5000,
};

enum claunch_request_kind {
    CLAUNCH_SPAWN = 1,
    CLAUNCH_SIGNAL,
    CLAUNCH_KILL_ALL,
};

enum claunch_flag {
    /// The one descriptor is a terminal: it becomes the controlling terminal and all three streams.
    CLAUNCH_TERMINAL = 1,
    /// The last descriptor is the directory of the cgroup to start in.
    CLAUNCH_CGROUP = 2,
};

enum claunch_scope {
    CLAUNCH_PROCESS = 1,
    CLAUNCH_GROUP,
    /// The group that the program's terminal calls its foreground.
    CLAUNCH_FOREGROUND,
};

enum claunch_event_kind {
    CLAUNCH_SPAWNED = 1,
    CLAUNCH_SPAWN_FAILED,
    CLAUNCH_SIGNALLED,
    CLAUNCH_STOPPED,
    CLAUNCH_CONTINUED,
    CLAUNCH_ENDED,
    CLAUNCH_KILLED_ALL,
    CLAUNCH_PREPARED,
};

/// What a launched child was doing when it failed.
enum claunch_stage {
    CLAUNCH_STAGE_REQUEST = 1,
    CLAUNCH_STAGE_CLONE,
    CLAUNCH_STAGE_CGROUP,
    CLAUNCH_STAGE_SESSION,
    CLAUNCH_STAGE_TERMINAL,
    CLAUNCH_STAGE_STREAMS,
    CLAUNCH_STAGE_DIRECTORY,
    CLAUNCH_STAGE_EXEC,
};

/// Owner to launcher. A spawn's text lies in the area, each string ended by NUL:
/// path, working directory (empty: the owner's at start), arguments, environment.
struct claunch_request {
    uint32_t kind;
    uint32_t tag;
    uint32_t flags;
    uint32_t argument_count;
    uint32_t environment_count;
    uint32_t text_bytes;
    int32_t signal;
    uint32_t scope;
};

/// Launcher to owner.
struct claunch_event {
    uint32_t kind;
    uint32_t tag;
    int32_t pid;
    /// errno, signal number, or wait status, by kind; 0 in SIGNALLED means sent.
    int32_t value;
    uint32_t stage;
    uint32_t killed;
    uint32_t survivors;
    /// ENDED: 1 when nothing at all is left of what the launcher has started until now.
    uint32_t childless;
    uint64_t user_microseconds;
    uint64_t system_microseconds;
    uint64_t peak_memory_bytes;
};

struct claunch {
    int socket;
    pid_t pid;
    uint8_t *area;
};

/// How a launcher differs from its owner.
struct claunch_options {
    /// Whether it has a network of its own, in which there is only loopback.
    int has_isolated_network;
    /// Whom it becomes; NULL when it stays what its owner is.
    const struct caccount *account;
};

/// Forks a launcher. Returns 0 or an errno.
int claunch_start(struct claunch *out);

/// Forks a launcher that differs from its owner, and waits until it does. Returns 0 or an errno.
int claunch_start_with(struct claunch *out, const struct claunch_options *options);

/// Closes the socket, waits until the launcher has killed everything and is gone.
void claunch_stop(struct claunch *launcher);

/// Sends a request and its descriptors. Returns 0 or an errno.
int claunch_send(int socket, const struct claunch_request *request, const int *descriptors,
                 size_t descriptor_count);

/// Receives one event. Returns 1 when there is one, 0 when not (only if `wait` is 0), -1 when the
/// launcher is gone.
int claunch_receive(int socket, struct claunch_event *event, int wait);
