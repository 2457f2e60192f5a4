/// The types of event that this program knows; a record may have others.
///
/// This is the only list of them. Whatever depends on the type switches over it without `default`, so that the compiler
/// names every place that a new type needs, and a test compares the JSON Schemas with it. The meaning of a type never
/// changes: add a `.v2` and go on reading `.v1`.
package enum EventType: Hashable, Sendable {
    case stack(Stack)
    case stage(Stage)
    case deployment(Deployment)
    case action(Action)
    case task(Task)
    case drift(Drift)
    case revision(Revision)
    case image(Image)
    case build(Build)
    case observation(Observation)
    case call(Call)
    case ledger(Ledger)

    package enum Stack: String, CaseIterable, Sendable {
        case created = "stack.created.v1"
        case changed = "stack.changed.v1"
        case deleted = "stack.deleted.v1"
    }

    package enum Stage: String, CaseIterable, Sendable {
        case added = "stage.added.v1"
        case changed = "stage.changed.v1"
        case locked = "stage.locked.v1"
        case unlocked = "stage.unlocked.v1"
        case removed = "stage.removed.v1"
    }

    package enum Deployment: String, CaseIterable, Sendable {
        case requested = "deployment.requested.v1"
        case observed = "deployment.observed.v1"
        case approved = "deployment.approved.v1"
        case rejected = "deployment.rejected.v1"
        case started = "deployment.started.v1"
        case succeeded = "deployment.succeeded.v1"
        case failed = "deployment.failed.v1"
        case rolledBack = "deployment.rolledBack.v1"
        case cancelRequested = "deployment.cancelRequested.v1"
        case cancelled = "deployment.cancelled.v1"
        case superseded = "deployment.superseded.v1"
        case corrected = "deployment.corrected.v1"
        case adopted = "deployment.adopted.v1"
        case marked = "deployment.marked.v1"
    }

    package enum Action: String, CaseIterable, Sendable {
        case intended = "action.intended.v1"
        case attempted = "action.attempted.v1"
        case succeeded = "action.succeeded.v1"
        case failed = "action.failed.v1"
        case doubted = "action.doubted.v1"
        case reconciled = "action.reconciled.v1"
        case resolved = "action.resolved.v1"
        case abandoned = "action.abandoned.v1"
    }

    package enum Task: String, CaseIterable, Sendable {
        case stopped = "task.stopped.v1"
    }

    package enum Drift: String, CaseIterable, Sendable {
        case detected = "drift.detected.v1"
        case cleared = "drift.cleared.v1"
    }

    package enum Revision: String, CaseIterable, Sendable {
        case registered = "revision.registered.v1"
        case deregistered = "revision.deregistered.v1"
    }

    package enum Image: String, CaseIterable, Sendable {
        case pushed = "image.pushed.v1"
        case tagged = "image.tagged.v1"
        case deleted = "image.deleted.v1"
        case scanned = "image.scanned.v1"
    }

    package enum Build: String, CaseIterable, Sendable {
        case started = "build.started.v1"
        case succeeded = "build.succeeded.v1"
        case failed = "build.failed.v1"
    }

    package enum Observation: String, CaseIterable, Sendable {
        case kept = "observation.kept.v1"
        case claimed = "observation.claimed.v1"
    }

    package enum Call: String, CaseIterable, Sendable {
        case observed = "call.observed.v1"
    }

    package enum Ledger: String, CaseIterable, Sendable {
        case lossAccepted = "ledger.lossAccepted.v1"
        case signingKeyReplaced = "ledger.signingKeyReplaced.v1"
    }
}

extension EventType: CaseIterable {
    package static let allCases: [EventType] = [
        Stack.allCases.map(EventType.stack), Stage.allCases.map(EventType.stage),
        Deployment.allCases.map(EventType.deployment), Action.allCases.map(EventType.action),
        Task.allCases.map(EventType.task), Drift.allCases.map(EventType.drift),
        Revision.allCases.map(EventType.revision),
        Image.allCases.map(EventType.image), Build.allCases.map(EventType.build),
        Observation.allCases.map(EventType.observation), Call.allCases.map(EventType.call),
        Ledger.allCases.map(EventType.ledger),
    ].flatMap(\.self)
}

extension EventType: RawRepresentable {
    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    package init?(rawValue name: String) {
        guard let type = Self.byName[name] else { return nil }
        self = type
    }

    /// The type as a record has it: `stack.created.v1`.
    package var rawValue: String {
        switch self {
        case .stack(let type): type.rawValue
        case .stage(let type): type.rawValue
        case .deployment(let type): type.rawValue
        case .action(let type): type.rawValue
        case .task(let type): type.rawValue
        case .drift(let type): type.rawValue
        case .revision(let type): type.rawValue
        case .image(let type): type.rawValue
        case .build(let type): type.rawValue
        case .observation(let type): type.rawValue
        case .call(let type): type.rawValue
        case .ledger(let type): type.rawValue
        }
    }
}

extension EventType {
    /// The noun of the streams that hold events of this type.
    package var stream: StreamName.Noun {
        switch self {
        case .stack: .stack
        case .stage, .deployment, .action, .task, .drift: .stage
        case .revision: .revision
        case .image: .repository
        case .build: .pipeline
        case .observation: .observation
        case .call: .call
        case .ledger: .ledger
        }
    }
}
