import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
extension Translation {
    static func deploymentStateChange(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let name = try envelope.detail.text("eventName")
        let deployment = try envelope.detail.text("deploymentId")
        let reason = envelope.detail.optionalText("reason")
        let news: DeploymentFact.News
        switch name {
        case "SERVICE_DEPLOYMENT_IN_PROGRESS":
            news = reason?.rollbackTarget(orElse: deployment).map { .rollingBack(to: $0) } ?? .inProgress
        case "SERVICE_DEPLOYMENT_COMPLETED": news = .completed
        case "SERVICE_DEPLOYMENT_FAILED": news = .failed(code: name, message: reason ?? "no reason given")
        default: return .notUnderstood
        }
        return .sighting(
            WorkloadFact(
                workload: try envelope.service(),
                awsDeployment: deployment,
                time: try envelope.detail.time("updatedAt") ?? envelope.time,
                news: .deployment(news)
            )
        )
    }

    /// Says what a deployment runs, and why a task of it stopped.
    ///
    /// What it runs is a fact as of the task's creation: a task of an old deployment that stops today says nothing about
    /// today.
    static func taskStateChange(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let detail = envelope.detail
        guard let deployment = detail.optionalText("startedBy"), deployment.hasPrefix("ecs-svc/") else {
            return .withoutEffect
        }
        guard let group = detail.optionalText("group"), group.hasPrefix("service:"), group != "service:" else {
            throw .invalid("group", wanted: "'service:' and a name, since 'startedBy' names a deployment")
        }
        let definition = ARN.lastName(of: try detail.text("taskDefinitionArn"))
        guard definition.isRevision else { throw .invalid("taskDefinitionArn", wanted: "the ARN of a revision") }
        let service = Workload.service(
            try envelope.registry(),
            cluster: detail.optionalText("clusterArn").map(ARN.lastName),
            name: String(group.dropFirst("service:".count))
        )
        return .sighting(
            WorkloadFact(
                workload: service,
                awsDeployment: deployment,
                time: try detail.time("createdAt") ?? envelope.time,
                news: .task(revision: definition, containers: detail.containers, stop: try envelope.stop)
            )
        )
    }
}

extension Envelope {
    /// The service that the event is about, from its ARN.
    ///
    /// `service/CLUSTER/NAME`, or `service/NAME` from before 2018; then `clusterArn` may name the cluster.
    /// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
    fileprivate func service() throws(Defect.Reason) -> Workload {
        for arn in resources.lazy.compactMap({ ARN($0) }) where arn.resource.hasPrefix("service/") {
            let path = arn.resource.split(separator: "/").dropFirst().map(String.init)
            guard let name = path.last else { break }
            let cluster = path.count > 1 ? path.first : detail.optionalText("clusterArn").map(ARN.lastName)
            return .service(try registry(), cluster: cluster, name: name)
        }
        throw .invalid("resources", wanted: "the ARN of an ECS service")
    }

    /// The task, if it has stopped; containers have their exit codes only then.
    fileprivate var stop: TaskStop? {
        get throws(Defect.Reason) {
            guard detail.optionalText("lastStatus") == "STOPPED" else { return nil }
            let arn = detail.optionalText("taskArn") ?? resources.first { ARN($0)?.resource.hasPrefix("task/") == true }
            let stop = TaskStop(
                task: arn.map(ARN.lastName) ?? "unknown",
                code: detail.optionalText("stopCode"),
                reason: detail.optionalText("stoppedReason") ?? "",
                containers: (detail["containers"]?.array ?? []).compactMap(\.stoppedContainer),
                stoppedAt: try detail.time("stoppedAt")
            )
            return stop.code == nil && stop.reason.isEmpty && stop.failed.isEmpty ? nil : stop
        }
    }
}

extension JSONObject {
    /// A time; nil if it is absent.
    fileprivate func time(_ name: String) throws(Defect.Reason) -> Timestamp? {
        guard let text = optionalText(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else { throw .invalid(name, wanted: "an RFC 3339 time") }
        return time
    }

    fileprivate var containers: [TaskContainer] {
        (self["containers"]?.array ?? []).compactMap { container in
            guard let name = container["name"]?.string, let image = container["image"]?.string, !image.isEmpty else {
                return nil
            }
            let digest = container["imageDigest"]?.string
            return TaskContainer(
                name: name,
                image: ImageName(recorded: image),
                digest: digest.flatMap { ImageName.isDigest($0) ? $0 : nil }
            )
        }
    }
}

extension JSONValue {
    fileprivate var stoppedContainer: TaskStop.Container? {
        guard let name = self["name"]?.string, !name.isEmpty else { return nil }
        return TaskStop.Container(
            name: name,
            exitCode: self["exitCode"]?.integer,
            reason: self["reason"]?.string?.nonEmpty
        )
    }
}

extension String {
    /// The deployment that ECS goes back to, if this is its reason for that.
    ///
    /// `ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.` A reason that names none is about the
    /// deployment `own` of its event.
    fileprivate func rollbackTarget(orElse own: String) -> String? {
        guard lowercased().contains("rolling back") else { return nil }
        let named = split(separator: " ").first { $0.hasPrefix("ecs-svc/") }
        let number = named?.dropFirst("ecs-svc/".count).prefix(while: \.isHexDigit) ?? ""
        return number.isEmpty ? own : "ecs-svc/\(number)"
    }

    /// Whether this is `FAMILY:N`.
    fileprivate var isRevision: Bool {
        let parts = split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[0].contains(" ") && Int(parts[1]).map { $0 > 0 } ?? false
    }
}
