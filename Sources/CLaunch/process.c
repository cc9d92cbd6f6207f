// Reading /proc without allocation.

#define _GNU_SOURCE
#include "launcher.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATH_BYTES = 64, CHUNK_BYTES = 4096 };

struct directory_entry {
    uint64_t inode;
    int64_t offset;
    uint16_t size;
    uint8_t type;
    char name[];
};

char *put_text(char *at, const char *text) {
    while (*text != 0) *at++ = *text++;
    *at = 0;
    return at;
}

char *put_number(char *at, long number) {
    char digits[24];
    int count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0) *at++ = digits[--count];
    *at = 0;
    return at;
}

static long take_number(const char **at) {
    bool negative = **at == '-';
    long number = 0;
    if (negative) ++*at;
    while (**at >= '0' && **at <= '9') number = number * 10 + (*(*at)++ - '0');
    return negative ? -number : number;
}

static int open_of_process(pid_t pid, const char *name) {
    char path[PATH_BYTES];
    put_text(put_number(put_text(path, "/proc/"), pid), name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

bool process_read(pid_t pid, struct process_fact *fact) {
    char line[512];
    int file = open_of_process(pid, "/stat");
    if (file < 0) return false;
    ssize_t size = read(file, line, sizeof line - 1);
    close(file);
    if (size <= 0) return false;
    line[size] = 0;
    // The name may contain spaces and parentheses: facts begin behind the last one.
    const char *at = strrchr(line, ')');
    if (at == NULL || at + 4 >= line + size) return false;
    fact->state = at[2];
    at += 4;
    long fields[5] = {0}; // parent, group, session, terminal, foreground group
    for (int i = 0; i < 5; i++) {
        fields[i] = take_number(&at);
        if (*at == ' ') at++;
    }
    fact->parent = (pid_t)fields[0];
    fact->foreground_group = (pid_t)fields[4];
    return true;
}

/// Reads the numbers of an open list of children; a number may be cut by the end of a chunk.
static int take_list(int file, pid_t *into, int max) {
    char chunk[CHUNK_BYTES];
    int count = 0;
    long number = 0;
    ssize_t size;
    while ((size = read(file, chunk, sizeof chunk)) > 0) {
        for (ssize_t i = 0; i < size; i++) {
            if (chunk[i] >= '0' && chunk[i] <= '9') {
                number = number * 10 + (chunk[i] - '0');
            } else if (number > 0) {
                if (count < max) into[count++] = (pid_t)number;
                number = 0;
            }
        }
    }
    return count;
}

static int children_of_thread(int tasks, const char *thread, pid_t *into, int max) {
    char path[PATH_BYTES];
    put_text(put_text(path, thread), "/children");
    int file = openat(tasks, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    int count = take_list(file, into, max);
    close(file);
    return count;
}

/// Takes the children that one entry of a directory stands for.
typedef int take_children(int directory, const char *name, pid_t parent, pid_t *into, int max);

static int from_thread(int tasks, const char *name, pid_t parent, pid_t *into, int max) {
    (void)parent;
    return children_of_thread(tasks, name, into, max);
}

static int from_process(int processes, const char *name, pid_t parent, pid_t *into, int max) {
    (void)processes;
    struct process_fact fact;
    pid_t pid = (pid_t)take_number(&name);
    if (max == 0 || !process_read(pid, &fact) || fact.parent != parent) return 0;
    *into = pid;
    return 1;
}

static int children_in(int directory, take_children *take, pid_t parent, pid_t *into, int max) {
    _Alignas(8) char entries[CHUNK_BYTES];
    int count = 0;
    long size;
    while ((size = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0) {
        for (long at = 0; at < size;) {
            struct directory_entry *entry = (void *)(entries + at);
            at += entry->size;
            if (entry->name[0] < '0' || entry->name[0] > '9') continue;
            count += take(directory, entry->name, parent, into + count, max - count);
        }
    }
    return count;
}

/// Kernels built without lists of children are asked for the parent of every process instead.
static bool kernel_lists_children(void) {
    return access("/proc/thread-self/children", F_OK) == 0;
}

int process_children(pid_t pid, pid_t *into, int max) {
    bool listed = kernel_lists_children();
    int directory = listed ? open_of_process(pid, "/task")
                           : open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return 0;
    int count = children_in(directory, listed ? from_thread : from_process, pid, into, max);
    close(directory);
    return count;
}
