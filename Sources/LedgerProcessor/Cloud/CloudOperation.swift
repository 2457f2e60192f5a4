import LedgerDomain
import LedgerValues

/// One kind of call that deployments are made of: an entry of ``AWSCloud``.
protocol CloudOperation: Sendable {
    /// Finds out by reads alone what to send. The result is recorded, and then sent.
    ///
    /// - Throws: ``CloudError/notYet(_:)`` while AWS is not ready for it.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject

    /// Refuses a recorded request that differs from what the stage and the deployment's own request say.
    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError)

    /// Sends a recorded request once, with all its members.
    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer

    /// Looks by reads alone whether a recorded request that was sent before had its effect.
    func look(
        for action: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult
}
