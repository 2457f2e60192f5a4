import LedgerLog
import LedgerSchema
import LedgerSQLite

/// The definition of this program's views.
enum ViewDefinition {
    /// Changes whenever the rows or the tables of the views change.
    static let hash: String = {
        let parts = [
            String(Projection.version), LedgerSchema.views, LedgerSchema.viewIndexes, LedgerSchema.viewQueryIndexes,
            LedgerSchema.rollbackTargets, LedgerSchema.callStages,
        ]
        return SHA256Hash(of: Array(parts.joined(separator: "\u{0}").utf8)).description
    }()

    private static var texts: [String] {
        [LedgerSchema.views, LedgerSchema.viewIndexes, LedgerSchema.viewQueryIndexes, rollbackTargets, callStages]
    }

    /// A new database with the tables, in an open transaction.
    static func newDatabase(at path: String) throws(SQLiteError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, mode: .create)
        try connection.execute(Statements.setRebuilding)
        try connection.execute(Statements.begin)
        try connection.execute(LedgerSchema.views)
        try connection.execute(LedgerSchema.viewIndexes)
        return connection
    }

    /// Adds what is cheaper to make when the tables have their rows, and commits.
    static func complete(_ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.execute(LedgerSchema.viewQueryIndexes)
        try connection.execute(rollbackTargets)
        try connection.execute(callStages)
        try connection.execute(Statements.commit)
    }

    /// Whether every table, index and view of a file is one of ours: others could run what they like when they are read.
    static func isWhole(in connection: SQLiteConnection) throws(SQLiteError) -> Bool {
        let foreign = try connection.prepare(Statements.foreignObject, isKept: false)
        try foreign.bind(texts.joined(separator: "\n"), at: 1)
        return try !foreign.step()
    }

    /// The view for other tools that read the file; a session has its own.
    static var rollbackTargets: String {
        "CREATE VIEW rollback_targets AS WITH \(standing),\n\(LedgerSchema.rollbackTargets)"
    }

    private static var callStages: String {
        let tables = standing(["calls", "stages", "runs"]).joined(separator: ",\n")
        return "CREATE VIEW call_stages AS WITH \(tables)\n\(LedgerSchema.callStages)"
    }

    private static var standing: String {
        let tables = ["deployments", "runs", "stages", "revisions", "containers", "images", "image_tags"]
        let clock = "clock(now) AS (SELECT strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))"
        return (standing(tables) + [clock]).joined(separator: ",\n")
    }

    private static func standing(_ tables: [String]) -> [String] {
        tables.map { "\($0) AS (SELECT * FROM main.\($0) WHERE valid_to IS NULL)" }
    }
}
