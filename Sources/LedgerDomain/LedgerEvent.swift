/// Any event that this program knows, in the stream it belongs to.
///
/// Facts, named in the past tense. How each looks on disk is in `LedgerLog/Wire`.
package enum LedgerEvent: Equatable, Sendable {
    case stack(StackEvent)
    case stage(StageEvent)
    case revision(RevisionEvent)
    case image(ImageEvent)
    case build(BuildEvent)
    case observation(ObservationEvent)
    case custody(CustodyEvent)
}

extension LedgerEvent {
    package var type: EventType {
        switch self {
        case .stack(let event): event.type
        case .stage(let event): event.type
        case .revision(.registered): .revisionRegistered
        case .revision(.deregistered): .revisionDeregistered
        case .image(.pushed): .imagePushed
        case .image(.tagged): .imageTagged
        case .image(.deleted): .imageDeleted
        case .image(.scanned): .imageScanned
        case .build(.started): .buildStarted
        case .build(.succeeded): .buildSucceeded
        case .build(.failed): .buildFailed
        case .observation(.kept): .observationKept
        case .observation(.claimed): .observationClaimed
        case .custody(.lossAccepted): .ledgerLossAccepted
        case .custody(.signingKeyReplaced): .ledgerSigningKeyReplaced
        }
    }
}

extension StackEvent {
    package var type: EventType {
        switch self {
        case .created: .stackCreated
        case .changed: .stackChanged
        case .deleted: .stackDeleted
        }
    }
}

extension StageEvent {
    package var type: EventType {
        switch self {
        case .added: .stageAdded
        case .changed: .stageChanged
        case .locked: .stageLocked
        case .unlocked: .stageUnlocked
        case .removed: .stageRemoved
        case .deployment(_, _, let event): event.type
        case .action(_, _, let event): event.type
        case .driftDetected: .driftDetected
        case .driftCleared: .driftCleared
        }
    }
}

extension DeploymentEvent {
    package var type: EventType {
        switch self {
        case .requested: .deploymentRequested
        case .observed: .deploymentObserved
        case .approved: .deploymentApproved
        case .rejected: .deploymentRejected
        case .started: .deploymentStarted
        case .succeeded: .deploymentSucceeded
        case .failed: .deploymentFailed
        case .rolledBack: .deploymentRolledBack
        case .cancelRequested: .deploymentCancelRequested
        case .cancelled: .deploymentCancelled
        case .superseded: .deploymentSuperseded
        case .marked: .deploymentMarked
        }
    }
}

extension ActionEvent {
    package var type: EventType {
        switch self {
        case .intended: .actionIntended
        case .attempted: .actionAttempted
        case .succeeded: .actionSucceeded
        case .failed: .actionFailed
        case .doubted: .actionDoubted
        case .reconciled: .actionReconciled
        case .resolved: .actionResolved
        case .abandoned: .actionAbandoned
        }
    }
}
