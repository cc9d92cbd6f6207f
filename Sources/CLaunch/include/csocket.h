// Sockets: those of the Unix domain that carry descriptors, and addresses of networks. Calls that
// Swift cannot import.

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    /// Descriptors that one call sends or receives.
    CSOCKET_DESCRIPTORS_MAX = 16,
};

/// The process at the other end, as it was when the connection was made.
struct csocket_credentials {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

/// Makes a connected pair, closed on exec. Returns 0 or -1.
int csocket_pair(int ends[2]);

/// Connects to the socket at a path, closed on exec. Never waits: EAGAIN where too many wait to be
/// accepted. Returns a descriptor or -1.
int csocket_connect(const char *path);

/// Asks who is at the other end. Returns 0 or -1.
int csocket_peer(int socket, struct csocket_credentials *peer);

/// Sends bytes, at least one; the descriptors go with the first. Without `wait` the call never
/// blocks. Returns how many bytes went, or -1: EAGAIN when none has room. A peer that is gone is
/// EPIPE, never a signal.
ssize_t csocket_send(int socket, const void *bytes, size_t count, const int *descriptors,
                     size_t descriptor_count, int wait);

/// Receives bytes and the descriptors that came with them, closed on exec; `descriptor_count` is
/// how many there is room for, then how many came. Without `wait` the call never blocks. Returns
/// how many bytes came, 0 at the end, or -1: EAGAIN when there is nothing, EMSGSIZE when more
/// descriptors came than there is room for (none is kept then).
ssize_t csocket_receive(int socket, void *bytes, size_t count, int *descriptors,
                        size_t *descriptor_count, int wait);

/// An address of IPv4 (4 bytes) or IPv6 (16 bytes), in the order of networks, with a port.
struct csocket_address {
    uint8_t bytes[16];
    size_t count;
    uint16_t port;
};

/// Listens for TCP at an address, closed on exec; port 0 is any that is free. Returns a descriptor
/// or -1.
int csocket_listen(const struct csocket_address *address, int backlog);

/// Where a socket listens. Returns 0, or -1 for one that is of no network.
int csocket_listens_at(int socket, struct csocket_address *address);
