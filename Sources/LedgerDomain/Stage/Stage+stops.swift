package import LedgerValues

extension Stage {
    /// How many stopped tasks of a deployment are recorded: the first ones that stopped for different reasons.
    private static let mostStops = 2

    /// Returns the event of a task that stopped; nil if it tells nothing new of why its deployment fails.
    package func observe(_ stop: TaskStop, of awsDeployment: String, at time: Timestamp) -> TimedStageEvent? {
        guard let known = deployment(awsDeployment: awsDeployment), known.failsOrMayFail, !stop.isScaling,
            known.stops.count < Self.mostStops, !known.stops.contains(where: stop.saysTheSame)
        else { return nil }
        return TimedStageEvent(event: .taskStopped(known.id, version: known.version, stop), time: time)
    }

    mutating func note(_ stop: TaskStop, of id: DeploymentID) {
        guard let index = deployments.lastIndex(where: { $0.id == id }) else { return }
        deployments[index].stops.append(stop)
    }
}

extension Deployment {
    fileprivate var failsOrMayFail: Bool {
        switch phase {
        case .awaitingApproval, .requested, .started, .ended(.failed), .ended(.rolledBack): true
        case .ended(.succeeded), .ended(.cancelled), .ended(.rejected), .ended(.superseded): false
        }
    }
}

extension TaskStop {
    fileprivate func saysTheSame(as other: TaskStop) -> Bool {
        code == other.code && reason == other.reason && containers == other.containers
    }
}
