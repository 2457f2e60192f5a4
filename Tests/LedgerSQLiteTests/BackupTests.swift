import Foundation
import LedgerConformance
import LedgerLog
import LedgerSQLite
import LedgerTesting
import TestThreads
import Testing

@Suite(StartsPrograms())
struct `A backup` {
    private let directory: TemporaryDirectory
    private var ledger: String { "\(directory.path)/ledger" }

    init() throws {
        directory = try TemporaryDirectory()
        _ = try SQLiteEventLog.create(at: ledger, id: .sample, clock: { .noon })
    }

    private func backUp(to name: String, replacing: Bool = false) throws -> AuditReport {
        let backup = try LogBackup(
            of: ledger,
            in: "\(directory.path)/partial",
            copying: { _, _ in },
            checking: { _, _ in }
        )
        try backup.put(at: "\(directory.path)/\(name)", replacing: replacing)
        return backup.report
    }

    /// The root of a log's first `size` events.
    private func root(of path: String, at size: Int) throws -> SHA256Hash {
        var frontier = MerkleFrontier()
        for leaf in try SQLiteEventLog.openForReading(at: path).leaves(0..<size) { frontier.append(leaf) }
        return frontier.root
    }

    @Test func `is a prefix of the log, and does not block two writers`() throws {
        let writers = try (1...2).map { try WriterProcess(at: ledger, writer: $0, count: 100_000, textBytes: 2_000) }
        defer { writers.forEach { $0.kill() } }
        while try #require(SQLiteEventLog.acknowledgedSize(at: ledger)) < 50 { usleep(1_000) }
        var reports: [AuditReport] = [], first = 0
        for number in 1...12 {
            let acknowledged = try #require(SQLiteEventLog.acknowledgedSize(at: ledger))
            if number == 1 { first = acknowledged }
            reports.append(try backUp(to: "\(number).db"))
            #expect(try #require(reports.last).size >= acknowledged)
        }
        // The backups did not block the writers.
        #expect(try #require(SQLiteEventLog.acknowledgedSize(at: ledger)) > first)
        writers.forEach { $0.kill() }
        for writer in writers { #expect(try writer.result().wasKilled) }
        for (number, report) in zip(1..., reports) {
            #expect(report.problems == [])
            #expect(try root(of: ledger, at: report.size) == report.root)
            let folder = "\(directory.path)/copy-\(number)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            // Only this file: no write-ahead log and no head file.
            try FileManager.default.copyItem(atPath: "\(directory.path)/\(number).db", toPath: "\(folder)/log.db")
            #expect(try SQLiteEventLog.open(at: folder, clock: { .noon }).head().frontier.root == report.root)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.filter { $0.hasSuffix(".db") || $0.hasPrefix("partial") }.count == 12, "\(names)")
    }

    @Test func `is private to its owner and does not overwrite another`() throws {
        _ = try SQLiteEventLog.open(at: ledger, clock: { .noon }).append([.samples(1...3)])
        #expect(try backUp(to: "b.db").size == 3)
        let mode = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/b.db")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: EventLogError.alreadyExists(path: "\(directory.path)/b.db")) { try backUp(to: "b.db") }
        _ = try backUp(to: "b.db", replacing: true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["b.db", "ledger"])
    }

    @Test func `is made by one process at a time, and cleans up after a killed one`() throws {
        let partial = "\(directory.path)/partial"
        try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: false)
        for name in ["log.db", "log.db-wal", "log.db-journal", "head.json"] {
            try Data("rubbish".utf8).write(to: URL(fileURLWithPath: "\(partial)/\(name)"))
        }
        #expect(try backUp(to: "a.db").problems == [])
        let other = try LogBackup(of: ledger, in: partial, copying: { _, _ in }, checking: { _, _ in })
        #expect(throws: EventLogError.busy) { try backUp(to: "b.db") }
        try other.put(at: "\(directory.path)/c.db", replacing: false)
    }
}
