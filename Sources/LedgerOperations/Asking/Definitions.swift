package import LedgerDomain
package import LedgerLog
import LedgerViews
package import LedgerValues

/// The task definitions that the log has, read when they are first asked for.
package final class Definitions {
    private let views: OpenViews
    private let revealing: Revealing?
    private var known: [Int: JSONObject] = [:]
    /// Deployments of which the ledger has no definition.
    package private(set) var missing: [String] = []

    /// With `revealing` sealed values are opened.
    package init(_ views: OpenViews, revealing: Revealing? = nil) {
        (self.views, self.revealing) = (views, revealing)
    }

    /// What a deployment ran: its definition's fields, with the image by the digest that it really was.
    ///
    /// The row may also be a run.
    ///
    /// Without a definition in the ledger, what the deployment itself says.
    package func fields(of deployment: Row) throws(OperationError) -> DefinitionFields {
        let stage = try views.rows(.stage, deployment.stageID.parameters).rows.first
        let revision = try revision(deployment.text("revision"), in: stage)
        if revision?.integer("registered_position") == nil { missing.append(deployment.deploymentName) }
        var fields =
            try revision.map { row throws(OperationError) in try self.fields(ofRevision: row) } ?? DefinitionFields()
        for member in deployment.json("container_images").object?.members ?? [] {
            if let image = member.value.string { fields.pin(image, at: member.key) }
        }
        if let image = deployment.text("image") {
            let container = stage?.text("container") ?? deployment.stageID.stack.rawValue
            fields.pin(image, of: container)
        }
        return fields
    }

    /// The images by digest that containers ran whose definition names them by tags, by their names.
    package func images(of deployment: Row, in definition: JSONObject?) throws(OperationError) -> [String: String] {
        guard let version = deployment.integer("version") else { return [:] }
        let row = try views.deployment(of: deployment.stageID, version: version)
        let pinned = definition?.containerImages.pinned ?? [:]
        return (row.json("container_images").object?.members ?? []).reduce(into: [:]) { images, member in
            if pinned[member.key] == nil { images[member.key] = member.value.string }
        }
    }

    /// Whether the ledger has the definition that a deployment ran.
    package func hasDefinition(of deployment: Row) throws(OperationError) -> Bool {
        let stage = try views.rows(.stage, deployment.stageID.parameters).rows.first
        return try revision(deployment.text("revision"), in: stage)?.integer("registered_position") != nil
    }

    /// The fields that somebody wrote into the definition that a deployment ran; nil without one.
    package func written(by deployment: Row) throws(OperationError) -> Set<DefinitionField.Path>? {
        let stage = try views.rows(.stage, deployment.stageID.parameters).rows.first
        guard let body = try body(of: deployment.text("revision"), in: stage) else { return nil }
        return DefinitionFields.written(in: body)
    }

    package func fields(ofRevision row: Row) throws(OperationError) -> DefinitionFields {
        guard let position = row.integer("registered_position") else { return DefinitionFields() }
        return DefinitionFields(of: try definition(at: position))
    }

    package func revision(_ name: String?, in stage: Row?) throws(OperationError) -> Row? {
        guard let name else { return nil }
        return try views.rows(
            .revision,
            ["revision": .text(name), "account": stage?["account"] ?? .null, "region": stage?["region"] ?? .null]
        ).rows.first
    }

    /// The body of a stage's revision as it is recorded; nil where it never was.
    package func body(of revision: String?, in stage: Row?) throws(OperationError) -> JSONObject? {
        guard let position = try self.revision(revision, in: stage)?.integer("registered_position") else { return nil }
        let body = try definition(at: position)
        return body.isEmpty ? nil : body
    }

    private func record(at position: Int) throws(OperationError) -> Record? {
        let log = try views.ledger.log()
        let stored: StoredRecord?
        do { stored = try log.record(at: position) } catch { throw .log(error) }
        return try? stored?.read()
    }

    /// The sealed values of a revision, opened; none without `revealing`.
    package func values(ofRevision row: Row) throws(OperationError) -> [(path: SealPath, value: String)] {
        guard let revealing, let position = row.integer("registered_position"),
            let record = try record(at: position)
        else { return [] }
        return try revealing.values(of: record.data, of: "#\(position)", in: record.registry)
    }

    private func definition(at position: Int) throws(OperationError) -> JSONObject {
        if let definition = known[position] { return definition }
        let record = try record(at: position)
        var data = record?.data ?? [:]
        if let revealing { data = try revealing.opened(data, of: "#\(position)", in: record?.registry) }
        let definition = data["definition"]?.object ?? [:]
        known[position] = definition
        return definition
    }
}
