/// The events that the views know, by the noun that they are about.
enum EventKind: Sendable {
    case stack(StackChange)
    case stage(StageChange)
    case deployment(DeploymentChange)
    case action(ActionChange)
    case drift(DriftChange)
    case revision(RevisionChange)
    case image(ImageChange)
    case build(BuildChange)

    /// By the type in the record, such as `stack.created.v1`.
    static let named: [String: EventKind] = {
        var kinds: [String: EventKind] = [:]
        func add<Change: RawRepresentable<String> & CaseIterable>(_ noun: String, _ kind: (Change) -> EventKind) {
            for change in Change.allCases { kinds["\(noun).\(change.rawValue).v1"] = kind(change) }
        }
        add("stack", EventKind.stack)
        add("stage", EventKind.stage)
        add("deployment", EventKind.deployment)
        add("action", EventKind.action)
        add("drift", EventKind.drift)
        add("revision", EventKind.revision)
        add("image", EventKind.image)
        add("build", EventKind.build)
        return kinds
    }()
}

enum StackChange: String, CaseIterable, Sendable {
    case created, changed, deleted
}

enum StageChange: String, CaseIterable, Sendable {
    case added, changed, locked, unlocked, removed
}

enum DeploymentChange: String, CaseIterable, Sendable {
    case requested, observed, approved, rejected, started, succeeded, failed, rolledBack, cancelRequested,
        cancelled, superseded, marked
}

enum ActionChange: String, CaseIterable, Sendable {
    case intended, attempted, succeeded, failed, doubted, reconciled, resolved, abandoned
}

enum DriftChange: String, CaseIterable, Sendable {
    case detected, cleared
}

enum RevisionChange: String, CaseIterable, Sendable {
    case registered, deregistered
}

enum ImageChange: String, CaseIterable, Sendable {
    case pushed, tagged, deleted, archived, scanned
}

enum BuildChange: String, CaseIterable, Sendable {
    case started, succeeded, failed
}
