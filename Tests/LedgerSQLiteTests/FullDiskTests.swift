import Foundation
import LedgerConformance
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing

struct `A small disk` {
    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs takes root"))
    func `that is full rejects an append, and accepts one once there is space`() throws {
        let disk = try SmallDisk(bytes: 3 << 20)
        let ledger = "\(disk.path)/ledger"
        let log = try SQLiteEventLog.create(at: ledger, id: .sample, clock: { .noon })
        try Data(count: 1 << 20).write(to: URL(fileURLWithPath: "\(disk.path)/ballast"))
        var acknowledged = 0
        #expect(throws: EventLogError.diskFull) {
            while acknowledged < 1_000 {
                _ = try log.append([.sample(acknowledged + 1, text: Self.text)], to: "stack/shop", expecting: .any)
                acknowledged += 1
            }
        }
        #expect(acknowledged > 10)
        #expect(try log.head().size == acknowledged)
        #expect(SQLiteEventLog.acknowledgedSize(at: ledger) == acknowledged)
        #expect(throws: EventLogError.diskFull) { try log.append([.samples(5_000...5_999)]) }

        try FileManager.default.removeItem(atPath: "\(disk.path)/ballast")
        #expect(try log.append([.samples(9_000...9_000)]).map(\.position) == [acknowledged + 1])
        try expectWhole(ledger, holding: [])
    }

    private static let text = String(repeating: "x", count: 10_000)

    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs takes root"))
    func `that is read-only can be read`() throws {
        let disk = try SmallDisk(bytes: 3 << 20)
        let ledger = "\(disk.path)/ledger"
        do {
            let log = try SQLiteEventLog.create(at: ledger, id: .sample, clock: { .noon })
            _ = try log.append([.samples(1...3)])
        }
        try SQLiteConnection(path: "\(ledger)/log.db", mode: .readWrite).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try disk.makeReadOnly()
        #expect(throws: EventLogError.notWritable(path: "\(ledger)/log.db")) {
            try SQLiteEventLog.open(at: ledger, clock: { .noon })
        }
        #expect(try SQLiteEventLog.openForReading(at: ledger).head().size == 3)
    }
}

/// A separate file system, unmounted after use.
private final class SmallDisk: Sendable {
    private let directory: TemporaryDirectory
    var path: String { directory.path }

    static let canMount = (try? SmallDisk(bytes: 1 << 20)) != nil

    init(bytes: Int) throws {
        directory = try TemporaryDirectory()
        guard mount("tmpfs", directory.path, "tmpfs", 0, "size=\(bytes)") == 0 else { throw POSIXError(.EPERM) }
    }

    deinit { umount2(directory.path, Int32(MNT_DETACH)) }

    func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT | MS_RDONLY)
        guard mount("tmpfs", path, "tmpfs", flags, nil) == 0 else { throw POSIXError(.EPERM) }
    }
}
