import LedgerOperations
import Synchronization

/// Tells a person on standard error how an operation gets on.
final class ReportPrinter: Sendable {
    private let bars = Mutex<[LongWork: Progress]>([:])
    private let lastStep = Mutex("")

    var report: Report { { [self] in tell($0) } }

    private func tell(_ report: OperationReport) {
        switch report {
        case .progress(let work, let done, let total): advance(work, done, total)
        case .note(let note): StandardError.note(note.text)
        case .step(let stage, let step):
            let line = "\(stage): \(step.text)"
            let isNew = lastStep.withLock { last in
                defer { last = line }
                return last != line
            }
            if isNew { StandardError.note(line) }
        }
    }

    private func advance(_ work: LongWork, _ done: Int, _ total: Int) {
        bars.withLock { bars in
            var bar = bars[work] ?? Progress(work.text, total: total)
            bar.advance(to: done, of: total)
            if done >= total { bar.finish() }
            bars[work] = done >= total ? nil : bar
        }
    }
}

extension LongWork {
    fileprivate var text: String {
        switch self {
        case .updatingViews: "updating views"
        case .ingesting: "ingesting"
        case .replaying: "replaying"
        case .verifying: "verifying"
        case .copying: "copying"
        case .checking: "checking"
        }
    }
}
