package import LedgerDomain
import LedgerProcessor

/// `approve`: approves a waiting deployment and carries it out.
package struct ApproveAct: Sendable {
    package let stage: StageID

    package init(_ stage: StageID) {
        self.stage = stage
    }

    /// Whether the open deployment is carried out elsewhere, by a pipeline say: then the approval is only recorded.
    package func isOnlyRecorded(in ledger: Ledger) throws(OperationError) -> Bool {
        try ledger.openDeployment(of: stage)?.isElsewhere ?? false
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> DeploymentResults {
        let leased = try await LeasedStage.take(stage, ledger, caller)
        defer { leased.end() }
        try leased.stage.require(newest: settings.expected)
        try leased.stage.requireKeys()
        if let open = try leased.stage.openDeployment() { try leased.stage.requireOwn(open) }
        try settings.confirm(.approval(stage))
        let approved = try leased.stage.append(
            .deployment(.approved),
            reason: settings.reason,
            idempotencyKey: settings.idempotencyKey
        )
        let end = try await leased.run(approved, follows: settings.follows)
        let result = try leased.stage.result(of: approved, end)
        return await PromotionChain(ledger, caller).results(after: result, leased)
    }
}
