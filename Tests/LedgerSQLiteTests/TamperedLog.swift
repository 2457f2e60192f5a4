import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Synchronization
import LedgerValues

/// A private ledger with a few hundred events in several streams, to be changed behind the program's back.
final class TamperedLog: Sendable {
    static let size = 300

    private let directory: TemporaryDirectory
    var path: String { directory.path }
    var log: String { "\(path)/log.db" }
    var headFile: String { "\(path)/head.json" }

    private static let original = Result { () throws -> TemporaryDirectory in
        let directory = try TemporaryDirectory()
        let clock = Mutex(Timestamp.noon)
        var history = History(seed: 3)
        let log = try SQLiteEventLog.create(at: directory.path, id: .sample) {
            clock.withLock { time in
                time = time.advanced(bySeconds: 7)
                return time
            }
        }
        // Three events per batch, which share their time.
        for _ in 0..<size / 3 {
            let drafts = (0..<3).map { _ in history.nextDraft() }
            _ = try log.append(drafts.map { StreamWrite(subject: $0.subject, expected: .any, events: [$0]) })
        }
        return directory
    }

    /// The original tree, as kept outside the log.
    static let tree = Result { () throws -> RememberedTree in
        let log = try SQLiteEventLog.openForReading(at: original.get().path)
        return RememberedTree(try log.leaves(0..<size))
    }

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["log.db", "head.json"] {
            try FileManager.default.copyItem(atPath: "\(Self.original.get().path)/\(name)", toPath: "\(path)/\(name)")
        }
    }

    func audit(
        _ depth: AuditOptions.Depth = .records,
        withTree: Bool = true,
        claims: [Int] = []
    ) throws -> AuditReport {
        let tree = try Self.tree.get()
        var options = AuditOptions()
        options.depth = depth
        options.tree = withTree ? tree : nil
        options.claims = claims.map { AuditOptions.Claim(name: "kept", size: $0, root: tree.root(at: $0)) }
        return try DirectoryAudit.run(at: path, options)
    }
}

// MARK: - Changing it

extension TamperedLog {
    /// Runs `sql` without the triggers, and restores them.
    func edit(_ sql: String) throws {
        try edit { try $0.execute(sql) }
    }

    func edit(_ body: (SQLiteConnection) throws -> Void) throws {
        let connection = try SQLiteConnection(path: log, mode: .readWrite)
        let triggers = try connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        var made: [(name: String, sql: String)] = []
        while try triggers.step() { made.append((triggers.text(0), triggers.text(1))) }
        triggers.reset()
        for trigger in made { try connection.execute("DROP TRIGGER \(trigger.name)") }
        try body(connection)
        for trigger in made { try connection.execute(trigger.sql) }
        try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Runs `sql` unchanged.
    func execute(_ sql: String) throws {
        try SQLiteConnection(path: log, mode: .readWrite).execute(sql + "; PRAGMA wal_checkpoint(TRUNCATE)")
    }

    func line(_ position: Int) throws -> String {
        let log = try SQLiteEventLog.openForReading(at: path)
        return String(decoding: try log.record(at: position)?.bytes ?? [], as: UTF8.self)
    }

    /// Replaces a record's line, with its own leaf or keeping the old one.
    func put(_ line: String, at position: Int, hashed: Bool) throws {
        let leaf = MerkleFrontier.leaf(Array(line.utf8)).bytes
        try edit { connection in
            let statement = try connection.prepare(
                hashed
                    ? "UPDATE events SET record = ?1, leaf = ?2 WHERE position = ?3"
                    : "UPDATE events SET record = ?1 WHERE position = ?3 AND ?2 IS NOT NULL"
            )
            try statement.bind(line, at: 1)
            try statement.bind(leaf, at: 2)
            try statement.bind(position, at: 3)
            try statement.run()
        }
    }

    /// Changes members of a record, which stays canonical.
    func change(_ position: Int, hashed: Bool, _ body: (inout JSONObject) -> Void) throws {
        guard case .object(var members) = try JSONReader.value(Array(line(position).utf8)) else { return }
        body(&members)
        try put(CanonicalJSON.text(.object(members)), at: position, hashed: hashed)
    }

    /// Makes the head match the current events.
    func forgeHead() throws {
        try edit { connection in
            let rows = try connection.prepare("SELECT leaf FROM events ORDER BY position")
            var frontier = MerkleFrontier()
            while try rows.step() { if let leaf = SHA256Hash(bytes: rows.bytes(0)) { frontier.append(leaf) } }
            rows.reset()
            let head = try connection.prepare(
                "UPDATE head SET size = ?1, frontier = ?2, recorded_time = (SELECT max(recorded_time) FROM events)"
            )
            try head.bind(frontier.size, at: 1)
            try head.bind(frontier.bytes, at: 2)
            try head.run()
        }
    }

    /// Deletes `head.json` and lets the program recreate it.
    func forgeHeadFile() throws {
        try FileManager.default.removeItem(atPath: headFile)
        _ = try SQLiteEventLog.open(at: path, clock: { .noon })
    }

    /// Cuts off the last events, their names and the head.
    func cut(to size: Int) throws {
        try edit(
            """
            DELETE FROM events WHERE position > \(size);
            DELETE FROM streams WHERE stream NOT IN (SELECT stream FROM events);
            DELETE FROM types WHERE type NOT IN (SELECT type FROM events);
            """
        )
        try forgeHead()
    }
}

// MARK: - What it holds

extension TamperedLog {
    /// All rows of all tables as SQL returns them; nil if they cannot be read.
    func contents() -> [[SQLiteValue]]? {
        let tables = ["sqlite_schema", "events", "streams", "types", "meta", "head"]
        return try? tables.flatMap { table in
            let connection = try SQLiteConnection(path: log, mode: .readOnly)
            let rows = try connection.prepare("SELECT * FROM \(table) NOT INDEXED ORDER BY +rowid")
            var all: [[SQLiteValue]] = []
            while try rows.step() { all.append((0..<rows.columnCount).map { rows.value($0) }) }
            return all
        }
    }

    func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file))) }

    /// Overwrites a file, and removes SQLite's shared memory file.
    func write(_ bytes: [UInt8], to file: String) throws {
        for name in ["\(log)-shm"] { try? FileManager.default.removeItem(atPath: name) }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
    }
}

/// All nodes of every fourth level of a tree.
struct RememberedTree: NodeStore {
    let size: Int
    let step = 4
    private var nodes: [MerkleNode: SHA256Hash] = [:]
    private var roots: [SHA256Hash]

    init(_ leaves: [SHA256Hash]) {
        var frontier = MerkleFrontier()
        size = leaves.count
        roots = [frontier.root]
        for leaf in leaves {
            frontier.append(leaf) { nodes[$0] = $1 }
            roots.append(frontier.root)
        }
    }

    func hash(of node: MerkleNode) -> SHA256Hash? { nodes[node] }
    func root(at size: Int) -> SHA256Hash { roots[size] }
}
