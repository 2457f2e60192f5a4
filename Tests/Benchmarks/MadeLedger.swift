import Glibc
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues

/// A ledger to measure, as the command line makes it from an export.
struct MadeLedger {
    let folder: Folder
    let binary: String
    let events: Int
    /// Bytes of all records.
    private(set) var recordBytes = 0
    /// When the middle event happened.
    private(set) var middle = Timestamp(microseconds: 0)
    private let seed: UInt64

    var export: String { folder.file("export.jsonl") }
    var ledger: Folder { folder.folder("ledger") }

    init(_ options: Options, _ folder: Folder) {
        (self.folder, binary, seed, events) = (folder, options.binary, options.seed, 0)
    }

    private init(_ other: MadeLedger, events: Int) {
        (folder, binary, seed, self.events) = (other.folder, other.binary, other.seed, events)
    }

    /// Writes the export; ``replay()`` makes the ledger of it.
    func make(events: Int) throws(BenchmarkError) -> MadeLedger {
        Progress.say("making \(events.grouped) events")
        var made = MadeLedger(self, events: events)
        try made.writeExport()
        return made
    }

    private mutating func writeExport() throws(BenchmarkError) {
        guard let file = fopen(export, "w") else { throw BenchmarkError(export, errno: errno) }
        defer { fclose(file) }
        var history = History(seed: seed)
        for index in 0..<events {
            let line = history.records(1)[0].bytes
            recordBytes += line.count
            if index == events / 2 { middle = history.clock }
            guard fwrite(line, 1, line.count, file) == line.count, putc(0x0A, file) != EOF else {
                throw BenchmarkError(export, errno: errno)
            }
        }
    }

    @discardableResult
    func stackledger(_ arguments: String...) throws(BenchmarkError) -> Child {
        try Child.run([binary, "--ledger", ledger.path] + arguments)
    }

    /// Takes the export into a new ledger.
    func replay() throws(BenchmarkError) -> Child {
        ledger.remove()
        try stackledger("init")
        return try stackledger("replay", export)
    }

    func removeViews() {
        ledger.removeFiles { $0.hasPrefix("views.") }
    }

    func remove() throws(BenchmarkError) {
        ledger.remove()
        unlink(export)
    }
}
