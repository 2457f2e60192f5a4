package import LedgerDomain
package import LedgerValues

/// An event's type and `data`: everything of a record that its type decides.
extension LedgerEvent {
    /// Reads what a record says; members that the type does not know are passed over.
    package init(type: String, data: JSONObject) throws(WireError) {
        guard let known = EventType(name: type) else { throw .unknownType(type) }
        switch known {
        case .stackCreated, .stackChanged, .stackDeleted:
            self = .stack(try StackEvent(known, data))
        case .stageAdded, .stageChanged, .stageLocked, .stageUnlocked, .stageRemoved, .driftDetected, .driftCleared:
            self = .stage(try StageEvent(known, data))
        case .deploymentRequested, .deploymentObserved, .deploymentApproved, .deploymentRejected, .deploymentStarted,
            .deploymentSucceeded, .deploymentFailed, .deploymentRolledBack, .deploymentCancelRequested,
            .deploymentCancelled, .deploymentSuperseded, .deploymentMarked:
            self = .stage(
                .deployment(
                    try data.required("deployment"),
                    version: try data.required("version"),
                    try DeploymentEvent(known, data)
                )
            )
        case .actionIntended, .actionAttempted, .actionSucceeded, .actionFailed, .actionDoubted, .actionReconciled,
            .actionResolved, .actionAbandoned:
            self = .stage(
                .action(
                    try data.required("action"),
                    deployment: try data.required("deployment"),
                    try ActionEvent(known, data)
                )
            )
        case .revisionRegistered, .revisionDeregistered: self = .revision(try RevisionEvent(known, data))
        case .imagePushed, .imageTagged, .imageDeleted, .imageScanned: self = .image(try ImageEvent(known, data))
        case .buildStarted, .buildSucceeded, .buildFailed: self = .build(try BuildEvent(known, data))
        case .observationKept, .observationClaimed: self = .observation(try ObservationEvent(known, data))
        case .ledgerLossAccepted, .ledgerSigningKeyReplaced: self = .custody(try CustodyEvent(known, data))
        }
    }

    /// What a record of this event says.
    package var data: JSONObject {
        switch self {
        case .stack(let event): event.data
        case .stage(.deployment(let deployment, let version, let event)):
            JSONObject(wire: [("deployment", deployment), ("version", version)]).merging(event.data)
        case .stage(.action(let action, let deployment, let event)):
            JSONObject(wire: [("action", action), ("deployment", deployment)]).merging(event.data)
        case .stage(let event): event.data
        case .revision(let event): event.data
        case .image(let event): event.data
        case .build(let event): event.data
        case .observation(let event): event.data
        case .custody(let event): event.data
        }
    }
}
