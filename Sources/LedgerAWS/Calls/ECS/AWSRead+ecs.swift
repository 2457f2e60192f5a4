import LedgerValues

extension AWSRead<[ECSService]> {
    /// The state of services, ten at most.
    ///
    /// A service that does not exist is not in the answer.
    package static func describeServices(_ services: [String], in cluster: String) -> Self {
        Self(
            AWSOperation(.ecs, "DescribeServices"),
            ["cluster": .string(cluster), "services": .list(services), "include": ["TAGS"]],
            answer: .list("services", ECSService.init)
        )
    }
}

extension AWSRead<TaggedTaskDefinition> {
    /// A revision with its tags: `family:N`, an ARN, or a family for its newest active revision.
    package static func describeTaskDefinition(_ name: String) -> Self {
        Self(
            AWSOperation(.ecs, "DescribeTaskDefinition"),
            ["taskDefinition": .string(name), "include": ["TAGS"]],
            answer: .whole(TaggedTaskDefinition.init)
        )
    }
}

extension AWSRead<[ServiceDeployment]> {
    /// The deployments of a service, the newest first.
    package static func listServiceDeployments(of service: String, in cluster: String) -> Self {
        Self(
            AWSOperation(.ecs, "ListServiceDeployments", pages: .nextToken),
            ["cluster": .string(cluster), "service": .string(service)],
            answer: .list("serviceDeployments", ServiceDeployment.init)
        )
    }

    /// How deployments went, twenty at most.
    package static func describeServiceDeployments(_ arns: [String]) -> Self {
        Self(
            AWSOperation(.ecs, "DescribeServiceDeployments"),
            ["serviceDeploymentArns": .list(arns)],
            answer: .list("serviceDeployments", ServiceDeployment.init)
        )
    }
}

extension AWSRead<[ServiceRevision]> {
    /// What service revisions ran, twenty at most: AWS's only record of the digests that a deployment used.
    package static func describeServiceRevisions(_ arns: [String]) -> Self {
        Self(
            AWSOperation(.ecs, "DescribeServiceRevisions"),
            ["serviceRevisionArns": .list(arns)],
            answer: .list("serviceRevisions", ServiceRevision.init)
        )
    }
}

extension AWSRead<[ECSTask]> {
    /// The state of tasks, a hundred at most.
    package static func describeTasks(_ tasks: [String], in cluster: String) -> Self {
        Self(
            AWSOperation(.ecs, "DescribeTasks"),
            ["cluster": .string(cluster), "tasks": .list(tasks)],
            answer: .list("tasks", ECSTask.init)
        )
    }
}

extension AWSRead<[String]> {
    /// The ARNs of a service's tasks that are to run; or of those that have stopped, which ECS knows for an hour.
    package static func listTasks(of service: String, in cluster: String, stopped: Bool = false) -> Self {
        Self(
            AWSOperation(.ecs, "ListTasks", pages: .nextToken),
            [
                "cluster": .string(cluster), "serviceName": .string(service),
                "desiredStatus": stopped ? "STOPPED" : "RUNNING",
            ],
            answer: .texts("taskArns")
        )
    }

    /// The ARNs of a family's revisions with one status, the newest first.
    package static func listTaskDefinitions(of family: String, status: String = "ACTIVE") -> Self {
        Self(
            AWSOperation(.ecs, "ListTaskDefinitions", pages: .nextToken),
            ["familyPrefix": .string(family), "status": .string(status), "sort": "DESC"],
            answer: .texts("taskDefinitionArns")
        )
    }
}
