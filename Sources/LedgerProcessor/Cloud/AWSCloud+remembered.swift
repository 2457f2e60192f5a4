import LedgerAWS
import LedgerDomain
import LedgerValues

/// How a deployment ended that the service shows no more.
///
/// DescribeServices drops a deployment soon after another took its place; as service deployments ECS remembers them for
/// 90 days. Those have ids of their own, so that what they run has to tell which one it is.
extension AWSCloud {
    /// Nil where ECS remembers nothing of use: it was too long ago, or may not or cannot be asked.
    func remembered(
        _ start: DeploymentStart,
        _ service: ECSService,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> CloudNews? {
        guard let revision = deployment.revision(of: start) else { return nil }
        do throws(CloudError) {
            guard let found = try await serviceDeployment(of: revision, ECSTarget(deployment.stage)) else { return nil }
            return try await news(of: found, service)
        } catch {
            switch error {
            case .missing, .unusable, .denied: return nil
            case .settings, .notYet, .credentials, .unanswered: throw error
            }
        }
    }

    /// The newest one that brings out a revision.
    private func serviceDeployment(
        of revision: String,
        _ target: ECSTarget
    ) async throws(CloudError) -> ServiceDeployment? {
        var call: ListServiceDeployments? = .init(cluster: target.cluster, service: target.service)
        for _ in 0..<Self.mostPages {
            guard let page = call else { break }
            let answer = try await client.read(page, of: "service '\(target.service)'")
            for deployments in answer.deployments.chunks(of: Self.mostRevisions) {
                let definitions = try await definitions(of: deployments.compactMap(\.targetRevision))
                let found = deployments.first {
                    $0.targetRevision.flatMap { definitions[$0] }?.isRevision(revision) == true
                }
                if let found { return found }
            }
            call = page.next(after: answer)
        }
        return nil
    }

    /// Enough for what was forgotten lately: each page is twenty deployments.
    private static let mostPages = 5

    /// As many as ECS describes at once.
    private static let mostRevisions = 20

    /// The task definitions that service revisions run, by the ARN of the service revision.
    private func definitions(of revisions: [String]) async throws(CloudError) -> [String: String] {
        guard !revisions.isEmpty else { return [:] }
        let answer = try await client.read(DescribeServiceRevisions(revisions))
        return answer.revisions.reduce(into: [:]) { $0[$1.arn] = $1.taskDefinition }
    }

    /// Nil for a status that is not known here.
    private func news(
        of deployment: ServiceDeployment,
        _ service: ECSService
    ) async throws(CloudError) -> CloudNews? {
        switch deployment.status {
        case "SUCCESSFUL": .succeeded
        case "PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS":
            .inProgress(deployment.statusText)
        case "ROLLBACK_SUCCESSFUL": try await newsOfRollback(deployment)
        case "ROLLBACK_FAILED":
            .failed(code: "RollbackFailed", message: deployment.statusReason ?? "ECS could not roll it back")
        case "STOPPED": .replaced(by: service.primary?.taskDefinition?.revisionName)
        default: nil
        }
    }

    private func newsOfRollback(_ listed: ServiceDeployment) async throws(CloudError) -> CloudNews {
        let whole = try await whole(listed)
        let revision = whole.rollbackRevision
        let definition = try await definitions(of: [revision].compactMap(\.self))[revision ?? ""]
        let reason = whole.rollbackReason ?? whole.statusReason ?? "ECS rolled it back"
        return .rolledBack(to: definition?.revisionName, reason: reason)
    }

    /// With where it was rolled back to, which a list does not say; as listed where no more may be read.
    private func whole(_ listed: ServiceDeployment) async throws(CloudError) -> ServiceDeployment {
        do throws(CloudError) {
            return try await client.read(DescribeServiceDeployments([listed.arn])).deployments.first ?? listed
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
    /// What the deployment runs; a restart what ran before.
    fileprivate func revision(of start: DeploymentStart) -> String? {
        start.revision ?? (request.kind == .restart ? request.changes["running"]?.string : nil)
    }
}

extension Array {
    /// Its elements in their order, so many at a time.
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
