package import LedgerAWS
package import LedgerDomain
import LedgerValues

/// What AWS says of a stage before anything is decided: reads alone.
package struct StageReader: Sendable {
    let client: AWSClient
    let stage: StageAdded

    package init(_ client: AWSClient, _ stage: StageAdded) {
        (self.client, self.stage) = (client, stage)
    }

    /// Who asks; refused where that is another account than the stage's.
    package func caller() async throws(CloudError) -> String {
        let identity = try await client.read(GetCallerIdentity())
        guard identity.account == stage.account else {
            throw .unusable(
                "the credentials are those of account \(identity.account), \(stage.id) is in \(stage.account)",
                hint: "choose others with AWS_PROFILE"
            )
        }
        return identity.arn
    }

    /// The revision that the service is told to run, `family:N`.
    ///
    /// - Throws: ``CloudError/unusable(_:hint:)`` where ECS does not bring out deployments itself.
    package func running() async throws(CloudError) -> String {
        let service = try await client.service(try ECSTarget(stage))
        guard service.controller == "ECS" else {
            throw .unusable(
                "\(service.name) is deployed by \(service.controller)",
                hint: "use \(service.controller == "CODE_DEPLOY" ? "CodeDeploy" : "its own controller") for it"
            )
        }
        guard let running = service.taskDefinition else { throw .missing("what '\(service.name)' runs") }
        return running.revisionName
    }

    /// The image of the stage's container in a revision; nil where the revision has no such container.
    package func image(in revision: String) async throws(CloudError) -> ImageName? {
        let target = try ECSTarget(stage)
        let answer = try await client.read(DescribeTaskDefinition(revision), of: "revision \(revision)")
        let containers = (answer.definition.body["containerDefinitions"]?.array ?? []).compactMap(\.object)
        let named = containers.first { $0["name"]?.string == target.container }
        let container = named ?? (containers.count == 1 ? containers.first : nil)
        return container?["image"]?.string.flatMap(ImageName.init)
    }

    /// The tasks of the service that run, a hundred at most, the newest first.
    package func runningTasks() async throws(CloudError) -> [ECSTask] {
        let target = try ECSTarget(stage)
        let call = ListTasks(cluster: target.cluster, service: target.service, status: .running)
        let arns = try await client.read(call, of: "service '\(target.service)' in cluster '\(target.cluster)'").arns
        guard !arns.isEmpty else { return [] }
        let tasks = try await client.read(DescribeTasks(cluster: target.cluster, tasks: Array(arns.prefix(100)))).tasks
        return tasks.filter { $0.lastStatus == "RUNNING" }
            .sorted { $1.startedText < $0.startedText }
    }

    /// The deployment that the service has now, by its id at AWS.
    package func primaryDeployment() async throws(CloudError) -> String? {
        try await client.service(try ECSTarget(stage)).primary?.id
    }

    /// How many there are now, and between which bounds; those are nil where tasks are not scaled.
    package func standing(of unit: ScaleWish.Unit) async throws(CloudError) -> ScaleWish {
        let target = try ECSTarget(stage)
        switch unit {
        case .instances: return try await client.instanceGroup(try stage.instanceGroup()).standing
        case .tasks:
            let bounds = try await client.scalableTarget(target)
            let desired = try await client.service(target).desiredCount
            return ScaleWish(.tasks, desired: desired, minimum: bounds?.minimum, maximum: bounds?.maximum)
        }
    }

    /// An image with its digest, `registry/repository@sha256:…`; AWS resolves a tag now, which may move later.
    package func pinned(_ image: ImageName) async throws(CloudError) -> String {
        guard let home = image.registry else { return try pinnedElsewhere(image) }
        let asked: ImageID = image.digest.map { .digest($0) } ?? .tag(image.tag ?? "latest")
        let call = DescribeImages(ECRRepository(image.repository, account: home.account), images: [asked])
        switch await (try client.elsewhere(home.region)).send(call) {
        case .answered(let answer, _):
            guard let detail = answer.images.first else { throw .missing("image \(image)") }
            guard detail.status == nil || detail.status == "ACTIVE" else {
                throw .unusable("image \(image) is \(detail.status ?? "")", hint: "restore it in ECR first")
            }
            return "\(image.location)@\(detail.digest)"
        case .refused(let error) where error.kind == .invalid: throw .missing("image \(image): \(error.message)")
        case .refused(let error): throw CloudError(.refused(error), "DescribeImages")
        case .unanswered(let silence): throw CloudError(.unanswered(silence), "DescribeImages")
        }
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

extension ECSTask {
    /// Sorts by time; one that has not started is the oldest.
    fileprivate var startedText: String { startedAt?.description ?? "" }
}
