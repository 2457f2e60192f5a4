import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues

/// The task definitions that the log has, read when they are first asked for.
final class Definitions {
    private let asking: Asking
    private let revealing: Revealing?
    private var log: SQLiteEventLog?
    private var known: [Int: JSONObject] = [:]
    /// Deployments of which the ledger has no definition.
    private(set) var missing: [String] = []

    /// With `revealing` sealed values are opened.
    init(_ asking: Asking, revealing: Revealing? = nil) {
        (self.asking, self.revealing) = (asking, revealing)
    }

    /// What a deployment ran: its definition's fields, with the image by the digest that it really was.
    ///
    /// Without a definition in the ledger, what the deployment itself says.
    func fields(of deployment: Row) throws(Failure) -> DefinitionFields {
        let stage = try asking.rows(.stage, deployment.stageID.parameters).rows.first
        let revision = try revision(deployment.text("revision"), in: stage)
        if revision?.integer("registered_position") == nil { missing.append(deployment.deploymentName) }
        var fields = try revision.map { row throws(Failure) in try self.fields(ofRevision: row) } ?? DefinitionFields()
        if let image = deployment.text("image") {
            let container = stage?.text("container") ?? deployment.stageID.stack.rawValue
            fields.pinImage(image, of: container)
        }
        return fields
    }

    /// Tells a person that only images could be compared.
    func noteMissing() {
        for name in missing {
            StandardError.note("note: the ledger has no task definition of \(name); its image alone is compared")
        }
    }

    /// Whether the ledger has the definition that a deployment ran.
    func hasDefinition(of deployment: Row) throws(Failure) -> Bool {
        let stage = try asking.rows(.stage, deployment.stageID.parameters).rows.first
        return try revision(deployment.text("revision"), in: stage)?.integer("registered_position") != nil
    }

    func fields(ofRevision row: Row) throws(Failure) -> DefinitionFields {
        guard let position = row.integer("registered_position") else { return DefinitionFields() }
        return DefinitionFields(of: try definition(at: position), text: CanonicalJSON.text)
    }

    func revision(_ name: String?, in stage: Row?) throws(Failure) -> Row? {
        guard let name else { return nil }
        return try asking.rows(
            .revision,
            ["revision": .text(name), "account": stage?["account"] ?? .null, "region": stage?["region"] ?? .null]
        ).rows.first
    }

    /// The body of a stage's revision as it is recorded; nil where it never was.
    func body(of revision: String?, in stage: Row?) throws(Failure) -> JSONObject? {
        guard let position = try self.revision(revision, in: stage)?.integer("registered_position") else { return nil }
        let body = try definition(at: position)
        return body.isEmpty ? nil : body
    }

    private func openLog() throws(EventLogError) -> SQLiteEventLog {
        if let log { return log }
        let opened = try SQLiteEventLog.openForReading(at: asking.directory)
        log = opened
        return opened
    }

    private func data(at position: Int) throws(Failure) -> JSONObject {
        let record: StoredRecord?
        do { record = try openLog().record(at: position) } catch { throw Failure(error) }
        return (try? record?.read())?.data ?? [:]
    }

    /// The sealed values of a revision, opened; none without `revealing`.
    func values(ofRevision row: Row) throws(Failure) -> [(path: SealPath, value: String)] {
        guard let revealing, let position = row.integer("registered_position") else { return [] }
        return try revealing.values(of: try data(at: position), of: "#\(position)")
    }

    private func definition(at position: Int) throws(Failure) -> JSONObject {
        if let definition = known[position] { return definition }
        var data = try data(at: position)
        if let revealing { data = try revealing.opened(data, of: "#\(position)") }
        let definition = data["definition"]?.object ?? [:]
        known[position] = definition
        return definition
    }
}
