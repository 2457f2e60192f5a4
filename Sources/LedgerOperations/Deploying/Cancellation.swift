import LedgerDomain
import LedgerProcessor
import LedgerValues

/// Ends the open deployment of a stage: asks for its end, of whichever process carries it out, this one included.
struct Cancellation: Sendable {
    private let stage: OpenStage

    init(_ stage: OpenStage) {
        self.stage = stage
    }

    /// Ends it so far that another deployment can begin, which then replaces it at AWS.
    ///
    /// A deployment that has ended by itself by now keeps that end.
    func makeWay(for kind: DeploymentKind, _ open: DeploymentID) async throws(OperationError) -> DeploymentProcess {
        let reason = "a \(kind.rawValue) takes its place"
        stage.caller.note(.ending(stage.id, version: try stage.version(of: open)))
        let end = try await DeploymentWait(stage).end(
            of: open,
            whenBusy: { () throws(OperationError) in try ask(open, reason) }
        ) {
            (leased) throws(OperationError) in
            try await finish(open, reason, leased)
        }
        guard case .ended(let process) = end else { throw .unfinished(try stage.result(of: open, end)) }
        return process
    }

    private func finish(_ open: DeploymentID, _ reason: String, _ leased: LeasedStage) async throws(OperationError)
        -> RunnerEnd
    {
        if try !isAwaited(open) {
            let looked = try await leased.look(at: open)
            guard case .open = looked else { return looked }
        }
        try ask(open, reason)
        let stopped = try await leased.run(open, follows: false)
        guard case .open = stopped else { return stopped }
        if try !stage.process(open).isStopped {
            // Too late to be stopped is at an end, as a rule.
            let looked = try await leased.look(at: open)
            guard case .open = looked else { return looked }
        }
        try stage.append(stage.proposal(.deployment(.cancelled), of: open, reason: reason))
        return .ended(try stage.process(open))
    }

    /// Asks once.
    private func ask(_ open: DeploymentID, _ reason: String) throws(OperationError) {
        let process = try stage.process(open)
        guard !process.isUnwanted, process.deployment?.isOpen == true else { return }
        try stage.append(stage.proposal(.deployment(.cancelRequested), of: open, reason: reason))
    }

    private func isAwaited(_ open: DeploymentID) throws(OperationError) -> Bool {
        try stage.process(open).deployment?.phase == .awaitingApproval
    }
}
