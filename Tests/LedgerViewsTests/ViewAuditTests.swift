import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

/// A log in memory with its views in a directory, to be changed behind the program's back.
private final class AuditedViews {
    let log: InMemoryEventLog
    private let directory: String
    private var history: History

    init(_ flavour: History.Flavour = .regular, seed: UInt64 = 4) throws {
        log = InMemoryEventLog { Timestamp(microseconds: 1_800_000_000_000_000) }
        directory = "/tmp/ledger-view-audit-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        mkdir(directory, 0o700)
        history = History(seed: seed, flavour)
    }

    deinit { ViewFixture.remove(directory) }

    var store: ViewStore {
        let log = log
        let access = LogAccess(
            path: nil,
            end: { (try? log.head()).map { LogEnd(size: $0.size, root: $0.frontier.root) } },
            open: { log }
        )
        return ViewStore(directory: directory, log: access)
    }

    func append(_ count: Int) throws {
        for _ in 0..<count {
            let draft = history.nextDraft()
            _ = try log.append([draft], to: draft.subject, expecting: .any)
        }
    }

    @discardableResult
    func update() throws -> ViewSession { try store.open(now: ViewFixture.now) }

    func edit(_ sql: String) throws {
        let connection = try SQLiteConnection(path: "\(directory)/views.db", mode: .readWrite)
        try connection.execute(sql)
    }

    func audit() throws -> ViewAudit? { try ViewAudit(directory: directory, log: log) }

    var stacks: [StackName] {
        get throws {
            try log.subjects(withPrefix: StreamName.prefix(.stack)).compactMap { subject in
                if case .stack(let stack)? = StreamName(subject) { stack } else { nil }
            }
        }
    }
}

struct `An audit of views` {
    @Test(arguments: [History.Flavour.regular, .troubled], [UInt64(4), 5])
    func `finds nothing in views that were built step by step`(flavour: History.Flavour, seed: UInt64) throws {
        let views = try AuditedViews(flavour, seed: seed)
        for _ in 0..<6 {
            try views.append(70)
            try views.update()
        }
        let size = try views.log.head().size
        for _ in 0..<2 {
            let audit = try #require(try views.audit())
            #expect(try audit.difference(.all) == nil)
            #expect(try audit.difference(.newest(events: 1_000)) == nil)
            #expect(audit.position == size)
            // It compares as of where the views are.
            try views.append(30)
        }
    }

    @Test(arguments: [
        ("UPDATE deployments SET revision = 'x:5', requested_by = 'boss' WHERE version = 1", "deployments", true),
        ("UPDATE deployments SET reason = 'the board' WHERE valid_to IS NOT NULL", "deployments", true),
        ("UPDATE runs SET image = NULL", "runs", true),
        ("DELETE FROM runs WHERE version = 1", "runs", true),
        ("UPDATE stages SET account = '210987654321'", "stages", true),
        ("INSERT INTO stages SELECT * FROM stages LIMIT 1", "stages", true),
        ("UPDATE revisions SET registered_position = 1", "revisions", false),
        ("DELETE FROM containers", "containers", false),
        ("UPDATE images SET status = 'deleted'", "images", false),
        ("UPDATE actions SET status = 'succeeded', operation = 'Other'", "actions", false),
        ("UPDATE names SET name = 'arn:aws:iam::1:user/boss' WHERE number = 3", "names", false),
        ("DELETE FROM event_rows WHERE position = 7", "event_rows", false),
        ("UPDATE tree_nodes SET hash = zeroblob(32) WHERE level = 4 AND number = 1", "tree_nodes", false),
        ("UPDATE meta SET last_leaf = 'x'", "meta", false),
        ("DROP INDEX deployments_open", "sqlite_schema", false),
    ])
    func `names the first row that differs from the log`(sql: String, table: String, isOfStages: Bool) throws {
        let views = try AuditedViews()
        try views.append(400)
        try views.update()
        try views.edit(sql)
        let audit = try #require(try views.audit())
        let found = try audit.difference(.all)
        #expect(found?.hasPrefix("\(table): ") == true, "\(found ?? "nothing")")
        let ofStages = try audit.difference(.newest(events: 1_000))
        #expect(isOfStages ? ofStages?.hasPrefix("\(table): ") == true : ofStages == nil, "\(ofStages ?? "nothing")")
    }

    @Test func `passes over views that no query would read`() throws {
        let views = try AuditedViews()
        try views.append(50)
        #expect(try views.audit() == nil)
        try views.update()
        #expect(try views.audit() != nil)
        try views.edit("UPDATE meta SET definition = 'old'")
        #expect(try views.audit() == nil)
        try views.update()
        try views.edit("UPDATE meta SET root = 'x', last_leaf = 'x'; UPDATE stages SET account = '1'")
        #expect(try views.audit() == nil)
    }

    @Test func `never runs what others put into the file`() throws {
        let views = try AuditedViews()
        try views.append(50)
        let objects = [
            "ALTER TABLE meta RENAME TO m; CREATE VIEW meta AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
                + "FROM c) SELECT 1 AS singleton, ledger, definition, position, last_leaf, root FROM m, c WHERE x < 0",
            "DROP VIEW events; CREATE VIEW events AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
                + "SELECT x FROM c WHERE x < 0",
            "CREATE TRIGGER t BEFORE INSERT ON event_rows BEGIN DELETE FROM event_rows; END",
        ]
        for sql in objects {
            try views.update()
            try views.edit(sql)
            #expect(try views.audit() == nil)
            try views.append(5)
            let count = try views.update().rows(of: Statement("SELECT count(*) FROM events")).rows
            #expect(count == [[.integer(Int64(try views.log.head().size))]])
        }
    }
}

struct `The views that an act decides on` {
    private static let stages = Statement("SELECT DISTINCT stage FROM deployments WHERE stack = :stack")
    private static let asked = [Statement.targets, .historyOfStage, .runs, .running]

    private func answers(_ session: ViewSession, _ stack: StackName) throws -> [[[Cell]]] {
        let name: [String: Cell] = ["stack": .text(stack.rawValue)]
        var answers = [try session.rows(of: .stages, name).rows, try session.rows(of: .stack, name).rows]
        let stages = try session.rows(of: Self.stages, name)
        for stage in stages.rows {
            let parameters = name.merging(["stage": stage[0], "limit": .integer(-1)]) { $1 }
            for statement in Self.asked { answers.append(try session.rows(of: statement, parameters).rows) }
        }
        return answers
    }

    @Test(arguments: [History.Flavour.regular, .troubled], [UInt64(6), 7])
    func `say what the stored ones say`(flavour: History.Flavour, seed: UInt64) throws {
        let views = try AuditedViews(flavour, seed: seed)
        try views.append(500)
        let stored = try views.update()
        for stack in try views.stacks {
            let proven = try views.store.proven(of: stack, in: views.log, now: ViewFixture.now)
            #expect(try answers(proven, stack) == answers(stored, stack), "\(stack)")
        }
    }

    @Test(arguments: [
        "UPDATE deployments SET revision = 'x:5' WHERE version = 1", "UPDATE stages SET service = 'other'",
        "DELETE FROM runs", "UPDATE stages SET ordinal = 9 - ordinal",
    ])
    func `are refused where the stored ones say something else`(sql: String) throws {
        let views = try AuditedViews()
        try views.append(300)
        try views.update()
        try views.edit(sql)
        let stacks = try views.stacks
        let refusals = stacks.filter { stack in
            do {
                _ = try views.store.proven(of: stack, in: views.log, now: ViewFixture.now)
                return false
            } catch ViewError.differs { return true } catch { return false }
        }
        #expect(!refusals.isEmpty)
    }

    @Test func `have nothing from the stored ones`() throws {
        let views = try AuditedViews()
        try views.append(300)
        let before = try views.update()
        let stacks = try views.stacks
        let expected = try stacks.map { try answers(before, $0) }
        try views.edit("UPDATE revisions SET registered_position = 1; DELETE FROM containers; DELETE FROM images")
        let found = try stacks.map { try answers(views.store.proven(of: $0, in: views.log, now: ViewFixture.now), $0) }
        #expect(found == expected)
    }
}
