import LedgerDomain
import LedgerProcessor
import Synchronization
import LedgerValues

/// Tells on standard error what a runner does: a line for each thing that changes.
final class ActProgress: Sendable {
    private let id: StageID
    private let last = Mutex("")

    init(_ id: StageID) {
        self.id = id
    }

    func tell(_ report: RunnerReport) {
        let line = "\(id): \(Self.text(report))"
        let isNew = last.withLock { last in
            defer { last = line }
            return last != line
        }
        if isNew { StandardError.note(line) }
    }

    private static func text(_ report: RunnerReport) -> String {
        switch report {
        case .sending(let operation, let attempt):
            "\(operation.operation)\(attempt > 1 ? ", try \(attempt)" : "") …"
        case .landed(let operation, let result):
            "\(operation.operation) done"
                + (result["revision"]?.string ?? result["awsDeployment"]?.string).map { ": \($0)" }.orEmpty
        case .refused(let operation, let code, let message, let retryable):
            "\(operation.operation) refused\(retryable ? ", to be tried again" : ""): \(code): \(message)"
        case .doubtful(let operation, let why): "\(operation.operation): \(why); looking whether it was carried out"
        case .looked(let operation, .landed): "\(operation.operation) was carried out"
        case .looked(let operation, .absent): "\(operation.operation) was not carried out"
        case .looked(let operation, .inconclusive): "nobody can say whether \(operation.operation) was carried out"
        case .waiting(let what): what
        }
    }
}

extension String? {
    fileprivate var orEmpty: String { self ?? "" }
}
