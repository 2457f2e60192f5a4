package import LedgerDomain
import LedgerViews

extension OpenViews {
    /// The rollback targets of a stage, the newest first; the default is where a bare rollback goes.
    ///
    /// Once AWS has begun the newest deployment, a rollback stops that and goes back to what ran before it, which is what
    /// runs as far as the log goes. A look at the past has the default of then.
    package func rollbackTargets(of id: StageID) throws(OperationError) -> Rows {
        var targets = try rows(.targets, id.parameters)
        guard case .now = session.moment, targets.rows.mayLeave, try ledger.isLeaving(id) else { return targets }
        if let before = targets.rows.firstIndex(where: \.isGoodAndRunning) { targets.rows.choose(before) }
        return targets
    }
}

extension Ledger {
    /// Whether a rollback leaves a deployment that AWS has begun: the open one, or one that a rollback has stopped before
    /// it died.
    fileprivate func isLeaving(_ id: StageID) throws(OperationError) -> Bool {
        let left: DeploymentProcess?
        if let open = try openDeployment(of: id) {
            // Without the sealing key nobody can tell whose it is; a rollback needs the key.
            let isInert = (try? isOwn(open.deployment.id, of: id)) == false
            left = open.isElsewhere || isInert ? nil : try process(open.deployment.id, of: id)
        } else {
            left = try deploymentEnded(for: .rollback, of: id)
        }
        guard let left, left.mayHaveBegun else { return false }
        return left.deployment?.kind.changesContent ?? false
    }

    /// The newest deployment, if an act of this kind has ended it and died before it asked for its own.
    func deploymentEnded(for kind: DeploymentKind, of id: StageID) throws(OperationError) -> DeploymentProcess? {
        guard let newest = try folded(id).deployments.last, newest.phase == .ended(.cancelled) else { return nil }
        let process = try process(newest.id, of: id)
        return process.givesWayTo == kind ? process : nil
    }
}

extension [Row] {
    /// Whether a deployment is open, or the newest one has not succeeded: otherwise a rollback leaves nothing.
    fileprivate var mayLeave: Bool {
        let newest = self.max { ($0.integer("version") ?? 0) < ($1.integer("version") ?? 0) }
        return contains { $0.rollbackReasons.contains(.deploymentOpen) } || newest.map { !$0.hasSucceeded } ?? false
    }

    /// Makes one of them the default.
    mutating func choose(_ chosen: Index?) {
        for index in indices { self[index]["is_default"] = .integer(index == chosen ? 1 : 0) }
    }
}

extension Row {
    /// What runs, and may run again.
    var isGoodAndRunning: Bool {
        let reasons = rollbackReasons
        return reasons.contains(.alreadyRunning) && hasSucceeded && !reasons.contains(.markedBad)
    }

    var hasSucceeded: Bool { !rollbackReasons.contains(.neverSucceeded) }
}
