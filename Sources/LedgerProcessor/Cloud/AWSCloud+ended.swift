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
            guard let found = try await serviceDeployment(of: revision, ECSTarget(deployment.stage)) else { return nil }
            return try await progress(of: found, service)
        } catch {
            switch error {
            case .missing, .missingImage, .unusable, .denied: return nil
            case .settings, .notYet, .credentials, .unanswered: throw error
            }
        }
    }

    /// The newest one that deploys a revision.
    private func serviceDeployment(
        of revision: String,
        _ target: ECSTarget
    ) async throws(CloudError) -> ServiceDeployment? {
        let call = AWSRead.listServiceDeployments(of: target.service, in: target.cluster)
        var pages = client.pages(of: call).makeAsyncIterator()
        for _ in 0..<Self.mostPages {
            guard let page = try await pages.read(of: "service '\(target.service)'") else { break }
            for deployments in page.chunks(of: Self.mostRevisions) {
                let definitions = try await definitions(of: deployments.compactMap(\.targetRevision))
                let found = deployments.first {
                    $0.targetRevision.flatMap { definitions[$0] }?.isRevision(revision) == true
                }
                if let found { return found }
            }
        }
        return nil
    }

    /// Enough for recent deployments: a page has twenty.
    private static let mostPages = 5

    /// The most that ECS describes in one call.
    private static let mostRevisions = 20

    /// The task definitions that service revisions run, by the ARN of the service revision.
    private func definitions(of revisions: [String]) async throws(CloudError) -> [String: String] {
        guard !revisions.isEmpty else { return [:] }
        let found = try await client.read(.describeServiceRevisions(revisions))
        return found.reduce(into: [:]) { $0[$1.arn] = $1.taskDefinition }
    }

    /// Nil for an unknown status.
    private func progress(
        of deployment: ServiceDeployment,
        _ service: ECSService
    ) async throws(CloudError) -> DeploymentProgress? {
        switch deployment.status {
        case "SUCCESSFUL": .succeeded.at(deployment.finishedAt)
        case "PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS":
            .inProgress(deployment.statusText)
        case "ROLLBACK_SUCCESSFUL": try await progressOfRollback(deployment)
        case "ROLLBACK_FAILED":
            .failed(code: "RollbackFailed", message: deployment.statusReason ?? "ECS could not roll it back")
                .at(deployment.finishedAt)
        case "STOPPED": .replaced(by: service.primary?.taskDefinition?.revisionName)
        default: nil
        }
    }

    private func progressOfRollback(_ listed: ServiceDeployment) async throws(CloudError) -> DeploymentProgress {
        let whole = try await whole(listed)
        let revision = whole.rollbackRevision
        let definition = try await definitions(of: [revision].compactMap(\.self))[revision ?? ""]
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
    fileprivate func revision(of start: DeploymentStart) -> String? {
        start.revision ?? (request.kind == .restart ? request.changes.running : nil)
    }
}

extension Array {
    /// Slices of at most `size` elements.
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
