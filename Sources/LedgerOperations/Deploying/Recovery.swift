package import LedgerDomain
import LedgerProcessor

/// `recover`: resumes deployments whose process died.
package struct Recovery: Sendable {
    private let ledger: Ledger
    private let caller: Caller

    package init(_ ledger: Ledger, _ caller: Caller) {
        (self.ledger, self.caller) = (ledger, caller)
    }

    /// Stages with an open deployment, and those where a promotion chain broke, as the log tells it: views that somebody
    /// has changed hide none.
    package static func unfinishedStages(in ledger: Ledger) throws(OperationError) -> [StageID] {
        var (open, broken): ([StageID], [StageID]) = ([], [])
        for id in try ledger.stages() {
            if let found = try ledger.openDeployment(of: id), !found.isElsewhere {
                open.append(id)
            } else if try hasBrokenChain(id, ledger) {
                broken.append(id)
            }
        }
        return open + broken
    }

    private static func hasBrokenChain(_ id: StageID, _ ledger: Ledger) throws(OperationError) -> Bool {
        let stage = try ledger.folded(id)
        // Most stages need no views, which are made anew for each stack.
        guard stage.definition != nil, stage.newestContent?.kind == .promote else { return false }
        return try ledger.brokenOff(at: id, StageOrder(of: id.stack, ledger.views(provenFor: id.stack))) != nil
    }

    /// Resumes one stage; empty where nothing is left open.
    ///
    /// With an adoption it takes over a deployment that is not the ledger's own.
    package func run(
        _ id: StageID,
        isNamed: Bool,
        follows: Bool,
        _ adoption: Adoption? = nil
    ) async throws(OperationError) -> DeploymentResults {
        let leased = try await LeasedStage.take(id, ledger, caller)
        defer { leased.end() }
        let chain = PromotionChain(ledger, caller)
        let open = try leased.stage.openDeployment()
        try await adoption?.run(on: open, leased.stage)
        if let open {
            try leased.stage.requireOwn(open)
            let end = try await leased.run(open, follows: follows)
            return await chain.results(after: try leased.stage.result(of: open, end), leased)
        }
        if isNamed { try leased.stage.requireOwnDeployment() }
        let order = try StageOrder(of: id.stack, try ledger.views(provenFor: id.stack))
        guard let left = try ledger.brokenOff(at: id, order) else {
            if isNamed { caller.note(.nothingOpen(id)) }
            return DeploymentResults()
        }
        caller.note(.resumingChain(id, version: left.version))
        return await chain.results(after: left, leased).followers
    }
}
