/// A reason against rolling a stage back to a deployment, or something to know before doing it.
///
/// The log alone decides the reasons of `Schema/views/rollback_targets.sql`; AWS adds the others when it is asked.
package enum RollbackReason: String, CaseIterable, Hashable, Sendable {
    case alreadyRunning
    case neverSucceeded
    case markedBad
    case rolledAwayFrom
    case revisionInactive
    /// AWS has deleted it: only the record of it is left.
    case revisionDeleted
    case revisionUnknown
    /// Neither definition nor image is known: it may be the same as what runs.
    case contentUnknown
    /// AWS has deleted it, and its body was never recorded: it cannot be registered again.
    case contentLost
    case imageMissing
    case imageArchived
    case tagMoved
    case stageLocked
    case deploymentOpen
    case controllerNotEcs
    case serviceMissing
    case functionMissing
    /// The definition has no container for the stage's image.
    case containerMissing
    /// The service sends traffic to a container and a port that the definition does not have.
    case portMissing
    /// The definition needs another network mode than the service has.
    case networkDiffers
    case roleMissing
    case secretMissing
    case logGroupMissing
    /// The service runs something other than the ledger says.
    case drifted
    /// The next update of a CloudFormation stack undoes any change to the service.
    case cloudFormationOwned
    /// Who has recorded its definition is not known, and AWS does not show the same.
    case definitionUnchecked
    case serviceUnchecked
    case revisionUnchecked
    case imageUnchecked
    case roleUnchecked
    case secretUnchecked
    case logGroupUnchecked

    package enum Weight: Sendable {
        /// No obstacle: a rollback registers the revision again, pins the digest, or ends what is open.
        case note
        /// AWS did not answer: there may be an obstacle.
        case unknown
        /// Never chosen by default, possible when named.
        case skip
        /// Not possible, even when named.
        case block
    }

    package var weight: Weight {
        switch self {
        case .revisionInactive, .revisionDeleted, .revisionUnknown, .tagMoved, .deploymentOpen, .logGroupMissing,
            .drifted, .cloudFormationOwned:
            .note
        case .definitionUnchecked, .serviceUnchecked, .revisionUnchecked, .imageUnchecked, .roleUnchecked,
            .secretUnchecked, .logGroupUnchecked:
            .unknown
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom, .contentUnknown: .skip
        case .contentLost, .imageMissing, .imageArchived, .stageLocked, .controllerNotEcs, .serviceMissing,
            .functionMissing, .containerMissing, .portMissing, .networkDiffers, .roleMissing, .secretMissing:
            .block
        }
    }

    /// Whether a person may override it, with a reason.
    package var yieldsToForce: Bool {
        switch self {
        case .stageLocked, .roleMissing, .secretMissing, .portMissing, .networkDiffers, .tagMoved,
            .definitionUnchecked, .serviceUnchecked, .revisionUnchecked, .imageUnchecked, .roleUnchecked,
            .secretUnchecked, .logGroupUnchecked:
            true
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom, .revisionInactive, .revisionDeleted,
            .revisionUnknown, .contentUnknown, .contentLost, .imageMissing, .imageArchived, .deploymentOpen,
            .controllerNotEcs, .serviceMissing, .functionMissing, .containerMissing, .logGroupMissing, .drifted,
            .cloudFormationOwned:
            false
        }
    }

    /// Whether it rules out every target of the stage, so that naming another does not help.
    package var isOfStage: Bool {
        switch self {
        case .stageLocked, .controllerNotEcs, .serviceMissing, .functionMissing: true
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom, .revisionInactive, .revisionDeleted,
            .revisionUnknown, .contentUnknown, .contentLost, .imageMissing, .imageArchived, .tagMoved, .deploymentOpen,
            .containerMissing, .portMissing, .networkDiffers, .roleMissing, .secretMissing, .logGroupMissing, .drifted,
            .cloudFormationOwned, .definitionUnchecked, .serviceUnchecked, .revisionUnchecked, .imageUnchecked,
            .roleUnchecked, .secretUnchecked, .logGroupUnchecked:
            false
        }
    }
}
