import LedgerDomain
import LedgerValues

extension ActionEvent {
    init(_ type: EventType.Action, _ data: JSONObject) throws(WireError) {
        switch type {
        case .intended: self = .intended(try ActionIntent(data))
        case .attempted:
            self = .attempted(
                attempt: try data.required("attempt"),
                epoch: try data.required("epoch"),
                worker: try data.required("worker")
            )
        case .succeeded:
            self = .succeeded(
                attempt: try data.required("attempt"),
                requestID: try data.optional("requestId"),
                result: try data.optional("result") ?? [:]
            )
        case .failed:
            self = .failed(
                attempt: try data.required("attempt"),
                code: try data.required("code"),
                message: try data.text("message"),
                retryable: try data.required("retryable")
            )
        case .doubted: self = .doubted(attempt: try data.required("attempt"), why: try data.required("why"))
        case .reconciled:
            self = .reconciled(try data.required("verdict"), evidence: data["evidence"] ?? .null)
        case .resolved: self = .resolved(try data.required("verdict"), reason: try data.required("reason"))
        case .abandoned: self = .abandoned(reason: try data.optional("reason"))
        }
    }

    /// Without `action` and `deployment`.
    var data: JSONObject {
        switch self {
        case .intended(let intent): intent.data
        case .attempted(let attempt, let epoch, let worker):
            JSONObject(wire: [("attempt", attempt), ("epoch", epoch), ("worker", worker)])
        case .succeeded(let attempt, let requestID, let result):
            JSONObject(wire: [("attempt", attempt), ("requestId", requestID), ("result", result)])
        case .failed(let attempt, let code, let message, let retryable):
            JSONObject(wire: [
                ("attempt", attempt), ("code", code), ("message", message), ("retryable", retryable),
            ])
        case .doubted(let attempt, let why): JSONObject(wire: [("attempt", attempt), ("why", why)])
        case .reconciled(let verdict, let evidence):
            JSONObject(wire: [("verdict", verdict), ("evidence", evidence)])
        case .resolved(let verdict, let reason): JSONObject(wire: [("verdict", verdict), ("reason", reason)])
        case .abandoned(let reason): JSONObject(wire: [("reason", reason)])
        }
    }
}

extension ActionIntent {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        let account: String? = try data.optional("account")
        let region: String? = try data.optional("region")
        self.init(
            service: try data.required("service"),
            operation: try data.required("operation"),
            in: account.flatMap { account in region.map { Registry(account: account, region: $0) } },
            actionClass: try data.required("class"),
            request: try data.required("request"),
            token: try data.optional("token")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("service", service), ("operation", operation), ("account", registry?.account),
            ("region", registry?.region), ("class", actionClass), ("request", request), ("token", token),
        ])
    }
}
