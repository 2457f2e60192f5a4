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
        stage.caller.note(.ending(stage.id, version: try stage.version(of: open)))
        let end = try await DeploymentWait(stage).end(
            of: open,
            whenBusy: { () throws(OperationError) in try stage.wish(toEnd: open, for: kind) }
        ) {
            (leased) throws(OperationError) in
            try await finish(open, kind, leased)
        }
        guard case .ended(let process) = end else { throw .unfinished(try stage.result(of: open, end)) }
        return process
    }

    /// The wish stands in the log before anything else is done, so that no process sends what was not sent yet.
    private func finish(
        _ open: DeploymentID,
        _ kind: DeploymentKind,
        _ leased: LeasedStage
    ) async throws(OperationError) -> RunnerEnd {
        try stage.wish(toEnd: open, for: kind)
        let looked = try await leased.look(at: open)
        guard case .open = looked else { return looked }
        let stopped = try await leased.run(open, follows: false)
        guard case .open = stopped else { return stopped }
        if try !stage.process(open).isStopped {
            // Too late to be stopped is at an end, as a rule.
            let looked = try await leased.look(at: open)
            guard case .open = looked else { return looked }
        }
        try stage.append(stage.proposal(.deployment(.cancelled), of: open, reason: kind.reasonToEnd))
        return .ended(try stage.process(open))
    }
}

extension OpenStage {
    /// Ends a deployment that is inert: none of its calls is made, and AWS is not asked.
    func endInLog(_ open: DeploymentID, because reason: String?) throws(OperationError) {
        try append(proposal(.deployment(.cancelled), of: open, reason: reason))
    }

    func endInLog(_ open: DeploymentID, for kind: DeploymentKind) throws(OperationError) {
        caller.note(.ending(id, version: try version(of: open)))
        try endInLog(open, because: kind.reasonToEnd)
    }

    /// Writes down, once, that an open deployment is to end because another takes its place.
    func wish(toEnd open: DeploymentID, for kind: DeploymentKind) throws(OperationError) {
        let process = try process(open)
        guard !process.isUnwanted, process.deployment?.isOpen == true else { return }
        try append(proposal(.deployment(.cancelRequested), of: open, reason: kind.reasonToEnd))
    }
}

extension DeploymentKind {
    /// Why another deployment is ended for one of this kind.
    var reasonToEnd: String { "a \(rawValue) takes its place" }
}
