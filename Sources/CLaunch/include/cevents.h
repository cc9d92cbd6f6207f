// Event descriptors, pipes, signal descriptors and waiting with nanoseconds: calls that Swift's
// Glibc module does not show.

#pragma once

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

/// Makes an event descriptor, non-blocking and closed on exec. Returns it or -1.
int cevents_open(void);

/// Makes an event descriptor readable.
void cevents_signal(int descriptor);

/// Makes an event descriptor unreadable again.
void cevents_clear(int descriptor);

/// Makes a pipe, both ends closed on exec. Returns 0 or -1.
int cevents_pipe(int ends[2]);

/// Waits like ppoll(2) for at most so many nanoseconds; for ever when negative.
int cevents_poll(struct pollfd *descriptors, size_t count, int64_t nanoseconds);

/// Blocks SIGINT, SIGTERM and SIGHUP in this thread and those it will make, and returns a
/// descriptor that delivers them, or -1.
int cevents_signals(void);

/// Takes one signal from that descriptor; 0 when there is none.
int cevents_take_signal(int descriptor);
