/// All SQL of this module that is not in `Schema/`.
enum Statements {
    static let beginDeferred = "BEGIN DEFERRED"
    static let beginImmediate = "BEGIN IMMEDIATE"
    static let commit = "COMMIT"
    static let rollback = "ROLLBACK"

    // MARK: Settings

    /// Larger pages waste less space with records of some hundred bytes.
    ///
    /// Set before anything is written.
    static let setPageSize = "PRAGMA page_size = 8192"
    static let setWAL = "PRAGMA journal_mode = WAL"
    static let journalMode = "PRAGMA journal_mode"
    static let leaveWAL = "PRAGMA journal_mode = DELETE"
    static let forgoDurability = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    static let setWritingRules = """
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA recursive_triggers = ON;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA cache_size = -16384;
        """
    static let distrustSchema = "PRAGMA trusted_schema = OFF"

    /// Settings that must be in effect on a writing connection.
    static let requiredSettings: [(pragma: String, value: SQLiteValue)] = [
        ("PRAGMA journal_mode", .text("wal")),
        ("PRAGMA synchronous", .integer(2)),
        ("PRAGMA foreign_keys", .integer(1)),
        ("PRAGMA recursive_triggers", .integer(1)),
        ("PRAGMA trusted_schema", .integer(0)),
        ("PRAGMA wal_autocheckpoint", .integer(0)),
    ]

    // MARK: Schema

    static let schemaVersion = "PRAGMA user_version"
    static func setSchemaVersion(_ version: Int) -> String { "PRAGMA user_version = \(version)" }
    static let applicationID = "PRAGMA application_id"
    static func setApplicationID(_ id: Int64) -> String { "PRAGMA application_id = \(id)" }
    static let tableCount = "SELECT count(*) FROM sqlite_schema"
    static let insertLedger = "INSERT INTO meta (only, ledger) VALUES (1, ?)"
    static let ledger = "SELECT ledger FROM meta"

    // MARK: Appending

    static let head = "SELECT size, recorded_time, frontier FROM head"
    static let moveHead = "UPDATE head SET size = ?, recorded_time = ?, frontier = ?"
    static let stream = """
        SELECT stream, (SELECT ifnull(max(version), 0) FROM events WHERE events.stream = streams.stream)
        FROM streams WHERE subject = ?
        """
    static let insertStream = """
        INSERT INTO streams (stream, subject) SELECT ifnull(max(stream), 0) + 1, ? FROM streams RETURNING stream
        """
    static let type = "SELECT type FROM types WHERE name = ?"
    static let insertType = """
        INSERT INTO types (type, name) SELECT ifnull(max(type), 0) + 1, ? FROM types RETURNING type
        """
    static let insertEvent = """
        INSERT OR FAIL INTO events (position, stream, version, type, id, recorded_time, leaf, record)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let eventByID = "SELECT position, version, recorded_time, record FROM events WHERE id = ?"

    // MARK: Reading

    static let records = """
        SELECT position, leaf, record FROM events WHERE position > ? ORDER BY position LIMIT ?
        """
    static let recordsOfStream = """
        SELECT position, leaf, record, version FROM events
        WHERE stream = (SELECT stream FROM streams WHERE subject = ?) AND version > ? ORDER BY version LIMIT ?
        """
    static let subjects = """
        SELECT subject FROM streams WHERE subject >= ?1 AND subject < ?1 || char(1114111) ORDER BY subject
        """
    static let recordByID = "SELECT position, leaf, record FROM events WHERE id = ?"
    static let leaves = """
        SELECT leaf, position FROM events WHERE position > ? AND position <= ? ORDER BY position
        """

    // MARK: Auditing

    static let allStreams = "SELECT stream, subject FROM streams"
    static let allTypes = "SELECT type, name FROM types"
    static let lastPosition = "SELECT max(position) FROM events"
    static let auditedRows = """
        SELECT position, stream, version, type, id, recorded_time, leaf, record FROM events
        WHERE position >= ? AND position <= ? ORDER BY position
        """
    /// The unary plus keeps SQLite from using an index, which may differ from the table.
    static let positionsOfID = "SELECT position FROM events WHERE +id = ? ORDER BY position LIMIT 2"
    static let schemaObjects = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    static let headRows = "SELECT count(*) FROM head"
    static let metaRows = "SELECT count(*) FROM meta"
    static let pageCount = "PRAGMA page_count"
    static let pageSize = "PRAGMA page_size"
    static let integrity = "PRAGMA integrity_check(20)"
}
