package import LedgerDomain
package import LedgerValues

/// AWS as a deployment sees it: what is to be sent, what came of it, and what runs.
package protocol Cloud: Sendable {
    /// Finds out what an operation is to send, by reads alone.
    ///
    /// - Throws: ``CloudError/notYet(_:)`` while AWS is not ready for it.
    func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject

    /// Sends a request, once.
    func send(
        _ operation: DeploymentOperation,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer

    /// Looks whether a request that was sent before had its effect; sends nothing but reads.
    func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudSight

    /// What AWS has made of a deployment so far.
    func news(of start: DeploymentStart, in deployment: DeploymentContext) async throws(CloudError) -> CloudNews
}

/// What the calls of one deployment have to know.
package struct DeploymentContext: Equatable, Sendable {
    package let stage: StageAdded
    package let request: DeploymentRequest
    /// What the calls before gave.
    package let landed: [DeploymentOperation: JSONObject]
    /// Whether nothing was sent: AWS does not stand yet as the calls before will leave it.
    package let isRehearsal: Bool

    package init(
        stage: StageAdded,
        request: DeploymentRequest,
        landed: [DeploymentOperation: JSONObject] = [:],
        isRehearsal: Bool = false
    ) {
        (self.stage, self.request, self.landed, self.isRehearsal) = (stage, request, landed, isRehearsal)
    }
}

/// What came of a request that was sent.
package enum CloudAnswer: Equatable, Sendable {
    case landed(JSONObject, requestID: String?)
    /// It surely had no effect.
    case refused(code: String, message: String, Retry)
    /// It may have had its effect.
    case doubtful(why: String)

    /// Whether the same may succeed when it is sent again.
    package enum Retry: Equatable, Sendable {
        case never
        /// With other credentials: the client has renewed its own before it is asked for the last time.
        case authorized
        case later
    }
}

/// What a look at AWS tells of a request that was sent before.
package enum CloudSight: Equatable, Sendable {
    case landed(JSONObject)
    case absent(JSONObject)
    case inconclusive(why: String)
}

/// What AWS has made of a deployment.
package indirect enum CloudNews: Equatable, Sendable {
    /// With what there is to tell of its progress.
    case inProgress(String)
    case succeeded
    case failed(code: String, message: String)
    /// AWS went back by itself, to this revision if it is known.
    case rolledBack(to: String?, reason: String)
    /// Another deployment took its place.
    case replaced(by: String?)
    /// AWS shows it no more, or not yet: what that means, if it stays so.
    case missing(CloudNews)
}
