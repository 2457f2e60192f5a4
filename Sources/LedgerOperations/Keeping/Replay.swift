package import LedgerLog
import LedgerValues

/// `replay`: takes in an export, its bytes kept.
package struct Replay: Sendable {
    package let appended, skipped: Int
    package let head: LogHead
    /// How far clocks may differ, in seconds: later events would all get the time of one that is far ahead.
    private static let aheadAtMost: Int64 = 86_400

    /// Appends what `files` have beyond the ledger, all or nothing.
    ///
    /// With a `root` nothing is appended unless all lines together have that root.
    package static func run(
        _ files: [String],
        into ledger: Ledger,
        expecting root: SHA256Hash?,
        report: @escaping Report
    ) throws(OperationError) -> Replay {
        let log = try ledger.log()
        // What is there is read on a connection of its own: the log is busy appending.
        let source = try ReplaySource(
            files,
            after: try ledger.reader(),
            through: ledger.gate,
            expecting: root,
            recordedBy: ledger.clock().advanced(bySeconds: aheadAtMost),
            report: report
        )
        defer { source.finish() }
        do { try log.append(verbatim: source) } catch { throw failure(error, source) }
        let (appended, skipped) = source.counts
        do { return Replay(appended: appended, skipped: skipped, head: try log.head()) } catch { throw .log(error) }
    }

    private static func failure(_ error: EventLogError, _ source: ReplaySource) -> OperationError {
        switch error {
        case .sourceStopped: source.failure ?? .log(error)
        case .discontinuous(_, let why): .keeping(.replay(.discontinuous(why), place: source.place))
        default: .log(error)
        }
    }
}
