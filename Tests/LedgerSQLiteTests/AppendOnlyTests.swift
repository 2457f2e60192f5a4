import LedgerConformance
import LedgerSQLite
import LedgerTesting
import Testing

/// Uses a connection without our settings: recursive_triggers and foreign_keys are off.
struct `The log's tables` {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = "\(directory.path)/log.db"
        let log = try SQLiteEventLog.create(at: directory.path, id: .sample, clock: { .noon })
        _ = try log.append([.samples(1...3)])
    }

    static let attempts = [
        "UPDATE events SET record = 'x' WHERE position = 2",
        "UPDATE OR REPLACE events SET position = 1 WHERE position = 2",
        "UPDATE OR IGNORE events SET leaf = x'' WHERE position = 3",
        "DELETE FROM events WHERE position = 3",
        "DELETE FROM events",
        insert(verb: "INSERT OR REPLACE", position: "2", version: "4", id: "randomblob(16)"),
        insert(verb: "INSERT OR REPLACE", position: "4", version: "4", id: "id"),
        insert(verb: "INSERT OR REPLACE", position: "4", version: "2", id: "randomblob(16)"),
        insert(verb: "REPLACE", position: "2", version: "2", id: "id"),
        insert(verb: "INSERT OR IGNORE", position: "4", version: "4", id: "id"),
        insert(verb: "INSERT", position: "5", version: "4", id: "randomblob(16)"),
        insert(verb: "INSERT", position: "4", version: "5", id: "randomblob(16)"),
        insert(verb: "INSERT", position: "NULL", version: "9", id: "randomblob(16)"),
        "UPDATE head SET size = 2",
        "UPDATE head SET size = 4",
        "UPDATE head SET frontier = zeroblob(64)",
        "UPDATE head SET recorded_time = 0",
        "UPDATE head SET only = 2",
        "UPDATE OR REPLACE head SET size = 0, recorded_time = NULL, frontier = x''",
        "DELETE FROM head",
        "INSERT OR REPLACE INTO head VALUES (1, 0, NULL, x'')",
        "REPLACE INTO head SELECT 1, 2, recorded_time, frontier FROM head",
        "INSERT INTO head VALUES (2, 0, NULL, x'')",
        "UPDATE streams SET subject = 'x'",
        "DELETE FROM streams",
        "INSERT OR REPLACE INTO streams VALUES (1, 'x')",
        "INSERT OR REPLACE INTO streams SELECT 2, subject FROM streams",
        "UPDATE types SET name = 'x'",
        "DELETE FROM types",
        "INSERT OR REPLACE INTO types VALUES (1, 'x')",
        "INSERT OR REPLACE INTO types SELECT 2, name FROM types",
        "UPDATE meta SET ledger = zeroblob(16)",
        "DELETE FROM meta",
        "INSERT OR REPLACE INTO meta VALUES (1, zeroblob(16))",
    ]

    private static func insert(verb: String, position: String, version: String, id: String) -> String {
        """
        \(verb) INTO events SELECT \(position), stream, \(version), type, \(id), recorded_time, leaf, 'x'
        FROM events WHERE position = 1
        """
    }

    @Test(arguments: attempts)
    func `reject every change`(attempt: String) throws {
        let connection = try SQLiteConnection(path: path, mode: .readWrite)
        #expect(try connection.value("PRAGMA recursive_triggers") == .integer(0))
        let before = try contents(connection)
        #expect(throws: SQLiteError.self) { try connection.execute(attempt) }
        #expect(try contents(connection) == before)
        try expectWhole(directory.path, holding: [])
    }

    private func contents(_ connection: SQLiteConnection) throws -> [[SQLiteValue]] {
        try ["events", "head", "streams", "types", "meta"].flatMap { table in
            let rows = try connection.prepare("SELECT * FROM \(table) ORDER BY 1")
            var all: [[SQLiteValue]] = []
            while try rows.step() { all.append((0..<rows.columnCount).map { rows.value($0) }) }
            return all
        }
    }

    @Test func `reject a head that is ahead of the events`() throws {
        let connection = try SQLiteConnection(path: path, mode: .readWrite)
        try connection.execute(Self.insert(verb: "INSERT", position: "4", version: "4", id: "randomblob(16)"))
        #expect(throws: SQLiteError.self) {
            try connection.execute("UPDATE head SET size = 4, frontier = zeroblob(31)")
        }
        #expect(throws: SQLiteError.self) {
            try connection.execute("UPDATE head SET size = 4, recorded_time = 5, frontier = zeroblob(32)")
        }
    }

    @Test func `are strict and use a write-ahead log`() throws {
        let connection = try SQLiteConnection(path: path, mode: .readOnly)
        let lax =
            "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND NOT strict"
        #expect(try connection.value(lax) == .integer(0))
        #expect(try connection.value("PRAGMA journal_mode") == .text("wal"))
    }
}
