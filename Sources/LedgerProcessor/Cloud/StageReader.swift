package import LedgerAWS
package import LedgerDomain

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

    /// Whether a revision can be told to a service: nil where there is none.
    package func isActive(_ revision: String) async throws(CloudError) -> Bool? {
        switch await client.send(DescribeTaskDefinition(revision)) {
        case .answered(let answer, _): return answer.definition.status == "ACTIVE"
        case .refused(let error) where error.kind == .invalid: return nil
        case .refused(let error): throw CloudError(.refused(error), "DescribeTaskDefinition")
        case .unanswered(let silence): throw CloudError(.unanswered(silence), "DescribeTaskDefinition")
        }
    }

    /// An image with its digest, `registry/repository@sha256:…`; AWS resolves a tag now, which may move later.
    package func pinned(_ image: ImageName) async throws(CloudError) -> String {
        guard let home = image.registry else { return try pinnedElsewhere(image) }
        let asked: ImageID = image.digest.map { .digest($0) } ?? .tag(image.tag ?? "latest")
        let call = DescribeImages(ECRRepository(image.repository, account: home.account), images: [asked])
        switch await client.send(call) {
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
