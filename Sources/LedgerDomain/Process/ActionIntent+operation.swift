package import LedgerValues

extension ActionIntent {
    /// The request of one of a deployment's calls.
    package init(_ operation: DeploymentOperation, _ request: JSONObject) {
        self.init(
            service: operation.service,
            operation: operation.operation,
            actionClass: operation.actionClass,
            request: request
        )
    }
}
