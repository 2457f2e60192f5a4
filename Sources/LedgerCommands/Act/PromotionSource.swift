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

    private init(_ id: StageID, version: Int, image: String?, commit: String?) throws(Failure) {
        guard let image = image.flatMap(ImageName.init), let digest = image.digest else {
            throw Failure(
                .refused,
                "imageUnknown",
                "which image \(id)@v\(version) runs is not known by its digest",
                hint: "stackledger show \(id)@v\(version)"
            )
        }
        (self.id, self.version, self.image, self.digest, self.commit) = (id, version, image, digest, commit)
    }

    /// What `id` runs, as the ledger knows it; `isForced` takes what was deployed last although it did not succeed.
    init(_ id: StageID, isForced: Bool, _ ledger: LedgerOptions) throws(Failure) {
        let asking = try Asking(ledger)
        let row = try StageOrder(of: id.stack, asking).row(id)
        let stage = try OpenLedger.forReading(ledger).folded(id)
        let running = row.integer("running_version")
        let isBad = try running.map { (version) throws(Failure) in try asking.isMarkedBad(version, of: id) } ?? false
        guard let obstacle = stage.obstacle(toPromoting: running, isMarkedBad: isBad) else {
            let commit = row.text("running_commit")
            try self.init(id, version: running ?? 0, image: row.text("running_image"), commit: commit)
            return
        }
        guard isForced, let newest = stage.newestContent else { throw Failure(obstacle, of: id) }
        let commit = try asking.deployment(of: id, version: newest.version).text("commit")
        try self.init(id, version: newest.version, image: newest.image, commit: commit)
    }

    /// What a promotion has brought to a stage.
    init(_ result: ActResult) throws(Failure) {
        let deployment = result.process.deployment
        try self.init(
            result.id,
            version: deployment?.version ?? 0,
            image: deployment?.image,
            commit: result.process.request?.commit
        )
    }
}

extension Asking {
    /// Whether somebody said of the content of a deployment that it is bad, and nobody took that back.
    fileprivate func isMarkedBad(_ version: Int, of id: StageID) throws(Failure) -> Bool {
        let row = try rows(.targets, id.parameters).rows.first { $0.integer("version") == version }
        return row?.rollbackReasons.contains(.markedBad) ?? false
    }
}

extension Failure {
    init(_ obstacle: PromotionObstacle, of id: StageID) {
        let (code, what) =
            switch obstacle {
            case .underWay(let version): ("sourceOpen", "\(id)@v\(version) is under way")
            case .failed(let version): ("sourceFailed", "\(id)@v\(version) failed, and nothing has succeeded since")
            case .markedBad(let version): ("sourceMarkedBad", "\(id)@v\(version) is marked bad")
            case .nothingRan: ("sourceEmpty", "nothing was ever deployed to \(id) with success")
            }
        let hint =
            switch obstacle {
            case .underWay: "stackledger wait \(id), or promote it all the same with --force -m WHY"
            case .failed, .markedBad: "deploy to \(id) first, or promote it all the same with --force -m WHY"
            case .nothingRan: "stackledger deploy \(id) --image REF"
            }
        self.init(.refused, code, what, hint: hint)
    }
}
