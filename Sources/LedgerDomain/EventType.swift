/// The types of event that this program knows; a record may have others.
///
/// Never change what one means: make a `.v2` and read both.
package enum EventType: String, CaseIterable, Hashable, Sendable {
    case stackCreated = "stack.created.v1"
    case stackChanged = "stack.changed.v1"
    case stackDeleted = "stack.deleted.v1"

    case stageAdded = "stage.added.v1"
    case stageChanged = "stage.changed.v1"
    case stageLocked = "stage.locked.v1"
    case stageUnlocked = "stage.unlocked.v1"
    case stageRemoved = "stage.removed.v1"

    case deploymentRequested = "deployment.requested.v1"
    case deploymentObserved = "deployment.observed.v1"
    case deploymentApproved = "deployment.approved.v1"
    case deploymentRejected = "deployment.rejected.v1"
    case deploymentStarted = "deployment.started.v1"
    case deploymentSucceeded = "deployment.succeeded.v1"
    case deploymentFailed = "deployment.failed.v1"
    case deploymentRolledBack = "deployment.rolledBack.v1"
    case deploymentCancelRequested = "deployment.cancelRequested.v1"
    case deploymentCancelled = "deployment.cancelled.v1"
    case deploymentSuperseded = "deployment.superseded.v1"
    case deploymentMarked = "deployment.marked.v1"

    case actionIntended = "action.intended.v1"
    case actionAttempted = "action.attempted.v1"
    case actionSucceeded = "action.succeeded.v1"
    case actionFailed = "action.failed.v1"
    case actionDoubted = "action.doubted.v1"
    case actionReconciled = "action.reconciled.v1"
    case actionResolved = "action.resolved.v1"
    case actionAbandoned = "action.abandoned.v1"

    case driftDetected = "drift.detected.v1"
    case driftCleared = "drift.cleared.v1"

    case revisionRegistered = "revision.registered.v1"
    case revisionDeregistered = "revision.deregistered.v1"

    case imagePushed = "image.pushed.v1"
    case imageTagged = "image.tagged.v1"
    case imageDeleted = "image.deleted.v1"
    case imageScanned = "image.scanned.v1"

    case buildStarted = "build.started.v1"
    case buildSucceeded = "build.succeeded.v1"
    case buildFailed = "build.failed.v1"

    case observationKept = "observation.kept.v1"
    case observationClaimed = "observation.claimed.v1"

    case ledgerLossAccepted = "ledger.lossAccepted.v1"
    case ledgerSigningKeyReplaced = "ledger.signingKeyReplaced.v1"
}

extension EventType {
    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// As `init(rawValue:)`, which compares with one name after another.
    package init?(name: String) {
        guard let type = Self.byName[name] else { return nil }
        self = type
    }
}
