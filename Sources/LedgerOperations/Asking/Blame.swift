package import LedgerDomain
import LedgerViews

/// Who set what, found by going back through what a stage ran.
package struct Blame {
    package struct Line {
        package let field: DefinitionField
        package let deployment: Row
        /// Whether the value may be older than the deployment: nothing is known of what ran before it.
        package let orEarlier: Bool
    }

    private let views: OpenViews
    private let revealing: Revealing?

    package init(_ views: OpenViews, revealing: Revealing? = nil) {
        (self.views, self.revealing) = (views, revealing)
    }

    /// A line for each field of what runs: the first of the unbroken sequence of runs that had its value.
    ///
    /// What AWS alone has added was set by nobody and has no line. Runs of which the ledger has no definition tell nothing
    /// and break nothing.
    package func lines(of id: StageID) throws(OperationError) -> [Line] {
        let runs = try views.rows(.runs, id.parameters).rows
        guard let current = runs.first, current.text("to") == nil else {
            try views.require(id)
            throw .missing(.running(id))
        }
        let definitions = Definitions(views, revealing: revealing)
        var found: [DefinitionField.Path: Row] = [:]
        let written = try definitions.written(by: current)
        var pending = try definitions.fields(of: current).values.filter { written?.contains($0.key) ?? true }
        let newest = pending
        for run in runs {
            let deployment = try views.deployment(of: run.stageID, version: run.integer("version") ?? 0)
            guard try definitions.hasDefinition(of: run) || run["version"] == current["version"] else {
                continue
            }
            let values = try definitions.fields(of: run).values
            pending = pending.filter { values[$0.key] == $0.value }
            for path in pending.keys { found[path] = deployment }
            if pending.isEmpty { break }
        }
        return newest.map { DefinitionField(path: $0.key, value: $0.value) }
            .sorted { $0.path < $1.path }
            .compactMap { field in
                found[field.path].map { deployment in
                    let isOldest = pending[field.path] != nil && !deployment.hasBrought(field.value)
                    return Line(field: field, deployment: deployment, orEarlier: isOldest)
                }
            }
    }
}

extension Row {
    /// Whether the deployment was asked for with this image.
    fileprivate func hasBrought(_ value: DefinitionField.Value) -> Bool {
        guard case .image = value, let kind = text("kind").flatMap(DeploymentKind.init), kind != .observed,
            kind.changesContent
        else { return false }
        return text("image").map { value == .image(DefinitionImage($0)) } ?? false
    }
}
