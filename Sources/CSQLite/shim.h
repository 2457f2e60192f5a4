#ifndef STACKLEDGER_CSQLITE_SHIM_H
#define STACKLEDGER_CSQLITE_SHIM_H

#include <sqlite3.h>

/// `SQLITE_TRANSIENT` is a macro cast that Swift cannot import.
static inline sqlite3_destructor_type csqlite_transient(void) {
    return SQLITE_TRANSIENT;
}

/// `sqlite3_db_config` is variadic, which Swift cannot call.
static inline int csqlite_db_config_flag(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

/// Counting every allocation takes a lock each time, which costs a rebuild of the views a twentieth of its time.
///
/// Only the first call in a process has an effect, and only before SQLite is used.
static inline void csqlite_forgo_statistics(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
