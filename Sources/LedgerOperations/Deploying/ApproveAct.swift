package import LedgerDomain
import LedgerProcessor
import LedgerValues

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
        var more: JSONObject = [:]
        if let open = try leased.stage.openDeployment() {
            try leased.stage.requireOwn(open)
            let remaining = try remaining(after: open, leased.stage, isRetry: settings.idempotencyKey != nil)
            if remaining > 0 { more["remaining"] = .integer(Int64(remaining)) }
        }
        try settings.confirm(.approval(stage))
        let approved = try leased.stage.append(
            .deployment(.approved),
            reason: settings.reason,
            more,
            idempotencyKey: settings.idempotencyKey
        )
        let end = try await leased.run(approved, follows: settings.follows)
        let result = try leased.stage.result(of: approved, end)
        return await PromotionChain(ledger, caller).results(after: result, leased)
    }

    /// How many others have to approve after the caller does, by the stage's rule.
    private func remaining(
        after open: DeploymentID,
        _ stage: OpenStage,
        isRetry: Bool
    ) throws(OperationError) -> Int {
        let rule = ApprovalRule(stage.stage.settings)
        let (own, version) = (Actor(stage.actor), try stage.version(of: open))
        let stream = try stage.stream()
        let requester: String?, approvers: [Actor]
        do {
            requester = try stream.requester(of: open)
            approvers = try stream.approvers(of: open).map { Actor($0) }
        } catch { throw OperationError(error, on: self.stage) }
        if rule.excludesRequester, requester.map({ Actor($0) }) == own {
            throw .refused(.approvalByRequester(self.stage, version: version))
        }
        guard isRetry || !approvers.contains(own) else {
            throw .refused(.approvedAlready(self.stage, version: version))
        }
        let others = Set(approvers.prefix { $0 != own }.map(\.principal)).count
        return max(0, rule.approvers - others - 1)
    }
}
