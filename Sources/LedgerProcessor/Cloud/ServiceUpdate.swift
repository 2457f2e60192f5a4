import LedgerAWS
import LedgerDomain
import LedgerValues

/// Tells the service which revision to run, how many tasks to have, or to restart them.
struct ServiceUpdate: CloudOperation {
    let client: AWSClient

    /// With a number of tasks only in a scale: otherwise autoscaling sets it.
    ///
    /// What the service is now is recorded too: a look tells by it whether anything has been deployed since.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try ECSTarget(deployment.stage)
        var request: JSONObject = ["cluster": .string(target.cluster), "service": .string(target.service)]
        switch deployment.request.kind {
        case .scale: request["desiredCount"] = try deployment.scale().desired.map { .integer($0) }
        case .restart: request["forceNewDeployment"] = true
        case .deploy, .promote, .rollback, .configure, .observed:
            guard let revision = deployment.wantedRevision else {
                throw .unusable("no revision is known that \(target.service) should run", hint: "name a target")
            }
            request["taskDefinition"] = .string(revision)
        }
        if deployment.isRehearsal { return request }
        let service = try await readable(target)
        let standing = service.flatMap { ServiceStanding($0) }
        request[ServiceStanding.member] = standing?.json
        if deployment.request.kind == .scale { return request }
        try deployment.requireUnchanged(standing, target)
        // ECS starts nothing for a revision that the service has already, even if its deployment has failed.
        if let wanted = request["taskDefinition"]?.string, service?.hasFailed(at: wanted) == true {
            request["forceNewDeployment"] = true
        }
        return request
    }

    /// Nil where the service cannot be read now: then a look cannot rule out that the call was carried out.
    private func readable(_ target: ECSTarget) async throws(CloudError) -> ECSService? {
        do throws(CloudError) { return try await client.service(target) } catch {
            switch error {
            case .missing, .missingImage, .unusable: throw error
            case .settings, .notYet, .credentials, .denied, .unanswered: return nil
            }
        }
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        let (target, stage) = (try ECSTarget(deployment.stage), deployment.stage)
        try recorded.require(["cluster": .string(target.cluster), "service": .string(target.service)], of: stage.id)
        guard let recorded = recorded["taskDefinition"] else { return }
        guard let wanted = deployment.wantedRevision else {
            // Somebody may have resolved the registration by hand; then its result is not recorded.
            if deployment.landed[.registerTaskDefinition] != nil { return }
            throw .differs("taskDefinition", recorded, from: .null, of: stage.id)
        }
        guard let found = recorded.string, found.isRevision(wanted),
            ARN(found).map({ $0.registry == stage.registry }) ?? true
        else {
            throw .differs("taskDefinition", recorded, from: .string(wanted), of: stage.id)
        }
    }

    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        var request = recorded
        request[ServiceStanding.member] = nil
        return CloudAnswer(await client.send(AWSWrite.updateService(request))) {
            $0.result(of: deployment.request.kind)
        }
    }

    /// Looks at the service first, then at its deployments that AWS or a person has taken back since.
    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let service = try await client.service(try ECSTarget(deployment.stage))
        if let desired = recorded["desiredCount"]?.integer {
            return look(for: desired, in: service, ServiceStanding(recordedIn: recorded), deployment)
        }
        let isForced = recorded["forceNewDeployment"] == true
        let restarted = isForced ? deployment.request.changes.running : nil
        guard let wanted = recorded["taskDefinition"]?.string ?? restarted else {
            return .inconclusive(why: "which revision was sent is not recorded")
        }
        if !isForced, service.taskDefinition?.isRevision(wanted) == true {
            return .landed(service.result(of: deployment.request.kind))
        }
        return try await look(for: wanted, in: service, isForced: isForced, recorded, deployment)
    }

    /// The same number as before may have been set back: only where nothing of the service has changed since, the call
    /// was not carried out.
    private func look(
        for desired: Int64,
        in service: ECSService,
        _ before: ServiceStanding?,
        _ deployment: DeploymentContext
    ) -> LookResult {
        let result = service.result(of: .scale)
        if service.desiredCount == desired { return .landed(result) }
        guard service.desiredCount == deployment.request.scaleBefore?.desired else {
            return .inconclusive(why: "somebody else has set \(service.name) to \(service.desiredCount) tasks")
        }
        guard let before, before == ServiceStanding(service) else {
            return .inconclusive(
                why: "\(service.name) has \(service.desiredCount) tasks as before, but has changed since; somebody may "
                    + "have set the number back"
            )
        }
        return .absent(result)
    }

    /// If the service shows the same deployment as before, nothing was carried out.
    ///
    /// Otherwise ECS has to tell whether ours was among those that began since. Without an answer the call is in doubt,
    /// and never sent again.
    private func look(
        for wanted: String,
        in service: ECSService,
        isForced: Bool,
        _ recorded: JSONObject,
        _ deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let before = ServiceStanding(recordedIn: recorded)
        let found = service.taskDefinition?.revisionName ?? "nothing"
        let known = before?.deployment ?? (isForced ? deployment.request.changes.primary : nil)
        if let known, service.primary?.id == known { return .absent(["taskDefinition": .string(found)]) }
        let history = ServiceHistory(client: client, target: try ECSTarget(deployment.stage))
        let start = deployment.landed[.registerTaskDefinition] == nil ? before : nil
        if let ours = try await history.newest(of: wanted, after: start) {
            guard before != nil || deployment.landed[.registerTaskDefinition] != nil else {
                return .inconclusive(why: "ECS cannot tell whether \(wanted.revisionName) was deployed once more")
            }
            return .landed(service.result(of: ours, wanted, besides: known))
        }
        guard known == nil, !isForced, deployment.wasRunning(found) else {
            // Somebody else has told the service to run something since: sending again would undo that.
            return .inconclusive(
                why: "somebody else has deployed \(found) since; \(service.name) shows nothing of this call"
            )
        }
        return .absent(["taskDefinition": .string(found)])
    }
}

extension ECSService {
    /// Whether it was told to run a revision, and that failed.
    fileprivate func hasFailed(at revision: String) -> Bool {
        taskDefinition?.isRevision(revision) == true && primary?.rolloutState == "FAILED"
    }

    /// The result of an update of the service, with the deployment that it has made.
    fileprivate func result(of kind: DeploymentKind) -> JSONObject {
        // For ECS, a number of tasks is not a deployment.
        if kind == .scale { return ["desiredCount": .integer(desiredCount)] }
        var result: JSONObject = [:]
        result["taskDefinition"] = taskDefinition.map { .string($0) }
        if let primary, let taskDefinition, primary.taskDefinition?.isRevision(taskDefinition) == true {
            result["awsDeployment"] = .string(primary.id)
            result["startedAt"] = primary.createdAt.map { .string($0.description) }
        }
        return result
    }

    /// The result of an update that ECS has as a service deployment.
    ///
    /// The service may still show it; not as `known`, the deployment from before.
    fileprivate func result(of ours: ServiceDeployment, _ revision: String, besides known: String?) -> JSONObject {
        var result: JSONObject = [
            "taskDefinition": .string(revision), "serviceDeployment": .string(ours.arn),
            "status": .string(ours.status),
        ]
        let shown = deployments.first {
            $0.taskDefinition?.isRevision(revision) == true && $0.id != known
                && ($0.rolloutState == "FAILED") == ours.isTakenBack
        }
        result["awsDeployment"] = shown.map { .string($0.id) }
        result["startedAt"] = ours.createdAt.map { .string($0.description) }
        return result
    }
}

extension ServiceDeployment {
    /// Whether AWS or a person has stopped it, or is doing that.
    var isTakenBack: Bool { status == "STOPPED" || status == "STOP_REQUESTED" || status.hasPrefix("ROLLBACK_") }
}

extension DeploymentContext {
    /// The revision that the service is told to run: the registered one, or the one that was asked for.
    fileprivate var wantedRevision: String? {
        landed[.registerTaskDefinition]?["arn"]?.string ?? request.revision
    }

    /// - Throws: ``CloudError/unusable(_:hint:)`` if somebody has deployed something since the deployment was asked for.
    ///
    /// A rollback replaces whatever runs.
    fileprivate func requireUnchanged(_ standing: ServiceStanding?, _ target: ECSTarget) throws(CloudError) {
        guard request.kind != .rollback, let known = request.changes.primary, let standing,
            standing.deployment != known
        else { return }
        throw .unusable(
            "somebody changed service '\(target.service)' in the meantime: it runs \(standing.revision ?? "nothing")",
            hint: "deploy again"
        )
    }

    /// Whether the service still ran this when the deployment was asked for.
    func wasRunning(_ revision: String) -> Bool {
        request.changes.running?.isRevision(revision) ?? false
    }
}

extension String {
    /// Whether two names, each an ARN or `family:N`, mean the same revision.
    func isRevision(_ other: String) -> Bool {
        split(separator: "/").last == other.split(separator: "/").last
    }
}
