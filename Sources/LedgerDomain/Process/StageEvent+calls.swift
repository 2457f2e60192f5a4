extension StageEvent {
    /// Whether calls of a deployment follow from it.
    ///
    /// Facts may end a deployment, and colour it; they cause nothing.
    package var leadsToCalls: Bool {
        switch self {
        case .action: true
        case .deployment(_, _, let event): event.leadsToCalls
        case .added, .changed, .locked, .unlocked, .removed, .taskStopped, .driftDetected, .driftCleared: false
        }
    }
}

extension DeploymentEvent {
    fileprivate var leadsToCalls: Bool {
        switch self {
        case .requested, .approved, .cancelRequested: true
        case .observed, .rejected, .started, .succeeded, .failed, .rolledBack, .cancelled, .superseded, .corrected,
            .adopted, .marked:
            false
        }
    }
}
