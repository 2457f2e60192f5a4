package import LedgerDomain
package import LedgerValues

/// AWS as a deployment uses it: what to send, what came of it, and what runs.
package protocol Cloud: Sendable {
    /// Finds out by reads alone what an operation has to send.
    ///
    /// - Throws: ``CloudError/notYet(_:)`` while AWS is not ready for it.
    func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject

    /// Sends a recorded request, once.
    func send(
        _ operation: DeploymentOperation,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer

    /// Looks by reads alone whether a recorded request that was sent before had its effect.
    func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult

    /// How far AWS is with a deployment.
    func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress

    /// The images by digest that tasks of a deployment run, by container, where its definition names them by tags.
    func images(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> [String: String]

    /// Why tasks of a deployment that failed have stopped.
    func stops(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> StopReport
}

extension Cloud {
    package func images(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> [String: String] { [:] }

    /// Nothing is known of tasks, as of a function.
    package func stops(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> StopReport { StopReport() }
}

/// What the calls of one deployment need to know.
package struct DeploymentContext: Equatable, Sendable {
    package let stage: StageAdded
    package let request: DeploymentRequest
    /// The results of the calls that landed before.
    package let landed: [DeploymentOperation: JSONObject]
    /// The recorded requests of the calls, also of those that did not land.
    package let recorded: [DeploymentOperation: JSONObject]
    /// Whether nothing was sent: AWS is not yet in the state that the calls before will leave it in.
    package let isRehearsal: Bool

    package init(
        stage: StageAdded,
        request: DeploymentRequest,
        landed: [DeploymentOperation: JSONObject] = [:],
        recorded: [DeploymentOperation: JSONObject] = [:],
        isRehearsal: Bool = false
    ) {
        (self.stage, self.request, self.landed, self.recorded) = (stage, request, landed, recorded)
        self.isRehearsal = isRehearsal
    }
}

/// What came of a request that was sent.
package enum CloudAnswer: Equatable, Sendable {
    case landed(JSONObject, requestID: String?)
    /// It surely had no effect.
    case refused(code: String, message: String, Retry)
    /// It may have had its effect.
    case doubtful(why: String)

    /// Whether the same request may succeed when it is sent again.
    package enum Retry: Equatable, Sendable {
        case never
        /// With other credentials: the client has renewed its own before the last attempt.
        case authorized
        case later
    }
}

/// What a look at AWS says about a request that was sent before.
package enum LookResult: Equatable, Sendable {
    case landed(JSONObject)
    case absent(JSONObject)
    case inconclusive(why: String)
}

extension DeploymentProgress {
    /// With the time at AWS, where AWS tells one.
    func at(_ time: Timestamp?) -> DeploymentProgress { time.map { .ended(self, at: $0) } ?? self }

    /// Without the time.
    var outcome: DeploymentProgress {
        if case .ended(let outcome, at: _) = self { outcome } else { self }
    }

    var time: Timestamp? {
        if case .ended(_, at: let time) = self { time } else { nil }
    }
}

/// How far AWS is with a deployment.
package indirect enum DeploymentProgress: Equatable, Sendable {
    /// With a text about how far it is.
    case inProgress(String)
    case succeeded
    case failed(code: String, message: String)
    /// AWS rolled it back, to this revision if it is known.
    case rolledBack(to: String?, reason: String)
    /// Another deployment replaced it.
    case replaced(by: String?)
    /// AWS does not show it any more, or not yet. The value is what that means if it stays so.
    case missing(DeploymentProgress)
    /// It ended so at this time, by AWS's clock.
    case ended(DeploymentProgress, at: Timestamp)
}
