import LedgerAWS
import LedgerDomain
import LedgerValues

/// A call that changes a function as it was read before: AWS refuses it when the function is not that any more.
protocol FunctionOperation: CloudOperation {
    /// Whether what was sent is there; the request alone says what that is.
    func sight(_ request: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> CloudSight
}

extension FunctionOperation {
    func look(
        for _: ActionID,
        _ request: JSONObject,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> CloudSight {
        try await sight(request, in: deployment)
    }

    /// What a write's outcome means.
    ///
    /// That the function is not any more what was read is somebody else's doing, unless an earlier sending of the same has
    /// come through late: then it is there, and a look will find it.
    func answer<Answer>(
        _ outcome: CallOutcome<Answer>,
        to request: JSONObject,
        of deployment: DeploymentContext,
        result: (Answer) -> JSONObject
    ) async -> CloudAnswer {
        guard case .refused(let error) = outcome, error.kind == .outdated else {
            return CloudAnswer(outcome, result: result)
        }
        if case .landed? = try? await sight(request, in: deployment) {
            return .doubtful(why: "it was changed since it was read, to what was sent")
        }
        let message = "somebody changed the function meanwhile: \(error.message)"
        return .refused(code: error.code, message: message, .never)
    }
}

extension JSONObject {
    func text(of member: String) -> String { self[member]?.string ?? "" }
}
