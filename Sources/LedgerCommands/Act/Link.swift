import LedgerDomain
import LedgerProcessor

/// A promotion that has succeeded and wants to go on.
struct Link: Sendable {
    let result: ActResult
    let deployment: Deployment

    /// Nil where it does not want that, or where its stage has moved on since.
    init?(_ result: ActResult, in stage: Stage) {
        guard result.goesOnward, let deployment = result.process.deployment, stage.restsOn(deployment) else {
            return nil
        }
        (self.result, self.deployment) = (result, deployment)
    }

    /// The deployment by which a stage that follows was asked to take the image over.
    func promotion(in stage: Stage) -> Deployment? {
        stage.promotion(from: result.id.stage, version: deployment.version)
    }

    /// Whether something else was brought to a stage that follows after this had succeeded.
    func isOvertaken(in stage: Stage) -> Bool {
        guard let newest = stage.newestContent, let ended = deployment.times.led else { return false }
        return newest.times.began > ended
    }
}

extension OpenLedger {
    /// The promotion of a stage after which nobody went on, although it wanted that: whoever did it died between two stages.
    func brokenOff(at id: StageID, _ order: StageOrder) throws(Failure) -> ActResult? {
        let stage = try folded(id)
        guard let newest = stage.newestContent, newest.kind == .promote else { return nil }
        let process = try process(newest.id, of: id)
        let result = ActResult(id: id, process: process, end: .ended(process))
        guard let link = Link(result, in: stage) else { return nil }
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

extension StageEntry {
    /// The promotion of this stage after which nobody went on, although it wanted that.
    func brokenOff(_ options: LedgerOptions) throws(Failure) -> ActResult? {
        try OpenLedger.forReading(options).brokenOff(at: id, try StageOrder(of: id.stack, try Asking(options)))
    }
}
