internal import CSQLite

extension SQLiteConnection {
    /// Copies the database page by page over that of `target`.
    ///
    /// Inside a read transaction, the copy has the state of that transaction. Without one, each commit by others
    /// restarts the copy. `progress` gets the pages done and their total.
    package func copy(into target: SQLiteConnection, _ progress: (Int, Int) -> Void) throws(SQLiteError) {
        guard let copy = sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw SQLiteError(sqlite3_errcode(target.handle), of: target.handle)
        }
        var result = SQLITE_OK
        while result == SQLITE_OK {
            result = sqlite3_backup_step(copy, Self.pagesInAStep)
            let total = Int(sqlite3_backup_pagecount(copy))
            progress(total - Int(sqlite3_backup_remaining(copy)), total)
        }
        // This call sets the error of the target.
        let end = sqlite3_backup_finish(copy)
        guard end == SQLITE_OK, result == SQLITE_DONE else { throw SQLiteError(end, of: target.handle) }
    }

    private static let pagesInAStep: Int32 = 1_024

    /// Whether its path now leads to another file, or to none.
    package var hasMoved: Bool {
        var moved: Int32 = 0
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return moved != 0
    }
}
