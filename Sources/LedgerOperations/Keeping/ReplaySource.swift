import LedgerLog
import LedgerSQLite
import LedgerValues
import Synchronization

/// The lines of a replay's files, those that the ledger has already left out.
///
/// They are read and checked on a thread of their own, ahead of the append that takes them.
final class ReplaySource: RecordSource {
    private struct State: ~Copyable {
        var part: ReplayPart?
        /// How many of the part's records were taken.
        var taken = 0
        var appended = 0
        var skipped = 0
        var failure: OperationError?
        let total: Int?
        let report: Report
    }

    private let parts: ReadAhead<ReplayPart>
    private let state: Mutex<State>

    /// With a `root` the last line is followed by nothing unless all lines together have that root.
    init(
        _ files: [String],
        after log: any EventLog,
        through gate: SealingGate,
        expecting root: SHA256Hash?,
        recordedBy latest: Timestamp,
        report: @escaping Report
    ) throws(OperationError) {
        let size = try ReplayReader.size(of: files)
        let head: LogHead
        do { head = try log.head() } catch { throw .log(error) }
        state = Mutex(State(total: size, report: report))
        do {
            parts = try ReadAhead { give in
                var reader = ReplayReader(
                    files,
                    after: log,
                    at: head,
                    through: gate,
                    expecting: root,
                    recordedBy: latest
                )
                while give(reader.next()), !reader.isFinished {}
            }
        } catch { throw .log(error) }
    }

    func next() throws(RecordSourceStopped) -> Record? {
        try state.withLock { state throws(RecordSourceStopped) in
            while true {
                if let part = state.part, state.taken < part.records.count {
                    state.taken += 1
                    state.appended += 1
                    return part.records[state.taken - 1]
                }
                state.failure = state.part?.failure
                if state.failure != nil { throw RecordSourceStopped() }
                guard let part = parts.next(after: state.part.take()) else { return nil }
                (state.skipped, state.taken) = (part.skipped, 0)
                if let total = state.total {
                    state.report(.progress(.replaying, done: part.bytesRead, total: total))
                }
                state.part = part
            }
        }
    }

    /// Why ``next()`` threw.
    var failure: OperationError? { state.withLock { $0.failure } }

    /// Where the last line stood: "shop.jsonl, line 3".
    var place: String { state.withLock { $0.part?.place(of: $0.taken - 1) ?? "" } }

    /// How many lines were new, and how many the ledger had.
    var counts: (appended: Int, skipped: Int) { state.withLock { ($0.appended, $0.skipped) } }

    func finish() { parts.stop() }
}
