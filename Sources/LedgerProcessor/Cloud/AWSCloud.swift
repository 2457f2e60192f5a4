package import LedgerAWS
package import LedgerDomain
package import LedgerValues

/// The AWS account and region of a stage.
package struct AWSCloud: Cloud {
    let client: AWSClient

    package init(_ client: AWSClient) {
        self.client = client
    }

    package func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject {
        try await self.operation(operation).request(as: action, of: deployment)
    }

    package func send(
        _ operation: DeploymentOperation,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        await self.operation(operation).send(request, of: deployment)
    }

    package func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudSight {
        do throws(CloudError) {
            return try await self.operation(operation).look(for: action, request, in: deployment)
        } catch {
            return .inconclusive(why: "\(error)")
        }
    }

    private func operation(_ operation: DeploymentOperation) -> any CloudOperation {
        switch operation {
        case .putImage: ImageTagging(client: client)
        case .registerTaskDefinition: TaskDefinitionRegistration(client: client)
        case .updateService: ServiceUpdate(client: client)
        case .registerScalableTarget: TaskBounds(client: client)
        case .updateAutoScalingGroup: InstanceGroupUpdate(client: client)
        case .stopServiceDeployment: DeploymentStop(client: client)
        case .updateFunctionCode: FunctionCodeUpdate(client: client)
        case .publishVersion: VersionPublication(client: client)
        case .updateAlias: AliasUpdate(client: client)
        case .tagFunction: FunctionTagging(client: client)
        }
    }
}

/// What runs a stage's image as an ECS service.
struct ECSTarget: Equatable, Sendable {
    let cluster, service, family, container: String

    init(_ stage: StageAdded) throws(CloudError) {
        switch stage.target {
        case .ecs(let cluster, let service, let family, let container):
            (self.cluster, self.service, self.family, self.container) = (cluster, service, family, container)
        case .lambda:
            throw .unusable("\(stage.id) is a Lambda function", hint: "this is for stages on ECS")
        }
    }
}

// MARK: - Answers

extension CloudAnswer {
    /// What a write's outcome means to the action that it was.
    init<Answer>(_ outcome: CallOutcome<Answer>, result: (Answer) -> JSONObject) {
        switch outcome {
        case .answered(let answer, let requestID): self = .landed(result(answer), requestID: requestID)
        case .refused(let error): self = .refused(code: error.code, message: error.message, error.kind.retry)
        case .unanswered(.notSent(let obstacle)):
            self = .refused(code: "notSent", message: "\(obstacle)", obstacle.retry)
        case .unanswered(.doubtful(let doubt)): self = .doubtful(why: "\(doubt)")
        }
    }
}

extension CloudAnswer {
    /// That a write was not sent, as a read that it needs gave nothing.
    init(notSentFor error: CloudError) {
        switch error {
        case .missing(let what): self = .refused(code: "missing", message: "AWS has no \(what)", .never)
        case .unusable(let what, hint: _): self = .refused(code: "unusable", message: what, .never)
        case .settings(let why): self = .refused(code: "settings", message: why, .never)
        case .credentials(let why): self = .refused(code: "credentials", message: why, .authorized)
        case .denied(let operation, let why): self = .refused(code: "denied", message: "\(operation): \(why)", .never)
        case .notYet(let what): self = .refused(code: "notSent", message: what, .later)
        case .unanswered(let operation, let why):
            self = .refused(code: "notSent", message: "\(operation): \(why)", .later)
        }
    }
}

extension ErrorClass {
    /// Whether the same call may succeed later.
    fileprivate var retry: CloudAnswer.Retry {
        switch self {
        case .throttled, .busy, .propagating: .later
        case .credentials: .authorized
        case .doubtful, .denied, .alreadySo, .outdated, .invalid: .never
        }
    }
}

extension Silence.Obstacle {
    fileprivate var retry: CloudAnswer.Retry {
        switch self {
        case .settings: .never
        case .credentials: .authorized
        case .connection: .later
        }
    }
}

extension CloudError {
    init(_ failure: CallFailure, _ operation: String) {
        switch failure {
        case .refused(let error):
            switch error.kind {
            case .denied: self = .denied(operation: operation, message: error.message)
            case .credentials: self = .credentials(error.description)
            case .throttled, .doubtful, .busy, .propagating, .alreadySo, .outdated:
                self = .unanswered(operation: operation, message: error.description)
            case .invalid:
                self = .unusable("\(operation): \(error.description)", hint: "check the stage with stackledger stages")
            }
        case .unanswered(.notSent(.credentials(let error))): self = .credentials("\(error)")
        case .unanswered(.notSent(let obstacle)): self = .unanswered(operation: operation, message: "\(obstacle)")
        case .unanswered(.doubtful(let doubt)): self = .unanswered(operation: operation, message: "\(doubt)")
        }
    }

    /// What stands in the way for good; nil where it may go when it is tried again, or by somebody else.
    var obstacle: (code: String, message: String)? {
        switch self {
        case .missing(let what): ("missing", "AWS has no \(what)")
        case .unusable(let what, hint: _): ("unusable", what)
        case .settings, .notYet, .credentials, .denied, .unanswered: nil
        }
    }
}
