import LedgerDomain
import LedgerViews
import LedgerValues

/// A part of what is known of something: one row with a name, or several.
package struct ShownSection {
    package let name: String
    package let rows: Rows
    package let isList: Bool
}

/// Collects what belongs to a reference.
package struct Shown {
    private let views: OpenViews

    package init(_ views: OpenViews) {
        self.views = views
    }

    package func sections(of reference: Reference, named text: String) throws(OperationError) -> [ShownSection] {
        let found: [ShownSection]
        switch reference {
        case .event(let position):
            found = [try one("event", .event, ["position": .integer(Int64(position))])]
        case .revision(let name): found = try revision(name)
        case .digest(let digest): found = try images(["digest": .text(digest)], deployments: .deploymentsOfDigest)
        case .commit(let commit): found = try images(["commit": .text(commit)], deployments: .deploymentsOfCommit)
        case .id(let id): found = try anything(id)
        case .stage(let id):
            let stage = try one("stage_settings", .stage, id.parameters)
            found = try deployment(try views.deployment(reference, named: text)) + [stage]
        case .version, .back, .time: found = try deployment(try views.deployment(reference, named: text))
        }
        let known = found.filter { !$0.rows.rows.isEmpty }
        guard !known.isEmpty else {
            throw .missing(.anything(text))
        }
        return known
    }

    private func one(_ name: String, _ statement: Statement, _ parameters: [String: Cell]) throws(OperationError)
        -> ShownSection
    {
        ShownSection(name: name, rows: try views.rows(statement, parameters), isList: false)
    }

    private func list(_ name: String, _ statement: Statement, _ parameters: [String: Cell]) throws(OperationError)
        -> ShownSection
    {
        ShownSection(name: name, rows: try views.rows(statement, parameters.limited(to: -1)), isList: true)
    }

    private func deployment(_ row: Row) throws(OperationError) -> [ShownSection] {
        let parameters = row.deploymentParameters
        let stage = try views.rows(.stage, row.stageID.parameters).rows.first
        let place = ["account": stage?["account"] ?? .null, "region": stage?["region"] ?? .null]
        let revision = place.merging(["revision": row["revision"]]) { $1 }
        var own = try views.rows(.deployment, parameters)
        own.rows = [row]
        var sections = [
            ShownSection(name: "deployment", rows: own, isList: false),
            try one("registration", .revision, revision), try list("containers", .containers, revision),
        ]
        if let digest = row.imageDigest {
            sections.append(try list("images", .images, ["digest": .text(digest)]))
        }
        if let commit = row.text("commit") { sections.append(try list("builds", .builds, ["commit": .text(commit)])) }
        sections.append(try list("actions", .actionsOfDeployment, parameters))
        return sections
    }

    private func revision(_ name: String) throws(OperationError) -> [ShownSection] {
        let parameters = ["revision": Cell.text(name)]
        return [
            try list("revisions", .revision, parameters), try list("containers", .containers, parameters),
            try list("deployments", .deploymentsOfRevision, parameters),
        ]
    }

    private func images(_ parameters: [String: Cell], deployments: Statement) throws(OperationError) -> [ShownSection] {
        [
            try list("images", .images, parameters), try list("builds", .builds, parameters),
            try list("deployments", deployments, parameters),
        ]
    }

    private func anything(_ id: UniqueID) throws(OperationError) -> [ShownSection] {
        let parameters = ["id": Cell.text(id.description)]
        if let row = try views.rows(.deploymentByID, parameters).rows.first {
            return try deployment(try views.withContent(row))
        }
        let actions = try list("action", .actions, parameters)
        if !actions.rows.rows.isEmpty { return [actions, try list("attempts", .attempts, parameters)] }
        return [try one("event", .eventByID, parameters)]
    }
}
