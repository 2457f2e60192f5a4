package import LedgerValues

extension ActionIntent {
    /// What a deployment sends for one of its calls.
    package init(_ operation: DeploymentOperation, _ request: JSONObject) {
        self.init(
            service: operation.service,
            operation: operation.operation,
            actionClass: operation.actionClass,
            request: request
        )
    }
}
