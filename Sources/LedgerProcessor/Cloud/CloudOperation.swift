import LedgerDomain
import LedgerValues

/// One kind of call that deployments are made of.
protocol CloudOperation {
    /// What is to be sent, found out by reads alone.
    ///
    /// - Throws: ``CloudError/notYet(_:)`` while AWS is not ready for it.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject

    /// Sends it, once.
    func send(_ request: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer

    /// Looks, by reads alone, whether it had its effect when it was sent before.
    func look(
        for action: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight
}
