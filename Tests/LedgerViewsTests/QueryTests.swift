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
        // No value has more than a megabyte.
        #expect(throws: ViewError.self) { try session.query("SELECT length(zeroblob(1 << 21))") }
        #expect(try session.query("SELECT length(zeroblob(1 << 19))").rows == [[.integer(1 << 19)]])
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

    /// The late fact is recorded last, with an earlier time.
    @Test func `sees the mark of its time, also one that was changed later`() throws {
        var story = Story()
        story.deploy(1, "a", at: 10)
        story.mark(1, "good", at: 40)
        story.mark(1, "bad", at: 20)
        let fixture = ViewFixture(story.drafts)
        for (minute, expected) in [(15, nil), (25, "bad"), (45, "good")] as [(Int, String?)] {
            let session = try fixture.session(at: .time(Story.time(minute)))
            #expect(try session.query("SELECT mark FROM deployments").rows == [[Cell(expected)]], "\(minute)")
            #expect(try session.query("SELECT count(*) FROM marks").rows == [[.integer([15: 0, 25: 1][minute] ?? 2)]])
        }
        #expect(try fixture.session().query("SELECT mark FROM deployments").rows == [["good"].map(Cell.text)])
    }

    @Test func `sees how an action stood at its time`() throws {
        var story = Story()
        let action: JSONValue = "01936f6e-0000-7000-8000-000000000001"
        story.add("deployment.requested", story.identity(1).merging(["kind": "deploy"]), at: 1)
        let identity: JSONObject = ["action": action, "deployment": story.identity(1)["deployment"] ?? .null]
        let steps: [(String, JSONObject, String)] = [
            ("intended", ["service": "ecs", "operation": "UpdateService"], "intended"),
            ("attempted", ["attempt": 1], "attempted"),
            ("doubted", ["attempt": 1, "why": "no answer"], "inDoubt"),
            ("reconciled", ["verdict": "absent"], "intended"),
            ("attempted", ["attempt": 2], "attempted"),
            ("failed", ["attempt": 2, "code": "Throttled", "message": "slow", "retryable": true], "intended"),
            ("attempted", ["attempt": 3], "attempted"),
            ("succeeded", ["attempt": 3], "succeeded"),
        ]
        for (index, step) in steps.enumerated() {
            story.add("action.\(step.0)", identity.merging(step.1), at: 10 * (index + 1))
        }
        let fixture = ViewFixture(story.drafts)
        for (index, step) in steps.enumerated() {
            let session = try fixture.session(at: .time(Story.time(10 * (index + 1) + 5)))
            #expect(try session.query("SELECT status FROM actions").rows == [[.text(step.2)]], "\(index)")
        }
        #expect(try fixture.session(at: .time(Story.time(5))).query("SELECT * FROM actions").rows.isEmpty)
    }

    @Test func `sees by what a cancelled deployment was replaced`() throws {
        var story = Story()
        story.add("deployment.requested", story.identity(1).merging(["kind": "deploy"]), at: 1)
        story.add("deployment.cancelled", story.identity(1), at: 2)
        story.add(
            "deployment.requested",
            story.identity(2).merging(["kind": "rollback", "changes": ["replaces": 1]]),
            at: 3
        )
        let found = try ViewFixture(story.drafts).session().query(
            "SELECT superseded_by FROM deployments ORDER BY version"
        )
        #expect(found.rows == [[.integer(2)], [.null]])
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

extension JSONObject {
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        JSONObject((members + other.members).map { ($0.key, $0.value) })
    }
}
