package import LedgerDomain
import LedgerProcessor
import LedgerViews

/// `recover`: resumes deployments whose process died.
package struct Recovery: Sendable {
    private let ledger: Ledger
    private let caller: Caller

    package init(_ ledger: Ledger, _ caller: Caller) {
        (self.ledger, self.caller) = (ledger, caller)
    }

    /// Stages with an open deployment, and those where a promotion chain broke.
    package static func unfinishedStages(in ledger: Ledger) throws(OperationError) -> [StageID] {
        let views = try ledger.views()
        let parameters: [String: Cell] = [
            "stack": .null, "since": .null, "until": .null, "by": .null, "kind": .null, "outcome": .text("open"),
            "image": .null, "commit": .null,
        ]
        var found: [StageID] = []
        for row in try views.rows(.history, parameters.limited(to: -1)).rows
        where row.text("kind") != DeploymentKind.observed.rawValue && !found.contains(row.stageID) {
            found.append(row.stageID)
        }
        return found + (try brokenChains(views).filter { !found.contains($0) })
    }

    private static func brokenChains(_ views: OpenViews) throws(OperationError) -> [StageID] {
        var found: [StageID] = []
        for row in try views.rows(.stages, ["stack": .null]).rows {
            guard let version = row.integer("running_version") else { continue }
            let deployment = try views.deployment(of: row.stageID, version: version)
            guard deployment.text("kind") == DeploymentKind.promote.rawValue else { continue }
            let order = try StageOrder(of: row.stageID.stack, views)
            if try views.ledger.brokenOff(at: row.stageID, order) != nil { found.append(row.stageID) }
        }
        return found
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
