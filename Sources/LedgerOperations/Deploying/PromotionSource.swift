import LedgerDomain
import LedgerProcessor
import LedgerViews
import LedgerValues

/// What an earlier stage hands on: the image that it runs, by digest.
struct PromotionSource {
    let id: StageID
    let version: Int
    let image: ImageName
    let digest: String
    let commit: String?
    /// What was deployed there since, and did not succeed.
    private(set) var newer: (version: Int, outcome: Outcome)?

    private init(_ id: StageID, version: Int, image: String?, commit: String?) throws(OperationError) {
        guard let image = image.flatMap(ImageName.init), let digest = image.digest else {
            throw .refused(.sourceImageUnknown(id, version: version))
        }
        (self.id, self.version, self.image, self.digest, self.commit) = (id, version, image, digest, commit)
    }

    /// What `id` runs, as the ledger knows it; `isForced` takes what was deployed last although it did not succeed.
    init(_ id: StageID, isForced: Bool, _ order: StageOrder, _ views: OpenViews) throws(OperationError) {
        let row = try order.row(id)
        let stage = try views.ledger.folded(id)
        let running = row.integer("running_version")
        let isBad =
            try running.map { (version) throws(OperationError) in try views.isMarkedBad(version, of: id) } ?? false
        if isForced, let newest = stage.newestDeployed, newest.version != running {
            let commit = try views.deployment(of: id, version: newest.version).text("commit")
            try self.init(id, version: newest.version, image: newest.image, commit: commit)
            return
        }
        let obstacle = stage.obstacle(toPromoting: running, isMarkedBad: isBad)
        if let obstacle, !isForced || running == nil { throw .refused(.promotion(obstacle, id)) }
        let commit = row.text("running_commit")
        try self.init(id, version: running ?? 0, image: row.text("running_image"), commit: commit)
        guard let newest = stage.newestBegun, case .ended(let outcome) = newest.phase else { return }
        if newest.version > version { newer = (newest.version, outcome) }
    }

    /// What a promotion has brought to a stage.
    init(_ result: DeploymentResult) throws(OperationError) {
        let deployment = result.process.deployment
        try self.init(
            result.stage,
            version: deployment?.version ?? 0,
            image: deployment?.image,
            commit: result.process.request?.commit
        )
    }
}

extension OpenViews {
    /// Whether somebody said of the content of a deployment that it is bad, and nobody took that back.
    fileprivate func isMarkedBad(_ version: Int, of id: StageID) throws(OperationError) -> Bool {
        let row = try rows(.targets, id.parameters).rows.first { $0.integer("version") == version }
        return row?.rollbackReasons.contains(.markedBad) ?? false
    }
}
