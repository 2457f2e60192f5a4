package import LedgerDomain
import LedgerProcessor

/// `promote`: brings the image that an earlier stage runs to a later one.
package struct Promotion: Sendable {
    package let stack: StackName
    package let target: StageName
    /// The earlier stage; the one right before by default.
    package var source: StageName?
    /// Whether what was deployed there last is taken although it did not succeed.
    package var isForced = false
    /// Whether the stages that follow are left alone.
    package var isOnly = false

    package init(_ stack: StackName, to target: StageName) {
        (self.stack, self.target) = (stack, target)
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        let id = StageID(stack, target)
        let order = try StageOrder(of: stack, try ledger.views(provenFor: stack))
        let source = try order.source(self.source, of: id)
        let arguments = [
            "from": source.stage.rawValue, "force": isForced ? "true" : nil, "only": isOnly ? "true" : nil,
        ]
        let goesOnward = goesOnward(past: id, order, caller, settings)
        let act = DeploymentAct(id, ledger, caller, settings, .promote, arguments)
        return try await act.run { (stage, _) throws(OperationError) in
            let views = try stage.ledger.views(provenFor: stack)
            let order = try StageOrder(of: stack, views)
            let found = try PromotionSource(source, isForced: isForced, order, views)
            if let newer = found.newer {
                caller.note(
                    .promotingEarlier(source, version: found.version, newest: newer.version, newer.outcome)
                )
            }
            return try await stage.promotion(
                of: found,
                reason: settings.reason,
                goesOnward: goesOnward,
                idempotencyKey: settings.idempotencyKey
            )
        }
    }

    /// Who does not wait for the outcome cannot go on after it.
    private func goesOnward(
        past target: StageID,
        _ order: StageOrder,
        _ caller: Caller,
        _ settings: ActSettings
    ) -> Bool {
        let followers = order.after(target).map(\.stageID.stage)
        guard !isOnly, !followers.isEmpty else { return false }
        if !settings.follows {
            caller.note(.notPromotedFurther(target, stages: followers))
        } else if settings.isRehearsal {
            caller.note(.wouldPromoteFurther(target, stages: followers))
        }
        return settings.follows
    }
}
