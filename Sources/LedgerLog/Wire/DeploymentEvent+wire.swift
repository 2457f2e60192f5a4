import LedgerDomain
import LedgerValues

extension DeploymentEvent {
    init(_ type: EventType.Deployment, _ data: JSONObject) throws(WireError) {
        switch type {
        case .requested: self = .requested(try DeploymentRequest(data))
        case .observed: self = .observed(try ObservedDeployment(data))
        case .approved: self = .approved(reason: try data.optional("reason"))
        case .rejected: self = .rejected(reason: try data.required("reason"))
        case .started:
            self = .started(
                revision: try data.optional("revision"),
                image: try data.optional("image"),
                awsDeployment: try data.optional("awsDeployment"),
                rollback: try data.optional("rollback")
            )
        case .succeeded: self = .succeeded(images: try data.images())
        case .failed:
            self = .failed(code: try data.required("code"), message: try data.text("message"), stops: try data.stops())
        case .rolledBack:
            let version: VersionNumber? = try data.optional("to")
            self = .rolledBack(
                to: version?.number,
                reason: try data.required("reason"),
                stops: try data.stops()
            )
        case .cancelRequested: self = .cancelRequested(reason: try data.optional("reason"))
        case .cancelled: self = .cancelled(reason: try data.optional("reason"))
        case .superseded: self = .superseded(by: try data.required("by"))
        case .corrected:
            let version: VersionNumber? = try data.optional("sameAs")
            self = .corrected(sameAs: version?.number)
        case .adopted: self = .adopted(reason: try data.required("reason"))
        case .marked: self = .marked(try data.required("mark"), reason: try data.required("reason"))
        }
    }

    /// Without `deployment` and `version`.
    var data: JSONObject {
        switch self {
        case .requested(let request): request.data
        case .observed(let observed): observed.data
        case .approved(let reason), .cancelRequested(let reason), .cancelled(let reason):
            JSONObject(wire: [("reason", reason)])
        case .rejected(let reason), .adopted(let reason): JSONObject(wire: [("reason", reason)])
        case .started(let revision, let image, let awsDeployment, let rollback):
            JSONObject(wire: [
                ("revision", revision), ("image", image), ("awsDeployment", awsDeployment), ("rollback", rollback),
            ])
        case .succeeded(let images): images.isEmpty ? [:] : ["images": .object(JSONObject(texts: images))]
        case .failed(let code, let message, let stops):
            JSONObject(wire: [("code", code), ("message", message), ("stops", stops.wire)])
        case .rolledBack(let version, let reason, let stops):
            JSONObject(wire: [("to", version), ("reason", reason), ("stops", stops.wire)])
        case .superseded(let version): JSONObject(wire: [("by", version)])
        case .corrected(let version): JSONObject(wire: [("sameAs", version)])
        case .marked(let mark, let reason): JSONObject(wire: [("mark", mark), ("reason", reason)])
        }
    }
}

extension JSONObject {
    /// Images by digest, by the names of their containers; none where the member is absent.
    fileprivate func images() throws(WireError) -> [String: String] {
        let object: JSONObject = try optional("images") ?? [:]
        var images: [String: String] = [:]
        for member in object.members {
            guard let image = member.value.string, ImageName(recorded: image).isPinned, !image.contains(" ") else {
                throw .invalid("images", wanted: "images by digest")
            }
            images[member.key] = image
        }
        return images
    }

    fileprivate init(texts: [String: String]) {
        self.init(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }
}

extension DeploymentRequest {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        self.init(
            kind: try data.required("kind"),
            image: try data.optional("image"),
            commit: try data.optional("commit"),
            revision: try data.optional("revision"),
            origin: try DeploymentOrigin(data["from"]),
            reason: try data.optional("reason"),
            changes: DeploymentChanges(try data.optional("changes") ?? [:]),
            idempotencyKey: try data.optional("idempotencyKey")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("kind", kind), ("image", image), ("commit", commit), ("revision", revision), ("from", origin?.wire),
            ("reason", reason), ("changes", changes.object), ("idempotencyKey", idempotencyKey),
        ])
    }
}

/// `from`: a version for a rollback, `{stage, version}` for a promotion.
extension DeploymentOrigin {
    fileprivate init?(_ value: JSONValue?) throws(WireError) {
        switch value {
        case nil, .null?: return nil
        case .object(let object)?:
            let version: VersionNumber = try object.required("version")
            self = .stage(try object.required("stage"), version: version.number)
        case let value?:
            guard let version = VersionNumber(wire: value)?.number else {
                throw .invalid("from", wanted: "a version, or an object of stage and version")
            }
            self = .version(version)
        }
    }

    fileprivate var wire: JSONValue {
        switch self {
        case .stage(let stage, let version): ["stage": stage.wire, "version": version.wire]
        case .version(let version): version.wire
        }
    }
}

extension ObservedDeployment {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        self.init(
            awsDeployment: try data.optional("awsDeployment"),
            revision: try data.optional("revision"),
            image: try data.optional("image"),
            startedAt: try data.optional("startedAt"),
            rollback: try data.optional("rollback")
        )
        images = try data.images()
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("awsDeployment", awsDeployment), ("revision", revision), ("image", image), ("startedAt", startedAt),
            ("images", images.isEmpty ? nil : JSONObject(texts: images)),
            ("rollback", rollback),
        ])
    }
}
