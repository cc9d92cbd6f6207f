// Sockets that carry descriptors, as csocket.h describes them.

#define _GNU_SOURCE
#include "csocket.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int csocket_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

int csocket_connect(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    // Where too many wait to be accepted connecting would wait too; EAGAIN tells it instead.
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (connection < 0) return -1;
    if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0
        && fcntl(connection, F_SETFL, 0) == 0) return connection;
    int error = errno;
    close(connection);
    errno = error;
    return -1;
}

int csocket_peer(int socket, struct csocket_credentials *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -1;
    *peer = (struct csocket_credentials){credentials.pid, credentials.uid, credentials.gid};
    return 0;
}

ssize_t csocket_send(int socket, const void *bytes, size_t count, const int *descriptors,
                     size_t descriptor_count, int wait) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(CSOCKET_DESCRIPTORS_MAX * sizeof(int))];
    struct iovec part = {(void *)(uintptr_t)bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count > CSOCKET_DESCRIPTORS_MAX || count == 0) {
        errno = EINVAL;
        return -1;
    }
    if (descriptor_count > 0) {
        size_t size = descriptor_count * sizeof(int);
        memset(control, 0, sizeof control);
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(header), descriptors, size);
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
    while (sent < 0 && errno == EINTR);
    return sent;
}

/// Takes the descriptors of a message, as many as there is room for; closes the others. Returns
/// how many came in all.
static size_t take_descriptors(struct msghdr *message, int *into, size_t room) {
    size_t came = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL;
         header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof descriptor);
            if (came < room) into[came] = descriptor;
            else close(descriptor);
            came++;
        }
    }
    return came;
}

ssize_t csocket_receive(int socket, void *bytes, size_t count, int *descriptors,
                        size_t *descriptor_count, int wait) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(CSOCKET_DESCRIPTORS_MAX * sizeof(int))];
    struct iovec part = {bytes, count};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = control, .msg_controllen = sizeof control,
    };
    size_t room = *descriptor_count;
    *descriptor_count = 0;
    ssize_t size;
    do size = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    while (size < 0 && errno == EINTR);
    if (size < 0) return -1;
    size_t came = take_descriptors(&message, descriptors, room);
    if (came <= room && !(message.msg_flags & MSG_CTRUNC)) {
        *descriptor_count = came;
        return size;
    }
    for (size_t i = 0; i < came && i < room; i++) close(descriptors[i]);
    errno = EMSGSIZE;
    return -1;
}
