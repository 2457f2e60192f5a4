import LedgerDomain
import LedgerProcessor

/// Ends the open deployment of a stage: says that it is not wanted, to whoever carries it through, be it this process.
struct Cancellation: Sendable {
    private let entry: StageEntry
    private let waiting: WaitOptions

    init(_ entry: StageEntry, _ waiting: WaitOptions) {
        (self.entry, self.waiting) = (entry, waiting)
    }

    /// Ends it so far that another deployment can begin: what AWS is told next takes its place there.
    func makeWay(for kind: DeploymentKind) async throws(Failure) {
        guard let open = try entry.openDeployment(), let version = try entry.process(open).deployment?.version else {
            return
        }
        let reason = "a \(kind.rawValue) takes its place"
        StandardError.note("\(entry.id): v\(version) is open; ending it first")
        try entry.append(entry.proposal(.deploymentCancelRequested, of: open, reason: reason))
        let end = try await DeploymentWait(entry, waiting).end(of: open) { act throws(Failure) in
            let end = try await act.run(open, follows: false)
            guard case .open = end else { return end }
            // Whether it was stopped or could not be: nobody follows it any more.
            try entry.append(entry.proposal(.deploymentCancelled, of: open, reason: reason))
            return .ended(try entry.process(open))
        }
        if case .ended = end { return }
        if let failure = try entry.result(of: open, end).failure { throw failure }
    }
}
