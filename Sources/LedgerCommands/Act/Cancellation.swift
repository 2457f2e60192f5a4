import LedgerDomain
import LedgerProcessor
import LedgerValues

/// Ends the open deployment of a stage: says that it is not wanted, to whoever carries it through, be it this process.
struct Cancellation: Sendable {
    private let entry: StageEntry
    private let waiting: WaitOptions

    init(_ entry: StageEntry, _ waiting: WaitOptions) {
        (self.entry, self.waiting) = (entry, waiting)
    }

    /// Ends it so far that another deployment can begin: what AWS is told next takes its place there.
    ///
    /// One that has come to its own end by now has that.
    func makeWay(for kind: DeploymentKind, _ open: DeploymentID) async throws(Failure) -> DeploymentProcess {
        let reason = "a \(kind.rawValue) takes its place"
        StandardError.note("\(entry.id): v\(try version(of: open)) is open; ending it first")
        let wait = DeploymentWait(entry, waiting)
        let end = try await wait.end(of: open, whenBusy: { () throws(Failure) in try ask(open, reason) }) {
            (act) throws(Failure) in
            try await finish(open, reason, act)
        }
        guard case .ended(let process) = end else {
            throw try entry.result(of: open, end).failure ?? Failure(Rejection.noOpenDeployment(entry.id))
        }
        return process
    }

    private func finish(_ open: DeploymentID, _ reason: String, _ act: StageAct) async throws(Failure) -> RunnerEnd {
        if try !isAwaited(open) {
            let looked = try await act.look(at: open)
            guard case .open = looked else { return looked }
        }
        try ask(open, reason)
        let stopped = try await act.run(open, follows: false)
        guard case .open = stopped else { return stopped }
        if try !entry.process(open).isStopped {
            // Too late to be stopped is at an end, as a rule.
            let looked = try await act.look(at: open)
            guard case .open = looked else { return looked }
        }
        try entry.append(entry.proposal(.deployment(.cancelled), of: open, reason: reason))
        return .ended(try entry.process(open))
    }

    /// Says it once.
    private func ask(_ open: DeploymentID, _ reason: String) throws(Failure) {
        let process = try entry.process(open)
        guard !process.isUnwanted, process.deployment?.isOpen == true else { return }
        try entry.append(entry.proposal(.deployment(.cancelRequested), of: open, reason: reason))
    }

    private func isAwaited(_ open: DeploymentID) throws(Failure) -> Bool {
        try entry.process(open).deployment?.phase == .awaitingApproval
    }

    private func version(of open: DeploymentID) throws(Failure) -> Int {
        try entry.process(open).deployment?.version ?? 0
    }
}
