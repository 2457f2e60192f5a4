internal import CSQLite

extension SQLiteConnection {
    /// How much of the write-ahead log is moved into the database.
    package enum Checkpoint: Sendable {
        /// As much as possible without waiting for readers.
        case passive
        /// All of it; its file is truncated.
        case truncating
    }

    /// Pages in the write-ahead log after the last commit; counted after ``countWALPages()``.
    package var walPages: Int { callbacks.pointee.walPages }

    /// Checkpoints the write-ahead log; ignores failures, since the next checkpoint does what is left.
    package func checkpoint(_ kind: Checkpoint) {
        let mode = kind == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
        sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
    }
}
