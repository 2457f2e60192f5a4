/// Why a deployment is not, or not without more ado, what a stage is rolled back to.
package enum RollbackReason: String, CaseIterable, Hashable, Sendable {
    case alreadyRunning
    case neverSucceeded
    case markedBad
    case rolledAwayFrom
    case revisionInactive
    case revisionUnknown
    /// Neither definition nor image is known: nobody can say that it differs from what runs.
    case contentUnknown
    case imageMissing
    case imageArchived
    case tagMoved
    case stageLocked
    case deploymentOpen
    case controllerNotEcs
    case roleMissing
    case secretMissing

    package enum Weight: Sendable {
        /// Told, no obstacle: a rollback registers the revision again, pins the digest, or ends what is open.
        case note
        /// Never chosen by default, possible when named.
        case skip
        /// Not possible, even when named.
        case block
    }

    package var weight: Weight {
        switch self {
        case .revisionInactive, .revisionUnknown, .tagMoved, .deploymentOpen: .note
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom, .contentUnknown: .skip
        case .imageMissing, .imageArchived, .stageLocked, .controllerNotEcs, .roleMissing, .secretMissing: .block
        }
    }
}
