package import LedgerDomain
package import LedgerValues

extension StackEvent {
    init(_ type: EventType.Stack, _ data: JSONObject) throws(WireError) {
        switch type {
        case .created: self = .created(try StackCreated(data))
        case .changed: self = .changed(data)
        case .deleted: self = .deleted(reason: try data.optional("reason"))
        }
    }

    var data: JSONObject {
        switch self {
        case .created(let created): created.data
        case .changed(let changes): changes
        case .deleted(let reason): JSONObject(wire: [("reason", reason)])
        }
    }
}

extension StackCreated {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        let source: JSONObject? = try data.optional("repository")
        self.init(
            stack: try data.required("stack"),
            architecture: try data.required("architecture"),
            repository: try source.map { source throws(WireError) in try SourceRepository(source) },
            account: try data.optional("account"),
            region: try data.optional("region"),
            description: try data.optional("description")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("stack", stack), ("architecture", architecture), ("repository", repository?.data), ("account", account),
            ("region", region), ("description", description),
        ])
    }
}

extension SourceRepository {
    init(_ data: JSONObject) throws(WireError) {
        self.init(
            provider: try data.required("provider"),
            url: try data.required("url"),
            branch: try data.required("branch")
        )
    }

    package var data: JSONObject {
        JSONObject(wire: [("provider", provider), ("url", url), ("branch", branch)])
    }
}
