package import LedgerAWS
package import LedgerDomain
import LedgerValues

/// Reads what AWS says about a stage, before anything is decided.
package struct StageReader: Sendable {
    let client: AWSClient
    let stage: StageAdded

    package init(_ client: AWSClient, _ stage: StageAdded) {
        (self.client, self.stage) = (client, stage)
    }

    /// The principal's ARN.
    ///
    /// - Throws: ``CloudError/unusable(_:hint:)`` if it belongs to another account than the stage.
    package func caller() async throws(CloudError) -> String {
        let identity = try await client.read(.getCallerIdentity())
        guard identity.account == stage.account else {
            throw .unusable(
                "the credentials belong to account \(identity.account), but \(stage.id) is in \(stage.account)",
                hint: "choose others with AWS_PROFILE"
            )
        }
        return identity.arn
    }

    /// What the service should run.
    ///
    /// - Throws: ``CloudError/unusable(_:hint:)`` if the service does not use ECS's own deployment controller, or if it
    ///   is being deleted.
    package func service() async throws(CloudError) -> RunningService {
        let service = try await client.service(try ECSTarget(stage))
        guard service.controller == "ECS" else {
            throw .unusable(
                "\(service.name) is deployed by \(service.controller)",
                hint: "use \(service.controller == "CODE_DEPLOY" ? "CodeDeploy" : "its own controller") for it"
            )
        }
        try service.requireKept()
        guard let running = RunningService(service) else { throw .missing("what '\(service.name)' runs") }
        return running
    }

    /// A revision, `family:N`; or the newest active one of a family.
    package func definition(_ name: String) async throws(CloudError) -> DescribedRevision {
        let thing = name.contains(":") ? "revision \(name)" : "active revision of \(name)"
        let answer = try await client.read(.describeTaskDefinition(name), of: thing)
        return DescribedRevision(answer.definition)
    }

    /// The running tasks of the service, at most a hundred, the newest first.
    package func runningTasks() async throws(CloudError) -> [ECSTask] {
        let target = try ECSTarget(stage)
        let arns = try await client.read(
            .listTasks(of: target.service, in: target.cluster),
            of: "service '\(target.service)' in cluster '\(target.cluster)'"
        )
        guard !arns.isEmpty else { return [] }
        let tasks = try await client.read(.describeTasks(Array(arns.prefix(100)), in: target.cluster))
        return tasks.filter { $0.lastStatus == "RUNNING" }
            .sorted { $1.startedText < $0.startedText }
    }

    /// The current number and its bounds.
    ///
    /// The bounds are nil if tasks are not scaled.
    package func standing(of unit: DesiredScale.Unit) async throws(CloudError) -> DesiredScale {
        let target = try ECSTarget(stage)
        switch unit {
        case .instances: return try await client.instanceGroup(try stage.instanceGroup()).scale
        case .tasks:
            let bounds = try await client.scalableTarget(target)
            let service = try await client.service(target)
            try service.requireKept()
            let desired = service.desiredCount
            return DesiredScale(.tasks, desired: desired, minimum: bounds?.minimum, maximum: bounds?.maximum)
        }
    }

    /// An image with its digest, `registry/repository@sha256:…`.
    ///
    /// A tag is resolved now, as it may move later.
    package func pinned(_ image: ImageName) async throws(CloudError) -> String {
        guard let home = image.registry else { return try pinnedElsewhere(image) }
        let asked: ImageID = image.digest.map { .digest($0) } ?? .tag(image.tag ?? "latest")
        let repository = ECRRepository(image.repository, account: home.account)
        let call = AWSRead.describeImages([asked], in: repository)
        switch await (try client.elsewhere(home.region)).send(call) {
        case .answered(let images, _):
            guard let detail = images.first else { throw .missingImage("\(image)") }
            guard detail.status == nil || detail.status == "ACTIVE" else {
                throw .unusable("image \(image) is \(detail.status ?? "")", hint: "restore it in ECR first")
            }
            return "\(image.location)@\(detail.digest)"
        case .refused(let error) where error.kind == .invalid: throw .missingImage("\(image): \(error.message)")
        case .refused(let error): throw CloudError(.refused(error), call.operation.name)
        case .unanswered(let noAnswer): throw CloudError(.unanswered(noAnswer), call.operation.name)
        }
    }

    /// Whether a tag of an image's repository in ECR may be moved.
    package func canMove(tag: String, of image: ImageName) async throws(CloudError) -> Bool {
        guard let home = image.registry else { return true }
        let repository = ECRRepository(image.repository, account: home.account)
        let thing = "repository \(image.location)"
        let found = try await client.elsewhere(home.region).read(.describeRepository(repository), of: thing)
        return found.first?.canMove(tag: tag) ?? true
    }

    private func pinnedElsewhere(_ image: ImageName) throws(CloudError) -> String {
        guard let digest = image.digest else {
            throw .unusable(
                "the tag of \(image) cannot be resolved: it is not in ECR",
                hint: "write it with its digest, NAME@sha256:…"
            )
        }
        return "\(image.location)@\(digest)"
    }
}

extension ECSService {
    /// Refuses a service that is being deleted: ECS updates it no more.
    fileprivate func requireKept() throws(CloudError) {
        guard status == "DRAINING" else { return }
        throw .unusable("service '\(name)' is being deleted (DRAINING)", hint: "create it again first")
    }
}

extension ECSTask {
    /// Sorts by time.
    ///
    /// A task that has not started comes last.
    fileprivate var startedText: String { startedAt?.description ?? "" }
}
