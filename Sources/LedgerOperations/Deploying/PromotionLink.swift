import LedgerDomain
import LedgerProcessor

/// A promotion that has succeeded and goes on to the stages that follow.
struct PromotionLink: Sendable {
    let result: DeploymentResult
    let deployment: Deployment

    /// Nil where it does not go on, or where its stage has moved on since.
    init?(_ result: DeploymentResult, in stage: Stage) {
        guard result.goesOnward, let deployment = result.process.deployment, stage.restsOn(deployment) else {
            return nil
        }
        (self.result, self.deployment) = (result, deployment)
    }

    /// The deployment by which a stage that follows was asked to take the image over.
    func promotion(in stage: Stage) -> Deployment? {
        stage.promotion(from: result.stage.stage, version: deployment.version)
    }

    /// Whether something else was brought to a stage that follows after this had succeeded.
    func isOvertaken(in stage: Stage) -> Bool {
        guard let newest = stage.newestContent, let ended = deployment.times.led else { return false }
        return newest.times.began > ended
    }
}

extension Ledger {
    /// A stage's promotion that succeeded and should have gone on to the next stage, and did not: its process died.
    func brokenOff(at id: StageID, _ order: StageOrder) throws(OperationError) -> DeploymentResult? {
        let stage = try folded(id)
        guard let newest = stage.newestContent, newest.kind == .promote else { return nil }
        let process = try process(newest.id, of: id)
        let result = DeploymentResult(stage: id, process: process, end: .ended(process))
        guard let link = PromotionLink(result, in: stage) else { return nil }
        let digest = try PromotionSource(result).digest
        var next: Stage?
        for row in order.after(id) {
            let follower = try folded(row.stageID)
            if link.promotion(in: follower) != nil { return nil }
            if next == nil, !follower.runs(digest: digest) { next = follower }
        }
        return next.flatMap { link.isOvertaken(in: $0) ? nil : result }
    }
}
