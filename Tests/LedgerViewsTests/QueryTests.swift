import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerViews
import Testing
import LedgerValues

struct `A query` {
    private func session() throws -> ViewSession {
        var history = History(seed: 3)
        return try ViewFixture(history.records(60)).session()
    }

    @Test(arguments: [
        "DELETE FROM events", "INSERT INTO main.stacks (stack, valid_from) VALUES ('x', 1)", "DROP VIEW events",
        "UPDATE main.stages SET ordinal = 1", "CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)",
        "CREATE TEMP VIEW stacks AS SELECT 1", "ATTACH 'x.db' AS x", "DETACH log", "PRAGMA table_info(stacks)",
        "PRAGMA query_only = 0", "VACUUM", "VACUUM INTO 'x.db'", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a",
        "ANALYZE", "REINDEX", "EXPLAIN DELETE FROM events", "SELECT load_extension('x')", "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE main.meta", "", "-- nothing", "SELEC 1", "SELECT * FROM nowhere",
        "WITH x AS (SELECT 1) DELETE FROM main.meta", "SELECT writefile('x', 'y')", "SELECT ?", "SELECT \u{0}",
        "SELECT * FROM pragma_wal_checkpoint", "SELECT edit('x')", "SELECT readfile('/etc/passwd')",
    ])
    func `is rejected if it does anything but read`(sql: String) throws {
        let session = try session()
        let before = try session.dump()
        #expect { try session.query(sql) } throws: { error in
            if case .refused(let reason)? = error as? ViewError { !reason.isEmpty } else { false }
        }
        #expect(difference(try session.dump(), before) == nil)
    }

    @Test func `needs exactly the parameters that it names`() throws {
        let session = try session()
        let table = try session.query("SELECT :a AS x, :b AS y", ["a": .text("1"), "b": .integer(2)])
        #expect(table == Table(columns: ["x", "y"], rows: [[.text("1"), .integer(2)]]))
        #expect(throws: ViewError.missingParameter("a")) { try session.query("SELECT :a") }
        #expect(throws: ViewError.unknownParameter("b")) { try session.query("SELECT 1", ["b": .null]) }
    }

    @Test func `ends at its limits`() throws {
        let session = try session()
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
        let rows = try session.query("\(endless) i FROM n", limits: QueryLimits(rows: 3))
        #expect(rows.rows.count == 3 && rows.isTruncated)
        let limits = QueryLimits(duration: .milliseconds(100))
        #expect(throws: ViewError.timeLimit(.milliseconds(100))) {
            try session.query("\(endless) max(i) FROM n", limits: limits)
        }
        #expect(try session.query("SELECT 1").rows == [[.integer(1)]])
    }

    @Test func `reads the data of events from the log`() throws {
        let directory = "/tmp/ledger-query-\(UInt64.random(in: 0 ... .max))"
        let log = try SQLiteEventLog.create(at: directory, id: UniqueID(high: 3, low: 4), clock: { ViewFixture.now })
        var history = History(seed: 3)
        try log.append(verbatim: history.records(40).map { try $0.read() })
        let store = ViewStore(directory: directory, log: LogAccess(directory: directory))
        let session = try store.open(at: .position(30), now: ViewFixture.now, withLog: true)
        let kinds = try session.query(
            "SELECT json_extract(data, '$.stack') FROM events WHERE type = 'stack.created.v1' ORDER BY position LIMIT 1"
        )
        #expect(kinds.rows == [[.text("stack-0")]])
        #expect(try session.query("SELECT max(position) FROM events").rows == [[.integer(30)]])
        #expect(throws: ViewError.self) { try session.query("DELETE FROM log.events") }
        ViewFixture.remove(directory)
    }

    @Test func `sees the moment of its session`() throws {
        var story = Story()
        story.deploy(1, "a", at: 10)
        story.deploy(2, "b", at: 20)
        let fixture = ViewFixture(story.drafts)
        let status = "SELECT version, status FROM deployments ORDER BY version"
        #expect(try fixture.session(at: .position(3)).query(status).rows == [[.integer(1), .text("started")]])
        let then = try fixture.session(at: .time(Story.time(18)))
        #expect(try then.query(status).rows.map { $0[1] } == [.text("succeeded"), .text("requested")])
        #expect(try fixture.session(at: .asKnown(Story.time(9))).position == 3)
        #expect(throws: ViewError.noSuchPosition(99, last: 7)) { try fixture.session(at: .position(99)) }
    }
}
