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
        let members = try members(leased.stage, settings)
        try settings.confirm(.approval(stage))
        let approved = try append(members, to: leased.stage, settings)
        let end = try await leased.run(approved, follows: settings.follows)
        let result = try leased.stage.result(of: approved, end)
        return await PromotionChain(ledger, caller).results(after: result, leased)
    }

    /// The approval, and the calls that follow if nobody else has to approve.
    package func rehearse(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> DryRun {
        let stage = try await OpenStage(stage, ledger.rehearsed(), caller)
        let approved = try append(try members(stage, settings), to: stage, settings)
        let process = try stage.process(approved)
        guard let deployment = process.deployment, deployment.isOpen, deployment.phase != .awaitingApproval else {
            return try DryRun(stage)
        }
        return try DryRun(stage, resuming: approved, try await stage.rehearsal(resuming: approved))
    }

    private func append(
        _ members: JSONObject,
        to stage: OpenStage,
        _ settings: ActSettings
    ) throws(OperationError) -> DeploymentID {
        try stage.append(
            .deployment(.approved),
            reason: settings.reason,
            members,
            idempotencyKey: settings.idempotencyKey
        )
    }

    /// What the approval has besides the reason.
    private func members(_ stage: OpenStage, _ settings: ActSettings) throws(OperationError) -> JSONObject {
        try stage.require(newest: settings.expected)
        try stage.requireKeys()
        guard let open = try stage.openDeployment() else { return [:] }
        try stage.requireOwn(open)
        let remaining = try remaining(after: open, stage, isRetry: settings.idempotencyKey != nil)
        return remaining > 0 ? ["remaining": .integer(Int64(remaining))] : [:]
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
