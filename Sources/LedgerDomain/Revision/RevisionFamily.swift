package import LedgerValues

/// The revisions of one task definition family, as far as decisions need them.
package struct RevisionFamily: Decider {
    private var definitions: [String: JSONObject] = [:]
    private var inactive: Set<String> = []

    package init() {}

    /// The body of a revision as it is recorded.
    package func definition(of revision: String) -> JSONObject? { definitions[revision] }

    /// A revision never changes: registering it again changes nothing, and another content under its name is refused.
    ///
    /// One source may tell the body as it was sent, and another as AWS has it.
    package func decide(_ proposal: RevisionEvent, at now: Timestamp) throws(Rejection) -> [RevisionEvent] {
        switch proposal {
        case .registered(let registered):
            guard let known = definitions[registered.revision] else { return [proposal] }
            guard DefinitionFields(of: known) == DefinitionFields(of: registered.definition) else {
                throw .revisionExists(registered.revision)
            }
            return []
        case .deregistered(_, let revision):
            return inactive.contains(revision) ? [] : [proposal]
        }
    }

    package mutating func evolve(_ event: RevisionEvent, at time: Timestamp) {
        switch event {
        case .registered(let registered): definitions[registered.revision] = registered.definition
        case .deregistered(_, let revision): inactive.insert(revision)
        }
    }
}
