import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

/// Changes to the bytes of the files that SQLite does not notice.
struct `A damaged file` {
    /// Whether the damage was found, or changes no row.
    private func isDetected(_ log: TamperedLog, _ original: [[SQLiteValue]]?) throws -> Bool {
        guard let report = try? log.audit(.full) else { return true }
        return !report.problems.isEmpty || log.contents() == original
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `is detected for any single bit of the log, unless the bit means nothing`(seed: UInt64) throws {
        let log = try TamperedLog()
        let original = try #require(log.contents())
        let bytes = try log.bytes(log.log)
        var random = SeededRandom(seed: seed)
        var told = 0
        for round in 0..<200 {
            let place = Self.place(round, in: bytes.count, &random)
            let bit = UInt8(1 << Int.random(in: 0..<8, using: &random))
            var changed = bytes
            changed[place] ^= bit
            try log.write(changed, to: log.log)
            #expect(try isDetected(log, original), "seed \(seed): byte \(place), bit \(bit)")
            if (try? log.audit(.full).problems.isEmpty) != true { told += 1 }
        }
        #expect(told > 100, "seed \(seed): most bits mean something")
        try log.write(bytes, to: log.log)
        #expect(try log.audit(.full).problems == [])
    }

    /// A place anywhere, in the file header or in a page header.
    private static func place(_ round: Int, in count: Int, _ random: inout SeededRandom) -> Int {
        switch round % 4 {
        case 0: Int.random(in: 0..<100, using: &random)
        case 1: Int.random(in: 0..<count / 8_192, using: &random) * 8_192 + Int.random(in: 0..<16, using: &random)
        default: Int.random(in: 0..<count, using: &random)
        }
    }

    @Test(arguments: [UInt64(1), 2])
    func `is detected wherever the log is cut`(seed: UInt64) throws {
        let log = try TamperedLog()
        let original = try #require(log.contents())
        let bytes = try log.bytes(log.log)
        var random = SeededRandom(seed: seed)
        for round in 0..<40 {
            let length = round < 3 ? [0, 1, 8_192][round] : Int.random(in: 0..<bytes.count, using: &random)
            try log.write(Array(bytes[..<length]), to: log.log)
            #expect(try isDetected(log, original), "seed \(seed): cut to \(length)")
        }
    }

    @Test func `in the middle is reported at the first unreadable event`() throws {
        let log = try TamperedLog()
        let line = try Array(log.line(150).utf8)
        var bytes = try log.bytes(log.log)
        let place = try #require(bytes.firstRange(of: line)?.lowerBound)
        let page = place / 8_192 * 8_192
        bytes[page] = 0x77
        try log.write(bytes, to: log.log)
        let first = try #require(try log.audit().problems.first)
        guard case .database = first.fault, let position = first.position else {
            Issue.record("\(first)")
            return
        }
        #expect((140...150).contains(position), "\(first)")
        #expect(try log.line(position - 1) != "")
    }
}

/// Truncated while its writer is running, as in a power failure.
struct `A write-ahead log` {
    private static let events = 40

    private let log: TamperedLog
    private let whole: [UInt8]

    /// Makes a log with forty events that are not in its database yet.
    init() throws {
        log = try TamperedLog()
        whole = try Self.writeAhead(in: log)
    }

    /// The write-ahead log before the writer ends, which would move it into the database.
    private static func writeAhead(in log: TamperedLog) throws -> [UInt8] {
        let living = try { () throws in
            let writer = try SQLiteEventLog.open(at: log.path, clock: { .noon.advanced(bySeconds: 1_000_000) })
            for number in 1...events { _ = try writer.append([.samples([number], to: "stack/late")]) }
            let files = try ["\(log.log)-wal", log.log, log.headFile].map { ($0, try log.bytes($0)) }
            withExtendedLifetime(writer) {}
            return files
        }()
        for (file, bytes) in living { try log.write(bytes, to: file) }
        return living[0].1
    }

    /// Installs a write-ahead log and expects that any loss is reported from the first lost event on.
    private func expectDetected(_ bytes: [UInt8], _ what: String) throws -> Int {
        try log.write(bytes, to: "\(log.log)-wal")
        let report = try log.audit()
        let lost = AuditProblem.Fault.acknowledged(size: 300 + Self.events, found: report.size)
        if report.size == 300 + Self.events {
            #expect(report.problems == [], "\(what)")
        } else {
            #expect(report.problems.first?.position == report.size + 1, "\(what)")
            #expect(report.problems.contains { $0.fault == lost }, "\(what)")
        }
        return report.size
    }

    @Test(arguments: [UInt64(1), 2])
    func `that is cut anywhere loses nothing silently`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        #expect(try expectDetected(whole, "whole") == 340)
        #expect(try expectDetected([], "empty") == 300)
        var sizes: Set<Int> = []
        for _ in 0..<60 {
            let length = Int.random(in: 0..<whole.count, using: &random)
            sizes.insert(try expectDetected(Array(whole[..<length]), "seed \(seed): cut to \(length)"))
        }
        #expect(sizes.count > 10)
    }

    @Test(arguments: [UInt64(1), 2])
    func `with any bit flipped loses nothing silently`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<60 {
            var bytes = whole
            let place = Int.random(in: 0..<whole.count, using: &random)
            bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            _ = try expectDetected(bytes, "seed \(seed): byte \(place)")
        }
    }
}
