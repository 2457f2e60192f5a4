import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

struct `An audit` {
    @Test func `finds nothing wrong in an intact log`() throws {
        let log = try TamperedLog()
        for depth in [AuditOptions.Depth.quick, .records, .full] {
            let report = try log.audit(depth, claims: [0, 1, 100, 256, 300])
            #expect(report.problems == [])
            #expect(report.size == 300 && report.read == 300)
            #expect(report.root == (try TamperedLog.tree.get().root(at: 300)))
            #expect(report.acknowledgements == 2)
        }
    }

    @Test(arguments: Tampering.all)
    func `reports the first affected event`(tampering: Tampering) throws {
        let log = try TamperedLog()
        try tampering.act(log)
        for depth in [AuditOptions.Depth.records, .full] {
            let problems = try log.audit(depth).problems
            let first = try #require(problems.first)
            #expect(first.position == tampering.position, "\(problems)")
            if let fault = tampering.fault {
                #expect(problems.contains { $0.fault == fault }, "\(problems)")
            } else {
                #expect(first.description.hasPrefix("not a record: "), "\(problems)")
            }
        }
        #expect(try !log.audit(withTree: false).problems.isEmpty)
        #expect(try !log.audit(withTree: false, claims: [300]).problems.isEmpty)
    }

    @Test func `continues after a problem, and reports at most twenty`() throws {
        let log = try TamperedLog()
        try log.edit("UPDATE events SET leaf = zeroblob(32) WHERE position IN (20, 150, 220)")
        #expect(try log.audit().problems.map(\.position).prefix(3) == [20, 150, 220])
        try log.edit("UPDATE events SET leaf = zeroblob(32)")
        #expect(try log.audit().problems.count == LogAudit.most)
    }

    @Test func `finds an id that occurs twice, whatever the index says`() throws {
        let log = try TamperedLog()
        let rows = try SQLiteConnection(path: log.log, mode: .readOnly)
        guard case .blob(let first) = try rows.value("SELECT id FROM events WHERE position = 20"),
            case .blob(let second) = try rows.value("SELECT id FROM events WHERE position = 150")
        else {
            Issue.record("no ids")
            return
        }
        try log.change(150, hashed: true) { $0["id"] = UniqueID(bytes: first).map { .string($0.description) } }
        var bytes = try log.bytes(log.log)
        for start in bytes.indices.dropLast(16) where bytes[start..<start + 16].elementsEqual(second) {
            bytes.replaceSubrange(start..<start + 16, with: first)
        }
        try log.write(bytes, to: log.log)
        let problems = try log.audit().problems
        #expect(problems.contains(AuditProblem(150, .repeatedID(first: 20))), "\(problems)")
        #expect(problems.first?.position == 145)
    }

    @Test func `reports the ledger's id`() throws {
        let log = try TamperedLog()
        try log.edit("UPDATE meta SET ledger = zeroblob(16)")
        #expect(try log.audit().ledger == UniqueID(high: 0, low: 0))
        try log.edit("DELETE FROM meta")
        #expect(throws: EventLogError.damaged("ledger id")) { try log.audit() }
    }
}

/// Anyone who can write all files can write a consistent log, but cannot change what others keep.
struct `A log that was rewritten completely` {
    @Test func `is consistent, but differs from a checkpoint kept elsewhere`() throws {
        let log = try TamperedLog()
        try log.change(150, hashed: true) { $0["actor"] = "somebody else" }
        try log.forgeHead()
        #expect(try log.audit(withTree: false).problems.map(\.fault) == [.acknowledgedRoot(size: 300)])
        try log.forgeHeadFile()
        #expect(try log.audit(.full, withTree: false).problems == [])
        #expect(try log.audit(withTree: false, claims: [149]).problems == [])
        for size in [150, 151, 299, 300] {
            let problems = try log.audit(withTree: false, claims: [size]).problems
            #expect(problems == [AuditProblem(nil, .checkpointRoot(name: "kept", size: size))])
        }
    }

    @Test func `with its end cut off is shorter than a checkpoint kept elsewhere`() throws {
        let log = try TamperedLog()
        try log.cut(to: 290)
        #expect(try log.audit().problems == [AuditProblem(291, .acknowledged(size: 300, found: 290))])
        try log.forgeHeadFile()
        #expect(try log.audit(.full).problems == [])
        let shorter = AuditProblem.Fault.checkpointSize(name: "kept", size: 300, found: 290)
        #expect(try log.audit(claims: [300]).problems == [AuditProblem(291, shorter)])
        #expect(try log.audit(claims: [290]).problems == [])
    }
}

struct `The head file in an audit` {
    private enum Spoiling: CaseIterable {
        case firstSlot, secondSlot, bothSlots, swapped, rubbish, empty, cut, deleted, othersOlder, othersNewer
    }

    private static let found: [Spoiling: ([AuditProblem.Fault], entries: Int?)] = [
        .firstSlot: ([], 1), .secondSlot: ([], 1), .bothSlots: ([.headFile], 0), .swapped: ([.headFile], 0),
        .rubbish: ([.headFile], 0), .empty: ([.headFile], 0), .cut: ([], 1), .deleted: ([], nil),
        .othersOlder: ([.acknowledgedRoot(size: 297)], 2),
        .othersNewer: ([.acknowledgedRoot(size: 300)], 2),
    ]

    /// A power failure can leave one torn entry, and a restored backup has no file.
    @Test(arguments: Spoiling.allCases)
    private func `is reported if it is wrong`(spoiling: Spoiling) throws {
        let log = try TamperedLog()
        var bytes = try log.bytes(log.headFile)
        let newest = bytes.prefix(512).contains(Array("{\"size\":300,".utf8)) ? 0 : 512
        switch spoiling {
        case .firstSlot: bytes[30] ^= 1
        case .secondSlot: bytes[542] ^= 1
        case .bothSlots: (bytes[30], bytes[542]) = (0, 0)
        case .swapped: bytes = Array(bytes[512...] + bytes[..<512])
        case .rubbish: bytes = Array(repeating: 0x5A, count: 1_024)
        case .empty: bytes = []
        case .cut: bytes.removeLast(300)
        case .deleted: try FileManager.default.removeItem(atPath: log.headFile)
        case .othersOlder: bytes = Self.forged(bytes, at: 512 - newest)
        case .othersNewer: bytes = Self.forged(bytes, at: newest)
        }
        if spoiling != .deleted { try log.write(bytes, to: log.headFile) }
        let report = try log.audit()
        #expect(report.problems.map(\.fault) == Self.found[spoiling]?.0)
        #expect(report.acknowledgements == Self.found[spoiling]?.entries)
    }

    /// A different root with a valid checksum: anyone can compute it.
    private static func forged(_ bytes: [UInt8], at start: Int) -> [UInt8] {
        let line = String(decoding: bytes[start..<start + 512], as: UTF8.self)
        guard let body = line.firstRange(of: "{"), let root = line.firstRange(of: "\"root\":\""),
            let end = line.firstRange(of: "\"checksum\":\"")
        else { return bytes }
        let other = SHA256Hash(of: [1]).description
        let new = line[body.lowerBound..<root.upperBound] + other + "\",\"checksum\":\""
        let sum = SHA256Hash(of: Array(new.utf8)).description
        let rest = line[end.upperBound...].dropFirst(64)
        var changed = bytes
        changed.replaceSubrange(start..<start + 512, with: (line[..<body.lowerBound] + new + sum + rest).utf8)
        return changed
    }
}

extension Collection where Element == UInt8 {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        Array(self).firstRange(of: part) != nil
    }
}
