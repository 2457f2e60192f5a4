import LedgerAWS
import LedgerDomain
import LedgerValues

/// Puts the stage's name as a tag on the image that the stage is to run, in the repository that it pulls from.
struct ImageTagging: CloudOperation {
    let client: AWSClient

    /// With where the tag points now: somebody else may move it before this is looked for.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let image = deployment.request.image ?? ""
        guard let name = ImageName(image), let home = name.registry, let digest = name.digest else {
            throw .unusable("\(image) is no image of ECR with a digest", hint: "name another image")
        }
        var request: JSONObject = [
            "repository": .string(name.repository), "registry": .string(home.account), "region": .string(home.region),
            "tag": .string(deployment.stage.id.stage.rawValue), "digest": .string(digest),
            "source": .string(deployment.request.imageSource ?? image),
        ]
        let tagged = try await self.tagged(try Retag(request))
        request["previous"] = tagged.map { .string($0) }
        return request
    }

    /// The manifest is read again each time, as no record could hold it; its digest says that it is the same.
    func send(_ request: JSONObject, of _: DeploymentContext) async -> CloudAnswer {
        do throws(CloudError) {
            let retag = try Retag(request)
            let manifest = try await manifest(of: retag.source)
            let call = PutImage(
                retag.repository,
                manifest: manifest.manifest,
                mediaType: manifest.mediaType,
                tag: retag.tag,
                digest: retag.digest
            )
            let outcome = await (try client.elsewhere(retag.region)).send(call)
            if case .refused(let error) = outcome, error.kind == .alreadySo { return await confirmed(retag, error) }
            return CloudAnswer(outcome, explaining: retag) { _ in retag.landing }
        } catch {
            return CloudAnswer(notSentFor: error)
        }
    }

    func look(
        for _: ActionID,
        _ request: JSONObject,
        in _: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        let retag = try Retag(request)
        let found = try await tagged(retag)
        if found == retag.digest { return .landed(retag.landing) }
        // Somebody else has moved it since: sending again would undo that.
        guard let found, found != retag.previous else { return .absent(["digest": found.map { .string($0) } ?? .null]) }
        return .inconclusive(why: "\(retag.tag) is on \(found), neither what was there nor what was sent")
    }

    /// ECR says that the tag is there already; a look says on which image.
    private func confirmed(_ retag: Retag, _ error: AWSError) async -> CloudAnswer {
        do throws(CloudError) {
            guard try await tagged(retag) != retag.digest else { return .landed(retag.landing, requestID: nil) }
            return .refused(code: error.code, message: error.message, .never)
        } catch {
            return .doubtful(why: "\(error)")
        }
    }

    /// The digest that the tag is on; nil where there is no such tag.
    private func tagged(_ retag: Retag) async throws(CloudError) -> String? {
        switch await (try client.elsewhere(retag.region)).send(
            DescribeImages(retag.repository, images: [.tag(retag.tag)])
        ) {
        case .answered(let answer, _): return answer.images.first?.digest
        case .refused(let error) where error.code == "ImageNotFoundException": return nil
        case .refused(let error) where error.kind == .invalid:
            throw .missing("repository \(retag.repository.name) in \(retag.region): \(error.message)")
        case .refused(let error): throw CloudError(.refused(error), "DescribeImages")
        case .unanswered(let silence): throw CloudError(.unanswered(silence), "DescribeImages")
        }
    }

    private func manifest(of source: ImageName) async throws(CloudError) -> ImageManifest {
        guard let home = source.registry, let digest = source.digest else {
            throw .unusable("\(source) is no image of ECR with a digest", hint: "name another image")
        }
        let call = BatchGetImage(ECRRepository(source.repository, account: home.account), images: [.digest(digest)])
        let answer = try await client.elsewhere(home.region).read(call, of: "repository \(source.location)")
        guard let image = answer.images.first else { throw .missing("image \(source)") }
        return image
    }
}

/// A tag to be put on an image, as its intent holds it.
private struct Retag {
    let repository: ECRRepository
    let region, tag, digest: String
    let source: ImageName
    /// Where the tag was when it was decided.
    let previous: String?

    init(_ request: JSONObject) throws(CloudError) {
        guard let name = request["repository"]?.string, let region = request["region"]?.string,
            let tag = request["tag"]?.string, let digest = request["digest"]?.string,
            let source = request["source"]?.string.flatMap(ImageName.init)
        else { throw .unusable("the record does not say which tag goes where", hint: "stackledger doctor") }
        repository = ECRRepository(name, account: request["registry"]?.string)
        (self.region, self.tag, self.digest, self.source) = (region, tag, digest, source)
        previous = request["previous"]?.string
    }

    var landing: JSONObject { ["tag": .string(tag), "digest": .string(digest)] }
}

extension CloudAnswer {
    /// What a tag's outcome means; for what ECR misses, with who has to bring it.
    fileprivate init(
        _ outcome: CallOutcome<PutImage.Answer>,
        explaining retag: Retag,
        result: (PutImage.Answer) -> JSONObject
    ) {
        self.init(outcome, result: result)
        guard case .refused(let error) = outcome, Self.missingParts.contains(error.code) else { return }
        let place = "\(retag.repository.name) in \(retag.region)"
        let message =
            "\(place) has not got what \(retag.source.location)@\(retag.digest) consists of; "
            + "replication of ECR, or a push, has to bring it there first"
        self = .refused(code: error.code, message: message, .never)
    }

    private static let missingParts: Set = ["LayersNotFoundException", "ReferencedImagesNotFoundException"]
}
