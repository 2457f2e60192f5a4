import LedgerAWS
import LedgerDomain
import LedgerValues

/// Puts the image that the stage runs into the repository that it pulls from, with the stage's name as a tag.
///
/// Without the tag where the repository does not let it move.
struct ImageTagging: CloudOperation {
    let client: AWSClient

    /// How a record names the members of the call.
    ///
    /// The region chooses the endpoint, the source has the manifest, and `previous` is for a look.
    private static let names: [String: String?] = [
        "repository": "repositoryName", "registry": "registryId", "tag": "imageTag", "digest": "imageDigest",
        "region": nil, "source": nil, "previous": nil,
    ]

    /// With the image that the tag is on now: somebody else may move it before a look.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let wanted = try ImageTag(deployment)
        var request = wanted.members
        request["previous"] = try await digest(at: wanted).map { .string($0) }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        try recorded.require(try ImageTag(deployment).members, of: deployment.stage.id)
    }

    /// The manifest is read again each time, as no record can hold it.
    ///
    /// The digest guarantees that it is the same.
    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        do throws(CloudError) {
            let wanted = try ImageTag(deployment)
            var request = try recorded.renamed(Self.names)
            let manifest = try await manifest(of: wanted.source)
            request["imageManifest"] = .string(manifest.manifest)
            request["imageManifestMediaType"] = manifest.mediaType.map { .string($0) }
            let outcome = await (try client.elsewhere(wanted.region)).send(AWSWrite.putImage(request))
            if case .refused(let error) = outcome, error.kind == .alreadySo { return await confirmed(wanted, error) }
            return CloudAnswer(outcome, explaining: wanted)
        } catch {
            return CloudAnswer(notSentFor: error)
        }
    }

    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        let wanted = try ImageTag(deployment)
        let found = try await digest(at: wanted)
        if found == wanted.digest { return .landed(wanted.result) }
        // Somebody else has moved it since: sending again would undo that.
        guard let found, found != recorded["previous"]?.string else {
            return .absent(["digest": found.map { .string($0) } ?? .null])
        }
        return .inconclusive(
            why: "\(wanted.tag ?? "it") is on \(found), which is neither what was there before nor what was sent"
        )
    }

    /// ECR says that the tag is there already; a look says on which image.
    private func confirmed(_ wanted: ImageTag, _ error: AWSError) async -> CloudAnswer {
        do throws(CloudError) {
            guard try await digest(at: wanted) != wanted.digest else { return .landed(wanted.result, requestID: nil) }
            return .refused(code: error.code, message: error.message, .never)
        } catch {
            return .doubtful(why: "\(error)")
        }
    }

    /// The digest that the tag is on, or that of the image where it gets no tag; nil if there is none.
    private func digest(at wanted: ImageTag) async throws(CloudError) -> String? {
        let asked: ImageID = wanted.tag.map { .tag($0) } ?? .digest(wanted.digest)
        let call = AWSRead.describeImages([asked], in: wanted.repository)
        switch await (try client.elsewhere(wanted.region)).send(call) {
        case .answered(let images, _): return images.first?.digest
        case .refused(let error) where error.code == "ImageNotFoundException": return nil
        case .refused(let error):
            let thing = "repository \(wanted.repository.name) in \(wanted.region): \(error.message)"
            throw CloudError(.refused(error), call.operation.name, of: thing)
        case .unanswered(let noAnswer): throw CloudError(.unanswered(noAnswer), call.operation.name)
        }
    }

    private func manifest(of source: ImageName) async throws(CloudError) -> ImageManifest {
        guard let home = source.registry, let digest = source.digest else {
            throw .unusable("\(source) is not an image in ECR with a digest", hint: "name another image")
        }
        let repository = ECRRepository(source.repository, account: home.account)
        let call = AWSRead.batchGetImage([.digest(digest)], in: repository)
        let images = try await client.elsewhere(home.region).read(call, of: "repository \(source.location)")
        guard let image = images.first else { throw .missingImage("\(source)") }
        return image
    }
}

/// The tag that a deployment wants, and on which image.
private struct ImageTag {
    let account, region, digest: String
    let tag: String?
    let repository: ECRRepository
    /// Where the image is now.
    let source: ImageName
    private let writtenSource: String

    init(_ deployment: DeploymentContext) throws(CloudError) {
        let image = deployment.request.image ?? ""
        writtenSource = deployment.request.imageSource ?? image
        guard let name = ImageName(image), let home = name.registry, let digest = name.digest,
            let source = ImageName(writtenSource)
        else {
            throw .unusable("'\(image)' is not an image in ECR with a digest", hint: "name another image")
        }
        (account, region, self.digest, self.source) = (home.account, home.region, digest, source)
        tag = deployment.request.changes.untagged == nil ? deployment.stage.id.stage.rawValue : nil
        repository = ECRRepository(name.repository, account: home.account)
    }

    /// As a record has it.
    var members: JSONObject {
        var members: JSONObject = [
            "repository": .string(repository.name), "registry": .string(account), "region": .string(region),
            "digest": .string(digest), "source": .string(writtenSource),
        ]
        members["tag"] = tag.map { .string($0) }
        return members
    }

    var result: JSONObject {
        var result: JSONObject = ["digest": .string(digest)]
        result["tag"] = tag.map { .string($0) }
        return result
    }
}

extension CloudAnswer {
    /// What the outcome means for a tag.
    ///
    /// If ECR misses a part of the image, the message says who has to bring it.
    fileprivate init(_ outcome: CallOutcome<String>, explaining wanted: ImageTag) {
        self.init(outcome) { _ in wanted.result }
        guard case .refused(let error) = outcome, Self.missingParts.contains(error.code) else { return }
        let message =
            "\(wanted.repository.name) in \(wanted.region) does not have all parts of "
            + "\(wanted.source.location)@\(wanted.digest); replicate or push the image there first"
        self = .refused(code: error.code, message: message, .never)
    }

    private static let missingParts: Set = ["LayersNotFoundException", "ReferencedImagesNotFoundException"]
}
