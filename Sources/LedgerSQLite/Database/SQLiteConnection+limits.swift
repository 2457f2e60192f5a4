internal import CSQLite

/// The state that the callbacks of a connection use.
struct SQLiteCallbacks {
    /// Pages in the write-ahead log after the last commit.
    var walPages = 0
    var deadline: ContinuousClock.Instant?
    /// How many steps one run of a statement may take, and how many the one that runs now has left.
    var steps: (limit: Int, left: Int)?
}

/// Restrictions for untrusted callers.
extension SQLiteConnection {
    /// A limit that SQLite enforces.
    package enum Limit: Sendable {
        case valueBytes
        case statementBytes
        case expressionDepth
        case compoundSelects
        case virtualMachineSteps
        case attachedDatabases
        case patternBytes
        case parameters
    }

    package func setLimit(_ limit: Limit, to value: Int) {
        sqlite3_limit(handle, limit.number, Int32(clamping: value))
    }

    /// Forbids SQL that can damage the file's structure, also on a writable connection.
    package func defend() throws(SQLiteError) {
        try configure(SQLITE_DBCONFIG_DEFENSIVE, true)
    }

    /// Keeps the write-ahead log when the connection closes.
    package func keepWALOnClose() throws(SQLiteError) {
        try configure(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
    }

    func configure(_ option: Int32, _ isOn: Bool) throws(SQLiteError) {
        let result = csqlite_db_config_flag(handle, option, isOn ? 1 : 0)
        guard result == SQLITE_OK else { throw SQLiteError(result, of: handle) }
    }

    package func waitWhenBusy(atMost duration: Duration) {
        let (seconds, attoseconds) = duration.components
        sqlite3_busy_timeout(handle, Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000))
    }

    /// From now on, prepares only statements that read: no writes, ATTACH, transactions or PRAGMAs.
    package func allowReadsOnly() {
        sqlite3_set_authorizer(handle, { _, action, _, name, _, _ in readsOnly(action, name) }, nil)
    }

    package func allowEverything() {
        sqlite3_set_authorizer(handle, nil, nil)
    }

    /// Statements that run past `deadline` fail with ``SQLiteError/Code/interrupted``; nil removes the deadline.
    package func setDeadline(_ deadline: ContinuousClock.Instant?) {
        callbacks.pointee.deadline = deadline
        watchProgress()
    }

    /// A statement that takes more steps of SQLite's virtual machine fails with ``SQLiteError/Code/interrupted``.
    ///
    /// For files that others may have made: a table can lead back to itself, and a view can go on for ever.
    package func limitSteps(to limit: Int) {
        callbacks.pointee.steps = (limit, limit)
        watchProgress()
    }

    /// To be called before a statement runs anew.
    func beginStatement() {
        guard let limit = callbacks.pointee.steps?.limit else { return }
        callbacks.pointee.steps = (limit, limit)
    }

    private func watchProgress() {
        guard callbacks.pointee.deadline != nil || callbacks.pointee.steps != nil else {
            sqlite3_progress_handler(handle, 0, nil, nil)
            return
        }
        sqlite3_progress_handler(handle, Int32(stepsBetweenLooks), { isOverLimit($0) }, callbacks)
    }

    /// Counts ``walPages``, and replaces SQLite's automatic checkpoints.
    package func countWALPages() {
        sqlite3_wal_hook(handle, { context, _, _, pages in countPages(context, pages) }, callbacks)
    }
}

private func readsOnly(_ action: Int32, _ name: UnsafePointer<CChar>?) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: SQLITE_OK
    case SQLITE_FUNCTION:
        name.map { isNeeded(function: String(cString: $0).lowercased()) } == false ? SQLITE_DENY : SQLITE_OK
    default: SQLITE_DENY
    }
}

/// Not those that load code, write to SQLite's own log, or belong to tables that the views do not have.
private func isNeeded(function: String) -> Bool {
    let prefixes = ["load_extension", "fts", "rtree", "geopoly", "sqlite_"]
    let names = ["bm25", "highlight", "matchinfo", "offsets", "optimize", "snippet"]
    return !prefixes.contains { function.hasPrefix($0) } && !names.contains(function)
}

private let stepsBetweenLooks = 10_000

private func isOverLimit(_ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let callbacks = context?.assumingMemoryBound(to: SQLiteCallbacks.self) else { return 0 }
    if let (limit, left) = callbacks.pointee.steps {
        guard left > stepsBetweenLooks else { return 1 }
        callbacks.pointee.steps = (limit, left - stepsBetweenLooks)
    }
    guard let deadline = callbacks.pointee.deadline else { return 0 }
    return ContinuousClock.now < deadline ? 0 : 1
}

private func countPages(_ context: UnsafeMutableRawPointer?, _ pages: Int32) -> Int32 {
    context?.assumingMemoryBound(to: SQLiteCallbacks.self).pointee.walPages = Int(pages)
    return SQLITE_OK
}

extension SQLiteConnection.Limit {
    fileprivate var number: Int32 {
        switch self {
        case .valueBytes: SQLITE_LIMIT_LENGTH
        case .statementBytes: SQLITE_LIMIT_SQL_LENGTH
        case .expressionDepth: SQLITE_LIMIT_EXPR_DEPTH
        case .compoundSelects: SQLITE_LIMIT_COMPOUND_SELECT
        case .virtualMachineSteps: SQLITE_LIMIT_VDBE_OP
        case .attachedDatabases: SQLITE_LIMIT_ATTACHED
        case .patternBytes: SQLITE_LIMIT_LIKE_PATTERN_LENGTH
        case .parameters: SQLITE_LIMIT_VARIABLE_NUMBER
        }
    }
}
