import LedgerAWS
import LedgerDomain
import LedgerValues

/// A call that changes a function as it was read before: AWS refuses it if the function has changed since.
protocol FunctionOperation: CloudOperation {
    /// Whether AWS has what the recorded request says.
    func look(for recorded: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> LookResult
}

extension FunctionOperation {
    func look(
        for _: ActionID,
        _ recorded: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> LookResult {
        try await look(for: recorded, in: deployment)
    }

    /// What the outcome of a write means.
    ///
    /// If the function is no longer what was read, then somebody else has changed it, or an earlier attempt of the same
    /// call has arrived late. In the second case a look finds what was sent.
    func answer<Answer>(
        _ outcome: CallOutcome<Answer>,
        to recorded: JSONObject,
        of deployment: DeploymentContext,
        result: (Answer) -> JSONObject
    ) async -> CloudAnswer {
        guard case .refused(let error) = outcome, error.kind == .outdated else {
            return CloudAnswer(outcome, result: result)
        }
        if case .landed? = try? await look(for: recorded, in: deployment) {
            return .doubtful(why: "it was changed since it was read, to what was sent")
        }
        let message = "somebody changed the function in the meantime: \(error.message)"
        return .refused(code: error.code, message: message, .never)
    }
}
