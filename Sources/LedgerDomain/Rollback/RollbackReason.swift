/// Why a deployment is not, or not without more ado, what a stage is rolled back to.
package enum RollbackReason: String, CaseIterable, Hashable, Sendable {
    case alreadyRunning
    case neverSucceeded
    case markedBad
    case rolledAwayFrom
    case revisionInactive
    /// AWS has it no more: only the record does.
    case revisionDeleted
    case revisionUnknown
    /// Neither definition nor image is known: nobody can say that it differs from what runs.
    case contentUnknown
    /// AWS has it no more, and it was never recorded: there is nothing to register again.
    case contentLost
    case imageMissing
    case imageArchived
    case tagMoved
    case stageLocked
    case deploymentOpen
    case controllerNotEcs
    case serviceMissing
    case functionMissing
    /// The definition has no container that the stage's image goes into.
    case containerMissing
    /// The service sends traffic to a container and a port that the definition does not have.
    case portMissing
    /// The service's network is not of the kind that the definition asks for.
    case networkDiffers
    case roleMissing
    case secretMissing
    case logGroupMissing
    /// The service runs something else than the ledger says.
    case drifted
    /// The next update of a CloudFormation stack undoes whatever is done to the service.
    case cloudFormationOwned
    case serviceUnchecked
    case revisionUnchecked
    case imageUnchecked
    case roleUnchecked
    case secretUnchecked
    case logGroupUnchecked

    package enum Weight: Sendable {
        /// Told, no obstacle: a rollback registers the revision again, pins the digest, or ends what is open.
        case note
        /// AWS was asked and gave no answer: nobody can say whether something stands in the way.
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
        case .serviceUnchecked, .revisionUnchecked, .imageUnchecked, .roleUnchecked, .secretUnchecked,
            .logGroupUnchecked:
            .unknown
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom, .contentUnknown: .skip
        case .contentLost, .imageMissing, .imageArchived, .stageLocked, .controllerNotEcs, .serviceMissing,
            .functionMissing, .containerMissing, .portMissing, .networkDiffers, .roleMissing, .secretMissing:
            .block
        }
    }

    /// Those that stand in the way, whatever the deployment: another target is no way out.
    package var isOfStage: Bool {
        switch self {
        case .stageLocked, .controllerNotEcs, .serviceMissing, .functionMissing: true
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom, .revisionInactive, .revisionDeleted,
            .revisionUnknown, .contentUnknown, .contentLost, .imageMissing, .imageArchived, .tagMoved, .deploymentOpen,
            .containerMissing, .portMissing, .networkDiffers, .roleMissing, .secretMissing, .logGroupMissing, .drifted,
            .cloudFormationOwned, .serviceUnchecked, .revisionUnchecked, .imageUnchecked, .roleUnchecked,
            .secretUnchecked, .logGroupUnchecked:
            false
        }
    }
}
