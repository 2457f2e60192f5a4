import LedgerDomain
import LedgerValues

extension ImageEvent {
    init(_ type: EventType.Image, _ data: JSONObject) throws(WireError) {
        switch type {
        case .pushed:
            self = .pushed(
                digest: try data.required("digest"),
                tags: try data.optional("tags") ?? [],
                size: try data.optional("size"),
                commit: try data.optional("commit")
            )
        case .tagged:
            self = .tagged(
                tag: try data.required("tag"),
                digest: try data.required("digest"),
                previous: try data.optional("previous")
            )
        case .deleted:
            self = .deleted(
                digest: try data.required("digest"),
                tag: try data.optional("tag"),
                why: try data.optional("why") ?? .unknown
            )
        case .scanned:
            self = .scanned(
                digest: try data.required("digest"),
                status: try data.required("status"),
                findings: try data.optional("findings") ?? [:]
            )
        }
    }

    var data: JSONObject {
        switch self {
        case .pushed(let digest, let tags, let size, let commit):
            JSONObject(wire: [("digest", digest), ("tags", tags), ("size", size), ("commit", commit)])
        case .tagged(let tag, let digest, let previous):
            JSONObject(wire: [("tag", tag), ("digest", digest), ("previous", previous)])
        case .deleted(let digest, let tag, let why):
            JSONObject(wire: [("digest", digest), ("tag", tag), ("why", why)])
        case .scanned(let digest, let status, let findings):
            JSONObject(wire: [("digest", digest), ("status", status), ("findings", findings)])
        }
    }
}
