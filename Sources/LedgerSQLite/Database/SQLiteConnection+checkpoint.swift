internal import CSQLite

extension SQLiteConnection {
    /// How a write-ahead log is taken over into its database.
    package enum Checkpoint: Sendable {
        /// As far as no reader is in the way.
        case passive
        /// Whole, and its file is emptied.
        case truncating
    }

    /// Pages in the write-ahead log after the last commit, as counted since ``countWALPages()``.
    package var walPages: Int { callbacks.pointee.walPages }

    /// Takes the write-ahead log over; what does not succeed is left for the next time, nothing is lost by it.
    package func checkpoint(_ kind: Checkpoint) {
        let mode = kind == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
        sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
    }
}
