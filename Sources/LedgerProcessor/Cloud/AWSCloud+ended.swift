import LedgerAWS
import LedgerDomain
import LedgerValues

/// How a deployment ended that the service no longer shows.
///
/// DescribeServices drops a deployment soon after another has replaced it. ECS keeps it as a service deployment for 90
/// days; these have other ids, so the right one is found by the revision that it deploys.
extension AWSCloud {
    /// Nil if ECS does not know: it was too long ago, or the reads are denied or not supported.
    func ended(
        _ start: DeploymentStart,
        _ service: ECSService,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress? {
        guard let revision = deployment.revision(of: start) else { return nil }
        do throws(CloudError) {
            let found = try await history(of: deployment).newest(of: revision, after: deployment.historyStart)
            guard let found else { return nil }
            return try await progress(of: found, service, deployment)
        } catch {
            switch error {
            case .missing, .missingImage, .unusable, .denied: return nil
            case .settings, .notYet, .credentials, .unanswered: throw error
            }
        }
    }

    private func history(of deployment: DeploymentContext) throws(CloudError) -> ServiceHistory {
        ServiceHistory(client: client, target: try ECSTarget(deployment.stage))
    }

    /// Nil for an unknown status.
    private func progress(
        of found: ServiceDeployment,
        _ service: ECSService,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress? {
        switch found.status {
        case "SUCCESSFUL": .succeeded.at(found.finishedAt)
        case "PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS":
            .inProgress(found.statusText)
        case "ROLLBACK_SUCCESSFUL": try await progressOfRollback(found, deployment)
        case "ROLLBACK_FAILED": .rollbackFailed(found.statusReason, service).at(found.finishedAt)
        case "STOPPED": .replaced(by: service.primary?.taskDefinition?.revisionName)
        default: nil
        }
    }

    private func progressOfRollback(
        _ listed: ServiceDeployment,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        let whole = try await whole(listed)
        let revision = whole.rollbackRevision
        let definitions = try await history(of: deployment).definitions(of: [revision].compactMap(\.self))
        let definition = definitions[revision ?? ""]
        let reason = whole.rollbackReason ?? whole.statusReason ?? "ECS rolled it back"
        return .rolledBack(to: definition?.revisionName, reason: reason).at(whole.finishedAt)
    }

    /// With the revision that it was rolled back to, which a list does not have; as listed if the read is denied.
    private func whole(_ listed: ServiceDeployment) async throws(CloudError) -> ServiceDeployment {
        do throws(CloudError) {
            return try await client.read(.describeServiceDeployments([listed.arn])).first ?? listed
        } catch {
            guard case .denied = error else { throw error }
            return listed
        }
    }
}

extension DeploymentProgress {
    /// AWS could not roll a deployment back: then fewer tasks may run than should, or none.
    static func rollbackFailed(_ reason: String?, _ service: ECSService) -> DeploymentProgress {
        let (running, desired) = (service.runningCount, service.desiredCount)
        let tasks = running == desired ? "" : "; \(running) of \(desired) tasks run"
        return .failed(code: "RollbackFailed", message: (reason ?? "ECS could not roll it back") + tasks)
    }
}

extension ServiceDeployment {
    fileprivate var statusText: String {
        let words = status.lowercased().split(separator: "_").joined(separator: " ")
        return "ECS says that it is \(words)"
    }
}

extension DeploymentContext {
    /// What the deployment runs.
    ///
    /// A restart runs what ran before.
    func revision(of start: DeploymentStart) -> String? {
        start.revision ?? (request.kind == .restart ? request.changes.running : nil)
    }
}
