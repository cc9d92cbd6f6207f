// Sockets that carry descriptors, as csocket.h describes them.

#define _GNU_SOURCE
#include "csocket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
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

int csocket_listen(const struct csocket_address *address, int backlog) {
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(address->port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(address->port)};
    memcpy(&four.sin_addr, address->bytes, sizeof four.sin_addr);
    memcpy(&six.sin6_addr, address->bytes, sizeof six.sin6_addr);
    int is_four = address->count == sizeof four.sin_addr;
    int listener = socket(is_four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0) return -1;
    // A daemon that starts again gets its port at once; without it only when all connections of
    // the one before are forgotten.
    int one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    int status = is_four ? bind(listener, (struct sockaddr *)&four, sizeof four)
                         : bind(listener, (struct sockaddr *)&six, sizeof six);
    if (status == 0 && listen(listener, backlog) == 0) return listener;
    int error = errno;
    close(listener);
    errno = error;
    return -1;
}

int csocket_listens_at(int socket, struct csocket_address *address) {
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    if (getsockname(socket, (struct sockaddr *)&name, &size) < 0) return -1;
    memset(address, 0, sizeof *address);
    if (name.ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)&name;
        memcpy(address->bytes, &four->sin_addr, sizeof four->sin_addr);
        address->count = sizeof four->sin_addr;
        address->port = ntohs(four->sin_port);
        return 0;
    }
    if (name.ss_family != AF_INET6) return -1;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&name;
    memcpy(address->bytes, &six->sin6_addr, sizeof six->sin6_addr);
    address->count = sizeof six->sin6_addr;
    address->port = ntohs(six->sin6_port);
    return 0;
}
