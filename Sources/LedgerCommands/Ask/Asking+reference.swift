import LedgerDomain
import LedgerViews
import LedgerValues

extension Asking {
    /// The deployment that a reference means; of a commit, an image or a revision the newest.
    func deployment(_ reference: Reference, named text: String) throws(Failure) -> Row {
        switch reference {
        case .stage(let id):
            guard let run = try rows(.running, id.parameters).rows.first else {
                try require(id)
                throw .notFound("nothing runs in \(id)", hint: "stackledger history \(id)")
            }
            return try deployment(of: id, run: run)
        case .version(let id, let version): return try deployment(of: id, version: version)
        case .back(let id, let count):
            let parameters = id.parameters.merging(["back": .integer(Int64(count))]) { $1 }
            guard let run = try rows(.runBack, parameters).rows.first else {
                try require(id)
                throw .notFound("\(id) has not run \(count) deployments before", hint: "stackledger history \(id)")
            }
            return try deployment(of: id, run: run)
        case .time(let id, let time):
            let parameters = id.parameters.merging(["time": .text(time.description)]) { $1 }
            guard let run = try rows(.runAt, parameters).rows.first else {
                try require(id)
                throw .notFound("nothing ran in \(id) at \(time)", hint: "stackledger history \(id)")
            }
            return try deployment(of: id, run: run)
        case .commit(let commit):
            return try newest(try rows(.deploymentsOfCommit, ["commit": .text(commit)]), text)
        case .digest(let digest):
            return try newest(try rows(.deploymentsOfDigest, ["digest": .text(digest)]), text)
        case .revision(let revision):
            return try newest(try rows(.deploymentsOfRevision, ["revision": .text(revision)]), text)
        case .id(let id): return try newest(try rows(.deploymentByID, ["id": .text(id.description)]), text)
        case .event: throw .usage("\(text) is an event, not a deployment", hint: "write shop/prod@v7")
        }
    }

    private func deployment(of id: StageID, run: Row) throws(Failure) -> Row {
        try deployment(of: id, version: run.integer("version") ?? 0)
    }

    func deployment(of id: StageID, version: Int) throws(Failure) -> Row {
        if let row = try rows(.deployment, id.parameters(version: version)).rows.first { return row }
        try require(id)
        throw .notFound("\(id) has no v\(version)", hint: "stackledger history \(id)")
    }

    private func newest(_ found: Rows, _ text: String) throws(Failure) -> Row {
        guard let row = found.rows.last else {
            throw .notFound("no deployment of \(text)", hint: "stackledger history lists them")
        }
        return row
    }
}

extension Row {
    /// The stage of a row that has one.
    var stageID: StageID {
        StageID(StackName(rawValue: text("stack") ?? ""), StageName(rawValue: text("stage") ?? ""))
    }

    /// `shop/prod@v7`.
    var deploymentName: String { "\(stageID)@v\(integer("version") ?? 0)" }

    /// What the statements on one deployment ask for.
    var deploymentParameters: [String: Cell] { stageID.parameters(version: integer("version") ?? 0) }
}
