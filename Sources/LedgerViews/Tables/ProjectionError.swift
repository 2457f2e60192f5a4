import LedgerSQLite

/// Why an event could not be taken into the views.
enum ProjectionError: Error, Sendable {
    /// The event itself: it is listed in `unreadable`, and the next one is taken.
    case unreadable(String)
    /// The file: the batch is given up.
    case storage(SQLiteError)
}
