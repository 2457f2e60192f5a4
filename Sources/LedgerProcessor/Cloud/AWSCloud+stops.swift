import LedgerAWS
package import LedgerDomain
import LedgerValues

/// Why tasks of a deployment stopped.
///
/// ECS keeps a stopped task for an hour (API_ListTasks, `desiredStatus`), so it is asked as soon as a deployment fails.
extension AWSCloud {
    package func stops(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> StopReport {
        guard case .ecs = deployment.stage.target, deployment.request.scale == nil else { return StopReport() }
        let target = try ECSTarget(deployment.stage)
        let own = try await stoppedTasks(of: target).filter { $0.isOf(start) }
            .sorted { ($1.stoppedAt?.description ?? "") < ($0.stoppedAt?.description ?? "") }.map(TaskStop.init)
        let causes = own.filter { !$0.isScaling }
        let stops = Array((causes.isEmpty ? own : causes).prefix(Self.mostStops))
        guard let newest = stops.first else { return StopReport() }
        return StopReport(
            stops: stops,
            logGroups: await logGroups(of: Set(stops.flatMap { $0.failed.map(\.name) }), start),
            link: target.page(of: newest.task, in: deployment.stage.region)
        )
    }

    /// Enough to see whether tasks stop for one reason or for several.
    private static let mostStops = 2

    /// Enough for the tasks that a circuit breaker lets fail: a page has a hundred.
    private static let mostPages = 3

    private func stoppedTasks(of target: ECSTarget) async throws(CloudError) -> [ECSTask] {
        var tasks: [ECSTask] = []
        let call = AWSRead.listTasks(of: target.service, in: target.cluster, stopped: true)
        var pages = client.pages(of: call).makeAsyncIterator()
        for _ in 0..<Self.mostPages {
            guard let arns = try await pages.read(of: "service '\(target.service)'"), !arns.isEmpty else { break }
            tasks += try await client.read(.describeTasks(arns, in: target.cluster))
        }
        return tasks
    }

    /// The log groups of the containers that failed, or of all; none if the definition cannot be read.
    private func logGroups(of failed: Set<String>, _ start: DeploymentStart) async -> [String] {
        guard let revision = start.revision, let found = try? await client.read(.describeTaskDefinition(revision))
        else {
            return []
        }
        var groups: [String] = []
        for container in found.definition.body.containers {
            let name = container["name"]?.string ?? ""
            guard failed.isEmpty || failed.contains(name), let group = container.logGroup, !groups.contains(group)
            else {
                continue
            }
            groups.append(group)
        }
        return groups
    }
}

extension JSONObject {
    /// Where a container of a task definition logs to, with the driver `awslogs`.
    fileprivate var logGroup: String? { self["logConfiguration"]?["options"]?["awslogs-group"]?.string }
}

extension ECSTask {
    /// Whether a deployment started it.
    func isOf(_ start: DeploymentStart) -> Bool {
        if let id = start.awsDeployment { return startedBy == id }
        guard let revision = start.revision else { return false }
        return taskDefinition?.isRevision(revision) ?? false
    }
}

extension TaskStop {
    fileprivate init(_ task: ECSTask) {
        self.init(
            task: ARN.lastName(of: task.arn),
            code: task.stopCode,
            reason: task.stoppedReason?.maskingCredentials ?? "",
            containers: task.containers.map { container in
                Container(
                    name: container.name,
                    exitCode: container.exitCode,
                    reason: container.reason?.maskingCredentials
                )
            },
            stoppedAt: task.stoppedAt
        )
    }
}

extension ECSTarget {
    /// The page of a task in AWS's console, which has another address in each partition.
    fileprivate func page(of task: String, in region: String) -> String {
        let domains = [
            ("cn-", "console.amazonaws.cn"), ("us-gov-", "console.amazonaws-us-gov.com"),
            ("eusc-", "console.amazonaws-eusc.eu"),
        ]
        let domain = domains.first { region.hasPrefix($0.0) }?.1 ?? "console.aws.amazon.com"
        let cluster = ARN.lastName(of: cluster)
        return "https://\(region).\(domain)/ecs/v2/clusters/\(cluster)/tasks/\(task)?region=\(region)"
    }
}
