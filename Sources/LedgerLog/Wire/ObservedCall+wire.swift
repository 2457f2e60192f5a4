package import LedgerDomain
package import LedgerValues

extension ObservedCall {
    package init(_ data: JSONObject) throws(WireError) {
        self.init(
            service: try data.required("service"),
            operation: try data.required("operation"),
            principal: CallPrincipal(try data.required("principal"), try data.required("principalKind")),
            at: try data.required("at"),
            requestID: try data.optional("requestId"),
            event: try data.required("event")
        )
        address = try data.optional("address")
        agent = try data.optional("agent")
        request = try data.optional("request") ?? [:]
        response = try data.optional("response") ?? [:]
        hidden = try data.optional("hidden") ?? []
        awsDeployment = try data.optional("awsDeployment")
        if let error: JSONObject = try data.optional("error") {
            refusal = CallRefusal(code: try error.required("code"), message: try error.optionalText("message"))
        }
    }

    var data: JSONObject {
        JSONObject(wire: [
            ("service", service), ("operation", operation), ("principal", principal.name),
            ("principalKind", principal.kind), ("at", at), ("requestId", requestID), ("event", event),
            ("address", address), ("agent", agent), ("request", request),
            ("response", response.isEmpty ? nil : response), ("hidden", hidden.isEmpty ? nil : hidden),
            ("awsDeployment", awsDeployment), ("error", refusal?.data),
        ])
    }
}

extension CallRefusal {
    fileprivate var data: JSONObject { JSONObject(wire: [("code", code), ("message", message)]) }
}
