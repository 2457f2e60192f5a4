/// The SQL of the projection: statements for all temporal tables, and for the few others.
enum Statements {
    static func selectStanding<Column: TableColumn>(_: Column.Type) -> String {
        "SELECT \(list(Column.self)), valid_from FROM \(Column.table) WHERE valid_to IS NULL AND "
    }

    static func keyCondition<Column: TableColumn>(_: Column.Type) -> String {
        Column.key.map { "\($0.quoted) = ?" }.joined(separator: " AND ")
    }

    static func insertVersion<Column: TableColumn>(_: Column.Type) -> String {
        let marks = Array(repeating: "?", count: Column.width + 2).joined(separator: ", ")
        return "INSERT INTO \(Column.table) (\(list(Column.self)), valid_from, valid_to) VALUES (\(marks))"
    }

    static func closeVersion<Column: TableColumn>(_: Column.Type) -> String {
        let condition = Column.key.enumerated().map { "\($1.quoted) = ?\($0 + 1)" }.joined(separator: " AND ")
        return "UPDATE \(Column.table) SET valid_to = ?\(Column.key.count + 1) WHERE \(condition) AND valid_to IS NULL"
    }

    static func deleteStanding<Column: TableColumn>(_: Column.Type) -> String {
        "DELETE FROM \(Column.table) WHERE \(keyCondition(Column.self)) AND valid_to IS NULL"
    }

    static let insertEvent = """
        INSERT INTO event_rows (position, id, type, subject, stream_version, time, recorded_lag, source, actor,
            recorded_by, correlation, causation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let selectName = "SELECT number FROM names WHERE name = ?"
    static let insertName = "INSERT INTO names (name) VALUES (?) RETURNING number"
    static let insertUnreadable = "INSERT INTO unreadable (position, type, reason) VALUES (?, ?, ?)"
    static let selectStageEnd = "SELECT min(at) FROM stage_ends WHERE stack = ? AND stage = ? AND at >= ?"
    static let anyStageEnd = "SELECT 1 FROM stage_ends LIMIT 1"
    static let insertStageEnd = "INSERT OR IGNORE INTO stage_ends (stack, stage, at) VALUES (?, ?, ?)"
    static let selectImageEnds = """
        SELECT tag, max(at) FROM image_ends
        WHERE digest = ? AND account = ? AND region = ? AND repository = ? GROUP BY tag
        """
    static let anyImageEnd = "SELECT 1 FROM image_ends LIMIT 1"
    static let insertImageEnd = """
        INSERT OR IGNORE INTO image_ends (digest, account, region, repository, tag, at) VALUES (?, ?, ?, ?, ?, ?)
        """
    static let selectCalls = "SELECT call FROM call_requests WHERE request = ? ORDER BY call"
    static let anyCall = "SELECT 1 FROM call_requests LIMIT 1"
    static let insertCallRequest = "INSERT OR IGNORE INTO call_requests (request, call) VALUES (?, ?)"
    static let selectDeploymentVersion = """
        SELECT version FROM deployments WHERE deployment = ? AND stack = ? AND stage = ? AND valid_to IS NULL
        """

    static let insertTreeNode = "INSERT INTO tree_nodes (level, number, hash) VALUES (?, ?, ?)"
    static let selectTreeNode = "SELECT hash FROM main.tree_nodes WHERE level = ? AND number = ?"

    static let selectStamp = "SELECT ledger, definition, position, last_leaf, root FROM main.meta"
    static let writeStamp = """
        INSERT OR REPLACE INTO meta (singleton, ledger, definition, position, last_leaf, root) VALUES (1, ?, ?, ?, ?, ?)
        """

    /// A record that is not an event has no row; the one before it is as good.
    static let selectRecordedTime = """
        SELECT time + recorded_lag FROM main.event_rows WHERE position <= ? ORDER BY position DESC LIMIT 1
        """

    /// Finds an object of the file whose SQL does not occur in `?`, the whole schema.
    static let foreignObject = "SELECT 1 FROM main.sqlite_schema WHERE instr(?, sql) = 0 LIMIT 1"

    // MARK: Streams

    /// The revisions that stages ran, and their own families.
    static let ranRevisions = """
        SELECT DISTINCT s.account, s.region, d.revision FROM stages AS s
        JOIN deployments AS d ON d.stack = s.stack AND d.stage = s.stage
        WHERE d.revision IS NOT NULL AND s.account IS NOT NULL AND s.region IS NOT NULL
        UNION SELECT account, region, family FROM stages
        WHERE family IS NOT NULL AND account IS NOT NULL AND region IS NOT NULL
        """
    /// The images that stages ran, and those that their revisions name.
    static let ranImages = """
        SELECT image FROM deployments WHERE image IS NOT NULL
        UNION SELECT image FROM containers WHERE image IS NOT NULL
        UNION SELECT i.value FROM deployments AS d, json_each(d.container_images) AS i
        WHERE d.container_images IS NOT NULL
        """

    // MARK: Settings

    /// ATTACH is not possible inside a transaction that reads; see ``begin``.
    static let attachLog = "ATTACH ? AS log"

    /// A rebuild is not read before it is finished; a killed one is discarded.
    static let setRebuilding = """
        PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA cache_size = -49152; PRAGMA temp_store = MEMORY
        """
    /// Stored in the file: from now on, readers do not block a writer.
    static let setWAL = "PRAGMA journal_mode = WAL"
    /// Losing the last commits in a power failure is harmless: the events are added again.
    static let setUpdating = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA trusted_schema = OFF"
    static let setReading = "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA trusted_schema = OFF"
    static let sortInFiles = "PRAGMA temp_store = FILE"
    static let begin = "BEGIN"
    static let beginImmediate = "BEGIN IMMEDIATE"
    static let rollback = "ROLLBACK"
    static let commit = "COMMIT"

    private static func list<Column: TableColumn>(_: Column.Type) -> String {
        Column.allCases.map(\.quoted).joined(separator: ", ")
    }
}
