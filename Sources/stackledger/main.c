#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/// Runs the program and returns its exit code; in the module LedgerCommands.
extern int32_t stackledger_run(int32_t argc, char **argv);

/// Keys and credentials are in memory: no core dump is written, and other processes of the user cannot look at it.
static void keep_memory_private(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &limit);
    }
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/// Swift answers these signals with a report that has pieces of memory in it, and does not always come to its end.
static void print_no_memory(void) {
    static const int numbers[] = {SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
        struct sigaction current;
        if (sigaction(numbers[index], NULL, &current) == 0 && current.sa_handler != SIG_IGN) {
            signal(numbers[index], SIG_DFL);
        }
    }
}

/// Swift itself takes the arguments from /proc, which need not be there or readable.
int main(int argc, char **argv) {
    keep_memory_private();
    print_no_memory();
    return stackledger_run(argc, argv);
}
