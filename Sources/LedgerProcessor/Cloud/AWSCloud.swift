package import LedgerAWS
package import LedgerDomain
import LedgerLog
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
        try await entry(operation, client).request(as: action, of: deployment)
    }

    /// Sends nothing if the record differs from the stage or the deployment.
    package func send(
        _ operation: DeploymentOperation,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        let entry = entry(operation, client.hiding(SealingGate.secrets(in: recorded)))
        do throws(CloudError) { try entry.require(recorded, of: deployment) } catch {
            return CloudAnswer(notSentFor: error)
        }
        return await entry.send(recorded, of: deployment)
    }

    package func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult {
        let entry = entry(operation, client)
        do throws(CloudError) {
            try entry.require(recorded, of: deployment)
            return try await entry.look(for: action, recorded, in: deployment)
        } catch {
            return .inconclusive(why: "\(error)")
        }
    }

    /// The table of what AWS does for each operation.
    private func entry(_ operation: DeploymentOperation, _ client: AWSClient) -> any CloudOperation {
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

/// The ECS service of a stage.
struct ECSTarget: Equatable, Sendable {
    let cluster, service, family, container: String

    init(_ stage: StageAdded) throws(CloudError) {
        switch stage.target {
        case .ecs(let cluster, let service, let family, let container):
            (self.cluster, self.service, self.family, self.container) = (cluster, service, family, container)
        case .lambda:
            throw .unusable("\(stage.id) is a Lambda function", hint: "this works for stages on ECS only")
        }
    }
}

// MARK: - Answers

extension CloudAnswer {
    /// What the outcome of a write means for its action.
    init<Answer>(_ outcome: CallOutcome<Answer>, result: (Answer) -> JSONObject) {
        switch outcome {
        case .answered(let answer, let requestID): self = .landed(result(answer).cut, requestID: requestID)
        case .refused(let error):
            self = .refused(code: error.code, message: error.message.maskingCredentials, error.kind.retry)
        case .unanswered(.notSent(let obstacle)):
            self = .refused(code: "notSent", message: "\(obstacle)".maskingCredentials, obstacle.retry)
        case .unanswered(.doubtful(let doubt)): self = .doubtful(why: "\(doubt)".maskingCredentials)
        }
    }

    /// A write that was not sent, because its record was refused or a read that it needs failed.
    init(notSentFor error: CloudError) {
        switch error {
        case .missing, .missingImage: self = .refused(code: "missing", message: "\(error)", .never)
        case .unusable: self = .refused(code: "unusable", message: "\(error)", .never)
        case .settings: self = .refused(code: "settings", message: "\(error)", .never)
        case .credentials(let why): self = .refused(code: "credentials", message: why, .authorized)
        case .denied: self = .refused(code: "denied", message: "\(error)", .never)
        case .notYet, .unanswered: self = .refused(code: "notSent", message: "\(error)", .later)
        }
    }
}

extension String {
    /// What AWS says, as it may be printed: the log masks the same.
    var maskingCredentials: String { CredentialText(self).masked(with: JSONValue.mask) }
}

extension DeploymentProgress {
    var maskingCredentials: DeploymentProgress {
        switch self {
        case .inProgress(let text): .inProgress(text.maskingCredentials)
        case .failed(let code, let message): .failed(code: code, message: message.maskingCredentials)
        case .rolledBack(let revision, let reason): .rolledBack(to: revision, reason: reason.maskingCredentials)
        case .missing(let progress): .missing(progress.maskingCredentials)
        case .ended(let progress, let time): .ended(progress.maskingCredentials, at: time)
        case .succeeded, .replaced: self
        }
    }
}

extension JSONObject {
    /// What AWS answered, with no text that is too long for a record.
    fileprivate var cut: JSONObject {
        JSONObject(members.map { ($0.key, $0.value.string.map { .string($0.cut()) } ?? $0.value) })
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

extension NoAnswer.Obstacle {
    fileprivate var retry: CloudAnswer.Retry {
        switch self {
        case .settings: .never
        case .credentials: .authorized
        case .connection: .later
        }
    }
}

extension CloudError {
    /// A read without an answer.
    ///
    /// If AWS refuses the read as such and `thing` is given, then `thing` does not exist.
    init(_ failure: CallFailure, _ operation: String, of thing: String? = nil) {
        switch failure {
        case .refused(let error):
            switch error.kind {
            case .denied: self = .denied(operation: operation, message: error.message.maskingCredentials)
            case .credentials: self = .credentials(error.description.maskingCredentials)
            case .throttled, .doubtful, .busy, .propagating, .alreadySo, .outdated:
                self = .unanswered(operation: operation, message: error.description.maskingCredentials)
            case .invalid:
                let text = "\(operation): \(error.description.maskingCredentials)"
                self = thing.map { .missing($0) } ?? .unusable(text, hint: "check the stage with stackledger stages")
            }
        case .unanswered(.notSent(.credentials(let error))): self = .credentials("\(error)".maskingCredentials)
        case .unanswered(.notSent(let obstacle)):
            self = .unanswered(operation: operation, message: "\(obstacle)".maskingCredentials)
        case .unanswered(.doubtful(let doubt)):
            self = .unanswered(operation: operation, message: "\(doubt)".maskingCredentials)
        }
    }

    /// What rules the deployment out for good; nil if another attempt, or another caller, may succeed.
    var obstacle: (code: String, message: String)? {
        switch self {
        case .missing, .missingImage: ("missing", "\(self)")
        case .unusable: ("unusable", "\(self)")
        case .settings, .notYet, .credentials, .denied, .unanswered: nil
        }
    }
}
