// subscribers PLACE COUNT EVENTS RATE REQUEST [KEY]: COUNT WebSockets on /ws/events, EVENTS
// submissions at RATE a second (the request in the file REQUEST, over the socket of the same
// daemon), and how long each took from before it was sent until each WebSocket had its event.
//
// PLACE is the daemon's Unix socket, or that and a comma and a port of the loopback: then the
// WebSockets are opened there in TLS, by KEY. Every message of every WebSocket is looked at: its
// number must follow that of the one before. Submissions take turns on a few connections, so that a
// slow commit does not hold up the next; jobs have their numbers in the order of sending. Prints
// messages, messages out of order, and the time within which half, 99 %, and all were there, in ms.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 65536, BUCKETS = 1 << 20, BUCKET_NS = 10000, WAIT_MS = 20000 };
enum { PER_ADDRESS = 64, CONTROLS = 8 };

struct subscriber {
    int fd;
    SSL *tls;
    long last;
    long count;
    size_t held;
    char bytes[BUFFER];
};

static struct subscriber *all;
static long long *sent_at;
static long events, messages, misplaced;
static long histogram[BUCKETS];

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int connect_unix(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) fail(path);
    return fd;
}

// From as many addresses of the loopback as are needed: one alone may not have so many WebSockets.
static int connect_loopback(int port, long number) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in own = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + number / PER_ADDRESS);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own)) fail("loopback");
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) fail("loopback");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static ssize_t take(struct subscriber *one, char *bytes, size_t count) {
    if (!one->tls) return read(one->fd, bytes, count);
    int got = SSL_read(one->tls, bytes, (int)count);
    if (got > 0) return got;
    int error = SSL_get_error(one->tls, got);
    errno = error == SSL_ERROR_WANT_READ ? EAGAIN : EPIPE;
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

static void open_socket(struct subscriber *one, const char *key) {
    char request[1024], answer[2048];
    snprintf(request, sizeof request,
             "GET /ws/events HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
             "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s%s\r\n",
             key ? "X-API-Key: " : "", key ? key : "", key ? "\r\n" : "");
    size_t length = strlen(request);
    ssize_t done = one->tls ? SSL_write(one->tls, request, (int)length)
                            : write(one->fd, request, length);
    if (done != (ssize_t)length) fail("handshake");
    size_t held = 0;
    while (held < 4 || memcmp(answer + held - 4, "\r\n\r\n", 4)) {
        if (held == sizeof answer || take(one, answer + held, 1) != 1) fail("no answer");
        held++;
    }
    if (memcmp(answer, "HTTP/1.1 101 ", 13)) {
        fprintf(stderr, "not upgraded: %.*s\n", (int)held, answer);
        exit(1);
    }
    fcntl(one->fd, F_SETFL, O_NONBLOCK);
}

static long member(const char *text, size_t length, const char *name) {
    const char *found = memmem(text, length, name, strlen(name));
    return found ? strtol(found + strlen(name), NULL, 10) : -1;
}

static void message(struct subscriber *one, const char *text, size_t length, long long at) {
    long number = member(text, length, "\"number\":");
    long job = member(text, length, "\"job_id\":\"");
    if (number < 0 || (one->last && number != one->last + 1)) misplaced++;
    one->last = number;
    one->count++;
    messages++;
    if (job < 1 || job > events) return;
    long long bucket = (at - sent_at[job]) / BUCKET_NS;
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

// A pong without a payload, as the daemon's pings have none; masked by nothing.
static void answer_ping(struct subscriber *one) {
    static const char pong[] = {(char)0x8A, (char)0x80, 0, 0, 0, 0};
    ssize_t done = one->tls ? SSL_write(one->tls, pong, sizeof pong)
                            : write(one->fd, pong, sizeof pong);
    if (done != sizeof pong) fail("pong");
}

// Reads what there is, and takes the frames: a server's are not masked.
static void readable(struct subscriber *one) {
    for (;;) {
        ssize_t got = take(one, one->bytes + one->held, BUFFER - one->held);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) fail("the daemon ended a WebSocket");
        long long at = now();
        one->held += got;
        size_t place = 0;
        for (;;) {
            unsigned char *frame = (unsigned char *)one->bytes + place;
            size_t left = one->held - place, head = 2;
            if (left < 2) break;
            size_t length = frame[1];
            if (length == 126) {
                if (left < 4) break;
                length = frame[2] << 8 | frame[3];
                head = 4;
            }
            if (left < head + length) break;
            if (frame[0] == 0x81) message(one, (char *)frame + head, length, at);
            if (frame[0] == 0x89) answer_ping(one);
            place += head + length;
        }
        memmove(one->bytes, one->bytes + place, one->held - place);
        one->held -= place;
        if (!one->tls && got < BUFFER / 2) return;
    }
}

static double within(double share) {
    long long total = 0, seen = 0;
    for (int i = 0; i < BUCKETS; i++) total += histogram[i];
    for (int i = 0; i < BUCKETS; i++) {
        seen += histogram[i];
        if (total && seen >= share * total) return (i + 1) * (BUCKET_NS / 1e6);
    }
    return -1;
}

static char *content(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(BUFFER);
    if (!file) fail(path);
    *length = fread(bytes, 1, BUFFER, file);
    fclose(file);
    return bytes;
}

static void subscribe(int poll, char *place, long count, const char *key) {
    char *port = strchr(place, ',');
    if (port) *port++ = 0;
    SSL_CTX *context = port ? SSL_CTX_new(TLS_client_method()) : NULL;
    for (long i = 0; i < count; i++) {
        struct subscriber *one = &all[i];
        one->fd = port ? connect_loopback(atoi(port), i) : connect_unix(place);
        if (port) {
            one->tls = SSL_new(context);
            SSL_set_fd(one->tls, one->fd);
            if (SSL_connect(one->tls) != 1) fail("TLS");
        }
        open_socket(one, key);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, one->fd, &event)) fail("epoll");
    }
}

int main(int argc, char **argv) {
    if (argc != 6 && argc != 7) return 2;
    long count = atol(argv[2]);
    events = atol(argv[3]);
    long long pause = 1000000000LL / atol(argv[4]);
    struct rlimit files = {count + 64, count + 64};
    if (setrlimit(RLIMIT_NOFILE, &files)) fail("files");
    all = calloc(count, sizeof *all);
    sent_at = calloc(events + 1, sizeof *sent_at);
    size_t length;
    char *request = content(argv[5], &length), answer[BUFFER];
    int poll = epoll_create1(0);
    subscribe(poll, argv[1], count, argc == 7 ? argv[6] : NULL);
    int control[CONTROLS];
    for (int i = 0; i < CONTROLS; i++) {
        control[i] = connect_unix(argv[1]);
        fcntl(control[i], F_SETFL, O_NONBLOCK);
    }
    long next = 1;
    long long begin = now(), end = 0;
    while (messages < events * count) {
        long long at = now();
        for (; next <= events && at >= begin + (next - 1) * pause; next++) {
            sent_at[next] = now();
            if (write(control[next % CONTROLS], request, length) != (ssize_t)length)
                fail("submission");
        }
        if (next > events && !end) end = at + WAIT_MS * 1000000LL;
        if (end && at > end) break;
        long long wait = next > events ? 100 : (begin + (next - 1) * pause - at) / 1000000;
        struct epoll_event ready[256];
        int found = epoll_wait(poll, ready, 256, (int)(wait < 0 ? 0 : wait));
        for (int i = 0; i < found; i++) readable(ready[i].data.ptr);
        for (int i = 0; i < CONTROLS; i++) {
            ssize_t got = read(control[i], answer, sizeof answer);
            if (got >= 12 && !memcmp(answer, "HTTP/1.1 4", 10)) fail("a submission was refused");
        }
    }
    printf("%ld %ld %.2f %.2f %.2f %.2f\n", messages, misplaced, within(0.5), within(0.99),
           within(1), (now() - begin) / 1e9);
    return messages == events * count && !misplaced ? 0 : 1;
}
