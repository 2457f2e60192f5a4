#include <stdint.h>

/// Runs the program and returns its exit code; in the module LedgerCommands.
extern int32_t stackledger_run(int32_t argc, char **argv);

/// Swift itself takes the arguments from /proc, which need not be there or readable.
int main(int argc, char **argv) {
    return stackledger_run(argc, argv);
}
