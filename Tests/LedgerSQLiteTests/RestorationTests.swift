import Foundation
import LedgerConformance
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Synchronization
import TestThreads
import Testing

@Suite(StartsPrograms())
struct `A log that takes another's place` {
    private let directory: TemporaryDirectory
    private var ledger: String { "\(directory.path)/ledger" }

    init() throws {
        directory = try TemporaryDirectory()
        _ = try SQLiteEventLog.create(at: ledger, id: .sample, clock: { .noon })
    }

    private func append(_ numbers: ClosedRange<Int>, at path: String? = nil) throws {
        _ = try SQLiteEventLog.open(at: path ?? ledger, clock: { .noon }).append([.samples(numbers)])
    }

    private func backUp(_ name: String) throws -> String {
        let path = "\(directory.path)/\(name)"
        let backup = try LogBackup(of: ledger, in: "\(path).partial", copying: { _, _ in }, checking: { _, _ in })
        try backup.put(at: path, replacing: false)
        return path
    }

    @discardableResult
    private func restore(
        _ backup: String,
        to path: String? = nil,
        event: EventDraft? = nil,
        onStep: (@Sendable (RestoreStep) -> Void)? = nil
    ) throws -> (kept: String?, head: LogHead) {
        let restoration = try LogRestoration(
            of: backup,
            into: path ?? ledger,
            within: .milliseconds(100),
            onStep: onStep,
            copying: { _, _ in }
        )
        let report = try restoration.audit { _, _ in }
        #expect(report.problems == [])
        let present = try restoration.present(against: report)
        if let event { try restoration.append(event, at: .noon) }
        return try restoration.replace(present, by: report)
    }

    private func audit(_ path: String) throws -> AuditReport {
        try DirectoryAudit.run(at: path, AuditOptions())
    }

    @Test(arguments: [true, false])
    func `leaves the old or the new one, whenever the restore is killed`(isShorter: Bool) throws {
        try append(1...40)
        let small = try backUp("small.db")
        try append(41...100)
        let large = try backUp("large.db")
        if !isShorter { try restore(small) }
        let old = try audit(ledger).root
        let states = Mutex<[RestoreStep]>([])
        let (root, path) = (directory.path, ledger)
        let new = try restore(isShorter ? small : large, event: isShorter ? .sample(900) : nil) { step in
            states.withLock { $0.append(step) }
            try? FileManager.default.copyItem(atPath: path, toPath: "\(root)/\(step)")
        }.head.frontier.root
        #expect(states.withLock { $0 } == RestoreStep.allCases)
        for step in RestoreStep.allCases {
            let state = "\(root)/\(step)"
            #expect(try audit(state).problems == [], "\(step)")
            let isNew = step == .replaced || step == .headWritten
            #expect(try SQLiteEventLog.openForReading(at: state).head().frontier.root == (isNew ? new : old), "\(step)")
            try append(1_000...1_001, at: state)
            #expect(try audit(state).problems == [], "\(step)")
            #expect(throws: EventLogError.self) { try SQLiteEventLog.create(at: state, id: .sample, clock: { .noon }) }
            try restore(large, to: state)
        }
    }

    @Test func `keeps the old one complete, including its write-ahead log`() throws {
        try append(1...5)
        let backup = try backUp("b.db")
        let writer = try WriterProcess(at: ledger, writer: 1, count: 100_000)
        while try #require(SQLiteEventLog.acknowledgedSize(at: ledger)) < 50 { usleep(1_000) }
        writer.kill()
        _ = try writer.result()
        let size = try #require(SQLiteEventLog.acknowledgedSize(at: ledger))
        let kept = try #require(try restore(backup).kept)
        #expect(try SQLiteEventLog.openForReading(at: ledger).head().size == 5)
        try restore(kept, to: "\(directory.path)/again")
        #expect(try SQLiteEventLog.openForReading(at: "\(directory.path)/again").head().size >= size)
        #expect(try audit("\(directory.path)/again").problems == [])
    }

    @Test func `waits for processes that have the old one open, then gives up`() throws {
        try append(1...5)
        let backup = try backUp("b.db")
        let writer = try SQLiteEventLog.open(at: ledger, clock: { .noon })
        #expect(throws: EventLogError.busy) { try restore(backup) }
        _ = try writer.append([.samples(6...6)])
        let reader = try SQLiteEventLog.openForReading(at: ledger)
        #expect(throws: EventLogError.busy) { try restore(backup) }
        #expect(try reader.head().size == 6)
        #expect(try audit(ledger).problems == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: ledger).allSatisfy { !$0.contains("partial") })
    }

    @Test func `is not mixed with the old one by a concurrent writer`() throws {
        try append(1...5)
        let backup = try backUp("b.db")
        let (path, waiting) = (ledger, Waiting())
        try restore(backup) { step in
            // At this step the old log is not in WAL mode and no one else has it open.
            guard step == .kept else { return }
            Thread.detachNewThread {
                do throws(EventLogError) { _ = try SQLiteEventLog.open(at: path, clock: { .noon }) } catch {
                    waiting.error.withLock { $0 = error }
                }
                waiting.end.signal()
            }
            while !Self.hasOpen("\(path)/log.db") { usleep(1_000) }
        }
        waiting.end.wait()
        #expect(waiting.error.withLock { $0 } == .replaced(path: "\(path)/log.db"))
        try append(6...6)
        #expect(try audit(ledger).problems == [])
        #expect(try audit(ledger).size == 6)
    }

    private static func hasOpen(_ path: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.contains {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
        }
    }

    @Test(arguments: ["log.db", "head.json"])
    func `is never confused with the one that was opened`(name: String) throws {
        try append(1...5)
        let file = "\(ledger)/\(name)"
        let log = try SQLiteEventLog.open(at: ledger, clock: { .noon })
        _ = try log.append([.samples(6...6)])
        try FileManager.default.copyItem(atPath: file, toPath: "\(file).copy")
        try FileManager.default.moveItem(atPath: file, toPath: "\(file).old")
        try FileManager.default.moveItem(atPath: "\(file).copy", toPath: file)
        #expect(throws: EventLogError.replaced(path: "\(ledger)/log.db")) { try log.append([.samples(7...7)]) }
        #expect(try log.head().size == 6)
    }

    @Test(arguments: [0, 1, 2])
    func `can replace a file that SQLite cannot read`(form: Int) throws {
        try append(1...5)
        let backup = try backUp("b.db")
        let rubbish: [UInt8] = Array(repeating: 0x58, count: 20_000)
        let wal = try writeAheadLog(of: 6...9)
        let log = URL(fileURLWithPath: "\(ledger)/log.db")
        switch form {
        case 0: try Data(rubbish).write(to: log)
        case 1: try Data().write(to: log)
        default: try Data(contentsOf: log).prefix(9_000).write(to: log)
        }
        try wal.write(to: URL(fileURLWithPath: "\(ledger)/log.db-wal"))
        let kept = try #require(try restore(backup).kept)
        #expect(try audit(ledger).problems == [])
        #expect(try audit(ledger).size == 5)
        let size = try FileManager.default.attributesOfItem(atPath: kept)[.size] as? Int
        #expect(size == [20_000, 0, 9_000][form])
        // SQLite deletes a write-ahead log next to an empty database.
        if form != 1 { #expect(FileManager.default.contents(atPath: "\(kept)-wal") == wal) }
    }

    /// A valid write-ahead log with these events, which must not be used for the new log.
    private func writeAheadLog(of numbers: ClosedRange<Int>) throws -> Data {
        let log = try SQLiteEventLog.open(at: ledger, clock: { .noon })
        _ = try log.append([.samples(numbers)])
        return try #require(FileManager.default.contents(atPath: "\(ledger)/log.db-wal"))
    }
}

/// The result of another thread.
private final class Waiting: Sendable {
    let error = Mutex<EventLogError?>(nil)
    let end = DispatchSemaphore(value: 0)
}
