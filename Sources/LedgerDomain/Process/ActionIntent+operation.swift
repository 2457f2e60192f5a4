package import LedgerValues

extension ActionIntent {
    /// The request of one of a deployment's calls.
    package init(_ operation: DeploymentOperation, _ request: JSONObject, in registry: Registry? = nil) {
        self.init(
            service: operation.service,
            operation: operation.operation,
            in: registry,
            actionClass: operation.actionClass,
            request: request
        )
    }
}
