package import LedgerDomain
import LedgerProcessor

/// `cancel`: ends the open deployment of a stage.
package struct CancelAct: Sendable {
    package let stage: StageID

    package init(_ stage: StageID) {
        self.stage = stage
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        let stage = try await OpenStage(self.stage, ledger, caller)
        try stage.require(newest: settings.expected)
        if let open = try stage.openDeployment() {
            let isInert = try isInert(open, stage)
            if settings.isRehearsal {
                let rehearsal = isInert ? nil : try await stage.rehearsal(unwanted: open)
                return .rehearsed(try DryRun(stage, unwanted: open, settings.reason, rehearsal))
            }
            try settings.confirm(.cancellation(stage.id, version: try stage.version(of: open)))
            if isInert {
                try stage.endInLog(open, because: settings.reason)
                return .done(DeploymentResults([try stage.result(of: open, .ended(try stage.process(open)))]))
            }
        } else {
            try stage.requireOwnDeployment()
        }
        let unwanted = try stage.append(
            .deployment(.cancelRequested),
            reason: settings.reason,
            idempotencyKey: settings.idempotencyKey
        )
        let end = try await DeploymentWait(stage).end(of: unwanted) { leased throws(OperationError) in
            try await leased.run(unwanted, follows: settings.follows)
        }
        return .done(DeploymentResults([try stage.result(of: unwanted, end)]))
    }

    /// Whether no call of it can be made.
    private func isInert(_ open: DeploymentID, _ stage: OpenStage) throws(OperationError) -> Bool {
        // What nobody has sent can be cancelled without the key.
        if try stage.process(open).canBeAbandoned, (try? stage.requireKeys()) == nil { return false }
        return try stage.isForeign(open)
    }
}
