import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

/// A ledger of some two hundred events with a key, views, and checkpoints that are kept outside of it.
///
/// Each is a copy: tests may do to it what they like.
struct ProvenLedger {
    /// What `early.checkpoint` was signed over; `late.checkpoint` has all.
    static let early = 100
    static let size = 217

    let sandbox: Sandbox
    var path: String { sandbox.path }
    var ledger: String { sandbox.ledger }
    let key: String

    private static let original = Result { () throws -> Sandbox in
        let sandbox = try Sandbox.withShop()
        let releases = (1...96 / 3).flatMap { Event.release("shop/dev", "image\($0)") }
        try sandbox.record(releases)
        try sandbox.file("key", Array(sandbox.succeed("keys", "generate").bytes.dropLast()))
        try sandbox.succeed("checkpoint", "--out", "early.checkpoint")
        for number in 1...13 {
            try sandbox.record(
                [Event.stack("stack\(number)"), Event.stage(StageID(stringLiteral: "stack\(number)/dev"))]
                    + Event.release(StageID(stringLiteral: "stack\(number)/dev"), "a")
                    + [Event.revision("family\(number)", 1, ["family": "x"])]
                    + Event.release("shop/staging", "b\(number)")
            )
        }
        try sandbox.succeed("status")
        try sandbox.succeed("checkpoint", "--out", "late.checkpoint")
        return sandbox
    }

    init() throws {
        sandbox = try Sandbox()
        let original = try Self.original.get()
        for name in [".stackledger", "early.checkpoint", "late.checkpoint", "key"] {
            try FileManager.default.copyItem(atPath: "\(original.path)/\(name)", toPath: "\(sandbox.path)/\(name)")
        }
        key = try String(contentsOfFile: "\(sandbox.path)/key", encoding: .utf8)
    }

    /// Runs `sql` on the log with the triggers out of the way, and puts them back.
    func tamper(_ sql: String) throws {
        let connection = try SQLiteConnection(path: "\(ledger)/log.db", mode: .readWrite)
        let triggers = try connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        var made: [(name: String, sql: String)] = []
        while try triggers.step() { made.append((triggers.text(0), triggers.text(1))) }
        triggers.reset()
        for trigger in made { try connection.execute("DROP TRIGGER \(trigger.name)") }
        try connection.execute(sql)
        for trigger in made { try connection.execute(trigger.sql) }
    }

    /// Makes the head and `head.json` say what the events say, which whoever can write them can do.
    func forgeHeads() throws {
        let log = try SQLiteConnection(path: "\(ledger)/log.db", mode: .readWrite)
        let rows = try log.prepare("SELECT leaf FROM events ORDER BY position")
        var frontier = MerkleFrontier()
        while try rows.step() { if let leaf = SHA256Hash(bytes: rows.bytes(0)) { frontier.append(leaf) } }
        rows.reset()
        try tamper(
            """
            UPDATE head SET size = \(frontier.size), frontier = x'\(frontier.bytes.hex)',
                recorded_time = (SELECT max(recorded_time) FROM events)
            """
        )
        try remove("head.json")
        _ = try SQLiteEventLog.open(at: ledger, clock: { .noon })
    }

    /// Cuts the tail off as whoever can write all files would.
    func cut(to size: Int) throws {
        try tamper(
            """
            DELETE FROM events WHERE position > \(size);
            DELETE FROM streams WHERE stream NOT IN (SELECT stream FROM events);
            DELETE FROM types WHERE type NOT IN (SELECT type FROM events);
            """
        )
        try forgeHeads()
    }

    /// Rewrites the 50th record with all that follows from it.
    func rewrite() throws {
        let log = try SQLiteEventLog.openForReading(at: ledger)
        let line = String(decoding: try log.record(at: 50)?.bytes ?? [], as: UTF8.self)
        let new = line.replacing("\"actor\":\"", with: "\"actor\":\"un")
        let leaf = MerkleFrontier.leaf(Array(new.utf8)).bytes.hex
        try tamper(
            "UPDATE events SET record = '\(new.replacing("'", with: "''"))', leaf = x'\(leaf)' WHERE position = 50"
        )
        try forgeHeads()
        for name in ["views.db", "views.db-wal", "views.db-shm"] { try? remove(name) }
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(ledger)/\(name)")
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }

    func expectBad(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectBad(["verify"], words, sourceLocation: sourceLocation)
    }

    /// Expects that a verification failed: exit 10 and one line on standard error, with these words.
    func expectBad(
        _ arguments: [String],
        _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let answer = try sandbox.run(arguments)
        #expect(answer.status == 10, "\(answer)", sourceLocation: sourceLocation)
        #expect(answer.error.isErrorLine, "\(answer.error)", sourceLocation: sourceLocation)
        #expect(answer.error.contains(words), "\(words) is not in \(answer.error)", sourceLocation: sourceLocation)
    }
}
