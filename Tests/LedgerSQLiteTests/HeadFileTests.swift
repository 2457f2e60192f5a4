import Foundation
import LedgerConformance
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

struct `A head file` {
    private let directory: TemporaryDirectory
    private var path: String { directory.path }
    private var log: String { "\(path)/log.db" }
    private var head: String { "\(path)/head.json" }

    init() throws {
        directory = try TemporaryDirectory()
        _ = try SQLiteEventLog.create(at: path, id: .sample, clock: { .noon })
    }

    private func open() throws -> SQLiteEventLog {
        try SQLiteEventLog.open(at: path, clock: { .noon })
    }

    private func append(_ numbers: ClosedRange<Int>) throws {
        for number in numbers { _ = try open().append([.samples([number])]) }
    }

    private func overwrite(_ file: String, with data: Data) throws {
        try FileManager.default.removeItem(atPath: file)
        try data.write(to: URL(fileURLWithPath: file))
    }

    private func read(_ file: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: file))
    }

    /// Checkpoints the log, so that one file has everything.
    private func settle() throws {
        try SQLiteConnection(path: log, mode: .readWrite).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    @Test func `is JSON with size and root`() throws {
        try append(1...3)
        #expect(SQLiteEventLog.acknowledgedSize(at: path) == 3)
        let root = try open().head().frontier.root.description
        let json = try JSONReader.value(Array(read(head)))
        guard case .array(let slots) = json, slots.count == 2, case .object(let newest)? = slots.last else {
            Issue.record("not two slots: \(json)")
            return
        }
        #expect(newest["size"] == .integer(3))
        #expect(newest["root"] == .string(root))
    }

    @Test func `rejects a log that is shorter`() throws {
        try append(1...1)
        try settle()
        let old = try read(log)
        try append(2...3)
        try settle()
        try overwrite(log, with: old)
        let lost = EventLogError.lostEvents(acknowledged: 3, found: 1)
        #expect(throws: lost) { try open() }
        #expect(throws: lost) { try SQLiteEventLog.openForReading(at: path) }
    }

    @Test(arguments: [1, 100, 20_000])
    func `rejects a write-ahead log that was cut`(bytes: Int) throws {
        try append(1...1)
        try settle()
        // A writer that has ended leaves no write-ahead log; this one is still running, as in a power failure.
        let writer = try open()
        _ = try writer.append([.samples(2...5)])
        let found = try TemporaryDirectory()
        for name in ["log.db", "log.db-wal", "head.json"] {
            let cut = name == "log.db-wal" ? bytes : 0
            try read("\(path)/\(name)").dropLast(cut).write(to: URL(fileURLWithPath: "\(found.path)/\(name)"))
        }
        withExtendedLifetime(writer) {}
        #expect { try SQLiteEventLog.open(at: found.path, clock: { .noon }) } throws: { error in
            guard case EventLogError.lostEvents(acknowledged: 5, found: 1..<5) = error else { return false }
            return true
        }
    }

    @Test(arguments: [1, 2])
    func `rejects a log with a different root`(size: Int) throws {
        let other = try TemporaryDirectory()
        let different = try SQLiteEventLog.create(at: other.path, id: .sample, clock: { .noon })
        _ = try different.append([.samples(8...7 + size)])
        try SQLiteConnection(path: "\(other.path)/log.db", mode: .readWrite)
            .execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try append(1...1)
        try settle()
        try overwrite(log, with: read("\(other.path)/log.db"))
        #expect(throws: EventLogError.rootDiffers(size: 1)) { try open() }
    }

    @Test func `that is behind its log is updated by the next append`() throws {
        try append(1...1)
        let old = try read(head)
        try append(2...4)
        try overwrite(head, with: old)
        #expect(SQLiteEventLog.acknowledgedSize(at: path) == 1)
        #expect(try SQLiteEventLog.openForReading(at: path).head().size == 4)
        #expect(try open().append([.samples([4])]).map(\.isRepeat) == [true])
        #expect(SQLiteEventLog.acknowledgedSize(at: path) == 4)
        try append(5...5)
        #expect(SQLiteEventLog.acknowledgedSize(at: path) == 5)
    }

    @Test(arguments: 1...2)
    func `with one slot destroyed uses the other`(size: Int) throws {
        try append(1...size)
        for slot in 0...1 {
            var data = try read(head)
            data[slot * 512 + 20] ^= 1
            let acknowledged = try #require(SQLiteEventLog.acknowledgedSize(at: path))
            try overwrite(head, with: data)
            #expect([acknowledged, acknowledged - 1].contains(SQLiteEventLog.acknowledgedSize(at: path)))
            _ = try open().append([.samples([size + 1 + slot])])
            #expect(SQLiteEventLog.acknowledgedSize(at: path) == size + 1 + slot)
        }
    }

    @Test func `with both slots destroyed is rejected`() throws {
        try append(1...1)
        var data = try read(head)
        data[20] ^= 1
        data[532] ^= 1
        try overwrite(head, with: data)
        #expect(throws: EventLogError.damaged("head.json")) { try open() }
        #expect(SQLiteEventLog.acknowledgedSize(at: path) == nil)
    }

    @Test func `that is missing is recreated`() throws {
        try append(1...2)
        try FileManager.default.removeItem(atPath: head)
        try append(3...3)
        #expect(SQLiteEventLog.acknowledgedSize(at: path) == 3)
    }
}
