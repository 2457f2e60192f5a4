import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerValues

/// Durable appends beside a plain loop on the same disk.
struct Appends {
    private static let singles = 400
    private static let batches = 30
    private static let batch = 1_000

    private let folder: Folder
    private let drafts: [EventDraft]
    private let rows: [PlainLog.Row]

    init(_ options: Options, _ folder: Folder) throws(BenchmarkError) {
        self.folder = folder
        let count = Self.singles + Self.batches * Self.batch
        var (history, same) = (History(seed: options.seed), History(seed: options.seed))
        drafts = (0..<count).map { _ in history.nextDraft() }
        rows = try PlainLog.rows(of: same.records(count))
    }

    func figures() throws(BenchmarkError) -> [Figure] {
        try syncRate() + comparison()
    }

    private func comparison() throws(BenchmarkError) -> [Figure] {
        Progress.say("appending")
        let plain = try PlainLog(path: folder.file("plain.db"))
        let log = try makeLog()
        let single = try times(of: Self.singles, log, plain) { round in round..<round + 1 }
        let many = try times(of: Self.batches, log, plain) { round in
            let start = Self.singles + round * Self.batch
            return start..<start + Self.batch
        }
        return [
            figure("one durable append, to a plain loop", single, aim: 0.7),
            figure("append of 1,000, to a plain loop", many, aim: 0.5),
        ]
    }

    private func times(
        of rounds: Int,
        _ log: SQLiteEventLog,
        _ plain: PlainLog,
        _ range: @escaping (Int) -> Range<Int>
    ) throws(BenchmarkError) -> [Duration] {
        func appendToLog(_ round: Int) throws(BenchmarkError) { try append(drafts[range(round)], to: log) }
        func appendToPlain(_ round: Int) throws(BenchmarkError) { try plain.append(rows[range(round)]) }
        return try medians(rounds: rounds, of: [appendToLog, appendToPlain])
    }

    private func makeLog() throws(BenchmarkError) -> SQLiteEventLog {
        let path = folder.file("appends")
        do {
            return try SQLiteEventLog.create(at: path, id: UniqueID(high: 1, low: 2), clock: { .now })
        } catch { throw BenchmarkError("\(path): \(error)") }
    }

    private func append(_ drafts: ArraySlice<EventDraft>, to log: SQLiteEventLog) throws(BenchmarkError) {
        let writes = drafts.map { StreamWrite(subject: $0.subject, expected: .any, events: [$0]) }
        do { _ = try log.append(writes) } catch { throw BenchmarkError("append: \(error)") }
    }

    private func figure(_ name: String, _ times: [Duration], aim: Double) -> Figure {
        let ratio = times[1].seconds / times[0].seconds
        return Figure(
            name: name,
            value: times[0].short,
            peer: times[1].short,
            ratio: ratio,
            aim: .atLeast(aim, ratio)
        )
    }

    /// What the disk gives: a sector written in its place and made durable, and a page added to a file.
    private func syncRate() throws(BenchmarkError) -> [Figure] {
        Progress.say("syncing")
        let path = folder.file("sync")
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchmarkError(path, errno: errno) }
        defer { close(file) }
        let page = [UInt8](repeating: 1, count: 8_192)
        func writeInPlace(_: Int) throws(BenchmarkError) {
            try sync(file, after: pwrite(file, page, 512, 0))
        }
        func writeAtEnd(_ round: Int) throws(BenchmarkError) {
            try sync(file, after: pwrite(file, page, page.count, off_t((round + 1) * page.count)))
        }
        let times = try medians(rounds: 200, of: [writeInPlace, writeAtEnd])
        return zip(["512 bytes in place", "8 KB at the end"], times).map { name, time in
            Figure(name: "fdatasync, \(name)", value: "\((1 / time.seconds).short)/s", peer: time.short)
        }
    }

    private func sync(_ file: Int32, after written: Int) throws(BenchmarkError) {
        guard written > 0, fdatasync(file) == 0 else { throw BenchmarkError("fdatasync", errno: errno) }
    }
}

extension Timestamp {
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
