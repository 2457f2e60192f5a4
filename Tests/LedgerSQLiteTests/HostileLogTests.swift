import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerValues
import Testing

/// Files that somebody made to be opened here.
@Suite(.timeLimit(.minutes(2)))
struct `A log that somebody made` {
    private static let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT"

    private static func replaced(_ table: String, _ columns: String) -> String {
        """
        PRAGMA legacy_alter_table = 1; ALTER TABLE \(table) RENAME TO own_\(table);
        CREATE VIEW \(table) AS \(endless) \(columns) FROM c WHERE x < 0
        """
    }

    static let views = [
        replaced("head", "x AS size, 0 AS recorded_time, x'' AS frontier, 1 AS only"),
        replaced("meta", "zeroblob(16) AS ledger, 1 AS only"),
        replaced("streams", "x AS stream, 'a' AS subject"),
        replaced("types", "x AS type, 'a' AS name"),
        replaced(
            "events",
            "x AS position, 1 AS stream, 1 AS version, 1 AS type, x'' AS id, 0 AS recorded_time, x'' AS leaf, '' AS record"
        ),
        "ALTER TABLE events ADD COLUMN more TEXT AS (hex(zeroblob(400000)))",
    ]

    @Test(arguments: views)
    func `with something else under the name of a table is refused unread`(sql: String) throws {
        let log = try TamperedLog()
        try log.bare(sql)
        for depth in [AuditOptions.Depth.quick, .records, .full] {
            #expect(throws: EventLogError.self) { try log.audit(depth) }
        }
        do {
            _ = try log.audit()
            Issue.record("it was read")
        } catch EventLogError.damaged(let what) { #expect(what.hasPrefix("the table ")) }
        #expect(throws: EventLogError.self) { try SQLiteEventLog.openForReading(at: log.path) }
        #expect(throws: EventLogError.self) { try SQLiteEventLog.open(at: log.path, clock: { .noon }) }
        #expect(throws: EventLogError.self) {
            let copy = try LogBackup(of: log.path, in: "\(log.path)/copy", copying: { _, _ in }, checking: { _, _ in })
            _ = copy.report
        }
    }

    @Test(arguments: [
        "DROP TRIGGER events_update", "CREATE TRIGGER more AFTER INSERT ON events BEGIN SELECT 1; END",
    ])
    func `with other triggers is read, and nothing is appended to it`(sql: String) throws {
        let log = try TamperedLog()
        try log.execute(sql)
        #expect(try SQLiteEventLog.openForReading(at: log.path).head().size == 300)
        #expect(throws: EventLogError.self) { try SQLiteEventLog.open(at: log.path, clock: { .noon }) }
        #expect(try log.audit().problems.count == 1)
    }

    @Test(arguments: [
        "UPDATE head SET size = 9223372036854775807, frontier = zeroblob(32 * 63)",
        "UPDATE head SET size = 9007199254740991, frontier = zeroblob(32 * 53)",
        "UPDATE head SET recorded_time = 9223372036854775807",
        "UPDATE events SET version = 9223372036854775807 WHERE position = 300",
        "UPDATE events SET version = -9223372036854775808 WHERE position = 300",
        "UPDATE events SET position = 9223372036854775807 WHERE position = 300",
        "UPDATE streams SET stream = 9223372036854775807 WHERE stream = 1",
        "UPDATE types SET type = 9223372036854775807 WHERE type = 1",
    ])
    func `with the largest numbers ends in an error`(sql: String) throws {
        let log = try TamperedLog()
        let subject = try log.subject(of: 300)
        try log.edit(sql)
        do {
            let opened = try SQLiteEventLog.open(at: log.path, clock: { .noon })
            _ = try opened.append([.samples([1], to: subject), .samples([2], to: "stack/fresh")])
            _ = try opened.append([.samples([3], to: subject)])
        } catch {}
        #expect(try log.audit(.full).problems.isEmpty == false)
    }

    @Test func `with versions that leave gaps is not read without end`() throws {
        let log = try TamperedLog()
        let subject = try log.subject(of: 1)
        try log.edit("UPDATE events SET version = version + 1000000000 WHERE stream = 1")
        let opened = try SQLiteEventLog.openForReading(at: log.path)
        #expect(throws: EventLogError.damaged("the versions of '\(subject)'")) {
            try opened.records(of: subject, after: 0, limit: 500)
        }
    }

    @Test func `whose pages lead back to one is not read without end`() throws {
        let log = try TamperedLog()
        try log.repeatPages(of: "events")
        #expect(try log.audit(.full).problems.isEmpty == false)
        #expect(try log.audit(.records, withTree: false).problems.isEmpty == false)
        let opened = try? SQLiteEventLog.openForReading(at: log.path)
        #expect(throws: EventLogError.self) {
            try opened?.forEachLine(orLogFailure: { $0 }) { (_, _) throws(EventLogError) in }
            throw EventLogError.busy
        }
    }

    @Test func `with a value that is too big is damaged`() throws {
        let log = try TamperedLog()
        try log.edit("UPDATE events SET record = printf('%.*c', 3000000, 'x') WHERE position = 150")
        let first = try #require(try log.audit().problems.first)
        #expect(first.fault == .database("a value in it is too big"))
    }
}

struct `A connection with limited steps` {
    @Test func `ends a statement that does not, and runs others`() throws {
        let connection = try SQLiteConnection(path: ":memory:", mode: .create)
        connection.limitSteps(to: 100_000)
        let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0"
        for _ in 0..<3 {
            do {
                _ = try connection.value(endless)
                Issue.record("it ended")
            } catch { #expect(error.code == .interrupted) }
            #expect(throws: SQLiteError.self) { try connection.execute(endless) }
        }
        let short = try connection.prepare(
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 5000) SELECT count(*) FROM c"
        )
        // The limit is for each run of a statement.
        for _ in 0..<20 {
            #expect(try short.step() && short.integer(0) == 5_000)
            short.reset()
        }
    }
}

extension TamperedLog {
    /// Runs `sql` without the triggers, which are gone then.
    fileprivate func bare(_ sql: String) throws {
        let connection = try SQLiteConnection(path: log, mode: .readWrite)
        let triggers = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        var names: [String] = []
        while try triggers.step() { names.append(triggers.text(0)) }
        triggers.reset()
        for name in names { try connection.execute("DROP TRIGGER \(name)") }
        try connection.execute(sql + "; PRAGMA wal_checkpoint(TRUNCATE)")
    }

    fileprivate func subject(of position: Int) throws -> String {
        try JSONReader.value(Array(line(position).utf8))["subject"]?.string ?? ""
    }

    /// Makes every entry of a table's first page lead to the same next page.
    fileprivate func repeatPages(of table: String) throws {
        let root = try SQLiteConnection(path: log, mode: .readOnly)
            .value("SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'")
        guard case .integer(let page)? = root else { return }
        var bytes = try self.bytes(log)
        let start = (Int(page) - 1) * 8_192
        #expect(bytes[start] == 5, "an interior page")
        let cells = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
        let places = (0..<cells).map { cell in
            start + (Int(bytes[start + 12 + 2 * cell]) << 8 | Int(bytes[start + 13 + 2 * cell]))
        }
        let child = Array(bytes[places[0]..<places[0] + 4])
        for place in places + [start + 8] { bytes.replaceSubrange(place..<place + 4, with: child) }
        try write(bytes, to: log)
    }
}
