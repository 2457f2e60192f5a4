package import LedgerDomain
import LedgerAWS
import LedgerValues

/// How far AWS is with a deployment that was started.
extension AWSCloud {
    package func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        try await progress(following: start, in: deployment).maskingCredentials
    }

    /// Follows this one deployment by its id, as the service is stable even after AWS has rolled it back.
    private func progress(
        following start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        if case .lambda(let function) = deployment.stage.target {
            return try await progress(of: start, in: deployment, function: function)
        }
        if let scale = deployment.request.scale { return try await progress(of: scale, deployment) }
        let service = try await client.service(try ECSTarget(deployment.stage))
        guard let ours = service.deployments.first(where: { $0.id == start.awsDeployment }) else {
            let ended = try await ended(start, service, deployment)
            return .missing(ended ?? guess(start, service, deployment))
        }
        switch ours.rolloutState {
        case "COMPLETED": return .succeeded.at(ours.updatedAt)
        case "FAILED": return try await progress(ofFailed: ours, start, service, deployment)
        default:
            // Without rollout states, it has ended when all its tasks run and no other deployment is left.
            if ours.rolloutState == nil, service.deployments.count == 1, ours.runningCount == ours.desiredCount {
                return .succeeded
            }
            // Another has become the PRIMARY one: this does not go on.
            if let primary = service.primary, primary.id != ours.id {
                return try await ended(start, service, deployment)
                    ?? .replaced(by: primary.taskDefinition?.revisionName)
            }
            return .inProgress(ours.progress)
        }
    }

    /// A deployment that has failed is over only when AWS has rolled it back, where it does that.
    private func progress(
        ofFailed ours: ECSDeployment,
        _ start: DeploymentStart,
        _ service: ECSService,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        let reason = ours.rolloutStateReason ?? "the deployment failed"
        let failed = DeploymentProgress.failed(code: "DeploymentFailed", message: reason).at(ours.updatedAt)
        let known = try await ended(start, service, deployment)
        switch known?.outcome {
        case .inProgress(let what)?: return .inProgress("\(reason) \(what)")
        // ECS says why the deployment failed, and then why the rollback did.
        case .rolledBack(let revision, _)?: return .rolledBack(to: revision, reason: reason).at(ours.updatedAt)
        case .failed(let code, let message)?: return .failed(code: code, message: message).at(known?.time)
        // It was stopped, and nothing was rolled back.
        case .replaced?: return failed
        case .succeeded?, .missing?, .ended?, nil: break
        }
        guard let primary = service.primary, primary.id != ours.id else {
            // ECS is about to go back to what ran before.
            return service.rollsBack ? .missing(failed) : failed
        }
        switch primary.rolloutState {
        case "IN_PROGRESS": return .inProgress("\(reason) AWS rolls it back: \(primary.progress)")
        case "FAILED": return .rollbackFailed(primary.rolloutStateReason, service).at(primary.updatedAt)
        default: return .rolledBack(to: primary.taskDefinition?.revisionName, reason: reason).at(ours.updatedAt)
        }
    }

    /// A bound holds at once; the wanted number takes a while.
    private func progress(
        of scale: DesiredScale,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        guard scale.desired != nil else { return .succeeded }
        switch scale.unit {
        case .tasks:
            let service = try await client.service(try ECSTarget(deployment.stage))
            guard service.runningCount != service.desiredCount else { return .succeeded }
            return .inProgress("\(service.runningCount) of \(service.desiredCount) tasks run")
        case .instances:
            let group = try await client.instanceGroup(try deployment.stage.instanceGroup())
            let ready = group.instances.count { $0.lifecycleState == "InService" }
            guard Int64(ready) != group.desired else { return .succeeded }
            return .inProgress("\(ready) of \(group.desired) instances are in service")
        }
    }

    /// If ECS does not have it as a service deployment either: what the service runs instead shows how it ended.
    private func guess(
        _ start: DeploymentStart,
        _ service: ECSService,
        _ deployment: DeploymentContext
    ) -> DeploymentProgress {
        guard let primary = service.primary else { return .inProgress("no deployment is under way") }
        if let wanted = start.revision, primary.taskDefinition?.isRevision(wanted) == true {
            return primary.rolloutState == "COMPLETED" ? .succeeded : .inProgress(primary.progress)
        }
        let found = primary.taskDefinition?.revisionName
        // A restart does not change the revision, so the revision does not show how it ended.
        if let found, deployment.wasRunning(found), deployment.request.kind != .restart {
            if primary.rolloutState == "IN_PROGRESS" {
                return .inProgress("\(service.name) goes back to \(found): \(primary.progress)")
            }
            return .rolledBack(to: found, reason: "\(service.name) runs \(found) again")
        }
        return .replaced(by: found)
    }
}

extension ECSService {
    /// Whether ECS goes back by itself when a deployment fails.
    fileprivate var rollsBack: Bool {
        let configuration = body["deploymentConfiguration"]
        return ["deploymentCircuitBreaker", "alarms"].contains { configuration?[$0]?["rollback"] == true }
    }
}

extension ECSDeployment {
    fileprivate var progress: String {
        let failed = failedTasks > 0 ? ", \(failedTasks) failed" : ""
        return "\(runningCount) of \(desiredCount) tasks run, \(pendingCount) pending\(failed)"
    }
}

extension String {
    /// `family:N` of a revision's ARN.
    package var revisionName: String { split(separator: "/").last.map(String.init) ?? self }
}
