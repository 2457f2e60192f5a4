import LedgerDomain
import LedgerLog
import LedgerValues

extension Projection {
    func apply(
        _ type: EventType.Revision,
        _ family: (Registry, name: String),
        _ fact: Fact
    ) throws(ProjectionError) {
        let (registry, family) = family
        let name = try fact.text("revision")
        let key = RowKey(name, registry.account, registry.region)
        var row = try revisions.current(key) ?? Row(family: family, name, registry)
        switch type {
        case .registered:
            let found = try ContainerDefinition.all(in: fact)
            try row.register(from: fact)
            try replaceContainers(of: key, with: found.map { $0.row(of: key) }, fact)
        case .deregistered:
            row.deregister(at: fact.time)
        }
        try revisions.put(row, at: fact.position)
    }

    /// AWS never changes a revision; it is registered twice only when two sources report it.
    private func replaceContainers(
        of revision: RowKey,
        with rows: [Row<ContainerColumn>],
        _ fact: Fact
    ) throws(ProjectionError) {
        if try revisions.current(revision) != nil {
            let known = try containers.all(where: #""revision" = ? AND account = ? AND region = ?"#, revision.cells)
            let kept = Set(rows.map(\.key))
            for row in known where !kept.contains(row.key) { try containers.remove(row.key, at: fact.position) }
        }
        for row in rows { try containers.put(row, at: fact.position) }
    }
}

extension Fact {
    /// A hash of the recorded body as AWS has it, without its images; null without a body.
    fileprivate func definitionContent() throws(ProjectionError) -> Cell {
        guard let definition = try inside("definition")?.members, !definition.isEmpty else { return .null }
        let content = DefinitionFields(of: definition).contentWithoutImages
        return .text(SHA256Hash(of: CanonicalJSON.bytes(content)).description)
    }
}

extension Row<RevisionColumn> {
    fileprivate init(family: String, _ name: String, _ registry: Registry) {
        self.init()
        (self[.account], self[.region]) = (.text(registry.account), .text(registry.region))
        (self[.family], self[.revision]) = (.text(family), .text(name))
        self[.number] = Cell(name.split(separator: ":").last.flatMap { Int64($0) })
        self[.status] = .text("active")
    }

    /// A deregistration may have been recorded first.
    fileprivate mutating func register(from fact: Fact) throws(ProjectionError) {
        learn(.arn, try fact.optionalText("arn"))
        learn(.fingerprint, try fact.optionalText("fingerprint"))
        learn(.content, try fact.definitionContent())
        let (registered, registrar) = (try fact.optionalTime("registeredAt"), try fact.optionalText("registeredBy"))
        self[.registeredAt] = registered.isNull ? fact.time : registered
        self[.registeredBy] = registrar.isNull ? fact.actor : registrar
        self[.registeredPosition] = .integer(Int64(fact.position))
    }

    fileprivate mutating func deregister(at time: Cell) {
        self[.status] = .text("inactive")
        fill(.deregisteredAt, time)
    }
}
