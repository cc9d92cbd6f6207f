#define _GNU_SOURCE
#include "cprocess_test_support.h"

#include "claunch.h"

#include <fcntl.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/syscall.h>
#include <unistd.h>

static size_t put(uint8_t *area, size_t at, const char *text) {
    size_t size = strlen(text) + 1;
    memcpy(area + CLAUNCH_TEXT_OFFSET + at, text, size);
    return at + size;
}

static _Noreturn void own(const char *script, int output) {
    struct claunch launcher;
    struct claunch_event event;
    if (claunch_start(&launcher) != 0) _exit(1);
    const char *texts[] = {"/bin/sh", "", "sh", "-c", script, "PATH=/usr/bin:/bin"};
    size_t size = 0;
    for (int i = 0; i < 6; i++) size = put(launcher.area, size, texts[i]);
    struct claunch_request request = {
        .kind = CLAUNCH_SPAWN, .tag = 1, .argument_count = 3, .environment_count = 1,
        .text_bytes = (uint32_t)size,
    };
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int streams[] = {null, output, output};
    if (claunch_send(launcher.socket, &request, streams, 3) != 0) _exit(1);
    if (claunch_receive(launcher.socket, &event, 1) != 1) _exit(1);
    close(output);
    for (;;) pause();
}

pid_t ctest_start_owner(const char *script, int output) {
    pid_t pid = _Fork();
    if (pid == 0) own(script, output);
    return pid;
}

void ctest_set_file_user(uid_t user) {
    setfsuid(user);
}

int ctest_open_process(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}
