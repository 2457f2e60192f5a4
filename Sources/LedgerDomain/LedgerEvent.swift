/// Any event that this program knows, in the stream it belongs to.
///
/// Facts, named in the past tense. Their form on disk is in `LedgerLog/Wire`.
package enum LedgerEvent: Equatable, Sendable {
    case stack(StackEvent)
    case stage(StageEvent)
    case revision(RevisionEvent)
    case image(ImageEvent)
    case build(BuildEvent)
    case observation(ObservationEvent)
    case call(CallEvent)
    case custody(CustodyEvent)
}

extension LedgerEvent {
    package var type: EventType {
        switch self {
        case .stack(let event): .stack(event.type)
        case .stage(let event): event.type
        case .revision(let event): .revision(event.type)
        case .image(let event): .image(event.type)
        case .build(let event): .build(event.type)
        case .observation(let event): .observation(event.type)
        case .call(.observed): .call(.observed)
        case .custody(let event): .ledger(event.type)
        }
    }
}

extension StackEvent {
    fileprivate var type: EventType.Stack {
        switch self {
        case .created: .created
        case .changed: .changed
        case .deleted: .deleted
        }
    }
}

extension StageEvent {
    package var type: EventType {
        switch self {
        case .added: .stage(.added)
        case .changed: .stage(.changed)
        case .locked: .stage(.locked)
        case .unlocked: .stage(.unlocked)
        case .removed: .stage(.removed)
        case .deployment(_, _, let event): .deployment(event.type)
        case .action(_, _, let event): .action(event.type)
        case .taskStopped: .task(.stopped)
        case .driftDetected: .drift(.detected)
        case .driftCleared: .drift(.cleared)
        }
    }
}

extension DeploymentEvent {
    fileprivate var type: EventType.Deployment {
        switch self {
        case .requested: .requested
        case .observed: .observed
        case .approved: .approved
        case .rejected: .rejected
        case .started: .started
        case .succeeded: .succeeded
        case .failed: .failed
        case .rolledBack: .rolledBack
        case .cancelRequested: .cancelRequested
        case .cancelled: .cancelled
        case .superseded: .superseded
        case .corrected: .corrected
        case .adopted: .adopted
        case .marked: .marked
        }
    }
}

extension ActionEvent {
    fileprivate var type: EventType.Action {
        switch self {
        case .intended: .intended
        case .attempted: .attempted
        case .succeeded: .succeeded
        case .failed: .failed
        case .doubted: .doubted
        case .reconciled: .reconciled
        case .resolved: .resolved
        case .abandoned: .abandoned
        }
    }
}

extension RevisionEvent {
    fileprivate var type: EventType.Revision {
        switch self {
        case .registered: .registered
        case .deregistered: .deregistered
        }
    }
}

extension ImageEvent {
    fileprivate var type: EventType.Image {
        switch self {
        case .pushed: .pushed
        case .tagged: .tagged
        case .deleted: .deleted
        case .scanned: .scanned
        }
    }
}

extension BuildEvent {
    fileprivate var type: EventType.Build {
        switch self {
        case .started: .started
        case .succeeded: .succeeded
        case .failed: .failed
        }
    }
}

extension ObservationEvent {
    fileprivate var type: EventType.Observation {
        switch self {
        case .kept: .kept
        case .claimed: .claimed
        }
    }
}

extension CustodyEvent {
    fileprivate var type: EventType.Ledger {
        switch self {
        case .lossAccepted: .lossAccepted
        case .signingKeyReplaced: .signingKeyReplaced
        }
    }
}
