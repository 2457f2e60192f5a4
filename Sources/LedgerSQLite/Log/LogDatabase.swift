internal import LedgerDomain
internal import LedgerLog
internal import LedgerSchema

internal import Glibc
internal import LedgerValues
internal import LedgerSystem

/// Opens the database of a log with the settings that a ledger requires.
enum LogDatabase {
    /// "SLDG": marks an SQLite file as a ledger's log.
    private static let applicationID: Int64 = 0x534C_4447

    /// Opens an existing log for appending.
    ///
    /// - Throws: ``EventLogError/replaced(path:)`` if a restore has replaced the file meanwhile.
    static func open(
        _ files: LedgerFiles,
        lockTimeout: Duration
    ) throws(EventLogError) -> SQLiteConnection {
        try requireLog(files)
        guard LedgerFiles.isWritable(files.log) else { throw .notWritable(path: files.log) }
        return try storage(files) { () throws(SQLiteError) in
            try connect(files.log, .readWrite)
        } then: { connection throws(EventLogError) in
            let differences = try requireLedger(connection, files)
            if let difference = differences.ofWriting { throw .damaged(difference) }
            try requireWAL(connection, files, lockTimeout)
            try prepareForWriting(connection, files)
        }
    }

    /// Switches a log that was restored from a backup to WAL mode.
    ///
    /// A log that a restore is about to replace is not in WAL mode either. WAL files are found by name, so they must
    /// not be created for the old log next to the new one: hence the lock and the check that the file has not moved.
    private static func requireWAL(
        _ connection: SQLiteConnection,
        _ files: LedgerFiles,
        _ lockTimeout: Duration
    ) throws(EventLogError) {
        do throws(SQLiteError) {
            if try connection.value(Statements.journalMode) == .text("wal") { return }
        } catch { throw EventLogError(error, in: files.directory) }
        let lock = try WriteLock(path: files.lock)
        try lock.acquire(within: lockTimeout)
        defer { lock.release() }
        guard !connection.hasMoved else { throw .replaced(path: files.log) }
        do { try connection.execute(Statements.setWAL) } catch { throw EventLogError(error, in: files.directory) }
    }

    /// Opens a log at any path that no one appends to.
    ///
    /// Creates no file next to it, but reads an existing write-ahead log.
    static func openBackup(_ path: String) throws(EventLogError) -> SQLiteConnection {
        do throws(SQLiteError) {
            let connection = try connect(path, DurableFile.exists("\(path)-wal") ? .readOnly : .immutable)
            guard try connection.value(Statements.applicationID) == .integer(applicationID) else {
                throw SQLiteError(.notADatabase, message: "not a ledger's log")
            }
            return connection
        } catch { throw EventLogError(error, in: path) }
    }

    /// Throws unless the file exists and is readable; a head file tells whether it should exist.
    private static func requireLog(_ files: LedgerFiles) throws(EventLogError) {
        if access(files.log, R_OK) == 0 { return }
        guard errno == ENOENT || errno == ENOTDIR else { throw .notReadable(path: files.log) }
        if let head = HeadFile.read(at: files.head), head.size > 0 {
            throw .lostEvents(acknowledged: head.size, found: 0)
        }
        throw .notALedger(path: files.directory)
    }

    /// Rolls back what a killed process left half done in a log that is not in WAL mode, as during a restore.
    ///
    /// Readers without write access cannot do this; and a journal that somebody else may have written can name any file
    /// to be deleted.
    private static func takeBackJournal(_ files: LedgerFiles) {
        guard DurableFile.exists("\(files.log)-journal"), LedgerFiles.isWritable(files.directory),
            FileOwnership(files.directory)?.isOwnAlone == true,
            let connection = try? connect(files.log, .readWrite)
        else { return }
        _ = try? connection.value(Statements.schemaVersion)
    }

    /// Opens an existing log for reading; does not wait.
    static func openForReading(_ files: LedgerFiles) throws(EventLogError) -> SQLiteConnection {
        takeBackJournal(files)
        return try openQuietly(files)
    }

    private static func openQuietly(_ files: LedgerFiles) throws(EventLogError) -> SQLiteConnection {
        try storage(files) { () throws(SQLiteError) in
            try connect(files.log, isUnchanging(files) ? .immutable : .readOnly)
        } then: { connection throws(EventLogError) in
            _ = try requireLedger(connection, files)
        }
    }

    /// Creates the newest schema in a new file, atomically.
    static func create(_ files: LedgerFiles, id: UniqueID) throws(EventLogError) {
        try files.makePrivate(files.log)
        _ = try storage(files) { () throws(SQLiteError) in
            try connect(files.log, .create)
        } then: { connection throws(EventLogError) in
            try requireEmpty(connection, files)
            try prepareForWriting(connection, files)
            try write(connection, id, files)
        }
    }

    private static func write(
        _ connection: SQLiteConnection,
        _ id: UniqueID,
        _ files: LedgerFiles
    ) throws(EventLogError) {
        let wrap = { (error: SQLiteError) in EventLogError(error, in: files.directory) }
        try connection.transaction(.immediate, orFailure: wrap) { () throws(EventLogError) in
            do throws(SQLiteError) {
                for migration in LedgerSchema.logMigrations { try connection.execute(migration) }
                let insert = try connection.prepare(Statements.insertLedger)
                try insert.bind(id, at: 1)
                try insert.run()
                try connection.execute(Statements.setSchemaVersion(LedgerSchema.logMigrations.count))
                try connection.execute(Statements.setApplicationID(applicationID))
            } catch { throw wrap(error) }
        }
    }

    static func ledger(_ connection: SQLiteConnection, _ files: LedgerFiles) throws(EventLogError) -> UniqueID {
        let value: SQLiteValue?
        do { value = try connection.value(Statements.ledger) } catch { throw EventLogError(error, in: files.directory) }
        guard case .blob(let bytes) = value, let id = UniqueID(bytes: bytes) else { throw .damaged("ledger id") }
        return id
    }
}

// MARK: - Settings

extension LogDatabase {
    /// Larger than any record, and than any statement of the schema.
    private static let largestValue = 1 << 20

    /// Opens a file that anybody may have made: whatever is in it, each statement comes to an end.
    static func connect(_ path: String, _ mode: SQLiteConnection.Mode) throws(SQLiteError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, mode: mode)
        connection.setLimit(.valueBytes, to: largestValue)
        connection.limitSteps(to: steps(forFileAt: path))
        connection.waitWhenBusy(atMost: .seconds(5))
        try connection.defend()
        try connection.keepWALOnClose()
        try connection.execute(Statements.distrustSchema)
        return connection
    }

    /// Many times what any statement takes that reads the whole file once; the file may grow while it is open.
    private static func steps(forFileAt path: String) -> Int {
        let bytes = [path, "\(path)-wal"].map { file in
            var status = stat()
            return stat(file, &status) == 0 ? Int(status.st_size) : 0
        }
        return 100_000_000 + 20 * min(bytes.reduce(0, +), 1 << 50)
    }

    /// Whether the file cannot change.
    ///
    /// A write-ahead log needs a writable file next to it, which a read-only directory rules out.
    private static func isUnchanging(_ files: LedgerFiles) -> Bool {
        !LedgerFiles.isWritable(files.directory) && !DurableFile.exists(files.wal)
    }

    /// Applies the durability settings and reads them back, since SQLite ignores failures silently.
    private static func prepareForWriting(
        _ connection: SQLiteConnection,
        _ files: LedgerFiles
    ) throws(EventLogError) {
        do {
            try connection.execute(Statements.setPageSize)
            try connection.execute(Statements.setWAL)
            try connection.execute(Statements.setWritingRules)
        } catch { throw EventLogError(error, in: files.directory) }
        connection.countWALPages()
        for (setting, value) in Statements.requiredSettings {
            let found: SQLiteValue?
            do { found = try connection.value(setting) } catch { throw EventLogError(error, in: files.directory) }
            guard found == value else { throw .settingRefused(setting) }
        }
    }

    /// Refuses what is not a log whose tables are as they were made, before any statement reads one of them.
    private static func requireLedger(
        _ connection: SQLiteConnection,
        _ files: LedgerFiles
    ) throws(EventLogError) -> SchemaDifferences {
        let (id, version) = try stamp(connection, files)
        guard id == .integer(applicationID), case .integer(let found) = version, found > 0 else {
            throw .notALedger(path: files.directory)
        }
        let known = LedgerSchema.logMigrations
        guard found <= known.count else { throw .newerSchema(found: Int(found), known: known.count) }
        let differences: SchemaDifferences
        do {
            differences = try SchemaDifferences(of: connection, migrations: Array(known.prefix(Int(found))))
        } catch { throw EventLogError(error, in: files.directory) }
        if let difference = differences.ofReading { throw .damaged(difference) }
        return differences
    }

    private static func requireEmpty(_ connection: SQLiteConnection, _ files: LedgerFiles) throws(EventLogError) {
        let (_, version) = try stamp(connection, files)
        let tables: SQLiteValue?
        do { tables = try connection.value(Statements.tableCount) } catch {
            throw EventLogError(error, in: files.directory)
        }
        guard version == .integer(0), tables == .integer(0) else { throw .alreadyExists(path: files.directory) }
    }

    private static func stamp(
        _ connection: SQLiteConnection,
        _ files: LedgerFiles
    ) throws(EventLogError) -> (id: SQLiteValue?, version: SQLiteValue?) {
        do {
            return (try connection.value(Statements.applicationID), try connection.value(Statements.schemaVersion))
        } catch { throw EventLogError(error, in: files.directory) }
    }

    private static func storage(
        _ files: LedgerFiles,
        _ connect: () throws(SQLiteError) -> SQLiteConnection,
        then check: (SQLiteConnection) throws(EventLogError) -> Void
    ) throws(EventLogError) -> SQLiteConnection {
        try requireLog(files)
        let connection: SQLiteConnection
        do { connection = try connect() } catch { throw EventLogError(error, in: files.directory) }
        try check(connection)
        return connection
    }
}
