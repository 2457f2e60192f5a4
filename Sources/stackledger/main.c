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

/// Swift itself takes the arguments from /proc, which need not be there or readable.
int main(int argc, char **argv) {
    keep_memory_private();
    return stackledger_run(argc, argv);
}
