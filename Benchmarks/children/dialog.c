// Asks for a name, then for an age, and prints a result. The child of the dialog suite.
#include <stdio.h>
#include <string.h>

static int ask(const char *question, char *answer, int size) {
    fputs(question, stdout);
    fflush(stdout);
    if (!fgets(answer, size, stdin)) return 0;
    answer[strcspn(answer, "\r\n")] = '\0';
    return 1;
}

int main(void) {
    char name[128], age[128];
    if (!ask("Name? ", name, sizeof name) || !ask("Age? ", age, sizeof age)) return 1;
    printf("Hello %s, %s years\n", name, age);
    return 0;
}
