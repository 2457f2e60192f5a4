import LedgerDomain
import LedgerValues

extension RevisionEvent {
    init(_ type: EventType.Revision, _ data: JSONObject) throws(WireError) {
        switch type {
        case .registered:
            self = .registered(
                RegisteredRevision(
                    family: try data.required("family"),
                    revision: try data.required("revision"),
                    arn: try data.optional("arn"),
                    definition: try data.required("definition"),
                    registeredAt: try data.optional("registeredAt"),
                    registeredBy: try data.optional("registeredBy"),
                    fingerprint: try data.optional("fingerprint")
                )
            )
        case .deregistered:
            self = .deregistered(family: try data.required("family"), revision: try data.required("revision"))
        }
    }

    var data: JSONObject {
        switch self {
        case .registered(let registered):
            JSONObject(wire: [
                ("family", registered.family), ("revision", registered.revision), ("arn", registered.arn),
                ("definition", registered.definition), ("registeredAt", registered.registeredAt),
                ("registeredBy", registered.registeredBy), ("fingerprint", registered.fingerprint),
            ])
        case .deregistered(let family, let revision):
            JSONObject(wire: [("family", family), ("revision", revision)])
        }
    }
}
