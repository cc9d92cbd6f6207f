// flood MEGABYTES: writes that many million bytes of 80-column lines, then a sentinel line.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { columns = 80, lines = 800 };

static int write_all(const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = write(1, bytes, size);
        if (n <= 0) return 0;
        bytes += n;
        size -= n;
    }
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    static char block[columns * lines];
    for (int i = 0; i < (int)sizeof block; i++)
        block[i] = i % columns == columns - 1 ? '\n' : 'a' + (i / columns + i % columns) % 26;
    long long left = atoll(argv[1]) * 1000000;
    while (left > 0) {
        size_t size = left < (long long)sizeof block ? (size_t)left : sizeof block;
        if (!write_all(block, size)) return 3;
        left -= size;
    }
    const char *sentinel = "\nEND-OF-FLOOD\n";
    return write_all(sentinel, strlen(sentinel)) ? 0 : 3;
}
