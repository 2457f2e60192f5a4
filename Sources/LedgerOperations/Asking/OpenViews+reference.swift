package import LedgerDomain
package import LedgerViews
import LedgerValues

extension OpenViews {
    /// The deployment that a reference means; of a commit, an image or a revision the newest.
    package func deployment(_ reference: Reference, named text: String) throws(OperationError) -> Row {
        switch reference {
        case .stage(let id):
            guard let run = try rows(.running, id.parameters).rows.first else {
                try require(id)
                throw .missing(.running(id))
            }
            return try deployment(of: id, run: run)
        case .version(let id, let version): return try deployment(of: id, version: version)
        case .back(let id, let count):
            let parameters = id.parameters.merging(["back": .integer(Int64(count))]) { $1 }
            guard let run = try rows(.runBack, parameters).rows.first else {
                try require(id)
                throw .missing(.runBack(id, count))
            }
            return try deployment(of: id, run: run)
        case .time(let id, let time):
            let parameters = id.parameters.merging(["time": .text(time.description)]) { $1 }
            guard let run = try rows(.runAt, parameters).rows.first else {
                try require(id)
                throw .missing(.runningAt(id, time))
            }
            return try deployment(of: id, run: run)
        case .commit(let commit):
            return try newest(try rows(.deploymentsOfCommit, ["commit": .text(commit)]), text)
        case .digest(let digest):
            return try newest(try rows(.deploymentsOfDigest, ["digest": .text(digest)]), text)
        case .revision(let revision):
            return try newest(try rows(.deploymentsOfRevision, ["revision": .text(revision)]), text)
        case .id(let id):
            return try withContent(try newest(try rows(.deploymentByID, ["id": .text(id.description)]), text))
        case .event: throw .input(.notADeployment(text))
        }
    }

    private func deployment(of id: StageID, run: Row) throws(OperationError) -> Row {
        try deployment(of: id, version: run.integer("version") ?? 0)
    }

    package func deployment(of id: StageID, version: Int) throws(OperationError) -> Row {
        if let row = try rows(.deployment, id.parameters(version: version)).rows.first { return try withContent(row) }
        try require(id)
        throw .missing(.version(id, version))
    }

    /// A deployment with the content that it ran: a `scale` or a `restart` runs what was there before it.
    package func withContent(_ deployment: Row) throws(OperationError) -> Row {
        guard let origin = try origin(of: deployment) else { return deployment }
        var row = deployment
        let run = try rows(.runOfDeployment, deployment.deploymentParameters).rows.first
        for column in ["revision", "image", "container_images"] where row[column].isNull {
            row[column] = run?[column] ?? .null
        }
        if row["commit"].isNull { row["commit"] = origin["commit"] }
        return row
    }

    /// The deployment that brought what a `scale` or a `restart` ran; nil for any other.
    package func origin(of deployment: Row) throws(OperationError) -> Row? {
        guard let kind = deployment.text("kind").flatMap(DeploymentKind.init), !kind.changesContent else { return nil }
        return try rows(.broughtBy, deployment.deploymentParameters).rows.first
    }

    private func newest(_ found: Rows, _ text: String) throws(OperationError) -> Row {
        guard let row = found.rows.last else {
            throw .missing(.deployment(of: text))
        }
        return row
    }
}

extension Row {
    /// The stage of a row that has one.
    package var stageID: StageID {
        StageID(StackName(rawValue: text("stack") ?? ""), StageName(rawValue: text("stage") ?? ""))
    }

    /// `shop/prod@v7`.
    package var deploymentName: String { "\(stageID)@v\(integer("version") ?? 0)" }

    /// What the statements on one deployment ask for.
    package var deploymentParameters: [String: Cell] { stageID.parameters(version: integer("version") ?? 0) }

    /// The digest in the column `image`.
    var imageDigest: String? { text("image").flatMap { ImageName(recorded: $0).digest } }
}
